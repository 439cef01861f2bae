"""What staff type beside the lines of an order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from django import forms

from materials.actions.deciding import Decision
from materials.errors import ReasonNotGiven
from materials.facts import in_thousands
from materials.forms.fields import HowMany
from materials.models import Order, OrderLine
from missione.shared.fields import OneLine, Words

LONGEST_REASON = 250
LONGEST_NOTE = 800


class Row(NamedTuple):
    """A line, what is known of it here, and its fields."""

    line: OrderLine
    words: str
    fields: list[forms.BoundField]


class LinesForm(forms.Form):
    """A number for each line, and what a deed wants beside it."""

    use_required_attribute = False  # the server says it, in words that help
    verb = ""

    def __init__(self, order: Order, data: Mapping | None = None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)
        self.lines = list(self.shown(order.lines.not_expired().select_related("article").order_by("pk")))
        for line in self.lines:
            for name, field in self.fields_of(line):
                self.fields[f"{name}_{line.pk}"] = field

    def shown(self, lines: Iterable[OrderLine]) -> Iterable[OrderLine]:
        return lines

    def fields_of(self, line: OrderLine) -> Iterator[tuple[str, forms.Field]]:
        yield "menge", HowMany(label=self.verb, initial=self.proposed(line))

    def proposed(self, line: OrderLine) -> int:
        return 0

    def words_of(self, line: OrderLine) -> str:
        return f"{in_thousands(line.requested)} gewünscht"

    @property
    def rows(self) -> list[Row]:
        return [
            Row(line, self.words_of(line), [self[name] for name in self.fields if name.endswith(f"_{line.pk}")])
            for line in self.lines
        ]

    @property
    def others(self) -> list[forms.BoundField]:
        of_lines = {field.name for row in self.rows for field in row.fields}
        return [field for field in self if field.name not in of_lines]

    @property
    def quantities(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"menge_{line.pk}"] for line in self.lines}

    def tell(self, problems: Mapping[int, str]) -> None:
        for pk, words in problems.items():
            self.add_error(f"menge_{pk}" if f"menge_{pk}" in self.fields else None, words)


class DecisionForm(LinesForm):
    verb = "Zusagen"

    def fields_of(self, line):
        yield from super().fields_of(line)
        label = "Grund, wenn es weniger ist"
        yield "grund", OneLine(label=label, what="den Grund", longest=LONGEST_REASON, required=False, initial=line.reason)

    def proposed(self, line):
        return line.promised

    @property
    def decisions(self) -> dict[int, Decision]:
        said = self.cleaned_data
        return {line.pk: Decision(said[f"menge_{line.pk}"], said[f"grund_{line.pk}"]) for line in self.lines}


class ParcelForm(LinesForm):
    verb = "Im Paket"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tracking_number"] = OneLine(
            label="Sendungsnummer", what="die Sendungsnummer", longest=60, required=False, help_text="Leer, wenn es keine gibt."
        )

    def shown(self, lines):
        return [line for line in lines if line.still_to_ship and not line.is_loan]

    def proposed(self, line):
        return line.still_to_ship

    def words_of(self, line):
        still, promised = in_thousands(line.still_to_ship), in_thousands(line.promised)
        return f"noch {still} von {promised} zugesagten" if line.shipped else f"{promised} zugesagt"


class LeftoversForm(LinesForm):
    verb = "Zurück"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"] = OneLine(label="Bemerkung", what="die Bemerkung", longest=LONGEST_REASON, required=False)

    def shown(self, lines):
        return [line for line in lines if line.shipped > line.returned and not line.is_loan]

    def words_of(self, line):
        return f"{in_thousands(line.shipped - line.returned)} verschickt und nicht zurück"


class ReasonForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label="Der Grund, wie ihn die Dienststelle liest",
        what="den Grund",
        longest=LONGEST_NOTE,
        error_messages={"required": ReasonNotGiven.sentence},
    )

    def __init__(self, order: Order, data: Mapping | None = None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)

    def tell(self, problems: Mapping[int, str]) -> None:
        for words in problems.values():
            self.add_error(None, words)


class ClosingForm(ReasonForm):
    """A reason where something does not come any more; what has all left just ends."""

    def __init__(self, order: Order, data: Mapping | None = None, *, auto_id: str):
        super().__init__(order, data, auto_id=auto_id)
        self.has_a_rest = any(line.still_to_ship for line in order.lines.all())
        if not self.has_a_rest:
            del self.fields["reason"]


class NoForm(forms.Form):
    """A button is all it takes."""

    def __init__(self, order: Order, data: Mapping | None = None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)

    tell: Callable = ReasonForm.tell
