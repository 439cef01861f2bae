"""The deeds."""

from teams.actions.authorities import confirm_agency, merge_agencies, save_agency
from teams.actions.beginning import load_authorities
from teams.actions.belonging import choose_agency, leave_agency, propose_agency
from teams.actions.deciding import approve_team, ask_back, decline_team, last_step
from teams.actions.describing import change_team, describe_team
from teams.actions.ending import end_team, rest_team, wake_team
from teams.actions.exchange import Plan, PlanOutdated, import_agencies, plan_import
from teams.actions.moving import move_team
from teams.actions.registering import (
    answer_question,
    discard_draft,
    forget_old_drafts,
    register_team,
    save_draft,
    settle_draft,
    withdraw_registration,
)

__all__ = [
    "Plan",
    "PlanOutdated",
    "answer_question",
    "approve_team",
    "ask_back",
    "change_team",
    "choose_agency",
    "confirm_agency",
    "decline_team",
    "describe_team",
    "discard_draft",
    "end_team",
    "forget_old_drafts",
    "import_agencies",
    "last_step",
    "leave_agency",
    "load_authorities",
    "merge_agencies",
    "move_team",
    "plan_import",
    "propose_agency",
    "register_team",
    "rest_team",
    "save_agency",
    "save_draft",
    "settle_draft",
    "wake_team",
    "withdraw_registration",
]
