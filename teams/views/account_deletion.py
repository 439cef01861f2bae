"""Deleting one's own account: what goes and what stays is said first, then the password is asked for."""

from http import HTTPStatus

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from missione.shared.errors import Refused
from teams.actions.deleting import delete_account, what_stands_in_the_way


class AreYouSure(forms.Form):
    sure = forms.BooleanField(
        label="Ja, ich möchte mein Konto löschen.",
        error_messages={"required": "Bestätigen Sie mit einem Haken, dass Sie Ihr Konto löschen möchten."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    form = AreYouSure(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    raise_if_reauthentication_required(request, app="teams")
    try:
        delete_account(person=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)
    logout(request)
    messages.success(request, "Ihr Konto ist gelöscht. Wir haben Ihnen noch eine letzte E-Mail geschickt.")
    return redirect("home")


def _page(request: HttpRequest, form: AreYouSure) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "obstacles": what_stands_in_the_way(request.user)}
    return render(request, "account/delete.html", context, status=status)
