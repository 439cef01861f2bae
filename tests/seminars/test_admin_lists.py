"""The back office: lists of offers, events and bookings."""

import pytest
from django.urls import reverse

from missione.shared import clock
from seminars.actions import approve_request, cancel_event, change_seats
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.seminars.admin_desk import rows

OFFERS = reverse("admin:seminars_offer_changelist")
EVENTS = reverse("admin:seminars_event_changelist")
BOOKINGS = reverse("admin:seminars_booking_changelist")


@pytest.mark.parametrize("address", [OFFERS, EVENTS, BOOKINGS])
def test_the_back_office_is_for_the_campaign_team(address, member, logged_in):
    answer = logged_in(member).get(address, follow=True)

    assert answer.status_code == 403


def test_an_event_says_in_words_how_it_stands(desk):
    event = EventFactory(seats=3, offer__title="Kompakt-Webinar Strom")
    BookingFactory.create_batch(3, event=event)
    change_seats(event=event, seats=1)

    (row,) = rows(desk.get(EVENTS))

    assert row[2:] == [
        "Kompakt-Webinar Strom",
        "Ausgebucht, Warteliste offen",
        "3 von 1 2 über dem Limit",
        "Online",
        "ja",
    ]


def test_the_list_begins_with_what_is_to_come(desk):
    EventFactory(offer__title="Kommt noch")
    EventFactory(offer__title="War schon", past=True)

    titles = {
        zeit: [row[2] for row in rows(desk.get(EVENTS, {"zeit": zeit} if zeit else {}))] for zeit in ("", "vergangen", "alle")
    }

    assert titles == {"": ["Kommt noch"], "vergangen": ["War schon"], "alle": ["War schon", "Kommt noch"]}


def test_all_drafts_are_found_also_those_whose_date_went_by(desk):
    EventFactory(offer__title="Liegen geblieben", draft=True, past=True)
    EventFactory(offer__title="In Arbeit", draft=True)
    EventFactory()

    found = {
        zeit: [row[2] for row in rows(desk.get(EVENTS, {"stand": "entwurf", **({"zeit": zeit} if zeit else {})}))]
        for zeit in ("", "kommend", "vergangen")
    }

    assert found == {"": ["Liegen geblieben", "In Arbeit"], "kommend": ["In Arbeit"], "vergangen": ["Liegen geblieben"]}


@pytest.mark.parametrize(
    ("stand", "found"),
    [("frei", "Frei"), ("warteliste", "Voll"), ("ueber", "Zu viele"), ("entwurf", "Entwurf"), ("abgesagt", "Abgesagt")],
)
def test_events_are_filtered_by_how_they_stand(stand, found, desk):
    EventFactory(offer__title="Frei")
    BookingFactory(event=EventFactory(offer__title="Voll", full=True))
    crowded = EventFactory(offer__title="Zu viele")
    BookingFactory.create_batch(2, event=crowded)
    change_seats(event=crowded, seats=1)
    BookingFactory(event=EventFactory(offer__title="Entwurf", draft=True, seats=1))
    EventFactory(offer__title="Abgesagt", cancelled=True)

    assert [row[2] for row in rows(desk.get(EVENTS, {"stand": stand}))] == [found]


@pytest.mark.parametrize("words", ["Waerme", "wärme", "OBERHAUSEN heizung"])
def test_events_are_found_however_they_are_spelt(words, desk):
    EventFactory(offer__title="Wärme und Heizung", subtitle="für Oberhausen")
    EventFactory(offer__title="Strom")

    assert [row[2] for row in rows(desk.get(EVENTS, {"q": words}))] == ["Wärme und Heizung, für Oberhausen"]


def test_an_offer_shows_its_next_date(desk):
    offer = OfferFactory(title="Sprechstunde", format="office_hour", topic="kampagne")
    EventFactory(offer=offer, past=True)
    EventFactory(offer=offer, cancelled=True)
    coming = EventFactory(offer=offer)

    (row,) = rows(desk.get(OFFERS))

    date = f"{coming.starts_at.astimezone(clock.BERLIN):%d.%m.%Y} , alle Termine zu Sprechstunde"
    assert row == ["Sprechstunde", "Sprechstunde Kampagne und Netzwerk", "Multiplikatoren-Teams", date, "ja"]


def test_offers_are_filtered_by_whom_they_are_for(desk):
    OfferFactory(title="Für alle", audience="employees")
    OfferFactory(title="Für Teams")

    page = desk.get(OFFERS, {"audience__exact": "employees"})

    assert "Nach Zielgruppe" in page.content.decode()
    assert [row[0] for row in rows(page)] == ["Für alle"]


def test_a_booking_is_found_by_number_name_and_address(desk):
    booking = BookingFactory(person__first_name="Şule", person__last_name="Öztürk", person__email="s.oeztuerk@lka.example")
    BookingFactory()

    found = [[row[0] for row in rows(desk.get(BOOKINGS, {"q": words}))] for words in (booking.reference, "şule öztürk", "S.OEZ")]

    assert found == [[booking.reference]] * 3


def test_bookings_are_looked_up_and_never_edited(desk):
    booking = BookingFactory()
    address = reverse("admin:seminars_booking_change", args=[booking.pk])

    page = desk.get(address)

    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert desk.post(address, {"state": "cancelled"}).status_code == 403
    assert desk.post(reverse("admin:seminars_booking_delete", args=[booking.pk])).status_code == 403
    assert desk.get(reverse("admin:seminars_booking_add")).status_code == 403


@pytest.mark.parametrize("address", [OFFERS, EVENTS, BOOKINGS])
def test_a_long_list_costs_no_more_queries_than_a_short_one(address, desk, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    BookingFactory()
    desk.get(address)
    with_one = queries()
    BookingFactory.create_batch(20)

    assert queries() == with_one


def test_events_are_found_where_somebody_waits_for_an_answer(desk):
    BookingFactory(event__offer__title="Angefragt", event__offer__needs_approval=True)
    answered = BookingFactory(event__offer__needs_approval=True)
    approve_request(booking=answered, by=answered.person)

    assert [row[2] for row in rows(desk.get(EVENTS, {"stand": "anfragen"}))] == ["Angefragt"]


def test_an_event_says_how_many_ask_for_a_seat(desk):
    event = EventFactory(seats=3, offer__needs_approval=True)
    granted, *_ = BookingFactory.create_batch(3, event=event)
    approve_request(booking=granted, by=granted.person)

    (row,) = rows(desk.get(EVENTS))

    assert row[4] == "1 von 3 2 angefragt"


def test_a_cancelled_event_says_so(desk):
    event = EventFactory()
    cancel_event(event=event, reason="Die Leitung ist erkrankt.")

    (row,) = rows(desk.get(EVENTS))

    assert (row[3], row[6]) == ("Abgesagt: Die Leitung ist erkrankt.", "abgesagt")
