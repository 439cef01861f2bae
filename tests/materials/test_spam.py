"""Forms open to everyone: programs leave nothing for staff to read, and an honest order after them still works."""

from datetime import timedelta

import pytest
from django.test import Client

from materials.models import ContactMessage, Order
from missione.shared import clock
from missione.shared.models import Letter
from teams.models import Person
from tests.factories.materials import ArticleFactory
from tests.materials.desk import GUEST, LINES, ORDER, as_guest, link_in, order, words
from tests.materials.test_contact_messages import QUESTION, send

pytestmark = pytest.mark.django_db

NEUTRAL = "/kontakt/gesendet/"


@pytest.fixture
def article():
    return ArticleFactory(stock=100)


@pytest.fixture
def looked_at(client, clock_at):
    """looked_at(address): the fields of a form after half a minute."""

    def look(at=ORDER):
        fields = as_guest(client.get(at))
        clock_at(clock.now() + timedelta(seconds=30))
        return fields

    return look


def nothing_left():
    return not (Order.objects.exists() or ContactMessage.objects.exists() or Person.objects.exists() or Letter.objects.exists())


def an_honest_order_works(client, article, clock_at):
    fields = as_guest(client.get(ORDER))
    clock_at(clock.now() + timedelta(hours=2))
    order(client, [(article, "20")], **{**fields, "email": "ehrlich@amt.example"})
    client.post(link_in(Letter.objects.get(recipient="ehrlich@amt.example")))
    return Order.objects.to_be_decided().filter(guest_email="ehrlich@amt.example").exists()


def test_the_field_that_stays_empty_says_so(client):
    page = client.get(ORDER).content.decode()

    assert "Bitte leer lassen" in page
    assert "Schreiben Sie hier nichts hinein." in page


def test_a_filled_honeypot_is_answered_neutrally(client, article, looked_at, clock_at):
    filled = {"leave_empty": "https://spam.example"}

    answers = [
        order(client, [(article, "20")], **{**looked_at(), **filled}),
        send(client, **{**looked_at(QUESTION), **filled}),
    ]

    assert [answer.url for answer in answers] == [NEUTRAL, NEUTRAL]
    assert nothing_left()
    assert an_honest_order_works(client, article, clock_at)


def test_sent_within_a_second_is_answered_neutrally(client, article, clock_at):
    answers = [
        order(client, [(article, "20")], **as_guest(client.get(ORDER))),
        send(client, **as_guest(client.get(QUESTION))),
    ]

    assert [answer.url for answer in answers] == [NEUTRAL, NEUTRAL]
    assert nothing_left()
    assert an_honest_order_works(client, article, clock_at)


@pytest.mark.parametrize("opened", ["", "gestern", "1766400000.0", "WyJhIl0:1tG9:falsch"])
def test_a_made_up_moment_sends_the_form_back_with_a_true_one(client, article, looked_at, clock_at, opened):
    answer = order(client, [(article, "20")], **{**looked_at(), "opened": opened})

    assert answer.status_code == 422
    assert nothing_left()
    clock_at(clock.now() + timedelta(seconds=30))
    again = order(client, [(article, "20")], **as_guest(answer))
    assert again.url == NEUTRAL and Order.objects.exists()


def test_fifty_from_one_address_are_one_letter(client, article, looked_at, clock_at):
    fields = looked_at()
    answers = [order(client, [(article, "20")], **fields) for _ in range(25)]
    answers += [send(client, **fields) for _ in range(25)]

    assert Letter.objects.count() == Order.objects.count() == 1
    assert not ContactMessage.objects.exists()
    assert {answer.status_code for answer in answers} == {302, 422}
    assert not Order.objects.to_be_decided().exists()
    assert an_honest_order_works(client, article, clock_at)


def test_many_addresses_from_one_place_come_to_an_end(client, article, looked_at, clock_at):
    fields = looked_at()

    answers = [order(client, [(article, "20")], **{**fields, "email": f"opfer{n}@amt.example"}) for n in range(80)]

    assert [answer.status_code for answer in answers] == [302] * 60 + [429] * 20
    assert Letter.objects.count() == 60
    assert "später noch einmal" in words(answers[-1])[0]
    assert an_honest_order_works(Client(REMOTE_ADDR="192.0.2.7"), article, clock_at)


def test_a_second_letter_may_follow_an_hour_later_but_no_fourth(client, article, looked_at, clock_at):
    for hours in range(5):
        order(client, [(article, "20")], **looked_at())
        clock_at(clock.now() + timedelta(hours=1, minutes=hours))

    assert Letter.objects.count() == 3


@pytest.mark.parametrize("name", ["name", "email", "agency", "purpose", "message", *LINES])
def test_line_ends_leave_every_field_in_one_line(client, article, looked_at, clock_at, name):
    """None of them ends up in the head of a letter."""
    honest = {**GUEST, **LINES}.get(name, "Aktion")

    order(client, [(article, "20")], **{**looked_at(), name: f"{honest}\r\nBcc: opfer@amt.example"})

    for letter in Letter.objects.all():
        assert (letter.recipient, letter.kind) == (GUEST["email"], "order_confirm_address")
        assert "Bcc" not in letter.subject + letter.recipient + str(letter.headers)
    stored = [value for row in Order.objects.values() for key, value in row.items() if key != "message"]  # has lines of its own
    assert not any("\n" in str(value) for value in stored)
    assert an_honest_order_works(client, article, clock_at)


@pytest.mark.parametrize("name", ["name", "email", "agency", "text"])
def test_line_ends_in_a_question_reach_no_head_of_a_letter(client, article, looked_at, clock_at, name):
    honest = {**GUEST, "text": "Wie geht es weiter?"}[name]

    send(client, **{**looked_at(QUESTION), name: f"{honest}\r\nBcc: opfer@amt.example"})
    for message in ContactMessage.objects.all():
        client.post(link_in(Letter.objects.get(kind="message_confirm_address")))
        assert not any("\n" in each for each in (message.name, message.email, message.agency_name))

    for letter in Letter.objects.all():
        assert letter.recipient in (GUEST["email"], "kampagnenteam@missione.example")
        assert "Bcc" not in str(letter.headers) and "\n" not in letter.subject  # where the name stands, in one line
    assert an_honest_order_works(client, article, clock_at)


def test_thirty_links_are_told_and_not_kept(client, article, looked_at, clock_at):
    spam = "Kaufen! https://spam.example/ " * 30

    answers = [
        order(client, [(article, "20")], **{**looked_at(), "message": spam}),
        send(client, **{**looked_at(QUESTION), "text": spam}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("höchstens 3 Internetadressen" in words(answer)[0] for answer in answers)
    assert nothing_left()
    assert an_honest_order_works(client, article, clock_at)
