from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from simulator.calls import BODY_MAX_BYTES, Call
from simulator.replies import Reply, Wire

HANG_MAX_SECONDS = 120
_POLL_SECONDS = 0.02
_IDLE_SECONDS = 60


class Listener:
    """Serve `answer` over HTTP/1.1 on loopback, a thread a connection, sending each reply the way it asks."""

    def __init__(
        self,
        *,
        answer: Callable[[Call], Reply],
        ended: Callable[[Call], None],
        clock: Callable[[], float],
        port: int = 0,
    ) -> None:
        """Take what answers a call, what is told when its reply has left, and the clock that dates calls."""
        self.answer = answer
        self.ended = ended
        self.clock = clock
        self.stopping = threading.Event()
        self._wanted_port = port
        self._server: _Server | None = None

    @property
    def running(self) -> bool:
        return self._server is not None

    @property
    def port(self) -> int:
        """Return the port, which stays known after stop()."""
        return self._wanted_port

    def start(self) -> None:
        """Listen in a thread of its own."""
        self.stopping.clear()
        self._server = _Server(self, self._wanted_port)
        self._wanted_port = self._server.server_port
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="simulator", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self.stopping.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server.close_connections()
            self._server = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, listener: Listener, port: int) -> None:
        self.listener = listener
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking a resolver for our own name, as HTTPServer would."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.socket.getsockname()[:2]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, to be able to close it."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: a client that hangs up is what tests are about."""

    def close_connections(self) -> None:
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = _IDLE_SECONDS
    server: _Server

    def do_POST(self) -> None:
        listener = self.server.listener
        call = self._call()
        try:
            reply = listener.answer(call)
            if reply.delay_seconds:
                listener.stopping.wait(reply.delay_seconds)
            self._send(reply)
        except OSError:
            self.close_connection = True
        finally:
            listener.ended(call)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815 - http.server's names

    def version_string(self) -> str:
        """Call ourselves what WeCom's server calls itself."""
        return "nginx"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep test output clean."""

    def _call(self) -> Call:
        length = min(int(self.headers.get("Content-Length") or 0), BODY_MAX_BYTES)
        address = urlsplit(self.path)
        return Call(
            method=self.command,
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            peer=self.client_address[0],
            at=self.server.listener.clock(),
        )

    def _send(self, reply: Reply) -> None:
        if reply.wire in {Wire.DROP, Wire.HANG}:
            if reply.wire is Wire.HANG:
                self.server.listener.stopping.wait(HANG_MAX_SECONDS)
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(reply.status)
        if reply.body:
            self.send_header("Content-Type", reply.content_type)
        if reply.location:
            self.send_header("Location", reply.location)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        if reply.wire is Wire.WHOLE:
            self.wfile.write(reply.body)
            self.wfile.flush()
            return
        for byte in reply.body:
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
            if self.server.listener.stopping.wait(reply.drip_seconds):
                return
