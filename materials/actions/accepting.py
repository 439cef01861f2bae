"""A team takes the unit that is held for it. Locks go: authority, team, order, article, wish."""

from uuid import UUID

from django.db import transaction

from materials.actions.placing import answered, begin, locked_agency, new_order
from materials.actions.stock import locked_articles
from materials.actions.waiting import end_wish, locked_wish
from materials.answers import OrderAnswers
from materials.choices import WishState
from materials.errors import NotNow, OfferOver, TakenAlready
from materials.models import Loan, LoanWish, Order, OrderLine
from materials.permissions import teams_to_order_for
from missione.shared import clock
from teams.models import Person, Team


@transaction.atomic
def accept_offer(*, wish: LoanWish, person: Person, answers: OrderAnswers, request_key: UUID | None = None) -> Order:
    """One order like every other; what was held becomes its loan. The same key again gives the same order."""
    agency = locked_agency(wish.team.agency_id)
    team = Team.objects.locked().get(pk=wish.team_id)  # it neither rests nor ends meanwhile
    if earlier := answered(request_key, person, [], answers, wish=wish.pk):
        return earlier
    if team.pk not in {each.pk for each in teams_to_order_for(person)}:
        raise NotNow("Sie können für dieses Team gerade nicht zusagen. Bitte laden Sie die Seite neu.")
    order = new_order(answers, agency=agency, team=team, person=person)
    locked_articles([wish.article_id])
    wish = locked_wish(wish.pk)
    _refuse_what_is_over(wish)
    _take(wish, order)
    return begin(order, by=person, request_key=request_key)


def _take(wish: LoanWish, order: Order) -> None:
    line = OrderLine.objects.create(order=order, article=wish.article, requested=1, from_day=wish.from_day, to_day=wish.to_day)
    loan = Loan.objects.locked().holding_a_unit().get(wish=wish)
    loan.line = line
    loan.save(update_fields=["line", "changed_at"])
    end_wish(wish, WishState.TAKEN)


def _refuse_what_is_over(wish: LoanWish) -> None:
    if wish.state == WishState.TAKEN:
        raise TakenAlready
    if not wish.is_offered or wish.offered_until <= clock.now():
        raise OfferOver
