"""The deeds."""

from teams.actions.authorities import confirm_agency, merge_agencies, save_agency
from teams.actions.beginning import load_authorities
from teams.actions.belonging import choose_agency, leave_agency, propose_agency
from teams.actions.exchange import Plan, PlanOutdated, import_agencies, plan_import

__all__ = [
    "Plan",
    "PlanOutdated",
    "choose_agency",
    "confirm_agency",
    "import_agencies",
    "leave_agency",
    "load_authorities",
    "merge_agencies",
    "plan_import",
    "propose_agency",
    "save_agency",
]
