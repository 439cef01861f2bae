"""Picking an authority: type a few words, choose from what was found, or leave a free entry.

Works in any form: without JavaScript in two steps on the same page, with it while typing.
"""

from functools import cached_property
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from missione.shared.search import normalise
from missione.shared.validators import no_control_characters, without_control_characters
from teams.models import Agency
from teams.models.authorities import LONGEST_NAME
from teams.spelling import one_spelling

FREE = "frei"
SHORTEST_ENTRY = 3


class FreeEntry(NamedTuple):
    """ "Nicht dabei?": what the person calls it; staff will see to it."""

    name: str


class Typed:
    """The words, what was chosen, and the words that the list with this choice was made for."""

    takes_free_entries = True

    def __init__(self, words: str, choice: str = "", made_for: str = ""):
        self.words, self.choice, self.made_for = one_spelling(words), choice, one_spelling(made_for)

    @property
    def is_chosen(self) -> bool:
        """Who changes the words after choosing gets a new list."""
        return bool(self.choice) and self.words == self.made_for

    @cached_property
    def found(self) -> list[Agency]:
        return Agency.objects.pickable().named_like(without_control_characters(self.words)[:LONGEST_NAME])

    @property
    def can_be_free(self) -> bool:
        long_enough = SHORTEST_ENTRY <= len(self.words) <= LONGEST_NAME
        return self.takes_free_entries and long_enough and any(map(str.isalpha, self.words))

    @property
    def exactly(self) -> Agency | None:
        """The one that is called just so, if there is only one."""
        called = [agency for agency in self.found if normalise(self.words) in (normalise(agency.name), normalise(str(agency)))]
        return called[0] if len(called) == 1 else None


class AgencyPicker(forms.Widget):
    takes_free_entries = True

    def value_from_datadict(self, data, files, name) -> Typed:
        typed = Typed(*(data.get(key, "") for key in (name, f"{name}_wahl", f"{name}_zu")))
        typed.takes_free_entries = self.takes_free_entries
        return typed

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data

    def render(self, name, value, attrs=None, renderer=None):
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        show = isinstance(value, Typed) and bool(typed.words)
        attrs = self.build_attrs(self.attrs, attrs)
        described = {key: attrs[key] for key in ("class", "aria-describedby", "aria-invalid", "aria-required") if key in attrs}
        return render_to_string(
            "teams/_agency_picker.html",
            {"name": name, "id": attrs.get("id", f"id_{name}"), "typed": typed, "show": show, "attrs": described.items()},
        )


class AgencyField(forms.Field):
    """Cleans to an Agency or, where the form takes them, to a FreeEntry; to None if it may stay empty."""

    widget = AgencyPicker
    current: Agency | None = None  # may stay, even if nobody else could choose it; the form says which it is
    default_error_messages = {
        "required": "Geben Sie den Namen Ihrer Dienststelle ein.",
        "choose": "Wählen Sie Ihre Dienststelle aus der Liste unter dem Feld.",
        "nothing": "Dazu haben wir nichts gefunden. Prüfen Sie die Schreibweise oder versuchen Sie es mit weniger Wörtern.",
        "gone": "Diese Dienststelle steht nicht mehr zur Wahl. Wählen Sie noch einmal.",
        "too_long": f"Der Name darf höchstens {LONGEST_NAME} Zeichen lang sein.",
        "no_name": "Schreiben Sie den Namen Ihrer Dienststelle aus, mit mindestens drei Zeichen.",
    }

    def __init__(self, *, takes_free_entries: bool = True, **kwargs):
        super().__init__(**kwargs)
        self.widget.takes_free_entries = takes_free_entries

    def prepare_value(self, value):
        """A model's form begins with the key of the row."""
        return str(self.current or "") if isinstance(value, int) else value

    def clean(self, value):
        typed = value if isinstance(value, Typed) else Typed("")
        if not typed.words:
            return self._nothing_typed()
        if len(typed.words) > LONGEST_NAME:
            raise self._no("too_long")
        no_control_characters(typed.words)
        return self._chosen(typed) if typed.is_chosen else self._only_typed(typed)

    def has_changed(self, initial, data) -> bool:
        return not isinstance(data, Typed) or data.is_chosen or data.words != str(self.current or "")

    def _nothing_typed(self) -> None:
        if self.required:
            raise self._no("required")

    def _chosen(self, typed: Typed) -> Agency | FreeEntry:
        if typed.choice == FREE:
            if not typed.can_be_free:
                raise self._no("no_name")
            return FreeEntry(typed.words)
        known = typed.choice.isascii() and typed.choice.isdecimal() and len(typed.choice) < 10
        agency = Agency.objects.pickable().filter(pk=int(typed.choice)).first() if known else None
        if not agency:
            raise self._no("gone")
        return agency

    def _only_typed(self, typed: Typed) -> Agency:
        if self.current and typed.words == str(self.current):
            return self.current
        if typed.exactly:
            return typed.exactly
        if typed.found:
            raise self._no("choose")
        raise self._no("nothing" if typed.can_be_free or not typed.takes_free_entries else "no_name")

    def _no(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class PickAgency(forms.Form):
    agency = AgencyField(
        label="Name der Dienststelle",
        help_text="Ein paar Buchstaben genügen, auch Abkürzungen wie FA oder JVA und frühere Namen.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].current = self.initial.get("agency")
