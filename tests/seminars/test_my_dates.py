"""Meine Termine: three lists, and the next date on the front page."""

from datetime import timedelta

import pytest

from missione.shared import clock
from seminars.actions import cancel_booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import berlin
from tests.seminars.reading import titles_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_my_dates_are_sorted_into_three_lists(me, member):
    def mine(title, **facts):
        return BookingFactory(event=EventFactory(offer__title=title, **facts), person=member)

    mine("Im Januar", starts_at=berlin(2027, 1, 12, 10))
    mine("Im Dezember", starts_at=berlin(2026, 12, 8, 10))
    mine("Angefragt", starts_at=berlin(2027, 2, 9, 10), offer__needs_approval=True)
    mine("Ich warte", full=True, starts_at=berlin(2026, 12, 15, 10))
    mine("Vorbei", starts_at=berlin(2026, 10, 6, 10))
    cancelled = mine("Storniert", starts_at=berlin(2026, 12, 16, 10))
    cancel_booking(booking=cancelled, by=member)
    BookingFactory(event=EventFactory(offer__title="Von jemand anderem"))

    lists = [me.get(address) for address in ("/meine-termine/", "/meine-termine/warteliste/", "/meine-termine/vergangen/")]

    assert [titles_of(page) for page in lists] == [
        ["Im Dezember", "Im Januar", "Angefragt"],
        ["Ich warte"],
        ["Storniert", "Vorbei"],
    ]
    assert "Sie stehen auf Platz 1 der Warteliste." in words_of(lists[1])


def test_an_offered_seat_stands_among_the_upcoming_with_its_deadline(me, offered):
    assert "Bitte bis Montag, 23. November 2026, 14:00 Uhr annehmen." in words_of(me.get("/meine-termine/"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/meine-termine/", "Sie haben noch keinen Termin gebucht"),
        ("/meine-termine/warteliste/", "Sie stehen auf keiner Warteliste"),
        ("/meine-termine/vergangen/", "Hier ist noch nichts"),
    ],
)
def test_an_empty_list_shows_the_next_step(me, address, words):
    assert words in words_of(me.get(address))


def test_many_bookings_are_several_pages(me, member):
    for week in range(27):
        BookingFactory(event=EventFactory(starts_at=clock.now() + timedelta(weeks=week, hours=5)), person=member)

    assert [len(titles_of(me.get(f"/meine-termine/?seite={number}"))) for number in ("1", "2", "99", "x")] == [25, 2, 2, 25]


def test_the_front_page_shows_the_next_date(me, booking, client, member):
    BookingFactory(event=EventFactory(starts_at=berlin(2027, 1, 12, 10)), person=member)

    assert "Ihr nächster Termin Alle meine Termine 08 Dez Richtig heizen" in words_of(me.get("/"))
    assert "Ihr nächster Termin" not in words_of(client.get("/"))
