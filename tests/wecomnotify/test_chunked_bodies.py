"""A body without a length is read to its end, and one without an end only so far."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings

from wecomnotify.chunked import LengthOfChunks


def seen(environ):
    bodies = []

    def application(environ, start_response):
        bodies.append(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return []

    LengthOfChunks(application)(environ, None)
    return bodies[0]


def test_a_chunked_body_is_read():
    assert seen({"wsgi.input_terminated": True, "wsgi.input": BytesIO(b"{}")}) == b"{}"


def test_an_endless_body_is_read_one_byte_too_far():
    endless = BytesIO(b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 100))

    assert (
        len(seen({"wsgi.input_terminated": True, "wsgi.input": endless}))
        == settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    )


def test_a_body_with_a_length_is_left_alone():
    environ = {"wsgi.input_terminated": True, "wsgi.input": BytesIO(b"{} "), "CONTENT_LENGTH": "2"}

    assert seen(environ) == b"{}"
