"""Where a person is logged in, and how to end that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from teams.actions.logins import end_login, end_other_logins, logins_of


@require_safe
def logins(request: HttpRequest) -> HttpResponse:
    rows = logins_of(request.user)
    here = request.session.session_key
    context = {
        "here": [row for row in rows if row.session_key == here],
        "others": [row for row in rows if row.session_key != here],
    }
    return render(request, "account/logins.html", context)


@require_POST
def end_logins(request: HttpRequest) -> HttpResponse:
    """One, or with `alle` all but this one."""
    if "alle" in request.POST:
        number = end_other_logins(request.user, keep=request.session.session_key)
        messages.success(request, "Sie sind jetzt nur noch hier angemeldet." if number else "Sie waren nur hier angemeldet.")
    elif (chosen := _uuid(request.POST.get("login", ""))) and end_login(request.user, chosen):
        messages.success(request, "Dort sind Sie jetzt abgemeldet.")
    else:
        messages.info(request, "Diese Sitzung war schon beendet.")
    return redirect("account_logins")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
