"""Arranging that a unit goes straight on to the next authority: the forms, when they are offered, what the page says of it."""

from collections.abc import Mapping
from typing import NamedTuple

from django import forms

from materials.borrowers import OtherSide, hand_ons_of, next_borrower
from materials.choices import HOLDS_A_UNIT, ReportKind
from materials.counted import Difference, differences
from materials.models import HandOn, Loan
from materials.standing import days_of_loan
from missione.shared.fields import OneLine

DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
NO_DAY = "Geben Sie den Tag der Übergabe an, zum Beispiel 31.12.2026."


class ArrangeForm(forms.Form):
    """To who has reserved it next, and nobody else."""

    use_required_attribute = False
    taking = forms.ChoiceField(
        label="Direkt an",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Inzwischen bekommt es jemand anderes als Nächstes. Bitte sehen Sie noch einmal nach."
        ),
    )
    planned_on = forms.DateField(
        label="Tag der Übergabe",
        input_formats=DAYS,
        widget=forms.DateInput(format=DAYS[0], attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), NO_DAY),
    )
    note = OneLine(
        label="Hinweis für beide", what="den Hinweis", longest=500, required=False, help_text="Zum Beispiel, wer wen anruft."
    )

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        self.next = next_borrower(loan)
        super().__init__(data, auto_id=auto_id)
        if self.next:
            words = f"{self.next.line.order.authority_in_words}, {days_of_loan(self.next)}"
            self.fields["taking"].choices = [(str(self.next.pk), words)]
            self.fields["planned_on"].initial = min(loan.to_day, self.next.from_day)

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("planned_on", "note")} | {"taking": self.next}


class CallOffForm(forms.Form):
    use_required_attribute = False
    hand_on = forms.ModelChoiceField(
        label="Weitergabe",
        queryset=HandOn.objects.none(),
        empty_label=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Diese Weitergabe ist nicht mehr offen."),
    )
    reason = OneLine(
        label="Der Grund, wie ihn beide lesen",
        what="den Grund",
        longest=500,
        error_messages={"required": "Schreiben Sie den Grund dazu. Er steht im Brief an beide."},
    )

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)
        field = self.fields["hand_on"]
        # what was called off by the same click before is still found, and then nothing happens
        field.queryset = HandOn.objects.with_loan(loan).for_pages().order_by("-pk")
        if data is None:
            field.queryset = field.queryset.open()
        field.label_from_instance = _in_words


def _in_words(hand_on: HandOn) -> str:
    sides = (hand_on.giving.line.order.authority_in_words, hand_on.taking.line.order.authority_in_words)
    return f"{hand_on.planned_on:%d.%m.%Y}: von {sides[0]} an {sides[1]}"


def can_be_arranged(loan: Loan) -> bool:
    if loan.state not in HOLDS_A_UNIT or HandOn.objects.alive().filter(giving=loan).exists():
        return False
    coming = next_borrower(loan)
    return bool(coming) and not (coming.line.order.is_of_guest or loan.line.order.is_of_guest)


def can_be_called_off(loan: Loan) -> bool:
    return HandOn.objects.open().with_loan(loan).exists()


class HandOnShown(NamedTuple):
    side: OtherSide
    differences: list[Difference]


def shown_of(loan: Loan) -> list[HandOnShown]:
    return [HandOnShown(side, _differences(side.hand_on)) for side in hand_ons_of(loan)]


def _differences(hand_on: HandOn) -> list[Difference]:
    given = hand_on.giving.reports.filter(kind=ReportKind.GIVEN_ON).first()
    taken = hand_on.taking.reports.filter(kind=ReportKind.TAKEN_OVER).first()
    return differences(given, taken) if given and taken else []
