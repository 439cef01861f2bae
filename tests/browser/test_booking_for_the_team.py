"""The story of a team's seats: a lead books for two and one to be named, names it, and a member sends a colleague instead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import book_for_team, book_seat, hand_over
from seminars.choices import State
from seminars.models import Booking
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import LONG, check, look
from tests.conftest import person
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [
    pytest.param(Mouse, 1280, True, id="mouse-1280"),
    pytest.param(Mouse, 390, True, id="mouse-390"),
    pytest.param(Keyboard, 1280, True, id="keyboard-1280"),
    pytest.param(Mouse, 1280, False, id="no-javascript-1280"),
    pytest.param(Mouse, 390, False, id="no-javascript-390"),
]


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def words_of(page):
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.parametrize(("hand", "width", "javascript"), WAYS)
def test_a_lead_books_for_the_team_names_a_place_and_a_member_sends_a_colleague(
    new_page, leader, member, hand, width, javascript
):
    agency = AgencyFactory(name="Finanzamt Musterstadt")
    carla = person("Carla", "Kollegin", agency=agency)
    vera = person("Vera", "Vertretung", agency=agency)
    member.agency = agency
    member.save()
    team = TeamFactory(lead=leader, members=[member, carla], name="Lichtblick")
    event = EventFactory(seats=5, offer__title="Kompakt-Webinar Strom")
    page, other_page = (new_page(width=width, javascript=javascript, person=who) for who in (leader, member))
    lead, hands = hand(page), hand(other_page)

    # The lead books for two, and a place for somebody who is not known yet.
    page.goto(event.get_absolute_url())
    lead.follow("Für mein Team buchen")
    lead.tick("Lea Leitung")
    lead.tick("Miriam Mitglied")
    page.get_by_label("Weitere Plätze").fill("1")
    lead.press("Verbindlich buchen")
    assert heading(page) == "Teamplätze"
    assert "2 Plätze mit Namen und 1 Platz ohne Namen sind gebucht." in words_of(page)
    assert "1 Platz hat noch keinen Namen. Bitte benennen Sie ihn bis" in words_of(page)

    # And names it.
    lead.follow("Benennen")
    assert heading(page) == "Platz benennen"
    page.get_by_label("Carla Kollegin").check()
    lead.press("Platz benennen")
    assert "Carla Kollegin hat jetzt den Platz" in words_of(page)
    assert Booking.objects.of(carla).get().state == State.BOOKED

    # The member cannot come, and sends a colleague who is in no team.
    other_page.goto("/meine-termine/")
    hands.follow("Kompakt-Webinar Strom")
    hands.follow("Vertretung eintragen")
    other_page.get_by_label("Jemand anderes aus der Dienststelle").check()
    hands.write("E-Mail-Adresse", "vera.vertretung@behoerde.example")
    hands.press("Platz weitergeben")
    assert heading(other_page) == "Ihr Platz ist weitergegeben"
    assert "Vera Vertretung vertritt Sie." in words_of(other_page)

    assert set(event.bookings.filter(state=State.BOOKED).values_list("person", flat=True)) == {leader.pk, carla.pk, vera.pk}
    assert list(Letter.objects.order_by("pk").values_list("kind", "recipient", "calendar_method")) == [
        ("booking_confirmed", leader.email, "REQUEST"),
        ("booking_confirmed", member.email, "REQUEST"),
        ("team_seats_booked", leader.email, ""),
        ("booking_confirmed", carla.email, "REQUEST"),
        ("seat_handed_over", member.email, "CANCEL"),
        ("seat_taken_over", vera.email, "REQUEST"),
    ]
    assert Letter.objects.filter(key__startswith=f"team:{team.pk}:").count() == 1
    assert list(broken_promises("seminars")) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_too_few_seats_lose_nothing_that_was_chosen(new_page, leader, member, javascript):
    TeamFactory(lead=leader, members=[member])
    event = EventFactory(seats=1)
    page = new_page(width=390, javascript=javascript, person=leader)
    page.watch.expects("409")
    page.goto(f"{event.get_absolute_url()}buchen/team/")
    page.get_by_label("Lea Leitung").check()
    page.get_by_label("Miriam Mitglied").check()

    Mouse(page).press("Verbindlich buchen")

    assert "Es ist nur noch 1 Platz frei" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Miriam Mitglied").is_checked()
    Mouse(page).press("Buchen und die Übrigen auf die Warteliste")
    assert "1 Platz mit Namen ist gebucht. 1 Person steht auf der Warteliste." in words_of(page)


def test_every_page_of_the_teams_seats_is_accessible(new_page, leader, member):
    start = clock.now().replace(microsecond=0) + timedelta(days=20)
    colleague = PersonFactory(first_name=LONG, last_name=LONG)
    team = TeamFactory(lead=leader, members=[member, colleague], name=LONG)
    TeamFactory(lead=leader)
    event = EventFactory(offer__title=f"Webinar {LONG}", starts_at=start)
    bookings = book_for_team(team=team, event=event, by=leader, people=[member, colleague], unnamed=2)
    given = book_seat(event=EventFactory(starts_at=start + timedelta(days=1)), person=member)
    hand_over(booking=given, to=leader, by=member)
    full = EventFactory(full=True, starts_at=start + timedelta(days=2))
    BookingFactory(event=full, person=colleague)
    lead, other = new_page(person=leader), new_page(person=member)
    base = reverse("seminars:team_seats", args=[team.slug])
    for_the_lead = [base] + [f"{base}{bookings[2].reference}/{deed}/" for deed in ("benennen", "zurueckgeben")]
    for_the_lead += [f"{base}{bookings[0].reference}/vertretung/", event.get_absolute_url()]
    for_the_lead += [f"{one.get_absolute_url()}buchen/team/" for one in (event, full)]
    for_a_member = [base, f"{bookings[0].get_absolute_url()}vertretung/", given.get_absolute_url()]

    found = [line for address in for_the_lead for line in check(lead, address)]
    found += [line for address in for_a_member for line in check(other, address)]
    lead.watch.expects("422")
    lead.goto(f"{event.get_absolute_url()}buchen/team/")
    Mouse(lead).press("Verbindlich buchen")

    assert found + look(lead, "the form with an error") == []
