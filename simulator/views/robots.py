from __future__ import annotations

import socket
import time
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from simulator.calls import BODY_MAX_BYTES, Call
from simulator.replies import Reply, Wire
from simulator.views.door import development_only, exchange

WAIT_MAX_SECONDS = 60
_CANNOT_DROP = b"This server cannot close a socket without a reply; `manage.py serve` can.\n"


@csrf_exempt
@login_not_required
@development_only
def robot(request: HttpRequest) -> HttpResponseBase:
    """Answer /cgi-bin/webhook/send and upload_media as WeCom would, scripted faults included."""
    reply = exchange().answer(_call(request))
    time.sleep(min(reply.delay_seconds, WAIT_MAX_SECONDS))
    if reply.wire in {Wire.DROP, Wire.HANG}:
        return _dropped(request, hang=reply.wire is Wire.HANG)
    response = _response(reply)
    response["Content-Length"] = str(len(reply.body))
    if reply.location:
        response["Location"] = reply.location
    return response


def _call(request: HttpRequest) -> Call:
    """Read the request past Django's limit for forms: a picture's message holds up to 2.7 MB."""
    return Call(
        method=request.method or "",
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(BODY_MAX_BYTES),
        peer=request.META["REMOTE_ADDR"],
        at=time.time(),
    )


def _response(reply: Reply) -> HttpResponseBase:
    if reply.wire is Wire.DRIP:
        return StreamingHttpResponse(_drops(reply), status=reply.status, content_type=reply.content_type)
    return HttpResponse(reply.body, status=reply.status, content_type=reply.content_type)


def _drops(reply: Reply) -> Iterator[bytes]:
    pause = min(reply.drip_seconds, WAIT_MAX_SECONDS / max(len(reply.body), 1))
    for byte in reply.body:
        yield bytes((byte,))
        time.sleep(pause)


def _dropped(request: HttpRequest, *, hang: bool) -> HttpResponse:
    """Close the caller's socket where the server hands it over; what is returned then reaches nobody."""
    if hang:
        time.sleep(WAIT_MAX_SECONDS)
    connection = request.META.get("gunicorn.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
        return HttpResponse(status=204)
    return HttpResponse(_CANNOT_DROP, status=502, content_type="text/plain")
