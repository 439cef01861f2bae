"""Without an account: nothing is reserved and nobody but the typed address is written to, once, until its link is confirmed."""

from datetime import timedelta

import pytest
from django.core import signing

from materials.actions.orders import cancel_order
from materials.choices import OrderState
from materials.models import Order
from materials.tasks import forget_unconfirmed
from materials.tokens import ORDER as SALT
from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.models import Person
from tests.factories.materials import ArticleFactory
from tests.factories.teams import PersonFactory
from tests.materials.desk import GUEST, ORDER, as_guest, link_in, order, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return ArticleFactory(title="Türklinkenhänger", stock=100)


@pytest.fixture
def unhurried(clock_at):
    """unhurried(client): the fields of a form that somebody has looked at for half a minute."""

    def look_at(client, at=ORDER):
        fields = as_guest(client.get(at))
        clock_at(clock.now() + timedelta(seconds=30))
        return fields

    return look_at


@pytest.fixture
def asked(client, article, unhurried):
    """An order that waits for its address to be confirmed."""
    answer = order(client, [(article, "20")], purpose="Geheimer Zweck", message="Geheime Worte", **unhurried(client))
    assert answer.url == "/kontakt/gesendet/"
    return Order.objects.get()


def test_until_the_address_is_confirmed_nothing_happens_but_one_letter(asked, article):
    article.refresh_from_db()
    letter = Letter.objects.get()

    assert (asked.state, asked.guest_email, asked.person, asked.agency) == (OrderState.UNCONFIRMED, GUEST["email"], None, None)
    assert (article.reserved, Person.objects.count()) == (0, 0)
    assert (letter.kind, letter.recipient) == ("order_confirm_address", GUEST["email"])
    assert not Order.objects.visible_to(PersonFactory(is_staff=True)).exists()


def test_the_letter_holds_none_of_the_typed_words(asked):
    letter = Letter.objects.get()

    for typed in (GUEST["name"], GUEST["agency"], "Geheimer Zweck", "Geheime Worte", "Hauptstraße", "Türklinkenhänger"):
        assert typed not in letter.text + letter.html + letter.subject


def test_opening_the_link_does_nothing(asked, client):
    page = client.get(link_in(Letter.objects.get()))

    asked.refresh_from_db()
    assert "Haben Sie das angefragt?" in page.content.decode()
    assert asked.state == OrderState.UNCONFIRMED


def test_confirming_gives_it_to_staff(asked, client, staff):
    address = link_in(Letter.objects.get())

    page = client.post(address, follow=True).content.decode()

    asked.refresh_from_db()
    assert "Danke! Ihre Anfrage ist beim Kampagnenteam." in page and asked.reference in page
    assert (asked.state, asked.is_request, bool(asked.confirmed_at)) == (OrderState.RECEIVED, True, True)
    assert list(Order.objects.visible_to(staff)) == [asked]
    assert list(Letter.objects.order_by("pk").values_list("kind", "recipient")) == [
        ("order_confirm_address", GUEST["email"]),
        ("order_received", GUEST["email"]),
        ("order_to_decide", "kampagnenteam@missione.example"),
    ]
    assert list(broken_promises()) == []


def test_confirming_twice_is_once(asked, client):
    address = link_in(Letter.objects.get())

    for _ in range(2):
        client.post(address)

    assert asked.changes.count() == 1
    assert Letter.objects.count() == 3


def test_by_the_same_link_the_guest_sees_how_it_stands_and_takes_it_back(asked, client):
    address = link_in(Letter.objects.get())
    client.post(address)

    assert "Eingegangen" in client.get(address).content.decode()
    client.post(address, {"stornieren": "1"})

    asked.refresh_from_db()
    assert asked.state == OrderState.CANCELLED
    assert Letter.objects.filter(kind="order_cancelled", recipient=GUEST["email"]).exists()


def test_what_is_packed_is_not_taken_back(asked, client):
    address = link_in(Letter.objects.get())
    client.post(address)
    Order.objects.update(state=OrderState.PACKED)

    page = client.post(address, {"stornieren": "1"}, follow=True).content.decode()

    assert "schon gepackt" in page
    assert Order.objects.get().state == OrderState.PACKED


def test_after_two_days_the_link_has_run_out_and_all_that_was_typed_is_gone(asked, client, clock_at):
    address = link_in(Letter.objects.get())
    clock_at(clock.now() + timedelta(hours=49))

    client.post(address)
    asked.refresh_from_db()
    assert asked.state == OrderState.UNCONFIRMED

    forget_unconfirmed()
    answer = client.get(address)
    assert (answer.status_code, Order.objects.count()) == (404, 0)
    assert "Dieser Link gilt nicht mehr" in answer.content.decode()


def test_what_was_confirmed_stays(asked, client, clock_at):
    client.post(link_in(Letter.objects.get()))
    clock_at(clock.now() + timedelta(hours=49))

    forget_unconfirmed()

    assert Order.objects.exists()


def test_a_made_up_link_opens_nothing(asked, client, leader):
    real = link_in(Letter.objects.get()).strip("/").rpartition("/")[2]
    nobodys, otherwise = (signing.Signer(salt=salt, sep=".") for salt in (SALT, "other"))
    others = [nobodys.sign("MB-AAAA-AAAA"), otherwise.sign(asked.reference), real[:-1], asked.reference]

    assert {client.get(f"/kontakt/bestellung/{token}/").status_code for token in others} == {404}


def test_a_private_address_is_told_kindly_and_nobody_is_written_to(client, article, unhurried):
    answer = order(client, [(article, "20")], **{**unhurried(client), "email": "gerda@gmx.de"})

    assert answer.status_code == 422
    assert "nur für Dienststellen" in words(answer)[0]
    assert not Order.objects.exists() and not Letter.objects.exists()


def test_who_has_an_account_is_answered_like_everybody(client, article, unhurried):
    PersonFactory(email=GUEST["email"])

    answer = order(client, [(article, "20")], **unhurried(client))

    assert answer.url == "/kontakt/gesendet/"
    assert Order.objects.get().person is None


def test_a_guest_needs_name_address_and_authority(client, article, unhurried):
    answer = order(client, [(article, "20")], **{**unhurried(client), "name": "", "email": "gerda", "agency": ""})

    assert words(answer) == [
        "Geben Sie Ihren Namen an.",
        "Diese E-Mail-Adresse können wir nicht lesen. Sie sieht so aus: vorname.nachname@behoerde.example.",
        "Geben Sie an, in welcher Dienststelle Sie arbeiten.",
    ]


def test_the_basket_comes_along_when_the_guest_logs_in(client, article, member):
    client.post("/material/korb/", {"artikel": article.slug, "menge": "7"})
    assert client.get(ORDER).context["rows"][0]["fields"][0].value() == "7"

    client.force_login(member)
    client.post("/konto/abmelden/")

    assert list(member.basket.values_list("article", "quantity")) == [(article.pk, 7)]


def test_staff_may_take_back_what_a_guest_asked_for(asked, client, staff):
    client.post(link_in(Letter.objects.get()))

    cancel_order(order=asked, by=staff)

    asked.refresh_from_db()
    assert asked.state == OrderState.CANCELLED
