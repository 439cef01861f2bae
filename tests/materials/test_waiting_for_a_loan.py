"""Nothing is free in these days: a team joins the list, is offered what becomes free, and answers in time."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from materials.actions.deciding import Decision
from materials.actions.orders import cancel_order
from materials.actions.waiting import join_waiting_list, look_after_waiting_lists, offer_what_is_free, withdraw_wish
from materials.actions.working import approve_order, decline_order
from materials.choices import LoanState, WishState
from materials.errors import FreeMeanwhile, LinesRefused, NotNow, TooLateToWait, WaitsAlready
from materials.models import BasketItem, Loan, LoanWish, Order
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams import signals
from teams.actions.ending import rest_team
from teams.models import Team
from tests.factories.materials import ArticleFactory, UnitFactory, order_of, team_of
from tests.factories.teams import PersonFactory
from tests.materials.desk import LINES

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 11, 9, tzinfo=clock.BERLIN)
FEBRUARY = date(2027, 2, 1), date(2027, 3, 2)


@pytest.fixture(autouse=True)
def a_monday_in_january(own_drawer):
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def box():
    return ArticleFactory(loan=True, title="Messgeräte-Paket", units=1)


@pytest.fixture
def lent(box):
    """The only one is reserved for others in February."""
    return order_of(team_of(), box, from_day=FEBRUARY[0], to_day=FEBRUARY[1])


@pytest.fixture
def team(leader, member):
    return team_of(leader, member)


def waits(box, team=None, days=FEBRUARY):
    team = team or team_of()
    return join_waiting_list(
        person=team.memberships.leads().get().person, team=team, article=box, from_day=days[0], to_day=days[1]
    )


def cancelled(order):
    cancel_order(order=order, by=order.person)


def states(*wishes):
    for wish in wishes:
        wish.refresh_from_db()
    return [wish.state for wish in wishes]


def letters(kind="loan_offered"):
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("recipient", flat=True))


# --- joining ---


def test_who_joins_is_told_how_many_are_before_them(box, lent, logged_in, leader, team):
    june = date(2027, 6, 1), date(2027, 6, 30)
    order_of(team_of(), box, from_day=june[0], to_day=june[1])
    for days in (FEBRUARY, june):
        waits(box, days=days)
    wish = waits(box, team)

    page = logged_in(leader).get(wish.get_absolute_url()).content.decode()

    assert "Vor Ihnen wartet ein Team" in page and "1. Februar 2027 bis 2. März 2027" in page


def test_twice_is_once_and_other_days_want_the_first_given_up(box, lent, team):
    assert waits(box, team) == waits(box, team)
    with pytest.raises(WaitsAlready):
        waits(box, team, days=(date(2027, 2, 3), date(2027, 3, 4)))

    assert LoanWish.objects.count() == 1


def test_nobody_waits_for_what_is_free(box, lent):
    with pytest.raises(FreeMeanwhile):
        waits(box, days=(date(2027, 4, 1), date(2027, 4, 30)))


@pytest.mark.parametrize(
    "days",
    [(FEBRUARY[1], FEBRUARY[0]), (date(2027, 1, 12), date(2027, 2, 20)), (date(2027, 2, 1), date(2027, 2, 3))],
    ids=["swapped", "too soon", "too short"],
)
def test_days_that_cannot_be_are_refused(box, lent, days):
    with pytest.raises(Refused):
        waits(box, days=days)
    assert not LoanWish.objects.exists()


def test_when_the_way_has_to_begin_now_it_is_too_late_to_wait(box, lent):
    with clock.moved_to(datetime(2027, 1, 29, 12, 1, tzinfo=clock.BERLIN)), pytest.raises(TooLateToWait):
        waits(box)


def test_a_stranger_waits_for_no_team(box, lent, team, stranger):
    with pytest.raises(NotNow):
        join_waiting_list(person=stranger, team=team, article=box, from_day=FEBRUARY[0], to_day=FEBRUARY[1])


# --- what becomes free ---


def test_what_is_taken_back_is_offered_to_the_first_with_a_moment_to_answer_by(box, lent, team, leader):
    first, second = waits(box, team), waits(box)

    cancelled(lent)

    assert states(first, second) == ["offered", "waiting"]
    assert first.offered_until == datetime(2027, 1, 14, 12, tzinfo=clock.BERLIN)
    loan = first.loans.get()
    assert (loan.state, loan.line, loan.period.lower) == (LoanState.RESERVED, None, date(2027, 1, 29))
    letter = Letter.objects.get(kind="loan_offered")
    assert letter.recipient == leader.email and "Donnerstag, 14. Januar 2027, 12:00 Uhr" in letter.text
    assert list(broken_promises()) == []


def test_a_newcomer_does_not_get_past_the_list(box, lent, team):
    waits(box, team)
    cancelled(lent)

    with pytest.raises(LinesRefused):
        order_of(team_of(), box, from_day=FEBRUARY[0], to_day=FEBRUARY[1])


def test_an_offer_ends_before_the_way_has_to_begin(box, lent, team):
    wish = waits(box, team)

    with clock.moved_to(datetime(2027, 1, 27, 15, tzinfo=clock.BERLIN)):
        cancelled(lent)

    wish.refresh_from_db()
    assert wish.offered_until == datetime(2027, 1, 29, 12, tzinfo=clock.BERLIN)


def test_who_needs_other_days_does_not_hinder_who_comes_later(box, lent, team):
    order_of(team_of(), box, from_day=date(2027, 3, 10), to_day=date(2027, 4, 10))
    long, short = waits(box, days=(date(2027, 2, 10), date(2027, 3, 20))), waits(box, team)

    cancelled(lent)

    assert states(long, short) == ["waiting", "offered"]


@pytest.mark.parametrize("deed", ["decline", "nothing of it"])
def test_staff_free_a_unit_and_the_first_is_offered_it(box, lent, team, deed):
    wish, staff = waits(box, team), PersonFactory(is_staff=True)
    if deed == "decline":
        decline_order(order=lent, reason="Doch nicht.", by=staff)
    else:
        hanger = order_of(lent.team, ArticleFactory(stock=10)).lines.get()
        hanger.order_id = lent.pk
        hanger.save()
        nothing = {line.pk: Decision(0, "Kaputt") if line.is_loan else Decision(line.requested) for line in lent.lines.all()}
        approve_order(order=lent, decisions=nothing, by=staff)

    assert states(wish) == ["offered"]


def test_two_new_units_are_offered_to_the_first_two(box, lent):
    wishes = [waits(box) for _ in range(3)]
    for number in ("EM-02", "EM-03"):
        UnitFactory(article=box, number=number)

    offer_what_is_free(box)
    offer_what_is_free(box)

    assert states(*wishes) == ["offered", "offered", "waiting"]
    assert len(letters()) == 2


def test_the_letter_goes_to_the_lead_when_who_joined_has_left(box, lent, team, leader, member):
    wish = join_waiting_list(person=member, team=team, article=box, from_day=FEBRUARY[0], to_day=FEBRUARY[1])
    team.memberships.get(person=member).delete()

    cancelled(lent)

    assert (states(wish), letters()) == (["offered"], [leader.email])


# --- no, and no answer ---


def test_an_offer_that_lapses_goes_to_the_next(box, lent, team, leader):
    first, second = waits(box, team), waits(box)
    cancelled(lent)

    with clock.moved_to(datetime(2027, 1, 14, 11, 59, tzinfo=clock.BERLIN)):
        look_after_waiting_lists()
        assert states(first, second) == ["offered", "waiting"]
    with clock.moved_to(datetime(2027, 1, 14, 12, tzinfo=clock.BERLIN)):
        look_after_waiting_lists()
        look_after_waiting_lists()

        assert states(first, second) == ["expired", "offered"]
        assert letters("loan_offer_lapsed") == [leader.email]
        assert second.offered_until == datetime(2027, 1, 19, 12, tzinfo=clock.BERLIN)
        assert list(broken_promises()) == []


def test_who_waited_in_vain_is_told(box, lent, team, leader):
    wish = waits(box, team)

    with clock.moved_to(datetime(2027, 1, 29, 12, 1, tzinfo=clock.BERLIN)):
        look_after_waiting_lists()

    assert (states(wish), letters("loan_wish_in_vain")) == (["expired"], [leader.email])


def test_who_says_no_makes_room_for_the_next(box, lent, team, logged_in, member):
    first, second = waits(box, team), waits(box)
    cancelled(lent)
    address = reverse("materials:withdraw_wish", args=[first.reference])

    assert logged_in(member).get(address).status_code == 302
    assert states(first) == ["offered"]
    page = logged_in(member).post(address, follow=True).content.decode()

    assert "Sie haben abgesagt" in page
    assert states(first, second) == ["withdrawn", "offered"]
    assert withdraw_wish(wish=first).state == WishState.WITHDRAWN


def test_a_team_that_rests_leaves_the_lists(box, lent, team):
    first, second = waits(box, team), waits(box)
    cancelled(lent)

    rest_team(team=team, by=None)

    assert states(first, second) == ["withdrawn", "offered"]
    assert not Loan.objects.holding_a_unit().filter(wish=first).exists()


def test_who_deletes_the_account_leaves_the_wish_to_the_team(box, lent, team, leader):
    wish = waits(box, team)
    told = dict(answer for _, answer in signals.personal_data_asked.send(sender=Team, person=leader))
    assert told["Wartelisten"][0]["Tage"] == "1. Februar 2027 bis 2. März 2027"

    signals.person_leaving.send(sender=Team, person=leader)

    wish.refresh_from_db()
    assert (wish.state, wish.person) == (WishState.WAITING, None)


def test_the_page_of_a_wish_is_for_its_team_and_staff(box, lent, team, logged_in, stranger):
    team_of(stranger)
    wish = waits(box, team)
    client = logged_in(stranger)

    assert client.get(wish.get_absolute_url()).status_code == 404
    assert client.post(reverse("materials:withdraw_wish", args=[wish.reference])).status_code == 404
    assert states(wish) == ["waiting"]


# --- through the addresses ---


def join(client, box, days=FEBRUARY, **typed):
    return client.post(reverse("materials:join_waiting_list", args=[box.slug]), {"von": days[0], "bis": days[1], **typed})


def accept(client, wish, **typed):
    return client.post(reverse("materials:accept_offer", args=[wish.reference]), {"request_key": uuid4(), **LINES, **typed})


def test_a_member_joins_and_takes_what_is_offered(box, lent, team, logged_in, member, leader):
    answer = join(logged_in(member), box)
    wish = LoanWish.objects.get()
    assert (answer.url, wish.team, wish.person) == (wish.get_absolute_url(), team, member)
    cancelled(lent)
    page = logged_in(leader).get(wish.get_absolute_url()).content.decode()
    assert "Angebot bis Donnerstag, 12 Uhr" in page and "Verbindlich ausleihen" in page

    answer = accept(logged_in(leader), wish, purpose="Aktionswoche")

    order = Order.objects.get(team=team)
    loan = Loan.objects.get(line__order=order)
    assert answer.url == order.get_absolute_url()
    assert (order.purpose, order.person, loan.state, loan.wish) == ("Aktionswoche", leader, LoanState.RESERVED, wish)
    assert (states(wish), letters("order_received")[-1]) == (["taken"], leader.email)
    assert list(broken_promises()) == []
    assert loan.get_absolute_url() in logged_in(member).get(wish.get_absolute_url()).content.decode()


def test_the_basket_stays_when_an_offer_is_taken(box, lent, team, logged_in, leader):
    wish = waits(box, team)
    BasketItem.objects.create(person=leader, article=ArticleFactory(stock=10), quantity=3)
    cancelled(lent)

    accept(logged_in(leader), wish)

    assert (states(wish), BasketItem.objects.count()) == (["taken"], 1)


def test_the_same_form_twice_is_one_order_and_the_second_member_is_told(box, lent, team, logged_in, leader, member):
    wish, key = waits(box, team), uuid4()
    cancelled(lent)

    first, again = (accept(logged_in(leader), wish, request_key=key) for _ in range(2))
    client = logged_in(member)
    page = accept(client, wish)

    assert first.url == again.url == Order.objects.get(team=team).get_absolute_url()
    assert page.url == wish.get_absolute_url()
    assert "Aus Ihrem Team hat schon jemand zugesagt" in client.get(page.url).content.decode()


def test_after_the_deadline_nothing_is_taken(box, lent, team, logged_in, leader):
    wish = waits(box, team)
    cancelled(lent)

    with clock.moved_to(datetime(2027, 1, 14, 12, tzinfo=clock.BERLIN)):
        client = logged_in(leader)
        page = client.get(accept(client, wish).url).content.decode()

    assert "Dieses Angebot gilt nicht mehr" in page
    assert not Order.objects.filter(team=team).exists()


def test_an_address_with_a_gap_comes_back_with_what_was_typed(box, lent, team, logged_in, leader):
    wish = waits(box, team)
    cancelled(lent)

    answer = accept(logged_in(leader), wish, city="", purpose="Aktionswoche")

    assert answer.status_code == 422
    assert "Geben Sie den Ort an" in answer.content.decode() and "Aktionswoche" in answer.content.decode()
    assert states(wish) == ["offered"]


def test_who_joins_for_free_days_is_led_to_the_order(box, team, logged_in, leader):
    answer = join(logged_in(leader), box)

    assert answer.url == "/kontakt/?worum=material"
    assert not LoanWish.objects.exists()
    assert leader.basket.get().from_day == FEBRUARY[0]


@pytest.mark.parametrize(
    "typed",
    [
        {"von": "bald"},
        {"bis": "10" * 9},
        {"von": FEBRUARY[1], "bis": FEBRUARY[0]},
        {"von": ""},
        {"von": "2027-02-30"},
        {"von": "１.２.２０２７x"},
    ],
)
def test_days_that_say_nothing_come_back(box, lent, team, logged_in, leader, typed):
    assert join(logged_in(leader), box, **typed).status_code == 422
    assert not LoanWish.objects.exists()


def test_nobody_joins_for_what_is_not_lent_nor_there(box, team, logged_in, leader):
    for article in (ArticleFactory(stock=1), ArticleFactory(loan=True, draft=True)):
        assert join(logged_in(leader), article).status_code == 404


def test_without_a_team_nobody_joins(box, lent, logged_in, stranger):
    assert join(logged_in(stranger), box).status_code == 403


def test_with_two_teams_the_person_says_for_which(box, lent, team, logged_in, leader):
    other = team_of(leader)
    client = logged_in(leader)

    assert join(client, box).status_code == 422
    join(client, box, team=other.slug)

    assert LoanWish.objects.get().team == other


def test_nobody_else_takes_the_offer(box, lent, team, logged_in, stranger):
    wish = waits(box, team)
    team_of(stranger)
    cancelled(lent)

    assert accept(logged_in(stranger), wish).status_code == 404
    assert states(wish) == ["offered"]
