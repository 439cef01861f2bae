"""Before a team rests or ends: which of its actions still lie ahead."""

from django.dispatch import receiver

from teams.models import LocalAction
from teams.obligations import Obligation
from teams.signals import obligations_asked


@receiver(obligations_asked)
def actions_ahead(sender, team, person, **kwargs) -> list[str]:
    """Of the team as a whole: whoever leaves it leaves them to the others."""
    if person:
        return []
    ahead = LocalAction.objects.of_team(team).upcoming().taking_place()
    return [
        Obligation(
            f"Die Aktion „{action.title}“ ({action.when}) steht noch an. Sie muss erst vorbei oder abgesagt sein.",
            address=action.team_url,
            way="Zur Aktion",
        )
        for action in ahead
    ]
