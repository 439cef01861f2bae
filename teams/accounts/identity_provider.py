"""OpenID Connect: logging in with the identity provider of the state. Off until configured (OIDC_*, docs/operations.md).

allauth carries the code flow with state and PKCE. Added here: the token's signature is always checked, its issuer is the one
that was configured, the nonce is ours, the userinfo is about the same subject, and only what an account needs is kept.
"""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from missione.shared.validators import without_control_characters
from teams.accounts.forms import LONGEST_EMAIL
from teams.models import Person

PROVIDER = "landeskonto"  # the name under which links to accounts are kept: it must not change
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]  # all with public keys
LEEWAY = 60  # seconds that clocks may differ
LONGEST_SUBJECT = 191  # of allauth's column
# Whatever a provider says wrongly: the person reads one sentence, the log says which.
TROUBLE = (OAuth2Error, RequestException, jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError)


def is_on() -> bool:
    return bool(settings.OIDC_SERVER_URL)


class IdentityProvider(OpenIDConnectOAuth2Adapter):
    nonce = ""  # what this browser was sent off with

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER):
        super().__init__(request, provider_id)

    @property
    def openid_config(self) -> dict:
        config = super().openid_config
        configured = settings.OIDC_SERVER_URL.partition("/.well-known/")[0]
        if config["issuer"].rstrip("/") != configured.rstrip("/"):
            raise OAuth2Error("The issuer is not the one that is configured.")
        return config

    def get_callback_url(self, request: HttpRequest, app) -> str:
        return settings.SITE_URL + reverse("oidc_callback")

    def complete_login(self, request: HttpRequest, app, token, **kwargs) -> SocialLogin:
        claims = self._verified(kwargs["response"]["id_token"], app.client_id)
        said = claims
        if "userinfo_endpoint" in self.openid_config:
            said = {**claims, **self._fetch_user_info(token.token)}
        if said["sub"] != claims["sub"] or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("The userinfo is about somebody else.")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": _needed(said)})
        login.account.extra_data = {}  # the subject is enough to know somebody again
        return login

    def _verified(self, id_token: str, client_id: str) -> dict:
        with get_adapter(self.request).get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        claims = jwt.decode(
            id_token,
            _key_for(id_token, jwt.PyJWKSet.from_dict(answer.json()).keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=self.openid_config["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        if claims.get("azp", client_id) != client_id:
            raise OAuth2Error("The token was made for another client.")
        if not self.nonce or not hmac.compare_digest(str(claims.get("nonce", "")).encode(), self.nonce.encode()):
            raise OAuth2Error("The nonce is not the one of this browser.")
        return claims


class Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


class SocialAdapter(DefaultSocialAccountAdapter):
    """allauth links and makes accounts; what the provider has not confirmed counts for nothing."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin._did_authenticate_by_email:
            _confirm(sociallogin.user, sociallogin._did_authenticate_by_email)
        elif not sociallogin.is_existing and not any(address.verified for address in sociallogin.email_addresses):
            page = render(request, "socialaccount/not_confirmed.html", {"provider": settings.OIDC_NAME}, status=403)
            raise ImmediateHttpResponse(page)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> Person:
        person = super().populate_user(request, sociallogin, data)
        longest = Person._meta.get_field("first_name").max_length
        person.first_name, person.last_name = (name[:longest] for name in (person.first_name, person.last_name))
        return person


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


def _key_for(id_token: str, keys: list):
    """The one it names; where there is only one, it need not be named."""
    name = jwt.get_unverified_header(id_token).get("kid")
    fitting = [key for key in keys if key.key_id == name] if name else keys
    if len(fitting) != 1:
        raise OAuth2Error("The token is signed with a key that the provider does not have.")
    return fitting[0].key


def _needed(said: Mapping[str, Any]) -> dict:
    """Subject, address and names. "true" as a word is no yes; an address that is too long is none."""
    email = said.get("email")
    email = email if isinstance(email, str) and len(email) <= LONGEST_EMAIL else ""
    given, family = (_name(said.get(claim)) for claim in ("given_name", "family_name"))
    if not given and not family:
        given, _, family = (_name(said.get("name")) or _from_address(email)).partition(" ")
    verified = said.get("email_verified") is True
    return {"sub": said["sub"], "email": email, "email_verified": verified, "given_name": given, "family_name": family}


def _name(said: Any) -> str:
    return " ".join(without_control_characters(said).split()) if isinstance(said, str) else ""


def _from_address(email: str) -> str:
    """jonas.keller@… is called Jonas Keller, until he says otherwise."""
    return email.partition("@")[0].replace(".", " ").title()


def _confirm(person: Person, email: str) -> None:
    """The provider has shown whose address it is. Had nobody shown it before, who chose the password may be somebody else."""
    address = EmailAddress.objects.filter(user=person, email__iexact=email).first()
    if address and address.verified:
        return
    person.set_unusable_password()
    person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=person, email=email.lower(), defaults={"verified": True, "primary": True})
