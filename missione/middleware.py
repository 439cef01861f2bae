"""What every answer carries, what every request leaves in the log, what is said while the database is away, and the one thing
staff must do before anything else."""

import re
import sys
import time
import uuid

import structlog
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpResponse
from django.shortcuts import redirect

from missione.errors import unavailable
from missione.figures import SECONDS
from missione.logs import route_of
from teams.accounts.logins import see_login

log = structlog.get_logger("missione.request")

HEALTH = "/gesund/"
# What a member of the campaign team without a second factor reaches: the way to one, the way out, and what everybody may read.
BEFORE_THE_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "accessibility",
    "imprint",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "privacy",
}
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
REQUEST_ID = re.compile(r"[0-9a-f]{32}\Z")
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
# The page of last resort: no template, no style, no database.
LAST_RESORT = """<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Gerade nicht erreichbar – mission E</title><h1>Das Portal ist gerade nicht erreichbar</h1>
<p>Bitte versuchen Sie es in einer Minute noch einmal. Ihre gespeicherten Angaben sind nicht verloren.</p></html>"""


def response_headers(get_response):
    """Stands outside everything but Django's and django-csp's headers, so that static files and errors get them, too."""

    def middleware(request):
        request.id = _request_id(request)
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = get_response(request)
        response.headers["X-Request-ID"] = request.id
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def request_line(get_response):
    """One line of log and one figure a request. Stands inside WhiteNoise: nobody needs to read of static files."""

    def middleware(request):
        begun = time.perf_counter()
        response = get_response(request)
        if not request.path_info.startswith(HEALTH):
            told = {"route": route_of(request), "method": request.method, "status": response.status_code}
            took = time.perf_counter() - begun
            log.info("request", **told, ms=round(took * 1000, 1))
            if request.method in METHODS:  # a client may invent others, and each would be a figure of its own
                SECONDS.labels(**told).observe(took)
        return response

    return middleware


def logins_and_second_factors(get_response):
    """Notes where people are logged in. Who runs the portal can read everybody's data: a password alone does not open it."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        user = request.user
        if user.is_authenticated:
            see_login(request, user)
        if user.is_staff and not _reached_by_password_alone(request.resolver_match.view_name) and not user.has_second_factor:
            return redirect("mfa_index")
        return None

    middleware.process_view = process_view
    return middleware


def _reached_by_password_alone(name: str) -> bool:
    return name in BEFORE_THE_SECOND_FACTOR or name.startswith("health:")


def database_gone(get_response):
    """503 with Retry-After instead of a 500 while PostgreSQL is away or too busy to answer in time."""

    def middleware(request):
        response = get_response(request)
        return gone_page(request) if response.status_code >= 500 and hasattr(request, "database_error") else response

    return middleware


@receiver(got_request_exception)
def note_a_lost_database(sender, request=None, **kwargs):
    """Django turns the exception into a 500 before any middleware sees it; this signal is the one place that has it."""
    error = sys.exception()
    if request is not None and isinstance(error, OperationalError | InterfaceError):
        request.database_error = error
        log.error(
            "database gone", route=route_of(request), error=type(error.__cause__ or error).__name__, says=str(error).strip()
        )


def gone_page(request) -> HttpResponse:
    try:
        response = unavailable(request)
    except Exception:  # in the emergency no surprise of a template may have the last word
        log.exception("503.html cannot be shown")
        response = HttpResponse(LAST_RESORT, status=503, headers={"Retry-After": "30"})
    response.headers["Cache-Control"] = "no-store"
    return response


def _request_id(request) -> str:
    """nginx gives each request a name and overwrites what the client sent; without nginx we give one."""
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.match(given) else uuid.uuid4().hex
