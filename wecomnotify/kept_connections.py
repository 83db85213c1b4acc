"""gunicorn's threaded worker, but a thread stays with its connection a while, and waits for nobody for ever.

As gunicorn has it, an answered connection goes back to the main thread, which wakes a thread of the pool for
its next request: three switches between threads and a pipe for each. Who reports steadily sends the next
request at once, and reports pass one by one.

As gunicorn has it too, a thread waits without end for the rest of a request, and the main thread 2 s until
a client closes what was closed: a few dozen clients whose network went away would stop the service.
"""

from __future__ import annotations

import errno
import select
import socket
import struct
import threading
import time
from collections import deque
from typing import Any

from gunicorn import util
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from notifications.clockwork.passage import passage
from wecomnotify.report_routes import is_report

STAY_MILLISECONDS = 50
FIRST_BYTES_SECONDS = 1.0
SLOW_SECONDS = 60.0  # in all, for one request
HURRIED_SECONDS = 2.0  # the same, while many are slow
LINGER_SECONDS = 2.0
SHORT_LINGER_SECONDS = 0.05
SEND_TIMEOUT = struct.pack(
    "ll", int(SLOW_SECONDS), 0
)  # the system's timeval: for a client that takes nothing
NO_CONNECTION = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)


def is_readable(sock: socket.socket, milliseconds: int) -> bool:
    """Tell whether bytes, or the end of them, come by then."""
    readable = select.poll()
    readable.register(sock, select.POLLIN)
    return bool(readable.poll(milliseconds))


class PatientUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn has no types
    """Takes what has come, and waits outside the passage for what has not; only so long, and a few at a time.

    `few` has a place for each who may be slow; who finds none free is to hurry.
    """

    def __init__(self, sock: socket.socket, *, few: threading.Semaphore) -> None:
        super().__init__(sock)
        self.few, self.waited_seconds = few, 0.0

    def chunk(self, size_hint: int | None = None) -> bytes:
        size = max(self.mxchunk, min(size_hint or 0, self.max_body_chunk))
        timeout = self.sock.gettimeout()  # of what nobody wants to read, before the next request
        if timeout is None:
            try:
                return bytes(self.sock.recv(size, socket.MSG_DONTWAIT))
            except BlockingIOError:
                pass
        with passage.left():
            self._wait(timeout)
            return bytes(self.sock.recv(size))

    def _wait(self, timeout: float | None) -> None:
        """Wait for bytes; raise ConnectionResetError when the request took too long to come."""
        may_be_slow = self.few.acquire(blocking=False)
        try:
            most = SLOW_SECONDS if may_be_slow else HURRIED_SECONDS
            left = max(most - self.waited_seconds, 0)
            if timeout is not None:
                left = min(left, timeout) if may_be_slow else 0
            began = time.monotonic()
            has_come = is_readable(self.sock, int(1000 * left))
            self.waited_seconds += time.monotonic() - began
        finally:
            if may_be_slow:
                self.few.release()
        if not has_come:
            raise ConnectionResetError(errno.ECONNRESET, "The request did not come in time.")


class KeptConnection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A client's connection; however slow the client, nobody waits in the passage for it, nor for ever."""

    def __init__(self, *args: Any, few: threading.Semaphore) -> None:
        super().__init__(*args)
        self.few, self.is_closed = few, False

    def init(self) -> None:
        if self.initialized:
            self.parser.unreader.waited_seconds = 0.0
            return
        super().init()
        if type(self.sock) is socket.socket and type(self.parser.unreader) is SocketUnreader:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, SEND_TIMEOUT)
            patient = PatientUnreader(self.sock, few=self.few)
            patient.buf = self.parser.unreader.buf
            self.parser.unreader = patient

    def wait_for_data(self, timeout: float) -> bool:
        with passage.left():
            return bool(super().wait_for_data(min(timeout, FIRST_BYTES_SECONDS)))

    def hang_up(self) -> None:
        """Close it, and give the client time to take the last answer; little time while many are slow."""
        may_be_slow = self.few.acquire(blocking=False)
        try:
            util.close_graceful(self.sock, timeout=LINGER_SECONDS if may_be_slow else SHORT_LINGER_SECONDS)
        finally:
            self.is_closed = True
            if may_be_slow:
                self.few.release()

    def close(self, **how: bool) -> None:
        if not self.is_closed:
            super().close(**how)

    def has_next_within(self, milliseconds: int) -> bool:
        """Tell whether another request begins by then; it may have come with the one before."""
        if self.parser.unreader.buf.getvalue():
            return True
        return is_readable(self.sock, milliseconds)


class StayingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Half of the threads may stay with a connection, while no other request waits for a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_stay = threading.Semaphore(self.cfg.threads // 2)
        self._may_be_slow = threading.Semaphore(self.cfg.threads // 2)
        self._waiting: deque[TConn] = deque()

    def accept(self, listener: socket.socket) -> None:
        """Accept as the class above does, but connections of our own kind."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in NO_CONNECTION:
                raise
            return
        self.nr_conns += 1
        name = listener.getsockname()
        self.enqueue_req(KeptConnection(self.cfg, client, address, name, few=self._may_be_slow))

    def enqueue_req(self, conn: TConn) -> None:
        self._waiting.append(conn)
        super().enqueue_req(conn)

    def handle(self, conn: KeptConnection) -> object:
        """Answer a request, and those that follow it closely; return what gunicorn is to do with it then."""
        self._waiting.popleft()  # one less waits; which one does not matter
        outcome = self._handle_one(conn)
        while outcome is True and self._stays_for_next(conn):
            outcome = self._handle_one(conn)
        if outcome is False:
            conn.hang_up()  # here, and not in the main thread
        return outcome

    def _handle_one(self, conn: TConn) -> object:
        with passage.inside():
            return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        if is_report(req.method, req.path):
            return bool(super().handle_request(req, conn))
        with passage.left():
            return bool(super().handle_request(req, conn))

    def _stays_for_next(self, conn: TConn) -> bool:
        if not self.alive or self._waiting or not self._may_stay.acquire(blocking=False):
            return False
        try:
            return bool(conn.has_next_within(STAY_MILLISECONDS))
        finally:
            self._may_stay.release()
