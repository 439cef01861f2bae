"""The days of an event, as staff type them: date, from, to."""

from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError

from missione.shared import clock
from missione.shared.moments import PLAUSIBLE, ClockInput, DayInput, moment_at
from seminars.actions.events import Span
from seminars.models import EventDay

MOST_DAYS = 14
MOST_ROWS = 2 * MOST_DAYS  # that arrive at once: every day taken out and put in anew


class DayForm(forms.Form):
    day = forms.DateField(label="Tag", widget=DayInput, validators=PLAUSIBLE)
    starts = forms.TimeField(label="von", widget=ClockInput)
    ends = forms.TimeField(label="bis", widget=ClockInput)
    span: Span | None = None

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) is not None for name in ("day", "starts", "ends")):
            begin, end = self._moment("starts"), self._moment("ends")
            if begin and end and end <= begin:
                self.add_error("ends", "Das Ende muss nach dem Beginn liegen.")
            elif begin and end:
                self.span = Span(begin, end)
        return cleaned

    def _moment(self, name):
        try:
            return moment_at(self.cleaned_data["day"], self.cleaned_data[name])
        except ValidationError as refusal:
            self.add_error(name, refusal)


class StoredDayForm(DayForm, forms.ModelForm):
    """A row of the inline. Shows a stored day; it never saves one, the action does."""

    class Meta:
        model = EventDay
        fields = []

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        shown = as_typed(instance) if instance and instance.pk else {}
        super().__init__(*args, instance=instance, initial={**shown, **(initial or {})}, **kwargs)

    def clean(self):
        """A day left as it stands keeps its seconds, and may end after midnight."""
        if self.instance.pk and all(self.cleaned_data.get(name) == value for name, value in as_typed(self.instance).items()):
            self.span = Span(self.instance.starts_at, self.instance.ends_at)
            return self.cleaned_data
        return super().clean()


class DaysTogether:
    """For a formset of days: at least one, not too many, none inside another, and of a new event all of them still to come.

    The limits (`LIMITS`) also say how many rows are built of what somebody sent: Django's own 2,000 take seconds to draw.
    """

    default_error_messages = {
        "too_many_forms": "Ein Termin hat höchstens %(num)d Tage. Legen Sie für die übrigen Tage einen zweiten Termin an.",
    }

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        spans = self.spans
        if not spans:
            raise ValidationError("Ein Termin braucht mindestens einen Tag.")
        if any(later.starts_at < earlier.ends_at for earlier, later in zip(spans, spans[1:], strict=False)):
            raise ValidationError("Zwei Tage überschneiden sich.")
        if self.are_of_a_new_event:
            self._require_the_future()

    @property
    def are_of_a_new_event(self) -> bool:
        return True

    @property
    def kept(self) -> list[DayForm]:
        """The days as they stand in the form; rows left empty and rows taken out are none."""
        return [form for form in self.forms if form.span and not (self.can_delete and self._should_delete_form(form))]

    @property
    def spans(self) -> list[Span]:
        return sorted((form.span for form in self.kept), key=lambda span: span.starts_at)

    def _require_the_future(self):
        for form in self.kept:
            if form.span.has_begun:
                form.add_error("day", "Dieser Tag liegt in der Vergangenheit. Prüfen Sie Tag und Jahr.")


class StoredDays(DaysTogether, forms.BaseInlineFormSet):
    """Saving is the action's: here nothing is written, and the admin's diary is told so."""

    @property
    def are_of_a_new_event(self) -> bool:
        return self.instance.pk is None

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []


class NewDays(DaysTogether, forms.BaseFormSet):
    """The days of a copy stand in their order, each with its hours; sorting them would give a day the hours of another."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for number, (before, form) in enumerate(pairwise(self.kept), start=2):
            if form.span.starts_at < before.span.starts_at:
                form.add_error("day", f"Tag {number} liegt vor Tag {number - 1}. Prüfen Sie beide.")


LIMITS = {"max_num": MOST_DAYS, "absolute_max": MOST_ROWS, "validate_max": True}
NewDaysFormSet = forms.formset_factory(DayForm, formset=NewDays, extra=0, min_num=1, can_delete=False, **LIMITS)


def as_typed(day: EventDay | Span) -> dict:
    """How a day stands in the form, to the minute."""
    begin, end = (moment.astimezone(clock.BERLIN).replace(second=0, microsecond=0) for moment in (day.starts_at, day.ends_at))
    return {"day": begin.date(), "starts": begin.time(), "ends": end.time()}
