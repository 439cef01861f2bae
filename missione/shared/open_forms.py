"""Forms that anybody may send without an account: what keeps programs away, with nothing from third parties and no riddle.

class QuestionForm(OpenForm): …

if too_many_from_here(request): answer 429
if form.is_valid() and form.looks_automatic: answer as if it had worked, and do nothing
"""

import re

from allauth.core import ratelimit
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from missione.shared import clock

SALT = "missione.open_form"
QUICKEST = 2  # seconds between seeing a form and sending it; browsers that fill in names need longer, too
MOST_LINKS = 3
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def opened_now() -> str:
    return signing.dumps(clock.now().timestamp(), salt=SALT)


class OpenForm(forms.Form):
    """Two fields that a person does not see: one stays empty, one says when the form was drawn."""

    leave_empty = forms.CharField(
        label="Bitte leer lassen",
        help_text="Dieses Feld hält Programme fern, die Formulare ausfüllen. Schreiben Sie hier nichts hinein.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(
        widget=forms.HiddenInput,
        initial=opened_now,
        error_messages={"required": "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."},
    )

    def clean_opened(self) -> float:
        try:
            return float(signing.loads(self.cleaned_data["opened"], salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            raise ValidationError(self.fields["opened"].error_messages["required"], code="opened") from None

    @property
    def looks_automatic(self) -> bool:
        """Asked once the form is valid."""
        too_quick = clock.now().timestamp() - self.cleaned_data["opened"] < QUICKEST
        return too_quick or bool(self.cleaned_data["leave_empty"])

    def open_anew(self) -> None:
        """A form that came without its moment goes back with one."""
        self.data = self.data.copy()
        self.data["opened"] = opened_now()


def few_links(text: str) -> None:
    """For fields that take free text."""
    if len(LINK.findall(text)) > MOST_LINKS:
        raise ValidationError(
            f"Bitte nennen Sie höchstens {MOST_LINKS} Internetadressen. So unterscheiden wir Ihre Nachricht von Werbung.",
            code="links",
        )


def too_many_from_here(request: HttpRequest, action: str = "open_form") -> bool:
    """Counted for the address of the client, in PostgreSQL, as the log-in does; how many, ACCOUNT_RATE_LIMITS says."""
    return not ratelimit.consume(request, action=action)
