"""Vertretung: the seat goes to a colleague in one step, without being free in between."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from missione.shared.models import Letter
from seminars import actions
from seminars.actions import book_seat, cancel_booking, hand_over
from seminars.choices import State
from seminars.errors import ColleagueBusy, EventBegun, NotAColleague, NotPossible
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory()


def works_in(agency, person):
    person.agency = agency
    person.save()
    return person


@pytest.fixture
def giver(member, agency):
    return works_in(agency, member)


@pytest.fixture
def colleague(stranger, agency):
    """Of the same authority, in no team."""
    return works_in(agency, stranger)


@pytest.fixture
def event():
    return EventFactory(seats=2)


@pytest.fixture
def booking(event, giver):
    return book_seat(event=event, person=giver)


def calendar_of(person):
    return list(
        Letter.objects.filter(recipient=person.email)
        .order_by("pk")
        .values_list("kind", "calendar_method", "calendar_sequence", "calendar_uid")
    )


def test_the_seat_keeps_its_number_and_both_are_told(event, booking, giver, colleague):
    new = hand_over(booking=booking, to=colleague, by=giver)

    booking.refresh_from_db()
    event.refresh_from_db()
    assert (booking.state, booking.seat_number, booking.cancelled_late) == (State.CANCELLED, None, False)
    assert (new.state, new.seat_number, new.stands_in_for) == (State.BOOKED, 1, booking)
    assert (event.seats_taken, event.waiting_count) == (1, 0)
    assert calendar_of(giver) == [
        ("booking_confirmed", "REQUEST", 0, event.uid),
        ("seat_handed_over", "CANCEL", 1, event.uid),
    ]
    assert calendar_of(colleague) == [("seat_taken_over", "REQUEST", 0, event.uid)]


def test_nobody_who_waits_comes_in_between(giver, colleague):
    event = EventFactory(seats=1)
    booking = book_seat(event=event, person=giver)
    waiting = BookingFactory(event=event)

    hand_over(booking=booking, to=colleague, by=giver)

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_a_seat_beyond_a_lowered_limit_can_be_handed_over_too(giver, colleague):
    event = EventFactory(seats=2)
    BookingFactory(event=event)
    booking = book_seat(event=event, person=giver)
    actions.change_seats(event=event, seats=1)

    new = hand_over(booking=booking, to=colleague, by=giver)

    event.refresh_from_db()
    assert (new.seat_number, event.seats_taken) == (2, 2)


def test_what_the_first_person_said_stays_behind(giver, colleague):
    event = EventFactory(hybrid=True)
    colleague.needs = ["dgs"]
    colleague.save()
    answers = actions.Answers("online", ["schrift"], "Ich bringe meinen Hund mit.")
    booking = book_seat(event=event, person=giver, answers=answers)

    new = hand_over(booking=booking, to=colleague, by=giver)

    assert (new.taking_part, new.needs, new.message) == ("", ["dgs"], "")
    letter = Letter.objects.get(recipient=colleague.email)
    assert "Bitte sagen Sie uns auf der Seite Ihrer Buchung, wie Sie teilnehmen." in letter.text


def test_twice_is_once(booking, giver, colleague):
    first = hand_over(booking=booking, to=colleague, by=giver)
    again = hand_over(booking=booking, to=colleague, by=giver)

    assert first == again
    assert Letter.objects.filter(kind="seat_taken_over").count() == 1


def test_a_seat_goes_to_one_colleague_only(booking, giver, colleague, agency):
    third = works_in(agency, PersonFactory())
    EmailAddress.objects.create(user=third, email=third.email, verified=True)
    hand_over(booking=booking, to=colleague, by=giver)

    with pytest.raises(NotPossible):
        hand_over(booking=booking, to=third, by=giver)


def test_who_takes_over_can_leave_as_usual_and_the_next_moves_up(giver, colleague):
    event = EventFactory(seats=1)
    new = hand_over(booking=book_seat(event=event, person=giver), to=colleague, by=giver)
    waiting = BookingFactory(event=event)

    cancel_booking(booking=new, by=colleague)

    waiting.refresh_from_db()
    assert waiting.state == State.BOOKED


def test_and_can_hand_it_back(booking, giver, colleague):
    new = hand_over(booking=booking, to=colleague, by=giver)

    back = hand_over(booking=new, to=giver, by=colleague)

    assert (back.seat_number, back.sequence) == (1, 2)
    assert calendar_of(giver)[-1][:3] == ("seat_taken_over", "REQUEST", 2)


def test_who_gave_it_away_can_book_again(event, booking, giver, colleague):
    hand_over(booking=booking, to=colleague, by=giver)

    assert book_seat(event=event, person=giver).sequence == 2


def test_not_past_the_start(booking, giver, colleague, event, clock_at):
    clock_at(event.starts_at)

    with pytest.raises(EventBegun):
        hand_over(booking=booking, to=colleague, by=giver)


def test_short_before_the_start_is_not_late(booking, giver, colleague, event, clock_at):
    clock_at(event.starts_at - timedelta(hours=1))

    hand_over(booking=booking, to=colleague, by=giver)

    booking.refresh_from_db()
    assert not booking.cancelled_late


@pytest.mark.parametrize("facts", [{"full": True}, {"offer__needs_approval": True}], ids=["waiting", "requested"])
def test_a_place_in_the_queue_stays_where_it_is(facts, giver, colleague):
    booking = book_seat(event=EventFactory(**facts), person=giver, join_waiting_list=True)

    with pytest.raises(NotPossible, match="Nur ein fest gebuchter Platz"):
        hand_over(booking=booking, to=colleague, by=giver)


def test_who_is_in_already_cannot_take_over(booking, giver, colleague, event):
    book_seat(event=event, person=colleague)

    with pytest.raises(ColleagueBusy, match="Felix Fremd ist bei diesem Termin schon dabei."):
        hand_over(booking=booking, to=colleague, by=giver)


def test_who_is_elsewhere_cannot_take_over(booking, giver, colleague, event):
    book_seat(event=EventFactory(starts_at=event.starts_at), person=colleague)

    with pytest.raises(ColleagueBusy, match="hat zur selben Zeit schon einen anderen Termin."):
        hand_over(booking=booking, to=colleague, by=giver)


# --- Who is a colleague ------------------------------------------------------------------------------------


def elsewhere(colleague):
    works_in(AgencyFactory(), colleague)


def nowhere(colleague):
    works_in(None, colleague)


def suspended(colleague):
    colleague.is_active = False
    colleague.save()


def unconfirmed(colleague):
    colleague.emailaddress_set.update(verified=False)


@pytest.mark.parametrize("is_", [elsewhere, nowhere, suspended, unconfirmed])
def test_others_are_refused_all_with_the_same_words(booking, giver, colleague, is_):
    is_(colleague)

    with pytest.raises(NotAColleague) as refusal:
        hand_over(booking=booking, to=colleague, by=giver)

    assert str(refusal.value) == NotAColleague.sentence
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_two_without_an_authority_are_no_colleagues(event, stranger, member):
    booking = book_seat(event=event, person=member)

    with pytest.raises(NotAColleague):
        hand_over(booking=booking, to=stranger, by=member)


def test_who_is_in_the_same_team_is_a_colleague(event, stranger, member):
    TeamFactory(lead=stranger, members=[member])

    assert hand_over(booking=book_seat(event=event, person=member), to=stranger, by=member).person == stranger


def test_a_team_that_is_not_let_in_yet_makes_no_colleagues(event, stranger, member):
    TeamFactory(asked=True, lead=stranger, members=[member])

    with pytest.raises(NotAColleague):
        hand_over(booking=book_seat(event=event, person=member), to=stranger, by=member)


def test_a_seat_of_the_team_stays_with_it_among_members(event, leader, member, stranger, agency):
    team = TeamFactory(lead=leader, members=[member], agency=agency)
    (booking,) = actions.book_for_team(team=team, event=event, by=leader, people=[member])
    works_in(agency, member), works_in(agency, stranger)

    within = hand_over(booking=booking, to=leader, by=leader)
    assert within.team == team
    works_in(agency, leader)
    assert hand_over(booking=within, to=stranger, by=leader).team is None


def test_if_the_lead_does_it_both_read_who_did(event, leader, member, stranger):
    TeamFactory(lead=leader, members=[member, stranger])
    booking = book_seat(event=event, person=member)

    hand_over(booking=booking, to=stranger, by=leader)

    told = {letter.kind: letter.text for letter in Letter.objects.all()}
    assert "Eingetragen hat das Lea Leitung." in told["seat_handed_over"]
    assert "Eingetragen hat Sie Lea Leitung." in told["seat_taken_over"]
