"""The letters about local actions."""

from django.conf import settings

from missione.shared.letters import name_kinds, one_line, post_letter
from teams.models import LocalAction, Membership

name_kinds({"local_action_hidden": "Lokale Aktion ausgeblendet"})


def local_action_hidden(action: LocalAction) -> None:
    """To the lead, if there is one who can read it."""
    lead = Membership.objects.leads().filter(team=action.team_id, person__is_active=True).select_related("person").first()
    if not lead:
        return
    post_letter(
        key=f"local_action:{action.pk}:hidden:{action.hidden_at:%Y%m%d%H%M%S%f}",
        to=lead.person.email,
        template="teams/mail/local_action_hidden",
        kind="local_action_hidden",
        context={
            "title": one_line(action.title),
            "person": one_line(str(lead.person)),
            "reason": action.hidden_reason,
            "action_url": settings.SITE_URL + action.team_url,
        },
    )
