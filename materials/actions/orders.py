"""Ordering, and taking an order back. Every deed of a member begins with the lock on the authority, which guards its quota."""

from collections.abc import Sequence
from operator import itemgetter
from uuid import UUID

from django.db import transaction

from materials.actions.guests import CONFIRM_WITHIN, refuse_another_letter_to
from materials.actions.loans import hold_a_unit
from materials.actions.placing import answered, begin, locked_agency, new_order, remember_order, tell
from materials.actions.steps import give_up, go, locked_order
from materials.actions.stock import locked_articles, reserve
from materials.actions.wishes import refuse_what_cannot_be
from materials.answers import Guest, OrderAnswers, Wish
from materials.choices import LineState, OrderState
from materials.errors import LinkRunOut, NotForPrivatePeople, NotNow, TooLateToCancel
from materials.mails import orders as mails
from materials.models import Article, Order, OrderLine
from materials.permissions import is_private, teams_to_order_for
from missione.shared import clock
from teams.models import Person, Team


@transaction.atomic
def place_order(
    *, person: Person, team: Team, wishes: Sequence[Wish], answers: OrderAnswers, request_key: UUID | None = None
) -> Order:
    """Of a team: reserved at once. The same key again gives the same order."""
    agency = locked_agency(team.agency_id)
    list(Team.objects.locked().filter(pk=team.pk))  # it neither rests nor ends meanwhile
    if earlier := answered(request_key, person, wishes, answers, team=team.pk):
        return earlier
    if team.pk not in {each.pk for each in teams_to_order_for(person)}:
        raise NotNow("Sie können für dieses Team gerade nicht bestellen. Bitte laden Sie die Seite neu.")
    articles = locked_articles(wish.article for wish in wishes)
    refuse_what_cannot_be(wishes, articles, agency=agency)
    order = new_order(answers, agency=agency, team=team, person=person)
    for line in _lines(order, wishes):
        _hold(line, articles[line.article_id], by=person)
    person.basket.all().delete()
    return begin(order, by=person, request_key=request_key)


@transaction.atomic
def request_order(*, person: Person, wishes: Sequence[Wish], answers: OrderAnswers, request_key: UUID | None = None) -> Order:
    """Of somebody whose authority has no team at work: nothing is reserved until staff say yes."""
    agency = locked_agency(person.agency_id)
    if earlier := answered(request_key, person, wishes, answers):
        return earlier
    if is_private(person.email):
        raise NotForPrivatePeople
    articles = {article.pk: article for article in Article.objects.filter(pk__in=[wish.article for wish in wishes])}
    refuse_what_cannot_be(wishes, articles, agency=agency, only_asked=True)
    order = new_order(answers, agency=agency, person=person, is_request=True)
    _lines(order, wishes)
    person.basket.all().delete()
    return begin(order, by=person, request_key=request_key)


@transaction.atomic
def ask_as_guest(*, guest: Guest, wishes: Sequence[Wish], answers: OrderAnswers, request_key: UUID | None = None) -> Order:
    """Without an account: one letter to the typed address, with a link and none of the words, until it is confirmed."""
    if earlier := answered(request_key, None, wishes, answers, guest=vars(guest)):
        return earlier
    if is_private(guest.email):
        raise NotForPrivatePeople(field="email")
    refuse_another_letter_to(guest.email)
    articles = {article.pk: article for article in Article.objects.filter(pk__in=[wish.article for wish in wishes])}
    refuse_what_cannot_be(wishes, articles, agency=None, only_asked=True)
    order = new_order(
        answers,
        guest_name=guest.name,
        guest_email=guest.email,
        guest_agency=guest.agency,
        is_request=True,
        state=OrderState.UNCONFIRMED,
        confirm_until=clock.now() + CONFIRM_WITHIN,
    )
    _lines(order, wishes)
    mails.order_confirm_address(order)
    remember_order(request_key, order)
    return order


@transaction.atomic
def confirm_order(*, reference: str) -> Order:
    """The guest has shown that the address is theirs. Twice is once."""
    order = Order.objects.locked().filter(reference=reference).first()
    if not order or (order.state == OrderState.UNCONFIRMED and order.confirm_until <= clock.now()):
        raise LinkRunOut
    if order.state == OrderState.UNCONFIRMED:
        go(order, OrderState.RECEIVED, by=None)
        tell(order)
    return order


@transaction.atomic
def cancel_order(*, order: Order, by: Person | None, note: str = "") -> Order:
    """Until it is packed. All that is held is free again. Twice is once. `by` is None for a guest, who came by the link."""
    order = locked_order(order.pk)
    if order.state == OrderState.CANCELLED:
        return order
    if not order.can_still_be_cancelled:
        raise TooLateToCancel
    give_up(order, LineState.CANCELLED, by=by)
    go(order, OrderState.CANCELLED, by=by, note=note)
    mails.order_cancelled(order)
    return order


@transaction.atomic
def forget_unconfirmed() -> int:
    """Nobody has shown that the address is theirs: the rows go, with all that was typed."""
    run_out = Order.objects.run_out().select_for_update(skip_locked=True)
    return Order.objects.filter(pk__in=[order.pk for order in run_out]).delete()[1].get(Order._meta.label, 0)


# --- parts of the deeds ---


def _lines(order: Order, wishes: Sequence[Wish]) -> list[OrderLine]:
    """In the order of the article's key, as the articles are locked."""
    return [
        OrderLine.objects.create(
            order=order, article_id=wish.article, requested=wish.quantity, from_day=wish.from_day, to_day=wish.to_day
        )
        for wish in sorted(wishes, key=itemgetter(0))
    ]


def _hold(line: OrderLine, article: Article, *, by: Person) -> None:
    if line.is_loan:
        hold_a_unit(line, article=article)
    else:
        reserve(line, line.requested, article=article, by=by)
