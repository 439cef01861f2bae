"""The second factor: a code from an app, a security key or passkey, and codes on paper for the worst case."""

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from teams.accounts import secrets
from teams.models import Person

log = structlog.get_logger(__name__)

LAST_STEP = "last_step"  # in Authenticator.data: the newest time step of which a code was used


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """After a change of SECRET_KEY without SECRET_KEY_FALLBACKS no code fits any more; staff can take the factor off."""
        try:
            return secrets.decrypt(encrypted_text)
        except secrets.InvalidToken:
            log.error("second factor cannot be read: SECRET_KEY was changed without SECRET_KEY_FALLBACKS")
            return totp.generate_totp_secret()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        return f"Schlüssel {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return settings.CAMPAIGN_NAME


def step_of(secret: str, code: str) -> int | None:
    """The time step to which a code of the app belongs, if it is one that counts now."""
    for step in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def use_once(authenticator: Authenticator, code: str) -> bool:
    """A code that was used, and every older one, is worthless: who looked over the shoulder comes too late."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(decrypt(row.data["secret"]), code)
    if step is None:
        return code == settings.MFA_TOTP_INSECURE_BYPASS_CODE  # of the embedded start, None elsewhere
    if step <= row.data.get(LAST_STEP, 0):
        return False
    row.data[LAST_STEP] = authenticator.data[LAST_STEP] = step
    row.save(update_fields=["data"])
    return True


def remember_step(person: Person, step: int) -> None:
    """The code that set the app up was its first use."""
    for row in Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP):
        row.data[LAST_STEP] = step
        row.save(update_fields=["data"])
