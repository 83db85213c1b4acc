"""A robot's endpoint of a few lines, so that the contract is tried with nothing of the product imported."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

OK = (200, b'{"errcode":0,"errmsg":"ok"}')


class Robot:
    """Remembers each message by key and answers as scripted; by default it accepts."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict]] = []
        self.answers: dict[str, tuple[int, bytes] | str] = {}
        self.seconds = 0.0  # each answer takes so long
        self.lock = threading.Lock()
        self.go_on = threading.Event()
        robot = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                robot.answer(self)

            def log_message(self, *args: object) -> None:
                """Stay silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        address = urlsplit(handler.path)
        key = parse_qs(address.query).get("key", [""])[0]
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        with self.lock:
            self.calls.append((key, json.loads(body)))
            scripted = self.answers.get(key, OK)
        time.sleep(self.seconds)
        if scripted == "close":
            handler.close_connection = True
            handler.connection.close()
            return
        if scripted == "wait":
            self.go_on.wait(9)
            scripted = OK
        status, payload = scripted
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json; charset=UTF-8")
        handler.send_header("Content-Length", str(len(payload)))
        handler.end_headers()
        handler.wfile.write(payload)

    def messages(self, key: str) -> list[dict]:
        with self.lock:
            return [body for called, body in self.calls if called == key]

    def runs(self, prefix: str) -> list[int]:
        """Return the runs that messages to keys of this beginning named; merged ones name several."""
        with self.lock:
            texts = [body["markdown"]["content"] for key, body in self.calls if key.startswith(prefix)]
        return [int(run) for text in texts for run in re.findall(r"#(\d+)", text)]

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
