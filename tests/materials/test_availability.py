"""Before the basket: when something is free, day by day, and what can be had instead."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from materials.availability import Availability
from materials.choices import Condition, LoanState
from materials.models import BasketItem, Loan, Unit
from materials.months import months_of
from missione.shared import clock
from tests.factories.materials import ArticleFactory, order_of, team_of
from tests.materials.desk import order

pytestmark = pytest.mark.django_db

ONE = timedelta(days=1)
MONDAY = datetime(2027, 1, 4, 9, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def a_monday_in_january():
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def box():
    return ArticleFactory(loan=True, slug="paket", title="Messgeräte-Paket", units=2, min_days=28, max_days=90)


def lent(box, first, last):
    return order_of(team_of(), box, from_day=first, to_day=last)


def all_lent_in_february(box):
    for _ in range(2):
        lent(box, date(2027, 2, 1), date(2027, 3, 2))


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


# --- the days ---


def test_each_day_says_how_many_lie_there_and_the_way_counts(box):
    lent(box, date(2027, 2, 1), date(2027, 3, 2))

    free = Availability.of(box).free_each_day(date(2027, 1, 28), date(2027, 3, 6))

    assert free[date(2027, 1, 28)] == 2
    assert free[date(2027, 1, 29)] == 1  # sets out three days before
    assert free[date(2027, 3, 5)] == 1  # and is three days on its way back
    assert free[date(2027, 3, 6)] == 2


def test_damaged_ones_and_what_was_given_up_do_not_count(box):
    Unit.objects.filter(number="EM-02").update(condition=Condition.DAMAGED)
    lent(box, date(2027, 2, 1), date(2027, 3, 2))
    Loan.objects.update(state=LoanState.CANCELLED, ended_at=clock.now())

    assert Availability.of(box).how_many(date(2027, 2, 1), date(2027, 3, 2)) == 1


def test_what_is_late_is_not_here_yet(box):
    lent(box, date(2027, 1, 10), date(2027, 2, 10))
    Loan.objects.update(state=LoanState.OUT, handed_out_at=clock.now())

    with clock.moved_to(MONDAY + timedelta(days=60)):  # 5 March
        available = Availability.of(box)
        assert available.free_each_day(date(2027, 3, 5), date(2027, 3, 9))[date(2027, 3, 8)] == 1
        assert available.free_each_day(date(2027, 3, 5), date(2027, 3, 9))[date(2027, 3, 9)] == 2
        last = date(2027, 4, 30)
        assert Unit.objects.free_in(DateRange(date(2027, 3, 8), last)).count() == 1
        assert Unit.objects.free_in(DateRange(date(2027, 3, 9), last)).count() == 2
        assert Unit.objects.free_between(date(2027, 3, 11), last).count() == 1
        assert Unit.objects.free_between(date(2027, 3, 12), last).count() == 2


@pytest.mark.parametrize("days", [1, 28, 90])
@pytest.mark.parametrize("start", [date(2027, 1, 7), date(2027, 1, 20), date(2027, 3, 6), date(2027, 3, 9), date(2027, 5, 1)])
def test_the_calendar_and_the_shelf_agree(box, start, days):
    """What is counted in Python is what the database would lend."""
    lent(box, date(2027, 2, 1), date(2027, 3, 2))
    lent(box, date(2027, 2, 20), date(2027, 4, 2))
    last = start + timedelta(days=days - 1)

    assert Availability.of(box).how_many(start, last) == Unit.objects.free_between(start, last).count()


# --- the page ---


def test_the_page_says_in_words_what_is_free_and_from_when(box, client):
    all_lent_in_february(box)

    words = words_of(client.get("/material/paket/"))

    # 7 January to 3 February would touch what sets out on 29 January; back in the store on 6 March
    assert "Ab 9. März für 28 Tage frei: 2 Stück" in words
    assert "Januar 2027" in words and "März 2027" in words and "April 2027" not in words
    assert "28 2 frei 29 alle weg" in words


def test_other_months_are_a_link_away_up_to_a_year(box, client):
    page = client.get("/material/paket/?monat=2027-04").content.decode()
    assert "April 2027" in page and "?monat=2027-01#wann" in page and "?monat=2027-07#wann" in page

    last = client.get("/material/paket/?monat=2031-01").content.decode()
    assert "Januar 2028" in last and "Februar 2028" not in last and "Spätere Monate" not in last


@pytest.mark.parametrize("month", ["1999-01", "2027-13", "bald", "10000-01", "2027-1", "%00", "０２"])
def test_a_month_that_is_none_is_this_one(box, client, month):
    assert "Januar 2027" in client.get(f"/material/paket/?monat={month}").content.decode()


def test_days_in_the_address_fill_the_form_and_are_answered(box, client):
    lent(box, date(2027, 2, 1), date(2027, 3, 2))

    page = client.get("/material/paket/?von=2027-02-01&bis=2027-03-02")

    assert "1. Februar bis 2. März 2027: 1 frei" in words_of(page)
    assert 'value="2027-02-01"' in page.content.decode()


@pytest.mark.parametrize("query", ["von=2027-02-01", "von=x&bis=y", "von=2027-02-30&bis=2027-03-30", "von=%00&bis=2027-03-01"])
def test_half_an_answer_is_none(box, client, query):
    page = client.get(f"/material/paket/?{query}")

    assert (page.status_code, page.context["answer"]) == (200, None)


def test_what_is_not_free_comes_back_with_what_is_near(box, client):
    all_lent_in_february(box)

    answer = client.post("/material/korb/", {"artikel": "paket", "von": "2027-02-05", "bis": "2027-03-04"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "alles ausgeliehen" in page
    assert "/material/paket/?von=2027-03-09&amp;bis=2027-04-05#auf-einen-blick" in page
    assert "Auf die Warteliste</a>" not in page and "Anmelden" in page
    assert client.get("/material/korb/", follow=True).context["rows"] == []


def test_earlier_and_later_are_both_offered(box, client):
    for _ in range(2):
        lent(box, date(2027, 4, 1), date(2027, 5, 10))

    page = client.get("/material/paket/?von=2027-04-10&bis=2027-05-07").content.decode()

    assert "?von=2027-02-26&amp;bis=2027-03-25" in page and "?von=2027-05-17&amp;bis=2027-06-13" in page


def test_too_few_days_are_answered_with_enough_of_them(box, client):
    page = client.get("/material/paket/?von=2027-04-10&bis=2027-04-12")

    assert "Möglich sind mindestens 28" in words_of(page)
    assert "?von=2027-04-10&amp;bis=2027-05-07" in page.content.decode()


def test_a_member_is_offered_the_waiting_list(box, logged_in, leader):
    team_of(leader)
    all_lent_in_february(box)

    page = logged_in(leader).get("/material/paket/?von=2027-02-01&bis=2027-03-02").content.decode()

    assert "/material/paket/warteliste/?von=2027-02-01&amp;bis=2027-03-02" in page


def test_an_article_without_units_says_so(client):
    ArticleFactory(loan=True, slug="leer")

    page = client.get("/material/leer/")

    assert "Zurzeit gibt es davon nichts auszuleihen" in words_of(page)


@pytest.mark.parametrize("units", [1, 50])
def test_a_year_of_fifty_units_is_two_questions(units):
    box = ArticleFactory(loan=True, units=units, min_days=1)
    first = date(2027, 2, 1)
    line = order_of(team_of(), box, from_day=first, to_day=first).lines.get()
    Loan.objects.all().delete()
    Loan.objects.bulk_create(
        Loan(unit=unit, line=line, from_day=day + 3 * ONE, to_day=day + 16 * ONE, period=(day, day + 20 * ONE))
        for unit in box.units.all()
        for day in (first + number * 30 * ONE for number in range(11))
    )

    with CaptureQueriesContext(connection) as asked:
        available = Availability.of(box)
        shown = [months_of(available, f"2027-{month:02}") for month in (1, 4, 7, 10)]
        available.answer(first, first + 30 * ONE)
        available.next_start(28)

    assert len(asked) == 2
    assert {day.words for day in shown[0].months[1].weeks[0] if day} == {"weg"}


# --- at the order ---


def test_the_order_form_comes_back_with_other_days_and_the_waiting_list(box, logged_in, leader):
    team_of(leader)
    all_lent_in_february(box)
    client = logged_in(leader)
    days = {"von-paket": "2027-02-01", "bis-paket": "2027-03-02"}

    answer = order(client, [(box, "1")], purpose="Aktionswoche", **days)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "In diesem Zeitraum ist alles ausgeliehen" in page and "Aktionswoche" in page
    assert 'name="tage" value="paket:2027-03-09:2027-04-07"' in page and 'name="warteliste" value="paket"' in page

    answer = order(client, [(box, "1")], purpose="Aktionswoche", tage="paket:2027-03-09:2027-04-07", **days)
    assert answer.status_code == 200
    assert 'value="2027-03-09"' in answer.content.decode() and "Aktionswoche" in answer.content.decode()


def test_from_the_order_form_to_the_waiting_list(box, logged_in, leader):
    team = team_of(leader)
    all_lent_in_february(box)
    hanger = ArticleFactory(stock=100)
    days = {"von-paket": "2027-02-01", "bis-paket": "2027-03-02"}

    answer = order(logged_in(leader), [(box, "1"), (hanger, "20")], warteliste="paket", purpose="Aktionswoche", **days)

    wish = team.loan_wishes.get()
    assert (wish.from_day, wish.to_day) == (date(2027, 2, 1), date(2027, 3, 2))
    page = answer.content.decode()
    assert "Sie stehen auf der Warteliste" in page and "Aktionswoche" in page
    assert (f"menge-{hanger.slug}" in page, "von-paket" in page) == (True, False)
    assert [item.article for item in BasketItem.objects.filter(person=leader)] == [hanger]


def test_alone_in_the_order_it_leads_to_its_page(box, logged_in, leader):
    team = team_of(leader)
    all_lent_in_february(box)
    days = {"von-paket": "2027-02-01", "bis-paket": "2027-03-02"}

    answer = order(logged_in(leader), [(box, "1")], warteliste="paket", **days)

    assert answer.url == team.loan_wishes.get().get_absolute_url()


@pytest.mark.parametrize("typed", ["", "paket", "paket:x:y", "anderes:2027-03-09:2027-04-07", "paket:2027-03-09:2027-04-07:z"])
def test_days_that_were_not_offered_change_nothing(box, logged_in, leader, typed):
    team_of(leader)
    days = {"von-paket": "2027-02-01", "bis-paket": "2027-03-02"}

    answer = order(logged_in(leader), [(box, "1")], tage=typed, **days)

    assert answer.status_code == 200
    assert 'value="2027-02-01"' in answer.content.decode()
    assert not Loan.objects.exists()


def test_no_waiting_list_for_guests_nor_for_what_is_not_in_the_form(box, client, logged_in, leader):
    team = team_of(leader)

    assert order(client, [(box, "1")], warteliste="paket").status_code == 422
    assert order(logged_in(leader), [(box, "1")], warteliste="anderes").status_code == 422
    assert order(logged_in(leader), [(box, "1")], warteliste="paket", **{"von-paket": "bald"}).status_code == 422
    assert not team.loan_wishes.exists()
