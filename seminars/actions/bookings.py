"""Taking a seat, leaving it, and the steps between."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from missione.shared import clock
from missione.shared.idempotency import answer_once, remember_answer
from missione.shared.letters import posted_together
from seminars import mails
from seminars.actions.entering import (
    MOVED_UP,
    enter,
    enter_all,
    free,
    lock_people,
    refuse_two_at_once,
    require_open,
    seat_or_queue,
    tell_where_it_stands,
)
from seminars.actions.seats import (
    fill_free_seats,
    free_seat_numbers,
    invite,
    locked_booking,
    locked_event,
    require_a_name,
    save_counters,
)
from seminars.answers import NOTHING_SAID, Answers
from seminars.choices import State
from seminars.errors import EventBegun, NotPossible, OfferGone
from seminars.models import Booking, Event
from teams.models import Person, Team


@transaction.atomic
def book_seat(
    *,
    event: Event,
    person: Person,
    answers: Answers = NOTHING_SAID,
    join_waiting_list: bool = False,
    request_key: UUID | None = None,
) -> Booking:
    """A seat, or with `join_waiting_list` a place in the queue when there is none. The same key again gives the same booking."""
    person, event = _lock(person, event)
    if earlier := _answered(request_key, deed="book", person=person.pk, event=event.pk, **vars(answers)):
        return earlier
    require_open(event)
    booking = enter(event, person, by=person, answers=answers, join_waiting_list=join_waiting_list)
    _remember(request_key, booking)
    return booking


@transaction.atomic
def book_seats(*, event: Event, newcomers: Mapping[Person, Answers], join_waiting_list: bool = False) -> list[Booking]:
    """Several people in this order, each for themselves: seats for all of them, or for none."""
    people = lock_people(newcomers)
    event = locked_event(event.pk)
    require_open(event)
    locked = {people[person.pk]: answers for person, answers in newcomers.items()}
    return enter_all(event, locked, join_waiting_list=join_waiting_list)


@transaction.atomic
def enter_by_hand(*, event: Event, person: Person, by: Person, answers: Answers = NOTHING_SAID) -> Booking:
    """Staff enter somebody: outside the booking window too, but past nobody who waits. Full means the waiting list."""
    person, event = _lock(person, event)
    require_open(event, by_hand=True)
    return enter(event, person, by=by, answers=answers, join_waiting_list=True, approved=True)


@transaction.atomic
def cancel_booking(*, booking: Booking, by: Person, reason: str = "", for_team: Team | None = None) -> Booking:
    """Leave: full, waiting, offered, or past the deadline (then as late). Twice is once. The next person moves up.

    With `for_team` its lead gives back what was booked for it: that is neither the person's doing nor the campaign team's.
    """
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state == State.CANCELLED:
        return booking
    if not booking.is_open:
        raise NotPossible("Diese Buchung ist abgeschlossen und kann nicht mehr storniert werden.")
    if event.has_begun:
        raise EventBegun("Der Termin hat schon begonnen. Eine Stornierung ist nicht mehr möglich.")
    require_a_name(booking)
    if for_team and booking.team_id != for_team.pk:
        raise NotPossible("Dieser Platz gehört nicht mehr zu Ihrem Team. Bitte laden Sie die Seite neu.")
    by_another = by.pk != booking.person_id
    by_staff = by_another and not for_team
    booking.cancelled_late = booking.would_be_late and not by_staff
    booking.cancelled_by_staff = by_staff
    booking.cancellation_reason = reason
    free(booking)
    if by_staff:
        mails.booking_cancelled_by_staff(booking)
    else:
        mails.booking_cancelled(booking, done_by=by.name if by_another else "")
    fill_free_seats(event)
    return booking


@transaction.atomic
def accept_offer(*, booking: Booking) -> Booking:
    """Take the offered seat before its deadline. Twice is once."""
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state == State.BOOKED:
        return booking
    if booking.state != State.OFFERED or booking.offered_until <= clock.now() or event.has_begun:
        raise OfferGone
    booking.state, booking.offered_until = State.BOOKED, None
    invite(booking)
    booking.save()
    mails.booking_confirmed(booking)
    return booking


def approve_request(*, booking: Booking, by: Person) -> Booking:
    """Staff say yes: a seat if one is free and nobody waits, else the waiting list. Not to who sits elsewhere by now."""
    return approve_requests(bookings=[booking], by=by)[0]


@transaction.atomic
def approve_requests(*, bookings: Sequence[Booking], by: Person) -> list[Booking]:
    """To several of one event, in the order given: to all of them, or to none."""
    concerned = Person.objects.select_for_update(no_key=True).filter(pk__in=[booking.person_id for booking in bookings])
    people = list(concerned.order_by("pk"))
    event = locked_event(bookings[0].event_id)
    bookings = [locked_booking(event, booking.pk) for booking in bookings]
    if any(booking.state != State.REQUESTED for booking in bookings):
        raise NotPossible("Diese Anfrage ist schon entschieden.")
    refuse_two_at_once(event, people)
    numbers = free_seat_numbers(event, len(bookings))
    with posted_together():
        for booking in bookings:
            seat_or_queue(booking, numbers)
            booking.save()
            tell_where_it_stands(booking)
    fill_free_seats(event)
    save_counters(event)
    for booking in bookings:
        if booking.state == State.WAITING:
            booking.refresh_from_db(fields=MOVED_UP)
    return bookings


@transaction.atomic
def decline_request(*, booking: Booking, by: Person, reason: str) -> Booking:
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state != State.REQUESTED:
        raise NotPossible("Diese Anfrage ist schon entschieden.")
    booking.cancellation_reason, booking.cancelled_by_staff = reason, True
    free(booking)
    mails.booking_declined(booking)
    return booking


@transaction.atomic
def move_booking(*, booking: Booking, to: Event, by: Person, join_waiting_list: bool = False) -> Booking:
    """Give up the place at one event for a place at another, or keep it: both or neither. What was approved stays approved."""
    require_a_name(booking)
    person = Person.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    events = {pk: locked_event(pk) for pk in sorted({booking.event_id, to.pk})}
    old, new = locked_booking(events[booking.event_id], booking.pk), events[to.pk]
    if old.event_id == new.pk or not old.can_be_moved:
        raise NotPossible("Diese Buchung kann nicht umgebucht werden.")
    by_staff = by.pk != person.pk
    require_open(new, by_hand=by_staff)
    old.cancelled_late, old.cancelled_by_staff = old.would_be_late and not by_staff, by_staff
    free(old)
    answers = Answers(old.taking_part if new.is_hybrid else "", old.needs, old.message)
    booking = enter(new, person, by=by, answers=answers, join_waiting_list=join_waiting_list, approved=True, team=old.team)
    old.moved_to = booking
    old.save(update_fields=["moved_to", "changed_at"])
    mails.booking_moved(old, booking)
    fill_free_seats(old.event)
    return booking


@transaction.atomic
def change_answers(*, booking: Booking, answers: Answers) -> Booking:
    """What the person needs may change until the start; the seat is not touched."""
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    require_a_name(booking)
    if not booking.can_still_be_cancelled:
        raise NotPossible("Diese Angaben können nicht mehr geändert werden.")
    booking.taking_part, booking.needs, booking.message = answers.taking_part, list(answers.needs), answers.message
    booking.save(update_fields=["taking_part", "needs", "message", "changed_at"])
    return booking


def _lock(person: Person, event: Event) -> tuple[Person, Event]:
    return lock_people([person])[person.pk], locked_event(event.pk)


def _answered(request_key: UUID | None, **body) -> Booking | None:
    """The booking that this very form made before. Asked under the locks, so that ten identical posts come one by one."""
    reference = answer_once(request_key, digest_of=body) if request_key else None
    return Booking.objects.select_related("event__offer", "person").get(reference=reference) if reference else None


def _remember(request_key: UUID | None, booking: Booking) -> None:
    if request_key:
        remember_answer(request_key, booking.reference)
