"""Told in a browser: nothing is free in February, the team waits, somebody cancels, the offer is taken, and it goes on longer."""

from datetime import date, datetime

import pytest

from materials.actions.orders import cancel_order
from materials.models import Loan, LoanWish
from missione.shared import clock
from missione.shared.models import Letter
from tests.browser.hands import Mouse
from tests.browser.test_booking_a_seat import WAYS, heading
from tests.browser.test_every_page import look
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, order_of, team_of
from tests.factories.teams import AgencyFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def november(clock_at):
    clock_at(datetime(2026, 11, 23, 9, tzinfo=clock.BERLIN))


@pytest.fixture
def box():
    return ArticleFactory(loan=True, units=1, slug="paket", title="Strommessgeräte, Paket mit 20 Stück")


@pytest.fixture
def lent(box):
    return order_of(team_of(), box, from_day=date(2027, 2, 1), to_day=date(2027, 3, 5))


@pytest.fixture
def team(leader, member):
    team = team_of(leader, member, agency=AgencyFactory())
    DeliveryAddressFactory(agency=team.agency, recipient="Poststelle")
    return team


@pytest.mark.parametrize(("hand", "width", "javascript"), WAYS)
def test_from_nothing_free_to_a_loan(new_page, leader, team, box, lent, hand, width, javascript):
    page = new_page(width=width, javascript=javascript, person=leader)
    hands = hand(page)

    page.goto("/material/paket/?monat=2027-02")
    assert page.get_by_text("Februar 2027", exact=True).is_visible()
    page.get_by_label("Vom").fill("2027-02-01")
    page.get_by_label("Bis zum").fill("2027-03-05")
    page.watch.expects("409")
    hands.press("In den Korb")
    assert "alles ausgeliehen" in page.inner_text("main")
    hands.follow("Auf die Warteliste")
    hands.press("Auf die Warteliste")
    wish = LoanWish.objects.get()
    assert "als Nächste an der Reihe" in page.inner_text("main")

    cancel_order(order=lent, by=lent.person)
    letter = Letter.objects.get(kind="loan_offered")
    assert "Donnerstag, 26. November 2026, 12:00 Uhr" in letter.text
    page.goto(wish.get_absolute_url())
    assert "Angebot bis Donnerstag, 12 Uhr" in page.inner_text("main")
    assert page.get_by_label("Poststelle, Hauptstraße 1").is_checked()
    hands.write("Wofür brauchen Sie es?", "Aktionswoche")
    hands.press("Verbindlich ausleihen")

    loan = Loan.objects.get(wish=wish)
    assert (heading(page), loan.line.order.purpose) == (loan.line.order.reference, "Aktionswoche")
    hands.follow("Ausleihe ansehen")
    page.get_by_label("Neuer letzter Tag").fill("2027-03-20")
    hands.press("Verlängern")
    assert "Verlängert bis 20. März" in page.inner_text("main")


def test_the_new_pages_are_for_everybody(new_page, leader, team, box, lent):
    page = new_page(person=leader)
    hands, found = Mouse(page), []

    for address in (
        "/material/paket/?monat=2027-01&von=2027-02-01&bis=2027-03-05",
        "/material/paket/warteliste/?von=2027-02-01&bis=2027-03-05",
    ):
        page.goto(address)
        found += look(page, address)
    hands.press("Auf die Warteliste")
    found += look(page, "waiting")
    cancel_order(order=lent, by=lent.person)
    page.goto(LoanWish.objects.get().get_absolute_url())
    found += look(page, "offered")
    hands.press("Verbindlich ausleihen")
    hands.follow("Ausleihe ansehen")
    found += look(page, "lent")

    assert found == []
