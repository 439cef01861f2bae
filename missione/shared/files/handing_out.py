"""The answer that is a private file. Who may have it was asked before, and is asked again with the next request.

In a checkout Django sends the bytes, piece by piece; in production it names the file to nginx (`X-Accel-Redirect`), which sends
them. Both understand HEAD, a range, If-None-Match and If-Range.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from missione.shared.files import cabinet
from missione.shared.files.kinds import SHOWN_IN_THE_BROWSER
from missione.shared.files.names import content_disposition

INSIDE = "/_privat/"  # the internal location in deploy/nginx/nginx.conf.template
NO_STORE = "private, no-store"
# One browser may keep it, and asks each time whether it still may: what was taken down is gone with the next look.
ASK_EACH_TIME = "private, no-cache"
# Nothing in the file may load, run or send anything. (Chromium still shows a PDF.) nginx says the same in its location.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
_ONE_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*")

log = structlog.get_logger("missione.files")


def hand_out(
    request: HttpRequest, *, drawer: str, key: str, name: str, media_type: str, freshness: str = NO_STORE
) -> HttpResponseBase:
    """Http404 if the disk does not have it: whoever runs the portal reads that in the log, the person sees the usual page."""
    try:
        response = _by_nginx(drawer, key) if settings.FILES_BY_NGINX else _by_ourselves(request, drawer, key)
    except FileNotFoundError:
        is_missing(drawer, key)
        raise Http404 from None
    # A compressed part is no part of the file; and films are compressed already.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    response.headers["Content-Type"] = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    response.headers["Content-Disposition"] = content_disposition(name, inline=media_type in SHOWN_IN_THE_BROWSER)
    response.headers["Cache-Control"] = freshness
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def is_missing(drawer: str, key: str) -> None:
    """To the log: a row names a file that is not on the disk. Restore it from the backup; check_invariants lists all."""
    log.error("a private file is missing", drawer=drawer, key=key)


def is_fetched_anew(request: HttpRequest) -> bool:
    """Whether this request begins to fetch a file: no further part, no question whether it has changed."""
    begins = request.headers.get("Range", "bytes=0-").replace(" ", "").startswith("bytes=0-")
    return request.method == "GET" and begins and "If-None-Match" not in request.headers


def _by_nginx(drawer: str, key: str) -> HttpResponse:
    cabinet.path_of(drawer, key).stat()  # nginx would answer with a page of its own
    return HttpResponse(headers={"X-Accel-Redirect": INSIDE + cabinet.path_in(drawer, key)})


def _by_ourselves(request: HttpRequest, drawer: str, key: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"'  # the key itself is nobody's business
    path = cabinet.path_of(drawer, key)
    size = path.stat().st_size
    response = get_conditional_response(request, etag) or _whole_or_part(request, path, size, etag)
    response.headers["ETag"], response.headers["Accept-Ranges"] = etag, "bytes"
    return response


def _whole_or_part(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={"Content-Length": str(size)})
    part = _part_asked_for(request, size, etag)
    if part and part.start >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    span = part or range(size)
    response = StreamingHttpResponse(_pieces(path.open("rb"), span), headers={"Content-Length": str(len(span))})
    if part:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return response


def _part_asked_for(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes of one understandable range; beyond the end if there are none. None: everything, as also for several ranges."""
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        return range(max(0, size - int(last)), size) if int(last) else range(size, size + 1)
    stop = min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return None
    return range(int(first), max(stop, int(first) + 1))


def _pieces(file: BinaryIO, span: range) -> Iterator[bytes]:
    with file:
        file.seek(span.start)
        number = len(span)
        while number > 0 and (piece := file.read(min(cabinet.PIECE, number))):
            number -= len(piece)
            yield piece
