"""The nouns: people, the authorities they work for, and their teams."""

from teams.models.authorities import Agency, Ministry
from teams.models.belonging import Handover, Invitation, JoinRequest, Membership
from teams.models.local_actions import LocalAction, MeterReading, Picture, SavingsAssumption
from teams.models.own import DataExport, Login
from teams.models.people import Person, PersonManager
from teams.models.teams import Team, TeamChange, TeamDraft

__all__ = [
    "Agency",
    "DataExport",
    "Handover",
    "Invitation",
    "JoinRequest",
    "LocalAction",
    "Login",
    "Membership",
    "MeterReading",
    "Ministry",
    "Person",
    "PersonManager",
    "Picture",
    "SavingsAssumption",
    "Team",
    "TeamChange",
    "TeamDraft",
]
