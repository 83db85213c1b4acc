"""urllib3 connections that check whom they reached, keep one deadline and know whether they wrote."""

from __future__ import annotations

import io
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from credentials.peers import Reach, may_reach
from sealing.redaction import redact

READ_SECONDS = 10.0
CONNECTING_SECONDS = 6.0  # the name's lookup and every address it leads to
SHORTEST_WAIT_SECONDS = 0.001


class PeerRefusedError(NewConnectionError):
    """The host name led to an address that no robot may have."""


@dataclass
class Call:
    """One call to a robot: where it may go, until when, and whether the request went out."""

    reach: Reach
    deadline: float
    is_written: bool = False

    @property
    def seconds_left(self) -> float:
        return self.deadline - time.monotonic()


CURRENT: ContextVar[Call] = ContextVar("call")


@contextmanager
def calling(reach: Reach, *, seconds: float) -> Iterator[Call]:
    """Make the connections of this thread keep to one call's reach and deadline."""
    call = Call(reach=reach, deadline=time.monotonic() + seconds)
    token = CURRENT.set(call)
    try:
        yield call
    finally:
        CURRENT.reset(token)


class TimedReader(io.RawIOBase):
    """Read from a socket until the call's deadline, however slowly the bytes drip."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        # The socket's own file keeps it open while an answer that ends the connection is still read.
        self.raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = CURRENT.get().seconds_left
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(max(min(left, READ_SECONDS), SHORTEST_WAIT_SECONDS))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class TimedSocket:
    """The one thing an HTTP response asks of its socket: a file to read from."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(TimedReader(self.sock))


class TimedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(TimedSocket(sock), *args, **kwargs)  # type: ignore[arg-type]


class GuardedConnection(HTTPConnection):
    """Refuse a peer that no robot may be, before a byte is sent; never write after the deadline."""

    response_class = TimedResponse
    _gathered: list[Any] | None = None

    def _new_conn(self) -> socket.socket:
        sock = self._connected(super()._new_conn)
        # Through a proxy the peer is the proxy, which the operator chose.
        if self.proxy is None and not may_reach(sock.getpeername()[0], CURRENT.get().reach):
            sock.close()
            raise PeerRefusedError(self, "the peer's address is not allowed")
        self._keep_time(sock)
        return sock

    def _keep_time(self, sock: socket.socket) -> None:
        """Let what comes next, a TLS handshake maybe, take no longer than connecting, nor than the call."""
        left = CURRENT.get().seconds_left
        sock.settimeout(max(min(self.timeout or left, left), SHORTEST_WAIT_SECONDS))

    def _connected(self, connect: Callable[[], socket.socket]) -> socket.socket:
        """Connect in a thread of its own: looking up a name knows no limit, and may find many addresses."""
        future = Future[socket.socket]()
        threading.Thread(target=_connect, args=(connect, future), daemon=True).start()
        try:
            return future.result(min(CONNECTING_SECONDS, CURRENT.get().seconds_left))
        except TimeoutError:
            if future.cancel():
                raise ConnectTimeoutError(self, "looking up and connecting took too long") from None
            return future.result()

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()
        call = CURRENT.get()
        if call.seconds_left <= 0:
            raise ConnectTimeoutError(self, "the deadline passed before the request")
        call.is_written = True
        self._gathered = []
        try:
            super().request(*args, **kwargs)
        finally:
            gathered, self._gathered = self._gathered, None
        self.send(b"".join(gathered))

    def send(self, data: Any) -> None:
        """Write; a request's head and body are gathered, and go out as one."""
        if self._gathered is None:
            super().send(data)
        else:
            self._gathered.append(data)


def _connect(connect: Callable[[], socket.socket], future: Future[socket.socket]) -> None:
    try:
        sock = connect()
    except Exception as error:  # noqa: BLE001  # it belongs to the thread that waits
        with suppress(InvalidStateError):
            future.set_exception(error)
        return
    try:
        future.set_result(sock)
    except InvalidStateError:
        sock.close()  # nobody waits for it any more


class GuardedTLSConnection(GuardedConnection, HTTPSConnection):
    def _tunnel(self) -> None:
        super()._tunnel()
        self._keep_time(self.sock)


class GuardedPool(HTTPConnectionPool):
    ConnectionCls = GuardedConnection


class GuardedTLSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedTLSConnection


POOLS = {"http": GuardedPool, "https": GuardedTLSPool}


def _without_keys(record: logging.LogRecord) -> bool:
    """Clean urllib3's own lines, which print addresses whole, whatever handler and level they meet."""
    record.msg, record.args = redact(record.getMessage()), ()
    return True


logging.getLogger("urllib3.connectionpool").addFilter(_without_keys)
