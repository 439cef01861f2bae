"""manage.py check_invariants, and what the outbox promises."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError

from missione.shared import clock, invariants
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.shared import LetterFactory, calendar_letter

State = Letter.State


def outbox():
    """The promises kept so far broken, without the letters' numbers."""
    return [line.split(": ")[1] for line in broken_promises() if line.startswith("missione.shared")]


@pytest.mark.django_db(transaction=True)
def test_the_command_is_content_when_all_hold():
    LetterFactory(sent=True)
    said = StringIO()

    call_command("check_invariants", stdout=said)

    assert said.getvalue().startswith("All ")
    assert "promises hold" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_lists_what_is_broken_and_fails():
    letter = LetterFactory(text="")
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=said)

    assert f"letter {letter.pk}" in said.getvalue()
    assert letter.recipient not in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_cannot_write(monkeypatch):
    def clumsy():
        """Looks by changing."""
        Letter.objects.update(kind="looked at")
        yield from ()

    monkeypatch.setitem(invariants._questions, "tests: clumsy", clumsy)

    with pytest.raises(InternalError, match="read-only"):
        call_command("check_invariants")


@pytest.mark.django_db
def test_a_hand_over_without_end_is_seen():
    LetterFactory(state=State.HANDING_OVER, leased_by=uuid4(), leased_until=clock.now() - timedelta(minutes=11))

    assert outbox() == ["nothing_stays_in_hand_over"]


@pytest.mark.django_db
def test_a_letter_that_left_after_its_time_is_seen():
    LetterFactory(sent=True, not_after=clock.now() - timedelta(minutes=11))

    assert outbox() == ["nothing_left_after_its_time"]


@pytest.mark.django_db
def test_an_invitation_sent_after_its_cancellation_is_seen():
    calendar_letter(1, "CANCEL", sent=True, sent_at=clock.now() - timedelta(minutes=5))
    calendar_letter(0, sent=True)
    calendar_letter(0, sent=True, recipient="other@behoerde.example")

    assert outbox() == ["cancellations_are_not_overtaken"]


@pytest.mark.django_db
def test_a_bulk_letter_without_an_end_is_seen():
    LetterFactory(is_bulk=True)

    assert outbox() == ["bulk_letters_can_be_ended"]


@pytest.mark.django_db
def test_only_the_promises_of_some_apps_can_be_asked():
    LetterFactory(is_bulk=True)

    assert [len(list(broken_promises(*of))) for of in [(), ("missione", "teams"), ("teams",)]] == [1, 1, 0]
