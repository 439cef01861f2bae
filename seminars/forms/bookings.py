"""What people say with a booking, and where they would rather go."""

from uuid import uuid4

from django import forms
from django.core.validators import MaxLengthValidator

from missione.kern.helper import FormHelper
from missione.kern.widgets import CheckboxSelectMultiple, RadioSelect
from missione.shared.validators import no_control_characters
from seminars.answers import Answers
from seminars.choices import Need, TakingPart
from seminars.facts import ACCESS_FROM_THE_DAY_BEFORE, place_of
from seminars.glance import glance_at
from seminars.models import Booking, Event

LONGEST_MESSAGE = 400
LONGEST_REASON = 250
INCOMPLETE = "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."
TOO_LONG = "Kürzen Sie {} auf höchstens %(limit_value)d Zeichen. Jetzt sind es %(show_value)d."


class Words(forms.CharField):
    """Free text of several lines; a line end counts once, as the browser counts it."""

    def __init__(self, *, what: str, longest: int, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(required=False, **kwargs)
        self.validators = [no_control_characters, MaxLengthValidator(longest, TOO_LONG.format(what))]

    def to_python(self, value) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class StepForm(forms.Form):
    """A form whose page draws the frame: the tag, the token and the button."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AnswersForm(StepForm):
    """How somebody takes part and what they need. The way of taking part is asked only where there are two."""

    taking_part = forms.ChoiceField(
        label="Wie möchten Sie teilnehmen?",
        choices=TakingPart,
        error_messages={
            "required": "Wählen Sie aus, wie Sie teilnehmen möchten.",
            "invalid_choice": "Wählen Sie „Vor Ort“ oder „Online“.",
        },
    )
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie, um gut teilnehmen zu können?",
        help_text="Wählen Sie alles aus, was zutrifft.",
        choices=Need,
        required=False,
        widget=CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Wählen Sie nur aus den angebotenen Möglichkeiten.",
            "invalid_list": "Wählen Sie nur aus den angebotenen Möglichkeiten.",
        },
    )
    message = Words(
        label="Nachricht an das Kampagnenteam",
        help_text=f"Zum Beispiel Fragen, die Sie mitbringen. Höchstens {LONGEST_MESSAGE} Zeichen.",
        what="Ihre Nachricht",
        longest=LONGEST_MESSAGE,
    )

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = [(need.value, need.label) for need in event.possible_needs]
        if event.is_hybrid:
            hints = {TakingPart.ONSITE: place_of(event, TakingPart.ONSITE), TakingPart.ONLINE: ACCESS_FROM_THE_DAY_BEFORE}
            self.fields["taking_part"].widget = RadioSelect(choices=TakingPart.choices, hints=hints)
        else:
            del self.fields["taking_part"]

    @classmethod
    def of(cls, booking: Booking, data=None) -> "AnswersForm":
        """With what the person said before."""
        said = {"taking_part": booking.taking_part, "needs": booking.needs, "message": booking.message}
        return cls(data, event=booking.event, initial=said)

    @property
    def answers(self) -> Answers:
        said = self.cleaned_data
        return Answers(said.get("taking_part", ""), sorted(said["needs"]), said["message"])


class BookingForm(AnswersForm):
    """The answers, and the key that makes a form sent twice one booking."""

    request_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(("required", "invalid"), INCOMPLETE),
    )

    @classmethod
    def for_person(cls, person, *, event: Event) -> "BookingForm":
        """A fresh one, with what the person always needs."""
        form = cls(event=event, initial={"needs": person.needs})
        if set(person.needs) & set(event.possible_needs):
            form.fields["needs"].help_text = "Übernommen aus „Mein Konto“. Für diesen Termin können Sie es ändern."
        return form

    def renew_key(self) -> None:
        """The old key is missing, broken or used up: the form goes back with a fresh one."""
        self.data = self.data.copy()
        self.data["request_key"] = uuid4()


class CancelForm(StepForm):
    reason = Words(
        label="Möchten Sie uns einen Grund nennen?",
        help_text=f"Das hilft uns, besser zu planen. Höchstens {LONGEST_REASON} Zeichen.",
        what="den Grund",
        longest=LONGEST_REASON,
    )


class MoveForm(StepForm):
    """Another date of the same offer, one that has a seat."""

    to = forms.ChoiceField(
        label="An welchem Termin möchten Sie teilnehmen?",
        widget=RadioSelect,
        error_messages={
            "required": "Wählen Sie einen Termin aus.",
            "invalid_choice": "Dieser Termin ist nicht mehr frei. Wählen Sie einen anderen aus.",
        },
    )

    def __init__(self, *args, events: list[Event], **kwargs):
        super().__init__(*args, **kwargs)
        self.events = {event.slug: event for event in events}
        self.fields["to"].widget.hints = {event.slug: _seats_and_place(event) for event in events}
        self.fields["to"].choices = [(event.slug, glance_at(event).when) for event in events]

    @property
    def event(self) -> Event:
        return self.events[self.cleaned_data["to"]]


def _seats_and_place(event: Event) -> str:
    glance = glance_at(event)
    return f"{glance.where}. {glance.standing.words}."
