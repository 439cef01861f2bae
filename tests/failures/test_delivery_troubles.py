"""The mail server hangs up, is slow, or sends a byte a second; and two deliverers work side by side."""

import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from missione.shared import clock, outbox, postmen
from missione.shared.delivery import deliver
from missione.shared.models import Letter
from missione.shared.outbox import Books
from tests.factories.shared import LetterFactory, calendar_letter
from tests.failures.celery_worker import wait_until
from tests.races.many import at_once, linger, linger_after
from tests.shared.conftest import mail_server  # noqa: F401  (a fixture)

State = Letter.State
pytestmark = pytest.mark.django_db(transaction=True)


def at_the_same_time(*deeds):
    return at_once(lambda deed: deed(), deeds, width=len(deeds))


def states_of(*letters):
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


# --- The server hangs up --------------------------------------------------------------------------------


def test_a_server_that_hangs_up_before_the_text_costs_one_letter_a_minute(mail_server):  # noqa: F811
    mail_server.hang_up_at_rcpt.add("unlucky@behoerde.example")
    unlucky = LetterFactory(recipient="unlucky@behoerde.example")
    LetterFactory.create_batch(3)

    deliver()

    unlucky.refresh_from_db()
    assert len(mail_server.received) == 3
    assert mail_server.connections == 2
    assert (unlucky.state, unlucky.attempts, unlucky.doubts) == (State.WAITING, 1, 0)
    assert timedelta(seconds=50) < unlucky.next_attempt_at - clock.now() <= timedelta(minutes=1)


def test_a_server_that_takes_the_text_and_hangs_up_gets_it_once_more_and_not_again(mail_server, clock_at):  # noqa: F811
    mail_server.hang_up_after_text.add("unlucky@behoerde.example")
    unlucky = LetterFactory(recipient="unlucky@behoerde.example")
    others = LetterFactory.create_batch(2)

    for _ in range(4):
        deliver()
        clock_at(clock.now() + timedelta(hours=1))

    assert Counter(mail_server.recipients()) == {"unlucky@behoerde.example": 2, **{letter.recipient: 1 for letter in others}}
    assert {arrived.message_id for arrived in mail_server.received if arrived.recipient == unlucky.recipient} == {
        unlucky.message_id
    }
    assert states_of(unlucky) == [State.HELD]


def test_a_server_that_hangs_up_on_everybody_is_left_alone_until_the_next_round(mail_server):  # noqa: F811
    letters = LetterFactory.create_batch(10)
    mail_server.hang_up_at_rcpt.update(letter.recipient for letter in letters)

    deliver()

    assert mail_server.connections == 3
    assert Letter.objects.filter(state=State.WAITING, attempts=0, leased_by=None).count() == 7


# --- The server is slow ---------------------------------------------------------------------------------


def test_a_slow_server_costs_the_timeout_and_the_others_go_on(mail_server, settings):  # noqa: F811
    settings.EMAIL_TIMEOUT = 2
    mail_server.slow["unlucky@behoerde.example"] = 30
    unlucky = LetterFactory(recipient="unlucky@behoerde.example")
    others = LetterFactory.create_batch(3)
    begin = time.monotonic()

    deliver()

    assert time.monotonic() - begin < 25
    assert states_of(*others) == [State.SENT] * 3
    assert states_of(unlucky) == [State.WAITING]
    assert Letter.objects.get(pk=unlucky.pk).doubts == 1  # the text was out


def test_without_a_timeout_the_others_wait_as_long_as_the_server_likes(mail_server, settings):  # noqa: F811
    """The control."""
    settings.EMAIL_TIMEOUT = None
    mail_server.slow["unlucky@behoerde.example"] = 4
    LetterFactory(recipient="unlucky@behoerde.example")
    LetterFactory()
    begin = time.monotonic()

    deliver()

    assert time.monotonic() - begin >= 4


class DrippingServer(threading.Thread):
    """Polite until the text is out, then so many bytes of an answer, five a second: no timeout ever strikes."""

    def __init__(self, count):
        super().__init__(daemon=True)
        self.count, self.was_cut_off = count, False
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self):
        line, _ = self.listening.accept()
        reader = line.makefile("rb")
        line.sendall(b"220 hello\r\n")
        for command in reader:
            line.sendall(b"354 go on\r\n" if command.startswith(b"DATA") else b"250 OK\r\n")
            if command.startswith(b"DATA"):
                break
        try:
            line.sendall(b"250-")
            for _ in range(self.count):
                line.sendall(b"x")
                time.sleep(0.2)
        except OSError:
            self.was_cut_off = True
        line.close()


def is_cut_off(settings, *, count):
    server = DrippingServer(count)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 20
    LetterFactory()
    deliver()
    server.join()
    return server.was_cut_off


def test_a_server_that_answers_a_byte_at_a_time_is_cut_off(settings, monkeypatch):
    monkeypatch.setattr(postmen, "HAND_OVER_LIMIT", 1)

    assert is_cut_off(settings, count=500)
    assert Letter.objects.get().doubts == 1


def test_without_the_watch_it_goes_on_for_as_long_as_it_drips(settings, monkeypatch):
    """The control."""
    monkeypatch.setattr(postmen, "HAND_OVER_LIMIT", 1000)

    assert not is_cut_off(settings, count=20)


def test_a_hand_over_is_cut_before_its_lease_ends():
    assert postmen.HAND_OVER_LIMIT + 10 < outbox.LEASE.total_seconds()


# --- Several deliverers ---------------------------------------------------------------------------------


def test_deliverers_side_by_side_send_each_letter_once(mail_server):  # noqa: F811
    letters = LetterFactory.create_batch(120)

    at_the_same_time(deliver, deliver, deliver)

    assert Counter(mail_server.recipients()) == {letter.recipient: 1 for letter in letters}
    assert set(states_of(*letters)) == {State.SENT}


def test_without_locks_and_marks_they_send_them_several_times(mail_server, monkeypatch):  # noqa: F811
    """The control. Whoever has looked for letters lingers before sending them."""
    monkeypatch.setattr(outbox, "CLAIM", "SELECT * FROM shared_letter WHERE state = 'waiting' ORDER BY id LIMIT %(many)s")
    monkeypatch.setattr(outbox, "TURN_OVER", "UPDATE shared_letter SET state = 'sent', sent_at = %(now)s WHERE id = %(next)s")
    linger_after(monkeypatch, (Books, "claim"))
    letters = LetterFactory.create_batch(20)

    at_the_same_time(deliver, deliver, deliver)

    assert Counter(mail_server.recipients()) == {letter.recipient: 3 for letter in letters}


# --- A cancellation and its invitation ------------------------------------------------------------------


def cancel_while_the_invitation_is_in_hand_over(mail_server):  # noqa: F811
    """The server thinks about the invitation while somebody else finds the cancellation; who was taken first?"""
    taken = mail_server.holds["person@behoerde.example"] = threading.Event()
    calendar_letter(0)

    def second_deliverer():
        wait_until(lambda: "person@behoerde.example" in mail_server.has_text_for)
        mail_server.holds.clear()
        calendar_letter(1, "CANCEL")
        try:
            deliver()
        finally:
            taken.set()

    at_the_same_time(deliver, second_deliverer)
    return [
        part.get_param("method") for letter in mail_server.received for part in letter.message.walk() if part.get_param("method")
    ]


def test_a_cancellation_does_not_overtake_its_invitation(mail_server, clock_at):  # noqa: F811
    assert cancel_while_the_invitation_is_in_hand_over(mail_server) == ["REQUEST"]

    clock_at(clock.now() + timedelta(seconds=6))
    deliver()

    assert Letter.objects.filter(state=State.SENT).count() == 2


def test_without_the_rule_of_the_stream_the_cancellation_is_there_first(mail_server, monkeypatch):  # noqa: F811
    """The control: question and unique index taken out."""
    monkeypatch.setattr(outbox, "UNLESS_OUT_OF_DATE", "")
    with without_the_unique_index():
        assert cancel_while_the_invitation_is_in_hand_over(mail_server) == ["CANCEL", "REQUEST"]


def test_the_database_lets_one_of_two_letters_of_a_stream_into_hand_over():
    """Both deliverers ask before the other has committed: the index decides."""
    letters = [calendar_letter(0), calendar_letter(0, key="reminder")]

    def take(letter):
        with Books() as books:
            Letter.objects.filter(pk=letter.pk).update(leased_by=books.me, leased_until=clock.now() + outbox.LEASE)
            with transaction.atomic():
                may_go = books.turn_over(done=None, following=letter)()
                linger()
                return letter.pk if may_go else None

    taken = [pk for pk in at_the_same_time(*[partial(take, letter) for letter in letters]) if pk]

    assert len(taken) == 1


@contextmanager
def without_the_unique_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'letter_one_in_hand_over_per_stream'")
        [(definition,)] = cursor.fetchall()
        cursor.execute("DROP INDEX letter_one_in_hand_over_per_stream")
        try:
            yield
        finally:
            cursor.execute(definition)
