"""What is typed when a unit goes straight from one authority to the next: the same by who gives and by who takes."""

from collections.abc import Mapping

from django.utils.datastructures import MultiValueDict

from materials.choices import IN_HAND, Condition
from materials.counted import latest_report
from materials.forms.protocols import ProtocolForm
from materials.models import Unit
from missione.kern.helper import FormHelper
from missione.kern.widgets import RadioSelect


class HandOnForm(ProtocolForm):
    conditions = IN_HAND
    note_help = "Zum Beispiel Kratzer, oder was fehlt."

    def __init__(self, unit: Unit, data: Mapping | None = None, files: MultiValueDict | None = None):
        super().__init__(unit, data, files, auto_id="id_%s")
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        field = self.fields["condition"]
        field.widget = RadioSelect(choices=field.choices)
        self.fields[
            "pictures"
        ].help_text = (
            "Bis zu 5, je höchstens 10 MB: JPEG, PNG oder WebP. Die andere Dienststelle und das Kampagnenteam können sie sehen."
        )

    def proposed_condition(self, unit):
        """As the protocol before this one says."""
        report = latest_report(unit)
        return report.condition if report and report.condition in self.conditions else Condition.USABLE
