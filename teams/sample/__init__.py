"""A portal that looks used: who is there, and which teams they have."""

from teams.sample.local_actions import load_local_actions
from teams.sample.people import CAST, LEAD, MEMBER, NEWCOMER, STAFF, Role, extras, load_people, played_by
from teams.sample.teams import load_teams

__all__ = ["CAST", "LEAD", "MEMBER", "NEWCOMER", "STAFF", "Role", "extras", "load", "played_by"]


def load() -> None:
    """Twice is once: what is there already stays as it is."""
    load_people()
    load_teams()
    load_local_actions()
