"""Logging in with the identity provider of the state, and back from there."""

import structlog
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from teams.accounts import identity_provider
from teams.accounts.identity_provider import TROUBLE, Callback, IdentityProvider

log = structlog.get_logger(__name__)


class Login(LoginView):
    """allauth's, which knows whether there is a second way in."""

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "provider": settings.OIDC_NAME if identity_provider.is_on() else ""}


class Linked(ConnectionsView):
    """To what the account is linked, and how to undo that."""

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "provider": settings.OIDC_NAME or "einem anderen Anbieter"}


@login_not_required
@never_cache
@require_POST
def to_the_provider(request: HttpRequest) -> HttpResponse:
    """A page that leads on by itself: a redirect after a form would break our own policy (form-action)."""
    _require_on()
    if refused := ratelimit.consume_or_429(request, action="login"):
        return refused
    nonce, following = identity_provider.new_nonce(), get_next_redirect_url(request)
    try:
        provider = IdentityProvider(request).get_provider()
        provider.oauth2_adapter_class = IdentityProvider
        away = provider.redirect(request, AuthProcess.LOGIN, next_url=following, auth_params={"nonce": nonce}, nonce=nonce)
    except TROUBLE as trouble:
        return _trouble(request, trouble)
    return render(request, "socialaccount/login_redirect.html", {"provider": settings.OIDC_NAME, "address": away.url})


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    _require_on()
    try:
        return Callback.adapter_view(IdentityProvider(request))(request)
    except TROUBLE as trouble:
        return _trouble(request, trouble)


def _require_on() -> None:
    if not identity_provider.is_on():
        raise Http404


def _trouble(request: HttpRequest, trouble: Exception) -> HttpResponse:
    """Nobody's fault who reads it; which one it was stands in the log, without what was said."""
    log.warning("identity provider", error=type(trouble).__name__)
    return render(request, "socialaccount/authentication_error.html", {"provider": settings.OIDC_NAME}, status=401)
