"""allauth's forms in our words."""

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as keys
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator, validate_email
from django.forms import EmailField

from missione.shared.validators import email_address, no_control_characters
from teams.accounts.second_factor import step_of, use_once

LONGEST_EMAIL = 254  # what a letter can be addressed to (RFC 5321); Django's form field takes 320
LONGEST_CODE, LONGEST_NAME = 20, 60
EMAIL = {
    "label": "E-Mail-Adresse",
    "required": "Geben Sie Ihre E-Mail-Adresse ein.",
    "invalid": "Geben Sie eine vollständige E-Mail-Adresse ein, zum Beispiel vorname.nachname@behoerde.example.",
}
OLD_PASSWORD = {"label": "Passwort", "required": "Geben Sie Ihr Passwort ein."}
NEW_PASSWORD = {
    "label": "Neues Passwort",
    "required": "Geben Sie ein neues Passwort ein.",
    "hint": "Mindestens 12 Zeichen. Gut zu merken ist ein kurzer Satz, den sonst niemand sagt.",
}
WORDS = {
    "login": EMAIL,
    "email": EMAIL,
    "password": OLD_PASSWORD,
    "oldpassword": {**OLD_PASSWORD, "label": "Jetziges Passwort"},
    "password1": NEW_PASSWORD,
    "code": {
        "label": "Code",
        "required": "Geben Sie den Code ein.",
        "max_length": "Ein Code hat höchstens %(limit_value)d Zeichen.",
    },
    "name": {
        "label": "Name des Schlüssels",
        "required": "Geben Sie dem Schlüssel einen Namen.",
        "max_length": "Kürzen Sie den Namen auf höchstens %(limit_value)d Zeichen.",
        "hint": "Daran erkennen Sie ihn wieder, zum Beispiel „Diensthandy“.",
    },
    "remember": {"label": "Auf diesem Gerät angemeldet bleiben"},
}


class InOurWords:
    """No placeholders, errors that say what to do, and the new password once: it can be shown while typing."""

    use_required_attribute = False
    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            words = {**WORDS.get(name, {}), **self.words.get(name, {})}
            field.widget.attrs.pop("placeholder", None)
            field.label = words.pop("label", field.label)
            field.help_text = words.pop("hint", field.help_text)
            field.error_messages.update(words)
            if isinstance(field, EmailField):
                field.validators = [email_address if each is validate_email else each for each in field.validators]
                field.validators.append(
                    MaxLengthValidator(LONGEST_EMAIL, "Eine E-Mail-Adresse hat höchstens %(limit_value)d Zeichen.")
                )


class Login(InOurWords, allauth.LoginForm):
    pass


class Reauthenticate(InOurWords, allauth.ReauthenticateForm):
    pass


class Signup(InOurWords, allauth.SignupForm):
    words = {
        "email": {"label": "Dienstliche E-Mail-Adresse", "hint": "Dorthin schicken wir Bestätigungen und Erinnerungen."},
        "password1": {"label": "Passwort", "required": "Geben Sie ein Passwort ein."},
    }

    def try_save(self, request):
        if self.account_already_exists:
            # The costly part of making an account: without it the clock would tell that this address is known.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangeEmail(InOurWords, allauth.AddEmailForm):
    words = {"email": {"label": "Neue E-Mail-Adresse", "required": "Geben Sie die neue E-Mail-Adresse ein."}}


class ChangePassword(InOurWords, allauth.ChangePasswordForm):
    pass


class SetPassword(InOurWords, allauth.SetPasswordForm):
    pass


class ResetPassword(InOurWords, allauth.ResetPasswordForm):
    pass


class NewPassword(InOurWords, allauth.ResetPasswordKeyForm):
    pass


class TakesACode:
    """Of an app or from the list on paper."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code", spellcheck="false")
        field.validators.append(MaxLengthValidator(LONGEST_CODE, field.error_messages["max_length"]))


class CountsOnce(TakesACode):
    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not use_once(self.authenticator, code):
            raise mfa_adapter().validation_error("incorrect_code")
        return code


class SecondStep(CountsOnce, InOurWords, codes.AuthenticateForm):
    words = {"code": {"hint": "Sechs Ziffern aus Ihrer App. Ohne Ihr Telefon hilft ein Wiederherstellungscode: acht Ziffern."}}


class ReauthenticateByCode(CountsOnce, InOurWords, codes.ReauthenticateForm):
    words = SecondStep.words


class ActivateApp(TakesACode, InOurWords, apps.ActivateTOTPForm):
    words = {"code": {"label": "Code aus der App", "hint": "Sechs Ziffern. Die App zeigt alle 30 Sekunden neue."}}

    @property
    def step(self) -> int:
        """Of the code that was typed: it must not open the door a second time."""
        return step_of(self.secret, self.cleaned_data["code"]) or 0


class NamesAKey:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["name"]
        field.validators += [no_control_characters, MaxLengthValidator(LONGEST_NAME, field.error_messages["max_length"])]


class AddKey(NamesAKey, InOurWords, keys.AddWebAuthnForm):
    pass


class RenameKey(NamesAKey, InOurWords, keys.EditWebAuthnForm):
    pass
