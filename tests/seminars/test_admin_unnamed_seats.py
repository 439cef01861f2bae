"""The back office: seats without a name are seen, named and freed; who stands in for whom can be read."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import book_for_team, book_seat, hand_over
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import EventFactory
from tests.factories.teams import TeamFactory
from tests.seminars.admin_desk import rows, told


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Energieteam")


@pytest.fixture
def event(db):
    return EventFactory(starts_at=clock.now().replace(hour=9, minute=0) + timedelta(days=30))


@pytest.fixture
def bookings(team, leader, member, event):
    """The member with a seat, and two without a name."""
    return book_for_team(team=team, event=event, by=leader, people=[member], unnamed=2)


def page_of(booking, deed):
    return reverse(f"admin:seminars_booking_{deed}", args=[booking.pk])


def participants(event):
    return reverse("admin:seminars_event_participants", args=[event.pk])


def state_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def test_the_list_shows_team_and_deadline_of_seats_without_a_name(desk, event, bookings):
    named, unnamed, _ = rows(desk.get(participants(event)), 'class="me-table"')

    assert named[1].startswith("Miriam Mitglied") and named[1].endswith("Team: Energieteam")
    assert unnamed[1] == "Noch ohne Namen Team: Energieteam"
    assert unnamed[2].startswith("Gebucht, Platz 2, zu benennen bis ")
    assert unnamed[5] == "Benennen : Noch ohne Namen Freigeben : Noch ohne Namen"


def test_staff_name_a_seat(desk, leader, event, bookings):
    form = desk.get(page_of(bookings[1], "name")).context["form"]
    offered = [name for _, name in form.fields["person"].choices]
    answer = desk.post(page_of(bookings[1], "name"), {"person": leader.pk}, follow=True)

    assert offered == ["Lea Leitung"]
    assert told(answer) == ["Lea Leitung hat jetzt den Platz und bekommt eine E-Mail."]
    assert Booking.objects.of(leader).get().pk == bookings[1].pk


def test_staff_name_only_who_belongs_to_the_team(desk, stranger, bookings):
    answer = desk.post(page_of(bookings[1], "name"), {"person": stranger.pk})

    assert answer.status_code == 200
    assert Booking.objects.get(pk=bookings[1].pk).is_unnamed


def test_staff_free_a_seat_and_the_lead_is_told(desk, leader, event, bookings):
    page = desk.get(page_of(bookings[2], "release"))
    answer = desk.post(page_of(bookings[2], "release"), follow=True)

    assert "Der Platz ohne Namen wird frei" in page.content.decode()
    assert told(answer) == ["Der Platz ist frei. Eine E-Mail sagt der Teamleitung Bescheid."]
    assert state_of(bookings[2]) == State.CANCELLED
    assert Letter.objects.get(kind="unnamed_seats_freed").recipient == leader.email


@pytest.mark.parametrize(("deed", "data"), [("cancel", {"reason": "Doppelt."}), ("attendance", {"value": "1"})])
def test_what_needs_a_person_is_refused_with_a_sentence(desk, bookings, deed, data):
    answer = desk.post(page_of(bookings[1], deed), data, follow=True)

    assert told(answer) == ["Dieser Platz hat noch keinen Namen. Benennen Sie ihn, oder geben Sie ihn zurück."]
    assert state_of(bookings[1]) == State.BOOKED


@pytest.mark.parametrize("deed", ["name", "release", "cancel", "move"])
def test_pages_of_a_seat_without_a_name_open(desk, bookings, deed):
    assert desk.get(page_of(bookings[1], deed)).status_code == 200


def test_a_seat_that_has_its_name_is_told_so(desk, bookings):
    page = desk.get(page_of(bookings[0], "name"))

    assert "Dieser Platz hat inzwischen einen Namen" in page.content.decode()


def test_the_file_holds_them_too(desk, event, bookings):
    answer = desk.get(reverse("admin:seminars_event_participant_list", args=[event.pk]))

    head, named, unnamed, _ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[:6] == ["Reihenfolge", "Vorname", "Nachname", "E-Mail", "Dienststelle", "Team"]
    assert named[1:6] == ["Miriam", "Mitglied", "miriam.mitglied@behoerde.example", "", "Energieteam"]
    assert unnamed[1:6] == ["", "(noch ohne Namen)", "", "", "Energieteam"]


def test_the_list_of_bookings_finds_those_without_a_name(desk, bookings):
    page = desk.get(reverse("admin:seminars_booking_changelist"), {"name": "fehlt"})

    assert [row[1] for row in rows(page)] == ["Noch ohne Namen (Energieteam)"] * 2


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_of_a_booking_opens(desk, bookings, number):
    page = desk.get(reverse("admin:seminars_booking_change", args=[bookings[number].pk]))

    assert page.status_code == 200
    assert "Energieteam" in page.content.decode()


def test_the_roll_call_leaves_out_what_never_got_a_name(desk, event, bookings, clock_at):
    clock_at(event.ends_at)
    page = desk.get(participants(event))
    answer = desk.post(reverse("admin:seminars_event_all_attended", args=[event.pk]), follow=True)

    assert page.context["unmarked"] == 1
    assert told(answer) == ["1 Person ist als teilgenommen eingetragen."]


def test_before_an_event_is_called_off_staff_see_who_hears_of_it(desk, event, bookings):
    page = desk.get(reverse("admin:seminars_event_cancel", args=[event.pk]))

    assert page.context["concerned"] == [("Gebucht", 1), ("Plätze ohne Namen, für die Teamleitung", 2)]


def test_who_stands_in_for_whom_can_be_read(desk, team, leader, member, event):
    booking = book_seat(event=event, person=member)
    new = hand_over(booking=booking, to=leader, by=member)

    (gone,) = rows(desk.get(participants(event)), 'class="me-gone"')
    page = desk.get(reverse("admin:seminars_booking_change", args=[new.pk])).content.decode()

    assert gone[2].startswith("An eine Vertretung weitergegeben")
    assert "Vertretung für" in page and "Miriam Mitglied" in page
