"""The second factor: allauth's views in our order, and the codes on paper, which are shown once."""

import time
from datetime import timedelta
from http import HTTPStatus

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from teams.accounts.second_factor import remember_step

TIME_TO_SAVE = timedelta(minutes=10)  # from the first look on: long enough to download or print, too short to find later


class SecondFactor(IndexView):
    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        codes = context["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return {**context, "codes_left": len(codes.get_unused_codes()) if codes else 0}


class SecondStep(AuthenticateView):
    """With a code or with a key: whichever was wrong, the answer says so."""

    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class ActivateApp(ActivateTOTPView):
    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    def form_valid(self, form) -> HttpResponse:
        step = form.step
        response = super().form_valid(form)
        remember_step(self.request.user, step)
        return response


@never_cache
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = _codes_of(request)
    may_be_seen = _may_be_seen(codes)
    if may_be_seen:
        codes.mark_as_viewed()
    unused = codes.get_unused_codes()
    shown = {"codes": [_in_two(code) for code in unused] if may_be_seen else [], "left": len(unused)}
    return render(request, "mfa/recovery_codes/index.html", shown)


@never_cache
@require_safe
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = _codes_of(request)
    if not _may_be_seen(codes):
        raise Http404
    context = {"codes": [_in_two(code) for code in codes.get_unused_codes()]}
    response = render(request, "mfa/recovery_codes/download.txt", context, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="wiederherstellungscodes.txt"'
    return response


def _codes_of(request: HttpRequest) -> RecoveryCodes:
    row = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if not row:
        raise Http404
    raise_if_reauthentication_required(request, app="allauth.mfa")
    return row.wrap()


def _may_be_seen(codes: RecoveryCodes) -> bool:
    first_look = codes.instance.data.get("viewed_at")
    return not first_look or time.time() - first_look < TIME_TO_SAVE.total_seconds()


def _in_two(code: str) -> str:
    """Easier to copy by hand; spaces do not matter when it is typed."""
    return f"{code[:4]} {code[4:]}"
