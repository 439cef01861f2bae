"""What staff type about a loan or a unit: protocols, another unit, a reason."""

from collections.abc import Mapping

from django import forms

from materials.actions.lending import Seen
from materials.actions.units import others_for
from materials.choices import IN_HAND, Condition
from materials.errors import ReasonNotGiven
from materials.extending import limit_of
from materials.forms.protocols import LONGEST_NOTE, ProtocolForm
from materials.models import Loan, Unit
from missione.shared.fields import Words
from teams.forms.local_actions import Day


class HandOutForm(ProtocolForm):
    """What is broken does not leave, so nobody asks how it is."""

    note_help = "Zum Beispiel Kratzer, damit sie später niemandem zugerechnet werden. Steht im Brief."


class TakeBackForm(ProtocolForm):
    conditions = IN_HAND
    note_help = "Was fehlt oder beschädigt ist. Steht im Brief an die Dienststelle."


class CheckForm(ProtocolForm):
    conditions = (*IN_HAND, Condition.LOST, Condition.RETIRED)
    note_help = "Was Sie gesehen, nachgelegt oder repariert haben."

    def proposed_condition(self, unit):
        return unit.condition


class ReasonForm(forms.Form):
    """For what is cancelled."""

    use_required_attribute = False
    reason = Words(
        label="Der Grund, wie ihn die Dienststelle liest",
        what="den Grund",
        longest=LONGEST_NOTE,
        error_messages={"required": ReasonNotGiven.sentence},
    )

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)


class LostForm(forms.Form):
    use_required_attribute = False
    note = Words(
        label="Was ist bekannt?",
        what="die Bemerkung",
        longest=LONGEST_NOTE,
        help_text="Steht im Brief an die Dienststelle.",
        error_messages={"required": "Schreiben Sie dazu, was bekannt ist. Es steht im Brief."},
    )

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)


class ExtendForm(forms.Form):
    use_required_attribute = False
    bis = Day(label="Neuer letzter Tag", missing="Geben Sie den neuen letzten Tag an.")

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)
        self.fields["bis"].help_text = f"Möglich bis {limit_of(loan).day:%d.%m.%Y}."


class OtherUnitForm(forms.Form):
    use_required_attribute = False
    unit = forms.ModelChoiceField(
        label="Gerät",
        queryset=Unit.objects.none(),
        empty_label="Bitte wählen",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Wählen Sie ein Gerät aus, das in diesem Zeitraum frei ist."
        ),
    )

    def __init__(self, loan: Loan, data: Mapping | None = None, files=None, *, auto_id: str):
        super().__init__(data, auto_id=auto_id)
        field = self.fields["unit"]
        field.queryset = others_for(loan).select_related("article").with_gaps()
        field.label_from_instance = lambda unit: f"{unit.number}, unvollständig" if unit.has_gaps else unit.number


def seen_in(data: Mapping) -> Seen:
    """The unit and its newest protocol that stood on the page. What is no number was no page of ours."""
    return Seen(*(whole_number(data.get(name, "")) for name in ("seen_unit", "seen_report")))


def whole_number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 15 else -1
