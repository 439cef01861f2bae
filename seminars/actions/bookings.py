"""Taking a seat, leaving it, and the steps between."""

from uuid import UUID

from django.db import transaction

from missione.shared import clock
from missione.shared.idempotency import answer_once, remember_answer
from seminars import mails
from seminars.actions.seats import (
    clash_of,
    fill_free_seats,
    invite,
    leave,
    locked_booking,
    locked_event,
    next_number,
    next_sequence,
    save_counters,
    seat,
)
from seminars.answers import NOTHING_SAID, Answers
from seminars.choices import ACTIVE, State
from seminars.errors import (
    AlreadyBooked,
    BookingClosed,
    BookingNotOpen,
    EventBegun,
    EventCancelled,
    EventFull,
    NotPossible,
    OfferGone,
    TimeTaken,
)
from seminars.models import Booking, Event
from teams.models import Person

# What promotion from the waiting list writes to the row.
MOVED_UP = ["state", "seat_number", "seated_at", "offered_until", "sequence", "invited_at"]


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
    _require_open(event)
    booking = _enter(event, person, by=person, answers=answers, join_waiting_list=join_waiting_list)
    _remember(request_key, booking)
    return booking


@transaction.atomic
def enter_by_hand(*, event: Event, person: Person, by: Person, answers: Answers = NOTHING_SAID) -> Booking:
    """Staff enter somebody: outside the booking window too, but past nobody who waits. Full means the waiting list."""
    person, event = _lock(person, event)
    _require_open(event, by_hand=True)
    return _enter(event, person, by=by, answers=answers, join_waiting_list=True, approved=True)


@transaction.atomic
def cancel_booking(*, booking: Booking, by: Person, reason: str = "") -> Booking:
    """Leave: full, waiting, offered, or past the deadline (then as late). Twice is once. The next person moves up."""
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state == State.CANCELLED:
        return booking
    if not booking.is_open:
        raise NotPossible("Diese Buchung ist abgeschlossen und kann nicht mehr storniert werden.")
    if event.has_begun:
        raise EventBegun("Der Termin hat schon begonnen. Eine Stornierung ist nicht mehr möglich.")
    by_staff = by.pk != booking.person_id
    booking.cancelled_late = booking.would_be_late and not by_staff
    booking.cancellation_reason = reason
    _free(booking)
    (mails.booking_cancelled_by_staff if by_staff else mails.booking_cancelled)(booking)
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


@transaction.atomic
def approve_request(*, booking: Booking, by: Person) -> Booking:
    """Staff say yes: a seat if one is free and nobody waits, else the waiting list. Not to who sits elsewhere by now."""
    person = Person.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state != State.REQUESTED:
        raise NotPossible("Diese Anfrage ist schon entschieden.")
    _refuse_two_at_once(event, person)
    _seat_or_queue(booking)
    booking.save()
    _tell_where_it_stands(booking)
    fill_free_seats(event)
    save_counters(event)
    booking.refresh_from_db(fields=MOVED_UP)
    return booking


@transaction.atomic
def decline_request(*, booking: Booking, by: Person, reason: str) -> Booking:
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state != State.REQUESTED:
        raise NotPossible("Diese Anfrage ist schon entschieden.")
    booking.cancellation_reason = reason
    _free(booking)
    mails.booking_declined(booking)
    return booking


@transaction.atomic
def move_booking(*, booking: Booking, to: Event, by: Person, join_waiting_list: bool = False) -> Booking:
    """Give up the place at one event for a place at another, or keep it: both or neither. What was approved stays approved."""
    person = Person.objects.select_for_update(no_key=True).get(pk=booking.person_id)
    events = {pk: locked_event(pk) for pk in sorted({booking.event_id, to.pk})}
    old, new = locked_booking(events[booking.event_id], booking.pk), events[to.pk]
    if old.event_id == new.pk or not old.can_be_moved:
        raise NotPossible("Diese Buchung kann nicht umgebucht werden.")
    _require_open(new, by_hand=by.pk != person.pk)
    old.cancelled_late = old.would_be_late and by.pk == person.pk
    _free(old)
    answers = Answers(old.taking_part if new.is_hybrid else "", old.needs, old.message)
    booking = _enter(new, person, by=by, answers=answers, join_waiting_list=join_waiting_list, approved=True)
    mails.booking_moved(old, booking)
    fill_free_seats(old.event)
    return booking


@transaction.atomic
def change_answers(*, booking: Booking, answers: Answers) -> Booking:
    """What the person needs may change until the start; the seat is not touched."""
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if not booking.can_still_be_cancelled:
        raise NotPossible("Diese Angaben können nicht mehr geändert werden.")
    booking.taking_part, booking.needs, booking.message = answers.taking_part, list(answers.needs), answers.message
    booking.save(update_fields=["taking_part", "needs", "message", "changed_at"])
    return booking


def _lock(person: Person, event: Event) -> tuple[Person, Event]:
    """Person first, then the event: one order for all, so that nobody waits in a circle."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    return person, locked_event(event.pk)


def _answered(request_key: UUID | None, **body) -> Booking | None:
    """The booking that this very form made before. Asked under the locks, so that ten identical posts come one by one."""
    reference = answer_once(request_key, digest_of=body) if request_key else None
    return Booking.objects.select_related("event__offer", "person").get(reference=reference) if reference else None


def _remember(request_key: UUID | None, booking: Booking) -> None:
    if request_key:
        remember_answer(request_key, booking.reference)


def _require_open(event: Event, *, by_hand: bool = False) -> None:
    """Nobody comes to what is off or has begun; the booking window binds everybody but staff."""
    if event.is_cancelled:
        raise EventCancelled
    if event.has_begun:
        raise EventBegun
    if by_hand:
        return
    if event.opens_at and event.opens_at > clock.now():
        raise BookingNotOpen(f"Die Anmeldung beginnt am {event.opens_at.astimezone(clock.BERLIN):%d.%m.%Y um %H:%M} Uhr.")
    if not event.is_open:
        raise BookingClosed


def _enter(
    event: Event, person: Person, *, by: Person, answers: Answers, join_waiting_list: bool, approved: bool = False
) -> Booking:
    """The one door for whoever comes new to an event."""
    if Booking.objects.filter(event=event, person=person, state__in=ACTIVE).exists():
        raise AlreadyBooked
    _refuse_two_at_once(event, person)
    if not event.has_room and not join_waiting_list:
        raise EventFull
    booking = Booking(
        event=event,
        person=person,
        booked_by=by,
        number=next_number(event),
        sequence=next_sequence(event, person),
        taking_part=answers.taking_part,
        needs=list(answers.needs),
        message=answers.message,
    )
    if event.offer.needs_approval and not approved:
        booking.state = State.REQUESTED
    else:
        _seat_or_queue(booking)
    booking.save()
    save_counters(event)
    _tell_where_it_stands(booking)
    if booking.state == State.WAITING:
        fill_free_seats(event)
        booking.refresh_from_db(fields=MOVED_UP)
    return booking


def _refuse_two_at_once(event: Event, person: Person) -> None:
    if clash := clash_of(person, event):
        raise TimeTaken(f"Zur selben Zeit ist schon ein Platz in „{clash.event.offer.title}“ gebucht.")


def _seat_or_queue(booking: Booking) -> None:
    if booking.event.has_room:
        seat(booking)
    else:
        booking.state = State.WAITING
        booking.event.waiting_count += 1


def _free(booking: Booking) -> None:
    leave(booking, State.CANCELLED)
    booking.save()
    save_counters(booking.event)


def _tell_where_it_stands(booking: Booking) -> None:
    letter = {
        State.REQUESTED: mails.booking_requested,
        State.WAITING: mails.booking_waiting,
        State.BOOKED: mails.booking_confirmed,
    }[booking.state]
    letter(booking)
