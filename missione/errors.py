"""The pages for what goes wrong. 500 and 503 need no database, no user and no context."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def bad_request(request, exception=None) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request, exception=None) -> HttpResponse:
    return render(request, "403.html", {"reason": _words(exception)}, status=403)


@login_not_required
def csrf_failed(request, reason="") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@login_not_required
def not_found(request, exception=None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request) -> HttpResponse:
    """allauth asks the root URLconf for handler429."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "60"
    return response


def server_error(request) -> HttpResponse:
    return _bare("500.html", status=500)


def unavailable(request) -> HttpResponse:
    """The database is gone: come back in half a minute."""
    return _bare("503.html", status=503, headers={"Retry-After": "30"})


def _bare(template: str, **answer) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"contact_email": settings.CONTACT_EMAIL}), **answer)


def _words(exception) -> str:
    """A PermissionDenied may carry a German sentence for the person."""
    return str(exception) if exception and exception.args else ""
