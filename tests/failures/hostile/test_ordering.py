"""Whatever arrives at the contact form: an order is whole or not there, the ledger is true, and a guest's words reach nobody."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from materials.models import BasketItem, ContactMessage, Order, OrderLine, StockEntry
from materials.views import contact, ordering
from missione.shared import open_forms
from missione.shared.models import Letter, RequestKey
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, team_of
from tests.failures.hostile.inputs import MEGABYTE, anything, encodable, every_promise_is_kept, form, rows, sound
from tests.materials.desk import GUEST, LINES
from tests.thoroughness import tries

pytestmark = pytest.mark.django_db

WRITTEN = (Order, OrderLine, StockEntry, ContactMessage, Letter, RequestKey)
some = tries(200)  # each draws the longest page of the portal


@pytest.fixture
def articles():
    return [ArticleFactory(slug="karte", stock=50, limit_per_year=40), ArticleFactory(slug="kiste", loan=True, units=1)]


@pytest.fixture
def lead(leader, articles):
    DeliveryAddressFactory(agency=team_of(leader).agency)
    client = Client(raise_request_exception=True)
    client.force_login(leader)
    return client


@pytest.fixture
def guest(monkeypatch, articles):
    """A guest whom nothing stops but the forms themselves."""
    monkeypatch.setattr(ordering, "too_many_from_here", lambda request: False)
    monkeypatch.setattr(contact, "too_many_from_here", lambda request: False)
    monkeypatch.setattr(open_forms, "QUICKEST", -1)
    return Client(raise_request_exception=True)


number = st.one_of(anything, st.integers(-5, 2**65).map(str), st.sampled_from(["1", "20", "40"]))
day = st.one_of(anything, st.sampled_from(["2027-02-01", "2027-03-10", "0001-01-01", "9999-12-31", "31.12.2026", "2027-02-30"]))
slug = st.one_of(anything, st.sampled_from(["karte", "kiste"]))
typed = st.one_of(anything, st.just("Aktion"))
ORDER = form(**{
    "request_key": st.one_of(anything, st.just("{key}"), st.just("{key}")), "artikel": st.lists(slug, max_size=4), "neu": slug,
    "menge-karte": number, "menge-": number, "von-kiste": day, "bis-kiste": day, "von-": day, "bis-": day, "weg": slug,
    "dazu": anything, "purpose": typed, "wished_for": day, "address": st.one_of(anything, st.just("andere")), "message": typed,
    "team": anything, **{name: st.one_of(anything, st.just(value)) for name, value in LINES.items()},
})  # fmt: skip
WHOLE = {"request_key": "{key}", "artikel": ["karte"], "menge-karte": "20", "address": "andere", **LINES}


def filled(data):
    return {name: str(uuid4()) if value == "{key}" else value for name, value in data.items()}


def throw(client, address, data):
    """One try, undone: answered in German, and what was refused has written nothing but a basket."""
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(client.post(address, filled(data)))
        if response.status_code == 302:
            assert every_promise_is_kept("materials")
        else:
            assert rows(*WRITTEN) == before
        transaction.set_rollback(True)


@some
@given(data=ORDER)
@example(data=WHOLE)
@example(data={**WHOLE, "menge-karte": "9" * 400})
@example(data={**WHOLE, "message": MEGABYTE, "purpose": MEGABYTE, "street": MEGABYTE})
@example(data={**WHOLE, "artikel": ["karte"] * 300, "team": "t-nicht-da"})
@example(data={**WHOLE, "dazu": "1", "neu": "kiste", "von-": "2027-02-01", "bis-": "9999-12-31"})
def test_the_order_form_of_a_team_takes_anything(lead, data):
    throw(lead, "/kontakt/?worum=material", data)


@some
@given(data=ORDER, said=form(name=typed, email=st.one_of(anything, st.just(GUEST["email"])), agency=typed, leave_empty=anything))
@example(data=WHOLE, said=GUEST)
@example(data=WHOLE, said={**GUEST, "email": f"{'a' * 300}@amt.example"})
def test_the_order_form_of_a_guest_takes_anything_and_writes_to_one_address(guest, data, said):
    throw(guest, "/kontakt/?worum=material", {**data, **said, "opened": open_forms.opened_now()})


@some
@given(data=form(request_key=st.one_of(anything, st.just("{key}")), text=typed, name=typed, email=anything, agency=typed))
@example(data={"request_key": "{key}", "text": MEGABYTE, **GUEST})
@example(data={"request_key": "{key}", "text": "\r\n.\r\n", **GUEST})
def test_the_message_of_a_guest_takes_anything(guest, data):
    throw(guest, "/kontakt/?worum=frage", {**data, "opened": open_forms.opened_now()})


@some
@given(data=form(artikel=slug, menge=number, von=day, bis=day))
@example(data={"artikel": "kiste", "von": "2020-01-01", "bis": "2020-01-01"})
def test_the_basket_takes_anything(lead, data):
    with transaction.atomic():
        sound(lead.post("/material/korb/", data))
        assert all(item.quantity >= 1 for item in BasketItem.objects.all())
        transaction.set_rollback(True)


@some
@given(query=form(**dict.fromkeys(("q", "art", "thema", "von", "bis", "seite", "worum"), st.one_of(anything, day))))
def test_the_addresses_of_catalogue_and_contact_take_anything(guest, query):
    for address in ("/material/", "/kontakt/"):
        assert sound(guest.get(address, query)).status_code == 200


@some
@given(token=st.text(min_size=1, max_size=300))
def test_made_up_links_open_nothing(guest, token):
    token = encodable(token).replace("/", "")
    for kind in ("bestellung", "nachricht"):
        assert guest.get(f"/kontakt/{kind}/{token or 'x'}/").status_code in (404, 301)
