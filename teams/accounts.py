"""Where allauth meets our house: letters leave through the outbox, and nobody learns who has an account."""

from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from django.contrib.auth.hashers import make_password

from missione.shared.letters import post_letter
from teams.models import Person


def display(person: Person) -> str:
    return str(person)


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """template_prefix is allauth's, e.g. account/email/password_reset_key: our trio lies under the same name."""
        kind = template_prefix.rsplit("/", 1)[-1]
        post_letter(key=f"account:{uuid4()}", to=email, template=template_prefix, context=context, kind=f"account_{kind}")


class SignupForm(AllauthSignupForm):
    def try_save(self, request):
        if self.account_already_exists:
            # The costly part of making an account: without it the clock would tell that this address is known.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)
