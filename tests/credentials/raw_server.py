"""Sockets that misbehave to order: each connection is given to a function of the test."""

from __future__ import annotations

import contextlib
import functools
import socket
import threading
import zlib

BODY = b'{"errcode":0,"errmsg":"ok"}'
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n" + BODY


class RawServer:
    """Accept connections on a loopback port; `heard` holds what each of them sent."""

    def __init__(self, behave):
        self.behave, self.heard, self.connections, self.talks = behave, [], [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                self.connections.append(connection)
                talk = threading.Thread(target=self.talk, args=[connection], daemon=True)
                talk.start()
                self.talks.append(talk)

    def talk(self, connection):
        with contextlib.suppress(OSError), connection:
            self.behave(connection, self.heard)

    def all_heard(self):
        """Return what was sent, once every connection so far has come to its end."""
        for talk in self.talks:
            talk.join(5)
        return b"".join(self.heard)

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


def drips(text, stopped, *, asked=True):
    """Behave: send one byte every 50 ms until the test says stop; read a request first if it is `asked`."""

    def behave(connection, heard):
        heard.append(read_request(connection) if asked else b"")
        for byte in text:
            connection.sendall(bytes([byte]))
            if stopped.wait(0.05):
                return

    return behave


def floods(head, piece, *, times):
    """Behave: send a head and then the same piece many times; `heard` grows by each that was taken."""

    def behave(connection, heard):
        heard.append(read_request(connection))
        connection.sendall(head)
        for _ in range(times):
            connection.sendall(piece)
            heard.append(piece)

    return behave


def stays_silent(stopped):
    """Behave: read and never answer."""

    def behave(connection, heard):
        heard.append(read_request(connection))
        stopped.wait(30)

    return behave


@functools.cache
def packed(megabytes):
    """Pack an accepted answer and as many megabytes of blanks."""
    packer, blanks = zlib.compressobj(9, wbits=31), b" " * 1_000_000
    return b"".join(
        [packer.compress(BODY), *(packer.compress(blanks) for _ in range(megabytes)), packer.flush()]
    )
