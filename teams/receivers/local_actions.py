"""Before a team rests or ends: which of its actions still lie ahead."""

from django.dispatch import receiver

from teams.models import LocalAction
from teams.signals import obligations_asked


@receiver(obligations_asked)
def actions_ahead(sender, team, person, **kwargs) -> list[str]:
    """Of the team as a whole: whoever leaves it leaves them to the others."""
    if person:
        return []
    ahead = LocalAction.objects.of_team(team).upcoming().taking_place()
    return [
        f"Die Aktion „{action.title}“ ({action.when}) steht noch an: Sagen Sie sie ab, oder warten Sie sie ab."
        for action in ahead
    ]
