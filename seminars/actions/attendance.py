"""Who has attended, and the hand-outs (Unterlagen) that go with it.

Every attendance gives the documents of its offer and takes back only what it gave: what staff gave by hand stays, and so does
what another attendance gave. All that a person is given happens under the person's lock.
"""

from collections.abc import Collection, Iterable

from django.db import transaction

from materials.actions.documents import entitle, take_back
from materials.document_choices import Visibility
from materials.models import Document, Entitlement
from missione.shared import clock
from seminars import mails
from seminars.actions.seats import locked_booking, locked_event, require_a_name
from seminars.choices import State
from seminars.errors import NotPossible
from seminars.facts import date_in_words
from seminars.models import Booking, Event, Offer
from teams.models import Person

ON_THE_ROLL = (State.BOOKED, State.ATTENDED, State.MISSED)
NOT_YET = "Die Teilnahme wird nach dem Beginn eingetragen, und nur für gebuchte Plätze."


@transaction.atomic
def record_attendance(*, booking: Booking, attended: bool) -> Booking:
    """After the start: took part, or did not come. Can be corrected."""
    require_a_name(booking)
    _hold([booking.person_id])
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.state not in ON_THE_ROLL:
        raise NotPossible(NOT_YET)
    _record(event, [booking], missed=() if attended else (booking.pk,))
    return booking


@transaction.atomic
def call_the_roll(*, event: Event, missed: Collection[int] = ()) -> list[Booking]:
    """Whoever is not marked yet took part, but for the bookings with these keys. Returns who is marked now."""
    unmarked = event.bookings.named().filter(state=State.BOOKED)
    held = _hold(unmarked.values("person"))
    event = locked_event(event.pk)
    bookings = list(unmarked.filter(person__in=held).select_related("person").order_by("number"))
    _record(event, bookings, missed=missed)
    return bookings


@transaction.atomic
def change_hand_outs(*, offer: Offer, documents: Iterable[Document]) -> int:
    """Who has attended already gets what is new, and what is gone is taken back. Returns how many bookings that concerned.

    The offer first, then the people, then its events: nobody is marked as attended meanwhile.
    """
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    before, after = set(offer.hand_outs.all()), set(documents)
    if any(document.visibility != Visibility.ENTITLED for document in after - before):
        raise NotPossible("Unterlagen sind nur Dokumente, die sieht, wer sie erhalten hat.")
    if before == after:
        return 0
    attended = Booking.objects.attended().named().filter(event__offer=offer)
    held = _hold(attended.values("person"))
    list(Event.objects.locked().filter(offer=offer).order_by("pk").values_list("pk"))
    offer.hand_outs.set(after)
    bookings = list(attended.select_related("person", "event__offer").order_by("pk"))
    if any(booking.person_id not in held for booking in bookings):
        raise NotPossible("Gerade wurde eine Teilnahme eingetragen. Bitte versuchen Sie es noch einmal.")
    for booking in bookings:
        _settle(booking, after)
    return len(bookings)


def _record(event: Event, bookings: list[Booking], *, missed: Collection[int]) -> None:
    if not event.has_begun:
        raise NotPossible(NOT_YET)
    for booking in bookings:
        booking.event, booking.state = event, State.MISSED if booking.pk in missed else State.ATTENDED
    for state in {booking.state for booking in bookings}:
        marked = [booking.pk for booking in bookings if booking.state == state]
        Booking.objects.filter(pk__in=marked).update(state=state, changed_at=clock.now())
    if hand_outs := list(event.offer.hand_outs.all()):
        for booking in bookings:
            _settle(booking, hand_outs)


def _hold(people) -> set[int]:
    """Also those whose account is deleted: that they attended still counts."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def _settle(booking: Booking, hand_outs: Iterable[Document]) -> None:
    """The booking gives what it should, and nothing else. A letter that says too much and has not left is taken back."""
    attended = booking.state == State.ATTENDED and not booking.person.deleted_at
    earned = sorted(hand_outs, key=lambda document: document.pk) if attended else []
    took = take_back(person=booking.person, occasion=booking.occasion, all_but=earned)
    for document in earned:
        entitle(person=booking.person, document=document, because=_because(booking), occasion=booking.occasion)
    if took and mails.take_back_hand_outs(booking):
        _tell_all(booking.person)
    else:
        _tell(booking)


def _because(booking: Booking) -> str:
    event = booking.event
    return f"Teilnahme an „{event.title}“ {date_in_words(event.starts_at, event.ends_at)}"


def _tell_all(person: Person) -> None:
    """What the letter taken back also told may still be the person's, by this booking or by another one."""
    for booking in Booking.objects.attended().of(person).select_related("person", "event__offer").order_by("pk"):
        _tell(booking)


def _tell(booking: Booking) -> None:
    """Of what the booking gave, all that the person can open now, was not given by hand before and has not been told yet."""
    person = booking.person
    by_hand = Entitlement.objects.by_hand().of(person).values("document")
    given = Entitlement.objects.that_open(person).filter(occasion=booking.occasion).exclude(document__in=by_hand)
    if not given:
        return
    told = mails.hand_outs_told_to(person)
    if news := [each.document for each in given if each.document_id not in told]:
        mails.hand_outs(booking, news)
