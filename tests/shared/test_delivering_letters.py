"""From the outbox to the mail server, and what the answers mean."""

from datetime import timedelta

import pytest

from missione.shared import clock
from missione.shared.delivery import deliver
from missione.shared.models import Letter
from missione.shared.tasks import deliver_letters
from tests.factories.shared import LetterFactory, calendar_letter

State = Letter.State
pytestmark = pytest.mark.django_db


def later(clock_at, **delta):
    clock_at(clock.now() + timedelta(**delta))


def test_a_letter_arrives_and_is_marked_as_sent(mail_server):
    letter = LetterFactory(recipient="miriam@behoerde.example", headers={"Reply-To": "team@missione.example"})

    deliver()

    letter.refresh_from_db()
    [arrived] = mail_server.received
    assert (arrived.recipient, arrived.message_id) == ("miriam@behoerde.example", letter.message_id)
    assert arrived.message["Reply-To"] == "team@missione.example"
    assert (letter.state, letter.attempts, letter.leased_by) == (State.SENT, 1, None)
    assert letter.sent_at is not None


def test_the_task_twice_sends_once(mail_server):
    LetterFactory()

    deliver_letters()
    deliver_letters()

    assert len(mail_server.received) == 1


def test_many_letters_go_over_one_connection(mail_server):
    LetterFactory.create_batch(60)

    deliver()

    assert len(mail_server.received) == 60
    assert mail_server.connections == 1


def test_one_refused_recipient_does_not_delay_the_others(mail_server):
    mail_server.refuse["gone@behoerde.example"] = "550 5.1.1 no such person"
    refused = LetterFactory(recipient="gone@behoerde.example")
    LetterFactory.create_batch(2)

    deliver()

    refused.refresh_from_db()
    assert len(mail_server.received) == 2
    assert (refused.state, refused.attempts) == (State.FAILED, 1)
    assert refused.last_error == "Der Mailserver antwortete: 550 5.1.1 no such person"


def test_a_temporary_refusal_is_tried_again_after_1_5_15_60_and_240_minutes(mail_server, clock_at):
    mail_server.refuse["full@behoerde.example"] = "450 4.2.2 mailbox full"
    letter = LetterFactory(recipient="full@behoerde.example")
    waits = []

    for _ in range(5):
        deliver()
        letter.refresh_from_db()
        assert letter.state == State.WAITING
        waits.append(round((letter.next_attempt_at - clock.now()) / timedelta(minutes=1)))
        deliver()  # before its time
        clock_at(letter.next_attempt_at)
    deliver()

    letter.refresh_from_db()
    assert waits == [1, 5, 15, 60, 240]
    assert (letter.state, letter.attempts) == (State.FAILED, 6)


def test_a_letter_refused_after_its_text_is_no_doubt(mail_server):
    mail_server.refuse_text["picky@behoerde.example"] = "554 5.7.1 looks like spam"
    letter = LetterFactory(recipient="picky@behoerde.example")

    deliver()

    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (State.FAILED, 0)


def test_a_no_to_the_sender_is_not_held_against_the_letter(mail_server, settings):
    mail_server.refuse_sender = "530 5.7.0 authentication required"
    letters = LetterFactory.create_batch(5)

    deliver()

    states = [Letter.objects.get(pk=letter.pk).state for letter in letters]
    assert states == [State.WAITING] * 5
    assert Letter.objects.filter(attempts=0).count() == 2  # after three in a row the round is over


def test_without_a_mail_server_letters_wait_unharmed_and_leave_when_it_is_back(mail_server):
    mail_server.stop()
    letter = LetterFactory()

    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.leased_by) == (State.WAITING, 0, None)
    assert letter.last_error == "Der Mailserver ist gerade nicht erreichbar."

    mail_server.start_again()
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == (State.SENT, "")


def test_a_letter_that_cannot_be_written_fails_alone(mail_server):
    broken = LetterFactory(subject="two\nlines")
    LetterFactory()

    deliver()

    broken.refresh_from_db()
    assert (broken.state, len(mail_server.received)) == (State.FAILED, 1)
    assert broken.last_error.startswith("Der Brief lässt sich nicht als E-Mail schreiben")


def test_letters_to_one_person_go_before_letters_to_many(mail_server):
    LetterFactory.create_batch(3, bulk=True, next_attempt_at=clock.now() - timedelta(hours=1))
    LetterFactory(recipient="waits@behoerde.example")

    deliver()

    assert mail_server.recipients()[0] == "waits@behoerde.example"


def test_after_its_time_a_letter_does_not_go(mail_server, clock_at):
    letter = LetterFactory(not_after=clock.now() + timedelta(minutes=5))
    later(clock_at, minutes=6)

    deliver()

    letter.refresh_from_db()
    assert (letter.state, mail_server.received) == (State.EXPIRED, [])


def test_its_time_is_looked_at_again_right_before_the_hand_over(mail_server, clock_at, books):
    letter = LetterFactory(not_after=clock.now() + timedelta(minutes=5))
    [claimed] = books.claim()
    clock_at(clock.now() + timedelta(minutes=6))

    assert not books.turn_over(done=None, following=claimed)()

    books.lay_aside(claimed)
    letter.refresh_from_db()
    assert letter.state == State.EXPIRED


def test_of_letters_about_one_entry_only_the_newest_goes(mail_server):
    invitation = calendar_letter(0)
    cancellation = calendar_letter(1, "CANCEL")
    other_person = calendar_letter(0, recipient="other@behoerde.example")

    deliver()

    states = [Letter.objects.get(pk=letter.pk).state for letter in (invitation, cancellation, other_person)]
    assert states == [State.SUPERSEDED, State.SENT, State.SENT]
    methods = [part.get_param("method") for arrived in mail_server.received for part in arrived.message.walk()]
    assert [method for method in methods if method] == ["CANCEL", "REQUEST"]


def test_no_letter_goes_while_another_of_its_stream_is_in_hand_over(mail_server, clock_at):
    lease = clock.now() + timedelta(seconds=60)
    calendar_letter(0, state=State.HANDING_OVER, leased_by="00000000-0000-0000-0000-000000000001", leased_until=lease)
    cancellation = calendar_letter(1, "CANCEL")

    deliver()
    assert mail_server.received == []

    later(clock_at, seconds=61)
    deliver()
    cancellation.refresh_from_db()
    assert cancellation.state == State.SENT


def test_what_was_in_hand_over_when_its_deliverer_died_goes_once_more(mail_server, clock_at):
    letter = LetterFactory(**orphaned())
    later(clock_at, seconds=61)

    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.doubts) == (State.WAITING, 1)
    later(clock_at, minutes=1)
    deliver()

    letter.refresh_from_db()
    assert [arrived.message_id for arrived in mail_server.received] == [letter.message_id]
    assert letter.state == State.SENT


def test_a_letter_in_doubt_for_the_second_time_is_held(mail_server, clock_at):
    letter = LetterFactory(doubts=1, **orphaned())
    later(clock_at, seconds=61)

    deliver()

    letter.refresh_from_db()
    assert (letter.state, mail_server.received) == (State.HELD, [])


def test_a_bulk_letter_in_doubt_is_held_for_a_person(mail_server, clock_at):
    letter = LetterFactory(bulk=True, **orphaned())
    later(clock_at, hours=3)

    deliver()

    letter.refresh_from_db()
    assert (letter.state, mail_server.received) == (State.HELD, [])


def test_a_lease_that_ran_out_leaves_a_claimed_letter_to_the_next(mail_server, books, clock_at):
    letter = LetterFactory()
    books.claim()

    deliver()
    assert mail_server.received == []
    later(clock_at, seconds=61)
    deliver()

    assert [arrived.message_id for arrived in mail_server.received] == [letter.message_id]


def test_who_lost_his_lease_writes_nothing_into_the_books(books, clock_at, mail_server):
    letter = LetterFactory()
    [claimed] = books.claim()
    later(clock_at, seconds=61)
    deliver()

    assert not books.turn_over(done=None, following=claimed)()
    books.finish(claimed)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (State.SENT, 1)


def test_letters_that_are_kept_as_files_are_sent_too(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    letter = LetterFactory()

    deliver()

    letter.refresh_from_db()
    [file] = tmp_path.iterdir()
    assert letter.message_id in file.read_text()
    assert letter.state == State.SENT


def orphaned():
    lease = clock.now() + timedelta(seconds=60)
    return {
        "state": State.HANDING_OVER,
        "attempts": 1,
        "leased_by": "00000000-0000-0000-0000-000000000001",
        "leased_until": lease,
    }


def test_two_letters_of_a_stream_go_one_after_the_other_in_one_round(mail_server):
    first, second = calendar_letter(0), calendar_letter(0)

    deliver()

    assert [arrived.message_id for arrived in mail_server.received] == [first.message_id, second.message_id]
