"""Joining a waiting list, and taking what is offered."""

from collections.abc import Sequence

from django import forms

from materials.forms.basket import DaysForm
from materials.forms.ordering import DeliveryForm
from missione.kern.widgets import RadioSelect
from teams.models import Team


class WaitForm(DaysForm):
    team = forms.ChoiceField(
        label="Für welches Team?",
        widget=RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie das Team aus, das es ausleihen möchte."),
    )

    def __init__(self, *args, teams: Sequence[Team], **kwargs):
        super().__init__(*args, **kwargs)
        self.teams = {team.slug: team for team in teams}
        self.fields["team"].choices = [(slug, str(team)) for slug, team in self.teams.items()]
        if len(self.teams) < 2:
            del self.fields["team"]

    @property
    def chosen_team(self) -> Team:
        return self.teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self.teams.values()))


class AcceptForm(DeliveryForm):
    """What and when stand on the page already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].label = "Wofür brauchen Sie es?"
