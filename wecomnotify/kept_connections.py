"""gunicorn's threaded worker, but a thread stays with its connection a while, and reports pass one by one.

As gunicorn has it, an answered connection goes back to the main thread, which wakes a thread of the pool for
its next request: three switches between threads and a pipe for each. Who reports steadily sends the next
request at once.
"""

from __future__ import annotations

import errno
import select
import socket
import threading
from collections import deque
from typing import Any

from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from notifications.clockwork.passage import passage

STAY_MILLISECONDS = 50
REPORTS = ("/api/v1/events", "/api/v1/events/batch")
HOOKS = "/api/v1/hooks/"
NO_CONNECTION = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)


def is_report(method: str, path: str) -> bool:
    """Tell whether a request reports something: there are many, and they wait for nobody but the database."""
    return method == "POST" and (path in REPORTS or path.startswith(HOOKS))


class PatientUnreader(SocketUnreader):  # type: ignore[misc]  # gunicorn has no types
    """Takes what has come, and waits outside the passage for what has not."""

    def chunk(self, size_hint: int | None = None) -> bytes:
        size = max(self.mxchunk, min(size_hint or 0, self.max_body_chunk))
        if self.sock.gettimeout() is None:
            try:
                return bytes(self.sock.recv(size, socket.MSG_DONTWAIT))
            except BlockingIOError:
                pass
        with passage.left():
            return bytes(self.sock.recv(size))


class KeptConnection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A client's connection; however slow the client, nobody waits in the passage for it."""

    def init(self) -> None:
        if self.initialized:
            return
        super().init()
        if type(self.sock) is socket.socket and type(self.parser.unreader) is SocketUnreader:
            patient = PatientUnreader(self.sock)
            patient.buf = self.parser.unreader.buf
            self.parser.unreader = patient

    def wait_for_data(self, timeout: float) -> bool:
        with passage.left():
            return bool(super().wait_for_data(timeout))

    def has_next_within(self, milliseconds: int) -> bool:
        """Tell whether another request begins by then; it may have come with the one before."""
        if self.parser.unreader.buf.getvalue():
            return True
        readable = select.poll()
        readable.register(self.sock, select.POLLIN)
        return bool(readable.poll(milliseconds))


class StayingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Half of the threads may stay with a connection, while no other request waits for a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_stay = threading.Semaphore(self.cfg.threads // 2)
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
        self.enqueue_req(KeptConnection(self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: TConn) -> None:
        self._waiting.append(conn)
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """Answer a request, and those that follow it closely; return what gunicorn is to do with it then."""
        self._waiting.popleft()  # one less waits; which one does not matter
        outcome = self._handle_one(conn)
        while outcome is True and self._stays_for_next(conn):
            outcome = self._handle_one(conn)
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
