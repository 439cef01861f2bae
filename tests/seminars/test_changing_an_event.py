"""Staff make, move, copy and call off events."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from missione.shared.wall_time import NoSuchTime, TimeExistsTwice, wall_moment
from seminars import errors
from seminars.actions import (
    Answers,
    Span,
    book_seat,
    cancel_event,
    change_event,
    copy_event,
    create_event,
    create_series,
    publish_event,
    repeated_dates,
)
from seminars.choices import State
from seminars.models import Event
from tests.factories.seminars import EventFactory, OfferFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db


def span(day, start, end):
    return Span(wall_moment(day, start), wall_moment(day, end))


def test_a_new_event_is_a_draft_whose_address_is_its_date():
    days = [span(date(2027, 3, 9), time(9), time(13)), span(date(2027, 3, 8), time(9), time(17))]

    event = create_event(offer=OfferFactory(seats=16), days=days)

    assert (event.slug, event.seats, event.published_at) == ("2027-03-08", 16, None)
    assert (event.starts_at, event.ends_at) == (days[1].starts_at, days[0].ends_at)
    assert not Event.objects.visible_to(None).exists()


def test_the_second_event_of_a_day_has_an_address_of_its_own():
    first = EventFactory()

    second = create_event(offer=first.offer, days=[Span(first.starts_at, first.ends_at)])

    assert second.slug == f"{first.slug}-2"


def test_publishing_shows_it_and_twice_is_once():
    event = publish_event(event=EventFactory(draft=True))

    assert publish_event(event=event).published_at == event.published_at
    assert list(Event.objects.visible_to(None)) == [event]


def test_moving_it_tells_everybody_and_raises_version_and_sequence(member, stranger):
    event = EventFactory(seats=1)
    booked = book_seat(event=event, person=member)
    waiting = book_seat(event=event, person=stranger, join_waiting_list=True)
    shift = timedelta(days=1)

    event = change_event(event=event, days=[Span(event.starts_at + shift, event.ends_at + shift)])

    booked.refresh_from_db()
    told = list(Letter.objects.filter(kind="event_changed").order_by("recipient").values_list("recipient", "calendar_method"))
    assert (event.version, booked.sequence) == (2, 1)
    assert told == sorted([(member.email, "REQUEST"), (stranger.email, "")])
    assert waiting.event_id == event.pk


def test_the_old_address_of_a_moved_event_is_remembered():
    event = EventFactory()
    old = event.slug
    shift = timedelta(days=1)

    event = change_event(event=event, days=[Span(event.starts_at + shift, event.ends_at + shift)])

    assert event.slug != old
    assert event.former_slugs == [old]


def test_a_spelling_mistake_tells_nobody(member):
    event = EventFactory()
    book_seat(event=event, person=member)

    event = change_event(event=event, changes={"speakers": "Dr. Ada Beispiel"})

    assert (event.version, Letter.objects.filter(kind="event_changed").count()) == (1, 0)


def test_calling_it_off_ends_every_booking_and_says_why(member, stranger):
    event = EventFactory(seats=1)
    bookings = [book_seat(event=event, person=member), book_seat(event=event, person=stranger, join_waiting_list=True)]

    event = cancel_event(event=event, reason="Die Referentin ist erkrankt.")
    cancel_event(event=event, reason="Noch einmal.")

    for booking in bookings:
        booking.refresh_from_db()
    letters = Letter.objects.filter(kind="event_cancelled")
    assert [booking.state for booking in bookings] == [State.CANCELLED, State.CANCELLED]
    assert {letter.recipient: letter.calendar_method for letter in letters} == {member.email: "CANCEL", stranger.email: ""}
    assert all("Die Referentin ist erkrankt." in letter.text for letter in letters)
    assert (event.seats_taken, event.waiting_count) == (0, 0)


def test_what_is_over_is_not_called_off():
    with pytest.raises(errors.NotPossible):
        cancel_event(event=EventFactory(past=True), reason="Zu spät.")


def test_a_copy_has_the_same_place_a_new_uid_and_nobody_booked(member):
    event = EventFactory(onsite=True, seats=7)
    book_seat(event=event, person=member)
    later = timedelta(days=28)

    copy = copy_event(event=event, days=[Span(event.starts_at + later, event.ends_at + later)])

    assert (copy.venue, copy.seats, copy.seats_taken, copy.published_at) == (event.venue, 7, 0, None)
    assert copy.uid != event.uid


@pytest.mark.parametrize("first", [date(2027, 3, 15), date(2027, 10, 18)])
def test_ten_o_clock_stays_ten_o_clock_across_the_change_of_clocks(first):
    event = EventFactory(starts_at=wall_moment(first, time(10)), ends_at=wall_moment(first, time(11, 30)))

    series = create_series(event=event, dates=repeated_dates(first=first + timedelta(weeks=1), weeks_between=1, count=4))

    assert [each.starts_at.astimezone(BERLIN).time() for each in series] == [time(10)] * 4
    assert len({each.starts_at.astimezone(UTC).hour for each in series}) == 2


def test_a_time_that_does_not_exist_is_refused_and_nothing_is_made():
    event = EventFactory(starts_at=wall_moment(date(2027, 3, 21), time(2, 30)), ends_at=wall_moment(date(2027, 3, 21), time(4)))

    with pytest.raises(NoSuchTime, match=r"28\.03\.2027, 02:30 Uhr gibt es nicht"):
        create_series(event=event, dates=[date(2027, 3, 27), date(2027, 3, 28)])

    assert Event.objects.count() == 1


def test_a_time_that_exists_twice_is_refused():
    with pytest.raises(TimeExistsTwice, match="gibt es zweimal"):
        wall_moment(date(2027, 10, 31), time(2, 30))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59)),
        (date(2027, 3, 28), time(3), datetime(2027, 3, 28, 1)),
        (date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59)),
        (date(2027, 10, 31), time(3), datetime(2027, 10, 31, 2)),
    ],
)
def test_beside_the_change_every_time_is_one_moment(day, at, utc):
    moment = wall_moment(day, at)

    assert (moment - moment.utcoffset()).replace(tzinfo=None) == utc


def test_who_is_told_of_a_move_stays_in_the_order_of_arrival():
    event = EventFactory(seats=1)
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        book_seat(event=event, person=person, join_waiting_list=True)

    change_event(event=event, days=[Span(event.starts_at + timedelta(hours=1), event.ends_at + timedelta(hours=1))])

    told = Letter.objects.filter(kind="event_changed").order_by("pk").values_list("recipient", flat=True)
    assert list(told) == [person.email for person in people]


def test_a_new_way_into_the_conference_is_told_from_the_day_before_on(member, clock_at):
    event = EventFactory(join_link="https://konferenz.example/alt")
    book_seat(event=event, person=member)
    change_event(event=event, changes={"join_link": "https://konferenz.example/frueh"})
    assert not Letter.objects.filter(kind="access_changed").exists()

    clock_at(event.starts_at - timedelta(hours=2))
    event = change_event(event=event, changes={"join_link": "https://konferenz.example/neu"})

    letter = Letter.objects.get(kind="access_changed")
    assert "https://konferenz.example/neu" in letter.text
    assert (letter.calendar_method, event.version) == ("", 1)


def test_a_slip_of_the_year_moves_nothing(member):
    event = EventFactory()
    book_seat(event=event, person=member)
    year = timedelta(days=365)

    with pytest.raises(errors.NotPossible, match="Vergangenheit"):
        change_event(event=event, days=[Span(event.starts_at - year, event.ends_at - year)])

    assert not Letter.objects.filter(kind="event_changed").exists()


def test_an_old_address_is_never_given_to_another_event():
    event = EventFactory()
    old, days = event.slug, [Span(event.starts_at, event.ends_at)]
    change_event(event=event, days=[Span(event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1))])

    assert create_event(offer=event.offer, days=days).slug == f"{old}-2"


def test_back_on_its_old_date_it_has_its_old_address():
    event = EventFactory()
    old, days = event.slug, [Span(event.starts_at, event.ends_at)]
    event = change_event(event=event, days=[Span(event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1))])

    event = change_event(event=event, days=days)

    assert event.slug == old
    assert old not in event.former_slugs


def test_who_comes_to_the_house_hears_of_the_new_link_when_the_event_goes_online(member, clock_at):
    event = EventFactory(hybrid=True)
    book_seat(event=event, person=member, answers=Answers(taking_part="vor-ort"))
    clock_at(event.starts_at - timedelta(hours=2))

    change_event(event=event, changes={"mode": "online", "join_link": "https://konferenz.example/neu"})

    assert Letter.objects.get(kind="access_changed").recipient == member.email
