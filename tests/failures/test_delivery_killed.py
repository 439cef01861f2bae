"""A worker dies by SIGKILL while the mail server has the letter and has not answered yet."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from devstack.place import Place
from devstack.valkey import Valkey
from missione.shared import clock, envelopes, outbox
from missione.shared.delivery import deliver
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.shared import LetterFactory
from tests.failures.celery_worker import Worker, wait_until
from tests.shared.conftest import mail_server  # noqa: F401  (a fixture)

State = Letter.State
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(mail_server):  # noqa: F811
    place = Place.throwaway()
    valkey = Valkey(place, throwaway=True)
    worker = Worker(place, valkey, mail=mail_server.url)
    try:
        valkey.start()
        worker.start()
        yield worker
    finally:
        worker.stop()
        valkey.stop()
        place.remove()


def letters_with_one_in_mid_hand_over(mail_server, worker, **about_that_one):  # noqa: F811
    """Six letters; the server takes the third one and does not answer until the worker is dead."""
    letters = LetterFactory.create_batch(2)
    unlucky = LetterFactory(recipient="unlucky@behoerde.example", **about_that_one)
    letters += LetterFactory.create_batch(3, bulk=unlucky.is_bulk)
    mail_server.thinks["unlucky@behoerde.example"] = 60
    worker.ring()
    wait_until(lambda: "unlucky@behoerde.example" in mail_server.recipients())
    return unlucky, [*letters, unlucky]


def an_hour_of_delivery(clock_at):
    """The leases run out, the waits pass; somebody else delivers."""
    for minutes in (2, 2, 10, 60):
        clock_at(clock.now() + timedelta(minutes=minutes))
        deliver()


def copies(mail_server):  # noqa: F811
    return Counter(mail_server.recipients())


def message_ids(mail_server):  # noqa: F811
    found = {}
    for arrived in mail_server.received:
        found.setdefault(arrived.recipient, set()).add(arrived.message_id)
    return found


def test_no_letter_is_missing_and_none_has_two_message_ids(worker, mail_server, clock_at):  # noqa: F811
    unlucky, letters = letters_with_one_in_mid_hand_over(mail_server, worker)

    worker.kill()
    mail_server.thinks.clear()
    an_hour_of_delivery(clock_at)

    expected = {letter.recipient: 1 for letter in letters} | {unlucky.recipient: 2}
    assert copies(mail_server) == expected
    assert message_ids(mail_server) == {letter.recipient: {letter.message_id} for letter in letters}
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}
    assert list(broken_promises()) == []


def test_a_bulk_letter_in_doubt_waits_for_a_person(worker, mail_server, clock_at):  # noqa: F811
    unlucky, letters = letters_with_one_in_mid_hand_over(mail_server, worker, bulk=True)

    worker.kill()
    mail_server.thinks.clear()
    an_hour_of_delivery(clock_at)

    unlucky.refresh_from_db()
    assert copies(mail_server) == {letter.recipient: 1 for letter in letters}
    assert (unlucky.state, unlucky.doubts) == (State.HELD, 1)
    assert Letter.objects.filter(state=State.SENT).count() == len(letters) - 1


def test_a_worker_that_lost_its_hands_goes_on_with_the_other_letters(worker, mail_server):  # noqa: F811
    unlucky, letters = letters_with_one_in_mid_hand_over(mail_server, worker)

    worker.kill_child()
    # The dead one had claimed them for a minute; nobody waits for that here.
    Letter.objects.filter(state=State.WAITING).update(leased_until=clock.now())

    wait_until(lambda: len(copies(mail_server)) == len(letters))
    unlucky.refresh_from_db()
    assert unlucky.state == State.HANDING_OVER


def test_without_looking_after_the_orphans_a_letter_stays_behind(worker, mail_server, clock_at, monkeypatch):  # noqa: F811
    """The control: the same story with the recovery taken out."""
    unlucky, letters = letters_with_one_in_mid_hand_over(mail_server, worker)
    monkeypatch.setattr(outbox, "tidy_up", lambda: 0)

    worker.kill()
    an_hour_of_delivery(clock_at)

    unlucky.refresh_from_db()
    assert unlucky.state == State.HANDING_OVER
    assert [line.split(": ")[1] for line in broken_promises()] == ["nothing_stays_in_hand_over"]


def test_without_a_fixed_message_id_the_copies_look_like_two_letters(worker, mail_server, clock_at, monkeypatch):  # noqa: F811
    """The control: the same story with the Message-ID made anew at each attempt."""
    unlucky, letters = letters_with_one_in_mid_hand_over(mail_server, worker)
    seal = envelopes.Envelope.__init__

    def with_a_new_id(envelope, letter):
        letter.message_id = f"<{uuid4()}@testserver>"
        seal(envelope, letter)

    monkeypatch.setattr(envelopes.Envelope, "__init__", with_a_new_id)

    worker.kill()
    mail_server.thinks.clear()
    an_hour_of_delivery(clock_at)

    assert len(message_ids(mail_server)[unlucky.recipient]) == 2
