"""The letter about hand-outs: what somebody has been given after an event. None tells of a document that another told of before.

Its key says to whom, because of which booking, and of which documents: "hand_outs:7:42:3+9:0".
"""

from materials.models import Document
from missione.shared.letters import post_letter
from missione.shared.models import Letter
from seminars.entries import address_of
from seminars.facts import EventFacts, place_of
from seminars.models import Booking
from teams.models import Person

DOCUMENTS = 3  # where they stand in the key


def hand_outs(booking: Booking, documents: list[Document]) -> None:
    """Leads to the booking's page, which asks to log in: the address of a document is a 404 for who has not."""
    before = Letter.objects.filter(key__startswith=_trunk(booking)).count()
    which = "+".join(str(document.pk) for document in documents)
    post_letter(
        key=f"{_trunk(booking)}{which}:{before}",
        to=booking.person.email,
        template="seminars/mail/hand_outs",
        context={
            "booking": booking,
            "event": booking.event,
            "facts": EventFacts.of(booking.event),
            "place": place_of(booking.event, booking.taking_part),
            "documents": documents,
            "booking_url": address_of(booking),
        },
        kind="hand_outs",
    )


def hand_outs_told_to(person: Person) -> set[int]:
    """The keys of the documents that a letter has told of, or will."""
    letters = Letter.objects.filter(key__startswith=_to(person)).exclude(state=Letter.State.CANCELLED)
    keys = letters.values_list("key", flat=True)
    return {int(document) for key in keys for document in key.split(":")[DOCUMENTS].split("+")}


def take_back_hand_outs(booking: Booking) -> bool:
    """What has not left yet. Returns whether there was something."""
    return _take_back(_trunk(booking))


def take_back_all_hand_outs(person: Person) -> None:
    _take_back(_to(person))


def _take_back(trunk: str) -> bool:
    waiting = Letter.objects.filter(key__startswith=trunk, state=Letter.State.WAITING)
    return waiting.update(state=Letter.State.CANCELLED, leased_by=None, leased_until=None) > 0


def _trunk(booking: Booking) -> str:
    return f"{_to(booking.person)}{booking.pk}:"


def _to(person: Person) -> str:
    return f"hand_outs:{person.pk}:"
