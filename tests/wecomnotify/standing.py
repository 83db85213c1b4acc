"""A worker that serves a small application on a port of its own, and clients that speak to it in bytes."""

from __future__ import annotations

import os
import selectors
import socket
import threading

from gunicorn.config import Config
from gunicorn.glogging import Logger

from wecomnotify.kept_connections import StayingWorker

THREADS = 4
PATIENCE_SECONDS = 5


class CountedWorker(StayingWorker):
    """A worker that counts how often its main thread hands a connection to a thread."""

    handed_over = 0

    def enqueue_req(self, conn):
        self.handed_over += 1
        super().enqueue_req(conn)


class Standing:
    """The worker in a thread, as gunicorn's process would run it."""

    def __init__(self, application):
        self.callers = []
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        config = Config()
        config.set("threads", THREADS)
        config.set("loglevel", "critical")
        self.worker = CountedWorker(0, os.getppid(), [listener], None, 30, config, Logger(config))
        self.worker.wsgi = application
        self.worker.tpool = self.worker.get_thread_pool()
        self.worker.poller = selectors.DefaultSelector()
        self.worker.method_queue.init()
        self.thread = threading.Thread(target=self.worker.run)
        self.thread.start()

    def stop(self):
        self.worker.handle_exit(15, None)

    def call(self):
        """Return a client of its own, whose connection `hang_up` ends with all others."""
        self.callers.append(Caller(self.port))
        return self.callers[-1]

    def hang_up(self):
        for each in self.callers:
            each.hang_up()

    def ends(self):
        self.thread.join(PATIENCE_SECONDS)
        self.worker.tmp.close()
        return not self.thread.is_alive()


class Caller:
    """A client with one connection that it keeps."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self.answers = self.socket.makefile("rb")

    def send(self, *pieces):
        for piece in pieces:
            self.socket.sendall(piece)

    def answer(self):
        """Return the status, the headers and the body of the next answer."""
        status = int(self.answers.readline().split()[1])
        headers = {}
        while line := self.answers.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return status, headers, self.answers.read(int(headers.get("content-length", 0))).decode()

    def ask(self, path="/", body=b"", method="POST"):
        self.send(request(path, body, method))
        return self.answer()[2]

    def hang_up(self):
        self.answers.close()
        self.socket.close()


def request(path="/", body=b"", method="POST"):
    head = f"{method} {path} HTTP/1.1\r\nHost: here\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
