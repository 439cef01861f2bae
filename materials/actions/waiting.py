"""Who waits for a unit, and who is offered what becomes free. The row of the article guards its list as it guards its units.

Whatever frees a unit calls `offer_what_is_free` in the same transaction: a newcomer never gets past the list.
Locks go: team, order, article, units and wishes.
"""

from datetime import date

from django.db import transaction

from materials.actions.stock import locked_articles
from materials.actions.units import find_units
from materials.actions.wishes import GONE
from materials.availability import problem_of_days
from materials.choices import OPEN_WISH, LoanState, WishState
from materials.errors import FreeMeanwhile, NotNow, TooLateToWait, WaitsAlready, WishOver
from materials.facts import answer_until, period_of_loan
from materials.mails import waiting as mails
from materials.models import Article, Loan, LoanWish, Unit
from materials.permissions import teams_to_order_for
from missione.shared import clock
from missione.shared.due import one_by_one
from missione.shared.errors import Refused
from teams.models import Person, Team


def offer_what_is_free(article: Article) -> None:
    """To who was promised one that nobody can use any more; then, first come, first offered, to each who waits and for whom one
    is free all the time. Who calls has locked the article."""
    find_units(article)
    for wish in LoanWish.objects.waiting().filter(article=article).order_by("pk").select_related("team__agency", "person"):
        until = answer_until(article, wish.from_day)
        unit = free_unit(article, wish.from_day, wish.to_day) if until > clock.now() else None
        if unit:
            _offer(wish, unit, article, until)


def free_unit(article: Article, from_day: date, to_day: date) -> Unit | None:
    """The first that is free with the days on the way."""
    return Unit.objects.filter(article=article).first_free_in(period_of_loan(article, from_day, to_day))


@transaction.atomic
def join_waiting_list(*, person: Person, team: Team, article: Article, from_day: date, to_day: date) -> LoanWish:
    """Of a team at work, for days in which all is lent. Twice is once."""
    list(Team.objects.locked().filter(pk=team.pk))  # it neither rests nor ends meanwhile
    if team.pk not in {each.pk for each in teams_to_order_for(person)}:
        raise NotNow("Für dieses Team können Sie sich gerade nicht auf die Warteliste setzen. Bitte laden Sie die Seite neu.")
    article = locked_articles([article.pk])[article.pk]
    if earlier := LoanWish.objects.open().filter(team=team, article=article).first():
        if (earlier.from_day, earlier.to_day) == (from_day, to_day):
            return earlier
        raise WaitsAlready
    _refuse(article, from_day, to_day)
    return LoanWish.objects.create(article=article, team=team, person=person, from_day=from_day, to_day=to_day)


@transaction.atomic
def withdraw_wish(*, wish: LoanWish) -> LoanWish:
    """Waits no longer, or says no to what is offered: it goes to the next. Twice is once."""
    article = locked_articles([wish.article_id])[wish.article_id]
    wish = locked_wish(wish.pk)
    if wish.state == WishState.WITHDRAWN:
        return wish
    if not wish.is_open:
        raise WishOver
    end_wish(wish, WishState.WITHDRAWN)
    offer_what_is_free(article)
    return wish


@transaction.atomic
def withdraw_wishes_of(team: Team) -> None:
    """It rests or has ended: what it waits for goes to others."""
    for wish in LoanWish.objects.open().filter(team=team).order_by("article_id"):
        withdraw_wish(wish=wish)


def look_after_waiting_lists() -> None:
    """Offers that nobody answered go to the next, and who waited in vain is told. Whatever is free and was not offered is."""
    waited_for = LoanWish.objects.open().order_by("article_id").values_list("article_id").distinct()
    one_by_one(_look_after, waited_for)


@transaction.atomic
def _look_after(article_id: int) -> bool:
    article = locked_articles([article_id])[article_id]
    for wish in LoanWish.objects.locked().filter(article=article, state__in=OPEN_WISH):
        if wish.is_offered and wish.offered_until <= clock.now():
            end_wish(wish, WishState.EXPIRED)
            mails.loan_offer_lapsed(wish)
        elif not wish.is_offered and answer_until(article, wish.from_day) <= clock.now():
            end_wish(wish, WishState.EXPIRED)
            mails.loan_wish_in_vain(wish)
    offer_what_is_free(article)
    return True


# --- parts of the deeds; the article is locked ---


def locked_wish(wish_id: int) -> LoanWish:
    return LoanWish.objects.locked().get(pk=wish_id)


def end_wish(wish: LoanWish, state: WishState) -> None:
    """What was held for it, if nothing has become of it, is free."""
    held = Loan.objects.filter(wish=wish, line=None, state=LoanState.RESERVED)
    held.update(state=LoanState.CANCELLED, ended_at=clock.now(), changed_at=clock.now())
    wish.state, wish.ended_at = state, clock.now()
    wish.save(update_fields=["state", "ended_at", "changed_at"])


def _offer(wish: LoanWish, unit: Unit, article: Article, until) -> None:
    period = period_of_loan(article, wish.from_day, wish.to_day)
    Loan.objects.create(unit=unit, wish=wish, from_day=wish.from_day, to_day=wish.to_day, period=period)
    wish.state, wish.offered_at, wish.offered_until = WishState.OFFERED, clock.now(), until
    wish.save(update_fields=["state", "offered_at", "offered_until", "changed_at"])
    mails.loan_offered(wish)


def _refuse(article: Article, from_day: date, to_day: date) -> None:
    if not article.is_live or not article.is_loan:
        raise Refused(GONE)
    if problem := problem_of_days(article, from_day, to_day):
        raise Refused(problem)
    if free_unit(article, from_day, to_day):
        raise FreeMeanwhile
    if answer_until(article, from_day) <= clock.now():
        raise TooLateToWait
