"""What belonging to a team promises. That a team has a lead is no promise: people go, and staff see a flag."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from missione.shared.invariants import promise
from teams.choices import LET_IN, Answer, Role
from teams.models import Handover, Invitation, JoinRequest, Membership
from teams.models.belonging import MOST_LETTERS_EACH


@promise
def the_lead_is_offered_to_a_member() -> Iterator[str]:
    """A handover goes to somebody of that very team who does not lead it, and the team is let in."""
    sound = Q(to__team=F("team"), to__role=Role.MEMBER, team__state__in=LET_IN)
    for pk in Handover.objects.exclude(sound).values_list("pk", flat=True):
        yield f"handover {pk}: to nobody who could take the lead"


@promise
def nobody_waits_for_a_team_that_is_not_there() -> Iterator[str]:
    """Open invitations and wishes to join lead into teams that are let in."""
    for model, name in ((Invitation, "invitation"), (JoinRequest, "join request")):
        for pk in model.objects.filter(state=Answer.OPEN).exclude(team__state__in=LET_IN).values_list("pk", flat=True):
            yield f"{name} {pk}: open, but the team is not let in"


@promise
def who_belongs_does_not_ask() -> Iterator[str]:
    """Nobody has an open wish to join a team that they belong to."""
    belongs = Membership.objects.filter(team=OuterRef("team"), person=OuterRef("person"))
    for pk in JoinRequest.objects.filter(Exists(belongs), state=Answer.OPEN).values_list("pk", flat=True):
        yield f"join request {pk}: open, but the person belongs to the team"


@promise
def nobody_is_written_to_without_end() -> Iterator[str]:
    """An invitation is sent four times at most."""
    for pk in Invitation.objects.filter(letters__gt=MOST_LETTERS_EACH).values_list("pk", flat=True):
        yield f"invitation {pk}: more than {MOST_LETTERS_EACH} letters"
