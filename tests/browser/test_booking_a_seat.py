"""The story of the first slice, told in a browser: find, log in, book, see it, leave; the next person moves up."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from missione.shared.models import Letter
from seminars.actions import book_seat, cancel_booking
from seminars.choices import State
from seminars.models import Booking
from tests.browser.hands import Keyboard, Mouse
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
PASSWORD = "Ein-langes-Passwort-1"
WAYS = [
    pytest.param(Mouse, 1280, True, id="mouse-1280"),
    pytest.param(Mouse, 390, True, id="mouse-390"),
    pytest.param(Keyboard, 1280, True, id="keyboard-1280"),
    pytest.param(Keyboard, 390, True, id="keyboard-390"),
    pytest.param(Mouse, 1280, False, id="no-javascript-1280"),
    pytest.param(Mouse, 390, False, id="no-javascript-390"),
]


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def log_in(hands, person):
    hands.write("E-Mail", person.email)
    hands.write("Passwort", PASSWORD)
    hands.press("Anmelden")


@pytest.mark.parametrize(("hand", "width", "javascript"), WAYS)
def test_somebody_finds_books_and_leaves_and_the_next_moves_up(new_page, member, hand, width, javascript):
    event = EventFactory(seats=1, offer__title="Kompakt-Webinar Strom")
    page = new_page(width=width, javascript=javascript)
    hands = hand(page)

    page.goto("/")
    hands.follow("Kompakt-Webinar Strom")
    hands.follow("Platz buchen")
    log_in(hands, member)
    assert heading(page) == "Platz buchen"

    hands.tick("Schriftdolmetschung")
    hands.write("Nachricht an das Kampagnenteam", "Ich freue mich.")
    hands.press("Verbindlich buchen")
    assert heading(page) == "Ihr Platz ist gebucht"
    booking = Booking.objects.get(person=member)
    assert (booking.state, booking.needs, booking.message) == (State.BOOKED, ["schrift"], "Ich freue mich.")
    assert booking.reference in page.content()

    waiting = book_seat(event=event, person=PersonFactory(), join_waiting_list=True)
    page.goto("/meine-termine/")
    hands.follow("Kompakt-Webinar Strom")
    hands.follow("Stornieren")
    hands.press("Stornieren")

    waiting.refresh_from_db()
    booking.refresh_from_db()
    assert (booking.state, waiting.state) == (State.CANCELLED, State.BOOKED)
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == [
        "booking_confirmed", "booking_waiting", "booking_cancelled", "moved_up",
    ]  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_when_the_last_seat_goes_nothing_typed_is_lost(new_page, member, javascript):
    event = EventFactory(seats=1)
    page = new_page(javascript=javascript, person=member)
    hands = Mouse(page)
    page.watch.expects("409")
    page.goto(f"{event.get_absolute_url()}buchen/")
    hands.write("Nachricht an das Kampagnenteam", "Bitte mit Pausen.")
    book_seat(event=event, person=PersonFactory())

    hands.press("Verbindlich buchen")

    assert "Der letzte Platz ist gerade vergeben" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Nachricht an das Kampagnenteam").input_value() == "Bitte mit Pausen."
    hands.press("Auf die Warteliste setzen")
    assert Booking.objects.get(person=member).message == "Bitte mit Pausen."
    assert "Platz 1" in page.locator("main").inner_text()


def test_an_offered_seat_is_accepted_with_the_button_and_not_by_opening_the_link(new_page, member, clock_at):
    event = EventFactory(seats=1)
    seated = book_seat(event=event, person=PersonFactory())
    booking = book_seat(event=event, person=member, join_waiting_list=True)
    clock_at(event.starts_at.replace(microsecond=0) - 30 * HOUR)
    cancel_booking(booking=seated, by=seated.person)
    page = new_page(person=member)

    page.goto(f"{booking.get_absolute_url()}annehmen/")
    booking.refresh_from_db()
    assert booking.state == State.OFFERED
    Mouse(page).press("Platz annehmen")

    booking.refresh_from_db()
    assert booking.state == State.BOOKED
    assert heading(page) == "Ihr Platz ist gebucht"


@pytest.mark.parametrize("javascript", [True, False])
def test_the_finder_narrows_the_list_and_the_address_can_be_shared(new_page, javascript):
    EventFactory(offer__title="Wärme im Büro", offer__topic="waerme", onsite=True)
    EventFactory(offer__title="Strom im Büro", offer__topic="strom")
    page = new_page(javascript=javascript)
    page.goto("/seminare/")
    page.get_by_label("Thema").select_option("Wärme")
    if not javascript:
        Mouse(page).press("Ergebnisse zeigen")

    page.get_by_role("heading", name="1 Termin", exact=True).wait_for()

    assert parse_qs(urlsplit(page.url).query) == {"thema": ["waerme"]}
    assert page.get_by_role("link", name="Strom im Büro").count() == 0
    page.goto(page.url)
    assert page.get_by_role("link", name="Wärme im Büro").count() == 1


def test_an_empty_search_offers_a_way_out(new_page):
    EventFactory()
    page = new_page()

    page.goto("/seminare/?q=Quittungsblock")
    Mouse(page).follow("alle Termine")

    assert page.get_by_role("heading", name="1 Termin", exact=True).is_visible()
