"""Where allauth meets our house: its letters leave through the outbox."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter

from missione.shared import clock
from missione.shared.letters import name_kinds, post_letter
from teams.models import Person

name_kinds(
    {
        "account_account_already_exists": "Konto: gibt es schon",
        "account_account_connected": "Konto: verknüpft",
        "account_account_disconnected": "Konto: Verknüpfung gelöst",
        "account_email_changed": "Konto: E-Mail-Adresse geändert",
        "account_email_confirmation": "Konto: Adresse bestätigen",
        "account_email_confirmation_signup": "Konto: Registrierung bestätigen",
        "account_email_deleted": "Konto: E-Mail-Adresse entfernt",
        "account_password_changed": "Konto: Passwort geändert",
        "account_password_reset": "Konto: Passwort neu festgelegt",
        "account_password_reset_key": "Konto: Passwort vergessen",
        "account_password_set": "Konto: Passwort festgelegt",
        "account_recovery_codes_generated": "Konto: Wiederherstellungscodes",
        "account_totp_activated": "Konto: App eingerichtet",
        "account_totp_deactivated": "Konto: App entfernt",
        "account_unknown_account": "Konto: kein Konto gefunden",
        "account_webauthn_added": "Konto: Schlüssel hinzugefügt",
        "account_webauthn_removed": "Konto: Schlüssel entfernt",
    }
)


def display(person: Person) -> str:
    return str(person)


# A letter whose link has died is not worth sending: both kinds of link live three days (Django's and allauth's default).
LINK_LIVES = timedelta(days=3)
WITH_A_LINK = {"email_confirmation", "email_confirmation_signup", "password_reset_key"}


class AccountAdapter(DefaultAccountAdapter):
    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Who confirms an address and is in by that reads one message, not two."""
        confirmed_before = getattr(request, "address_confirmed", False)
        request.address_confirmed = confirmed_before or message_template == "account/messages/email_confirmed.txt"
        if not (confirmed_before and message_template == "account/messages/logged_in.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """template_prefix is allauth's, like account/email/password_reset_key: our trio lies under the same name."""
        kind = template_prefix.rsplit("/", 1)[-1]
        not_after = clock.now() + LINK_LIVES if kind in WITH_A_LINK else None
        post_letter(
            key=f"account:{uuid4()}",
            to=email,
            template=template_prefix,
            context=context,
            kind=f"account_{kind}",
            not_after=not_after,
        )
