"""The sample data: a portal that looks used, and never in production."""

from datetime import datetime
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.choices import Format, Mode, State
from seminars.models import Booking, Event, Offer
from teams.models import Person
from teams.sample import CAST, MEMBER, NEWCOMER

WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=clock.BERLIN)


@pytest.fixture
def with_cast(settings):
    settings.SHOW_SAMPLE_CAST = True


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The year is lived once for all tests of this file, and forgotten after the last."""
    with (
        django_db_blocker.unblock(),
        override_settings(SHOW_SAMPLE_CAST=True),
        clock.moved_to(WEDNESDAY),
        transaction.atomic(),
    ):
        call_command("load_sample", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db, with_cast):
    pass


def said(command):
    page = StringIO()
    call_command(command, stdout=page)
    return page.getvalue()


@pytest.mark.parametrize("command", ["load_sample", "sample_cast"])
def test_without_the_switch_nothing_is_loaded_or_told(command, db):
    with pytest.raises(CommandError, match="SHOW_SAMPLE_CAST=1"):
        call_command(command)

    assert not Person.objects.exists()


def test_the_cast_is_printed_with_its_passwords(with_cast):
    table = said("sample_cast")

    assert [role for role in CAST if role.email not in table or role.password not in table] == []


def test_loading_twice_is_once(loaded):
    before = (
        Offer.objects.count(),
        Event.objects.count(),
        Booking.objects.count(),
        Person.objects.count(),
        Letter.objects.count(),
    )

    assert said("load_sample") == "The sample data is there already.\n"

    after = (
        Offer.objects.count(),
        Event.objects.count(),
        Booking.objects.count(),
        Person.objects.count(),
        Letter.objects.count(),
    )
    assert after == before


def test_the_sample_keeps_every_promise(loaded):
    assert list(broken_promises()) == []


def test_there_is_an_event_for_every_way_to_stand(loaded):
    upcoming = Event.objects.upcoming().select_related("offer")
    words = {event.situation[1].split(" (")[0].split(" ab ")[0].split(":")[0] for event in upcoming if event.is_live}

    assert words >= {
        "Plätze frei",
        "Warteliste",
        "Anmeldung",
        "Anmeldeschluss vorbei",
        "Abgesagt",
        "Ausgebucht, Warteliste offen",
    }
    assert upcoming.filter(published_at=None).exists()
    assert upcoming.filter(mode=Mode.HYBRID).exists()
    assert upcoming.filter(offer__format=Format.SHORT_SEMINAR).exists()


def test_the_member_has_a_booking_in_every_state(loaded):
    states = set(Booking.objects.filter(person__email=MEMBER.email).values_list("state", flat=True))

    assert states == {State.BOOKED, State.WAITING, State.OFFERED, State.CANCELLED, State.ATTENDED, State.MISSED}
    assert not Booking.objects.filter(person__email=NEWCOMER.email).exists()


def test_past_events_were_held_and_remind_nobody(loaded):
    past = Event.objects.filter(ends_at__lt=clock.now())

    assert past.filter(bookings__state=State.ATTENDED).exists()
    assert not Booking.objects.open().filter(event__in=past).exists()
    assert not Letter.objects.filter(state=Letter.State.WAITING).exclude(recipient=MEMBER.email).exists()


def test_nobody_sits_in_two_rooms_at_once(loaded):
    seated = Booking.objects.holding_a_seat().filter(event__cancelled_at=None)
    days = seated.order_by("event__days__starts_at").values_list("person", "event__days__starts_at", "event__days__ends_at")
    diaries = {}
    for person, starts_at, ends_at in days:
        diaries.setdefault(person, []).append((starts_at, ends_at))

    overlaps = [pair for diary in diaries.values() for pair in zip(diary, diary[1:], strict=False) if pair[1][0] < pair[0][1]]

    assert overlaps == []


def test_the_cast_can_log_in(loaded, client):
    for role in CAST:
        person = Person.objects.get(email=role.email)
        validate_password(role.password, person)
        assert person.check_password(role.password)
        assert person.emailaddress_set.get().verified


def test_everybody_lives_on_a_reserved_domain(loaded):
    assert [person.email for person in Person.objects.all() if not person.email.endswith(".example")] == []
