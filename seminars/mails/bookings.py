"""The letters about bookings. Each is called by the action, inside its transaction, after the booking is saved."""

from datetime import datetime

from missione.shared import clock, ical
from missione.shared.letters import CalendarPart, post_letter
from seminars.choices import State
from seminars.entries import address_of, booking_entry
from seminars.facts import ACCESS_FROM_THE_DAY_BEFORE, EventFacts, access_to, comes_to_the_house, place_of, takes_part_online
from seminars.models import Booking
from seminars.promotion import how_promotion_goes
from seminars.standing import reached_by


def booking_requested(booking: Booking) -> None:
    _post(booking, "booking_requested", entered_by=_entered_by(booking))


def booking_confirmed(booking: Booking) -> None:
    _post(booking, "booking_confirmed", calendar=_invitation(booking), entered_by=_entered_by(booking))


def booking_waiting(booking: Booking) -> None:
    ahead = booking.event.bookings.waiting().filter(number__lt=booking.number).count()
    promotion = how_promotion_goes(booking.event)
    _post(booking, "booking_waiting", position=ahead + 1, promotion=promotion, entered_by=_entered_by(booking))


def moved_up(booking: Booking) -> None:
    """„Nachgerückt“: nobody asked again, so the letter shows the way out."""
    _post(booking, "moved_up", calendar=_invitation(booking))


def seat_offered(booking: Booking) -> None:
    _post(booking, "seat_offered", not_after=booking.offered_until)


def offer_expired(booking: Booking) -> None:
    _post(booking, "offer_expired")


def booking_declined(booking: Booking) -> None:
    _post(booking, "booking_declined")


def booking_cancelled(booking: Booking, *, done_by: str = "") -> None:
    """With `done_by`, the lead of the team, the person learns of it by this letter."""
    _post(booking, "booking_cancelled", calendar=_cancellation(booking), done_by=done_by)


def booking_cancelled_by_staff(booking: Booking) -> None:
    _post(booking, "booking_cancelled_by_staff", calendar=_cancellation(booking))


def booking_moved(old: Booking, new: Booking) -> None:
    """Takes the old date out of the calendar; the new one has a letter of its own."""
    moved_by = new.booked_by.name if new.booked_by_id != new.person_id else ""
    now_at = EventFacts.of(new.event)
    _post(old, "booking_moved", calendar=_cancellation(old), moved_by=moved_by, new=new, now_at=now_at, new_url=address_of(new))


def seat_handed_over(old: Booking, new: Booking) -> None:
    """Takes the date out of the calendar of who gave the seat away."""
    done_by = new.booked_by.name if new.booked_by_id != old.person_id else ""
    _post(old, "seat_handed_over", calendar=_cancellation(old), done_by=done_by, new=new)


def seat_taken_over(booking: Booking) -> None:
    """Nobody asked who takes over, so the letter shows the way out."""
    _post(booking, "seat_taken_over", calendar=_invitation(booking), old=booking.stands_in_for, entered_by=_entered_by(booking))


def request_expired(booking: Booking) -> None:
    """The event begins, and the Kampagnenteam has not answered."""
    _post(booking, "request_expired")


def waiting_list_closed(booking: Booking) -> None:
    """The event begins without who still waits."""
    _post(booking, "waiting_list_closed")


def event_cancelled(booking: Booking) -> None:
    _post(booking, "event_cancelled", calendar=_cancellation(booking))


def event_changed(booking: Booking, before: EventFacts) -> None:
    """„Bisher / neu“. Nothing to see in it is no letter."""
    changes = EventFacts.of(booking.event).since(before)
    if changes:
        version = booking.event.version
        _post(booking, "event_changed", version=version, calendar=_invitation(booking), changes=changes, before=before)


def access_changed(booking: Booking) -> None:
    """The way into the video conference is there, or another one than people saw. No calendar data: it never holds the way in."""
    version = f"{clock.now():%Y%m%d%H%M%S}"
    _post(booking, "access_changed", version=version, not_after=booking.event.ends_at)


def reminder(booking: Booking, days_before: int) -> None:
    """No calendar data: the entry is there already. One for each rule and version of the event."""
    version = f"{days_before}:{booking.event.version}"
    _post(booking, "reminder", version=version, not_after=booking.event.starts_at)


def _entered_by(booking: Booking) -> str:
    return booking.booked_by.name if booking.booked_by_id != booking.person_id else ""


def _post(
    booking: Booking,
    letter: str,
    *,
    version: int | str | None = None,
    calendar: CalendarPart | None = None,
    not_after: datetime | None = None,
    **context,
) -> None:
    occasion = letter.removeprefix("booking_")
    post_letter(
        key=f"booking:{booking.pk}:{occasion}:{booking.sequence if version is None else version}",
        to=booking.person.email,
        template=f"seminars/mail/{letter}",
        context={**_facts(booking), **context, "has_calendar": calendar is not None},
        kind=letter,
        calendar=calendar,
        not_after=not_after,
    )


def _facts(booking: Booking) -> dict:
    """What every letter about a booking may say."""
    event, access = booking.event, access_to(booking)
    return {
        "booking": booking,
        "event": event,
        "facts": EventFacts.of(event),
        "place": place_of(event, booking.taking_part),
        "comes_to_the_house": comes_to_the_house(booking),
        "takes_part_online": takes_part_online(booking),
        "must_choose_way": event.is_hybrid and not booking.taking_part,
        "join_link": access.link if access else "",
        "access_hint": ACCESS_FROM_THE_DAY_BEFORE,
        "booking_url": address_of(booking),
        "offer_url": address_of(event.offer),
        "reached": reached_by(booking),
        "cancel_until": event.cancel_until if event.cancel_until > clock.now() else None,
    }


def _invitation(booking: Booking) -> CalendarPart | None:
    return _part(booking, "REQUEST", ical.request) if booking.state == State.BOOKED else None


def _cancellation(booking: Booking) -> CalendarPart | None:
    """Only what was sent can be taken back."""
    return _part(booking, "CANCEL", ical.cancel) if booking.invited_at else None


def _part(booking: Booking, method: str, write) -> CalendarPart:
    entry = booking_entry(booking)
    content = write(entry, ical.Attendee(email=booking.person.email, name=booking.person.name))
    return CalendarPart(method=method, uid=entry.uid, sequence=entry.sequence, content=content)
