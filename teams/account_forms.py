"""allauth's forms in our words."""

from allauth.account import forms as allauth
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.forms import EmailField

LONGEST_EMAIL = 254  # what a letter can be addressed to (RFC 5321); Django's form field takes 320
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
