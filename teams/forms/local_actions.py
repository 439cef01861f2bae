"""What a team says of an action."""

from datetime import date, datetime, timedelta

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from missione.kern.forms import StepForm
from missione.shared.fields import BROKEN, Number, OneLine, Words, request_key
from teams.models import LocalAction, Team
from teams.models.local_actions import MOST_REACHED
from teams.models.teams import LONGEST_SITE
from teams.querysets.local_actions import today

FIRST_DAY = date(2020, 1, 1)  # before the campaign
AHEAD = timedelta(days=2 * 366)
LONGEST = timedelta(days=366)


def german(day: date) -> str:
    return date_format(day, "j. F Y")


def in_words(field: forms.Field, value: object) -> str:
    """What is stored, for who compares it with what they typed."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return german(value)
    shown = dict(getattr(field, "choices", [])).get(value, field.prepare_value(value))
    return str(shown) if shown not in (None, "") else "(leer)"


def put(form: forms.Form, name: str, value: object) -> None:
    """Into what was sent, so that the form goes back with it."""
    form.data = form.data.copy()
    form.data[name] = value


class Day(forms.DateField):
    """Shown and sent as browsers do; where they show a plain field, typed as in 31.12.2026."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, missing: str = "", **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"], **kwargs)
        self.error_messages["required"] = missing
        self.error_messages["invalid"] = "Dieses Datum können wir nicht lesen. Schreiben Sie es zum Beispiel so: 31.12.2026"

    def validate(self, value: date | None) -> None:
        super().validate(value)
        last = today() + AHEAD
        if value and not FIRST_DAY <= value <= last:
            raise ValidationError(f"Möglich sind Tage vom {german(FIRST_DAY)} bis zum {german(last)}.", code="far_away")


class SeenAt(forms.Field):
    """The state that the form was drawn from: who saves over another's change is told."""

    widget = forms.HiddenInput

    def to_python(self, value) -> datetime:
        try:
            seen = parse_datetime(str(value or ""))
        except ValueError:
            seen = None
        if seen is None or seen.tzinfo is None:
            raise ValidationError(BROKEN, code="broken")
        return seen

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, datetime) else value


class KeyedForm(StepForm):
    request_key = request_key()

    def renew_key(self) -> None:
        """The old key is missing, broken or used up: the form goes back with a fresh one."""
        put(self, "request_key", self.fields["request_key"].initial())


class ActionForm(StepForm):
    """What can be said before it has begun."""

    kind = forms.ChoiceField(
        label="Was haben Sie vor?",
        choices=[("", "Bitte wählen"), *LocalAction.Kind.choices],
        error_messages={"required": "Wählen Sie aus, was Sie vorhaben.", "invalid_choice": "Wählen Sie eine Art aus der Liste."},
    )
    title = OneLine(
        label="Titel",
        help_text="Zum Beispiel: Aktionswoche „Alles aus?“ im Altbau",
        what="den Titel",
        longest=120,
        error_messages={"required": "Geben Sie der Aktion einen Titel."},
    )
    starts_on = Day(label="Erster Tag", help_text="An dem es losgeht.", missing="Geben Sie an, wann die Aktion beginnt.")
    ends_on = Day(label="Letzter Tag", required=False, help_text="Leer bei nur einem Tag.")
    time_text = OneLine(
        label="Uhrzeit", required=False, help_text="Zum Beispiel: täglich 11:30 bis 13 Uhr", what="die Uhrzeit", longest=80
    )
    site = OneLine(
        label="Ort",
        required=False,
        help_text="Gebäude und Raum, zum Beispiel: Altbau, Foyer",
        what="den Ort",
        longest=LONGEST_SITE,
    )
    description = Words(
        label="Beschreibung",
        required=False,
        help_text="Was passiert, für wen? Bitte ohne Namen. Höchstens 2.000 Zeichen.",
        what="die Beschreibung",
        longest=2000,
        rows=5,
    )
    is_public = forms.BooleanField(
        label="Öffentlich zeigen",
        required=False,
        help_text=(
            "Alle im Internet sehen dann, auch ohne Konto, Ihre Dienststelle, Titel, Datum, Ort und Beschreibung, später "
            "Bericht, Einsparung und Bilder mit Einwilligung, aber nie Ihren Namen. Ohne Haken sehen die Aktion nur Ihr Team "
            "und das Kampagnenteam."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        """The two days side by side."""
        beside = ("starts_on", "ends_on")
        return Layout(*(Row(*beside) if name == "starts_on" else name for name in self.fields if name != "ends_on"))

    def clean(self):
        said = super().clean()
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and "ends_on" in said:
            said["ends_on"] = last = last or first
            if last < first:
                self.add_error("ends_on", "Der letzte Tag liegt vor dem ersten.")
            elif last - first > LONGEST:
                self.add_error("ends_on", "Länger als ein Jahr kann eine Aktion nicht dauern.")
        return said

    @property
    def said(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("request_key", "seen_at")}


class PlanForm(ActionForm, KeyedForm):
    @classmethod
    def of_team(cls, team: Team, data=None) -> "PlanForm":
        return cls(data, initial={"site": team.site})


class ChangeForm(ActionForm):
    """Once it has begun, what came of it can be said, too."""

    reached = Number(
        label="Wie viele Beschäftigte haben Sie ungefähr erreicht?",
        required=False,
        help_text="Wer am Stand war, besucht wurde oder mitgemacht hat. Eine Schätzung genügt.",
        most=MOST_REACHED,
    )
    report = Words(
        label="Kurzbericht",
        required=False,
        help_text="Was hat gut geklappt, was würden Sie anders machen? Bitte ohne Namen. Höchstens 3.000 Zeichen.",
        what="den Bericht",
        longest=3000,
        rows=6,
    )
    seen_at = SeenAt()

    def __init__(self, *args, action: LocalAction, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action
        self.order_fields([*(name for name in self.fields if name != "is_public"), "is_public"])
        if not action.has_begun:
            del self.fields["reached"], self.fields["report"]
        self.helper.layout = self._layout()

    @classmethod
    def of(cls, action: LocalAction, data=None) -> "ChangeForm":
        stored = {name: getattr(action, name) for name in ("kind", "title", "starts_on", "ends_on", "time_text", "site")}
        stored |= {name: getattr(action, name) for name in ("description", "reached", "report")}
        stored |= {"is_public": action.published_at is not None, "seen_at": action.changed_at}
        return cls(data, action=action, initial=stored)

    def clean_reached(self) -> int | None:
        reached = self.cleaned_data["reached"]
        return None if reached is None else int(reached)

    def differences(self, stored: LocalAction) -> list[tuple[str, str]]:
        """Label and what is stored now, where that is not what was typed."""
        now = ChangeForm.of(stored).initial
        return [
            (str(self.fields[name].label), in_words(self.fields[name], now[name]))
            for name, value in self.said.items()
            if value != now[name]
        ]

    def see(self, stored: LocalAction) -> None:
        """The next try is made knowing what is stored now."""
        put(self, "seen_at", stored.changed_at.isoformat())


class ReasonForm(StepForm):
    reason = Words(
        label="Grund",
        required=False,
        help_text="Steht bei der Aktion. Höchstens 250 Zeichen.",
        what="den Grund",
        longest=250,
        rows=3,
    )
