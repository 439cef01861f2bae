"""The mays: they ask who; whether it can still be done, the action asks."""

from materials.models import Loan, LoanWish, Order
from teams.choices import TeamState
from teams.facts import FREE_MAIL, domain_of
from teams.models import Agency, Membership, Team


def teams_to_order_for(person) -> list[Team]:
    """Every member of a team at work orders for it, the lead or not: who is in charge of material differs from house to house."""
    if not person.is_authenticated or not person.is_active:
        return []
    return list(Team.objects.of(person).filter(state=TeamState.APPROVED).select_related("agency").order_by("pk"))


def are_of_several_agencies(teams: list[Team]) -> bool:
    """Which team it is decides on addresses and limits: a page shows those of one, and says whose they are."""
    return len({team.agency_id for team in teams}) > 1


def agency_to_order_for(person, team: Team | None) -> Agency | None:
    """Whose addresses and whose limits hold: the team's for which somebody orders, else the own."""
    if team:
        return team.agency
    return person.agency if person.is_authenticated else None


def is_private(email: str) -> bool:
    """An address that anybody gets says nothing about where somebody works."""
    return domain_of(email) in FREE_MAIL


def can_cancel(person, order: Order) -> bool:
    """Who may see it as its own: the team's members, who ordered."""
    return person.is_active and Order.objects.of(person).filter(pk=order.pk).exists()


def can_extend(person, loan: Loan) -> bool:
    """Who may see its order as its own."""
    return can_cancel(person, loan.line.order)


def can_answer(person, wish: LoanWish) -> bool:
    """Every member of the team: who is told of an offer may be on holiday."""
    return person.is_active and wish.team.memberships.filter(person=person).exists()


def can_hand_on(person, loan: Loan) -> bool:
    """Both sides confirm for themselves: the members of the team that has or gets it. The campaign team arranges."""
    order = loan.line.order
    if not person.is_authenticated or not person.is_active:
        return False
    return Membership.objects.of(person).filter(team=order.team_id).exists() if order.team_id else order.person_id == person.pk


def can_keep_materials(person) -> bool:
    return person.is_active and person.is_staff


def can_propose_documents(person) -> bool:
    """Members of a team that staff have let in, and staff. What is proposed, staff look at before anybody else does."""
    if not person.is_authenticated or not person.is_active:
        return False
    return person.is_staff or Membership.objects.of(person).in_teams_let_in().exists()
