"""A person cancels a booking, or changes what was answered."""

import pytest

from missione.shared.models import Letter
from seminars.actions import cancel_booking
from seminars.choices import State
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import berlin
from tests.seminars.own_bookings import do, page_of, requested_by
from tests.seminars.reading import chosen_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_cancelling_asks_once_and_then_does_it(me, booking):
    asked = page_of(me, booking, "stornieren/")
    booking.refresh_from_db()
    assert booking.state == State.BOOKED
    assert "Ihr Platz wird frei für andere." in words_of(asked)

    answer = me.get(do(me, booking, "stornieren", reason="Ich bin im Urlaub")["Location"])

    assert "Ihre Buchung ist storniert" in words_of(answer)
    assert "Grund: Ich bin im Urlaub" in words_of(answer)
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["booking_confirmed", "booking_cancelled"]


def test_a_booking_cancelled_by_the_campaign_team_says_so(me, booking, staff):
    cancel_booking(booking=booking, by=staff, reason="Der Raum ist zu klein.")

    assert "Das Kampagnenteam hat Ihre Buchung storniert" in words_of(page_of(me, booking))


def test_cancelling_twice_is_once(me, booking):
    answers = [do(me, booking, "stornieren")["Location"] for _ in range(2)]

    assert answers == [booking.get_absolute_url()] * 2
    assert Letter.objects.filter(kind="booking_cancelled").count() == 1


def test_a_late_cancellation_is_called_so_afterwards(me, booking, clock_at):
    clock_at(berlin(2026, 12, 7, 10))

    words = words_of(me.get(do(me, booking, "stornieren")["Location"]))

    assert "Die Frist war schon vorbei, deshalb gilt die Stornierung als kurzfristig. Für Sie hat das keine Folgen" in words


def test_after_the_start_nothing_can_be_changed(me, booking, clock_at):
    clock_at(berlin(2026, 12, 8, 10, 1))

    for deed in ("stornieren", "angaben", "umbuchen"):
        assert do(me, booking, deed)["Location"] == booking.get_absolute_url()
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_a_reason_that_is_too_long_comes_back(me, booking):
    refused = do(me, booking, "stornieren", reason="x" * 251)

    assert refused.status_code == 422
    assert "Kürzen Sie den Grund auf höchstens 250 Zeichen. Jetzt sind es 251." in words_of(refused)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Warteliste verlassen Sie geben Ihren Platz auf der Warteliste auf."),
        ("requested", "Anfrage zurückziehen Das Kampagnenteam prüft Ihre Anfrage dann nicht weiter."),
    ],
)
def test_leaving_is_called_what_it_is(me, member, state, words):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), full=state == "waiting", offer__needs_approval=False)
    if state == "requested":
        event.offer.needs_approval = True
        event.offer.save()
    booking = BookingFactory(event=event, person=member)

    assert words in words_of(page_of(me, booking, "stornieren/"))


# --- Changing the answers ---


def test_needs_and_message_can_be_changed(me, member):
    event = EventFactory(hybrid=True, starts_at=berlin(2026, 12, 8, 10))
    booking = BookingFactory(event=event, person=member)
    do(me, booking, "angaben", taking_part="vor-ort", needs=["dgs"], message="Alt")

    form = page_of(me, booking, "angaben/")
    assert (chosen_in(form, "taking_part"), chosen_in(form, "needs")) == (["vor-ort"], ["dgs"])
    answer = me.get(do(me, booking, "angaben", taking_part="online", message="Neu")["Location"])

    booking.refresh_from_db()
    assert (booking.taking_part, booking.needs, booking.message) == ("online", [], "Neu")
    assert "Ihre Angaben sind geändert." in words_of(answer)


def test_who_has_no_seat_is_promised_none(me, member):
    waiting = BookingFactory(event=EventFactory(full=True), person=member)

    for booking, words in (
        (waiting, "Ihr Platz auf der Warteliste bleibt Ihnen"),
        (requested_by(member), "Ihre Anfrage läuft weiter"),
    ):
        assert words in words_of(page_of(me, booking, "angaben/"))
        assert "Ihr Platz bleibt Ihnen" not in words_of(page_of(me, booking, "angaben/"))


def test_bad_answers_come_back_with_a_sentence(me, booking):
    refused = do(me, booking, "angaben", message="a\x07b")

    assert refused.status_code == 422
    assert "Der Text enthält unsichtbare Steuerzeichen." in words_of(refused)
