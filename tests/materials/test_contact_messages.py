"""Seminar, coaching, questions, barriers: into the inbox of the campaign team, and to its mailbox, once we know who writes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from materials.choices import MessageState, Subject
from materials.models import ContactMessage
from materials.tasks import forget_unconfirmed
from missione.shared import clock
from missione.shared.models import Letter
from tests.materials.desk import GUEST, as_guest, link_in, words

pytestmark = pytest.mark.django_db

QUESTION = "/kontakt/?worum=frage"
OTHERS = [Subject.SEMINAR, Subject.COACHING, Subject.QUESTION, Subject.BARRIER]


def send(client, at=QUESTION, text="Wie geht es weiter?", **typed):
    return client.post(at, {"request_key": uuid4(), "text": text, **typed})


@pytest.fixture
def left(client, clock_at):
    """A guest's message that waits for its address to be confirmed."""
    fields = as_guest(client.get(QUESTION))
    clock_at(clock.now() + timedelta(seconds=30))
    answer = send(client, **fields)
    assert answer.url == "/kontakt/gesendet/"
    return ContactMessage.objects.get()


@pytest.mark.parametrize("subject", OTHERS)
def test_what_a_member_writes_arrives_at_once(logged_in, member, subject):
    client = logged_in(member)
    address = f"/kontakt/?worum={subject}"
    assert member.email in client.get(address).content.decode()

    answer = send(client, address)

    message, letter = ContactMessage.objects.get(), Letter.objects.get()
    assert answer.url == "/kontakt/gesendet/"
    assert (message.subject, message.state, message.person, message.email) == (subject, MessageState.OPEN, member, member.email)
    assert (letter.kind, letter.recipient) == ("message_arrived", "kampagnenteam@missione.example")
    assert "> Wie geht es weiter?" in letter.text
    assert letter.headers["Reply-To"] == member.email


def test_what_a_guest_writes_waits_for_the_link(left, client):
    letter = Letter.objects.get()

    assert left.state == MessageState.UNCONFIRMED
    assert (letter.kind, letter.recipient) == ("message_confirm_address", GUEST["email"])
    assert "Wie geht es weiter?" not in letter.text + letter.html
    assert not ContactMessage.objects.confirmed().exists()


def test_confirming_by_the_button_and_not_by_opening(left, client):
    address = link_in(Letter.objects.get())

    client.get(address)
    left.refresh_from_db()
    assert left.state == MessageState.UNCONFIRMED

    for _ in range(2):
        page = client.post(address).content.decode()

    left.refresh_from_db()
    assert "Ihre Nachricht ist angekommen" in page
    assert left.state == MessageState.OPEN
    assert Letter.objects.filter(kind="message_arrived").count() == 1


def test_nobody_confirmed_it_so_it_is_gone(left, client, clock_at):
    address = link_in(Letter.objects.get())
    clock_at(clock.now() + timedelta(hours=49))

    assert client.post(address).status_code == 404
    forget_unconfirmed()

    assert not ContactMessage.objects.exists()


def test_an_empty_message_is_asked_for(logged_in, member):
    answer = send(logged_in(member), text="  ")

    assert answer.status_code == 422
    assert words(answer) == ["Schreiben Sie uns, worum es geht."]


def test_twice_the_same_form_is_one_message(logged_in, member):
    client, key = logged_in(member), uuid4()

    for _ in range(2):
        send(client, request_key=key)

    assert ContactMessage.objects.count() == Letter.objects.count() == 1


def test_a_member_may_name_many_addresses(logged_in, member):
    send(logged_in(member), text="https://a.example " * 30)

    assert ContactMessage.objects.exists()
