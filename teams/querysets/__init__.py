"""The questions to the tables of people, authorities and teams."""

from teams.querysets.agencies import MOST_FOUND, AgencyQuerySet
from teams.querysets.teams import InvitationQuerySet, MembershipQuerySet, TeamQuerySet

__all__ = ["MOST_FOUND", "AgencyQuerySet", "InvitationQuerySet", "MembershipQuerySet", "TeamQuerySet"]
