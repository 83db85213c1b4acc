"""Sockets that misbehave to order: each connection is given to a function of the test."""

from __future__ import annotations

import contextlib
import socket
import threading

BODY = b'{"errcode":0,"errmsg":"ok"}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n" + BODY


class RawServer:
    """Accept connections on a loopback port; `heard` holds what each of them sent."""

    def __init__(self, behave):
        self.behave, self.heard, self.connections = behave, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections.append(connection)
                threading.Thread(target=self.talk, args=[connection], daemon=True).start()

    def talk(self, connection):
        with contextlib.suppress(OSError), connection:
            self.behave(connection, self.heard)

    def stop(self):
        # A listener that is only closed lets its thread wait on.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.connections:
            connection.close()


def read_request(connection):
    """Read one request whole, head and body; empty when the client is gone."""
    text = b""
    while b"\r\n\r\n" not in text:
        piece = connection.recv(65536)
        if not piece:
            return text
        text += piece
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answers(*pieces, then=None):
    """Behave: read a request, send these bytes, do `then`, close."""

    def behave(connection, heard):
        heard.append(read_request(connection))
        for piece in pieces:
            connection.sendall(piece)
            if then:
                then()

    return behave


def answers_always(reply=OK):
    """Behave: answer every request of the connection with these bytes."""

    def behave(connection, heard):
        while request := read_request(connection):
            heard.append(request)
            connection.sendall(reply)

    return behave


def drips(text, stopped):
    """Behave: send one byte every 50 ms until the test says stop."""

    def behave(connection, heard):
        heard.append(read_request(connection))
        for byte in text:
            connection.sendall(bytes([byte]))
            if stopped.wait(0.05):
                return

    return behave


def stays_silent(stopped):
    """Behave: read and never answer."""

    def behave(connection, heard):
        heard.append(read_request(connection))
        stopped.wait(30)

    return behave
