"""What staff type about offers and events."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Q

from materials.document_choices import Visibility
from materials.models import Document
from missione.shared.addresses import TitledForm
from missione.shared.validators import no_control_characters
from seminars.choices import Mode
from seminars.models import Event, Offer

WHO_GETS_THEM = (
    "Wer teilgenommen hat, erhält sie, auch wer schon teilgenommen hat, und eine E-Mail dazu. "
    "Nehmen Sie einen Haken weg, verliert das Dokument, wer es nur durch dieses Angebot hat."
)
NOTHING_TO_HAND_OUT = "Noch gibt es kein Dokument, das nur sieht, wer es erhalten hat. Sie legen es unter Dokumente an."
LIKE_THE_OFFER = "wie im Angebot"
CHANGED_MEANWHILE = "Jemand hat diesen Termin inzwischen geändert. Öffnen Sie ihn neu, damit Ihre Änderung nichts überschreibt."


class DaysBefore(SimpleArrayField):
    """Says once what belongs here, instead of what is wrong with its first, second, third part."""

    def clean(self, value):
        try:
            return Offer._meta.get_field("reminder_days").clean(super().clean(value), None)
        except ValidationError:
            raise ValidationError(
                "Ganze Tage, durch Komma getrennt, zum Beispiel 7, 1. Höchstens fünf, jeder von 1 bis 60."
            ) from None


class OfferForm(TitledForm):
    """To hand out is what nobody sees who was not given it; what is handed out already may be kept, whoever sees it today."""

    hand_outs = forms.ModelMultipleChoiceField(
        Document.objects.none(), label="Unterlagen", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Offer
        fields = []  # the admin names them
        field_classes = {"reminder_days": DaysBefore}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        handed_out = self.instance.hand_outs.values("pk") if self.instance.pk else []
        documents = Document.objects.filter(Q(visibility=Visibility.ENTITLED) | Q(pk__in=handed_out))
        self.fields["hand_outs"].queryset = documents.only("title")
        self.fields["hand_outs"].help_text = WHO_GETS_THEM if documents.exists() else NOTHING_TO_HAND_OUT


class RefusableForm(forms.ModelForm):
    """Shows what the action refused above the fields as they were typed."""

    refusal = ""

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            raise ValidationError(self.refusal)
        require_window(self)
        return cleaned


class NewEventForm(RefusableForm):
    """What is left empty comes from the offer."""

    class Meta:
        model = Event
        fields = []  # the admin names them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [("", LIKE_THE_OFFER), *Mode.choices]
        for name in ("mode", "seats"):
            self.fields[name].required, self.fields[name].initial = False, None
        self.fields["seats"].help_text = "Leer: so viele wie im Angebot."

    def given(self) -> dict:
        """The fields of the new event, without those left to the offer."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("mode", "seats") or value}


class EventForm(RefusableForm):
    """Only what staff changed is handed to the action, and only if nobody else changed the event meanwhile."""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)
    over_limit_seen = forms.BooleanField(
        label="Trotzdem senken: niemand verliert den Platz, niemand rückt nach", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Event
        fields = []  # the admin names them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_at"] = self.instance.changed_at.isoformat()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen_at") != self.initial["seen_at"]:
            raise ValidationError(CHANGED_MEANWHILE)
        self._require_a_look_at_the_limit()
        return cleaned

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data if name not in self.declared_fields}

    def _require_a_look_at_the_limit(self):
        seats = self.cleaned_data.get("seats")
        over = self.instance.seats_taken - (seats or 0)
        if "seats" not in self.changed_data or not seats or over <= 0 or self.cleaned_data.get("over_limit_seen"):
            return
        self.fields["over_limit_seen"].widget = forms.CheckboxInput()
        self.add_error(
            "seats",
            f"{self.instance.seats_taken} Plätze sind vergeben: {over} über dem Limit. Niemand verliert den Platz, "
            "niemand rückt nach. Setzen Sie den Haken darunter, wenn Sie das so wollen.",
        )


def require_window(form: forms.ModelForm) -> None:
    opens, closes = form.cleaned_data.get("opens_at"), form.cleaned_data.get("closes_at")
    if opens and closes and closes <= opens:
        form.add_error("closes_at", "Der Anmeldeschluss muss nach dem Beginn der Anmeldung liegen.")


class ReasonForm(forms.Form):
    """Why staff call something off; the people concerned read it."""

    reason = forms.CharField(
        label="Grund",
        max_length=250,
        validators=[no_control_characters],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Nennen Sie einen Grund. Er steht in den E-Mails an die Betroffenen."},
    )
