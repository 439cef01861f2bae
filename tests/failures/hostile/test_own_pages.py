"""Whatever arrives at the person's own pages: nothing by accident, nobody else's, never a 5xx."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from teams.models import DataExport, Login, Person
from tests.conftest import PASSWORD
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, form, sound
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db


def post(client, address, data):
    """One try, undone."""
    with transaction.atomic():
        cache.clear()
        response = sound(client.post(address, data))
        told = Person.objects.filter(deleted_at=None, is_staff=False).count(), Login.objects.count(), Letter.objects.count()
        transaction.set_rollback(True)
    return response, told


@pytest.fixture
def desk(client, member, stranger, logged_in):
    logged_in(stranger)
    client.post("/konto/anmelden/", {"login": member.email, "password": PASSWORD})
    return client


@pytest.fixture
def at_the_second_step(client, member):
    give_second_factor(member)
    client.post("/konto/anmelden/", {"login": member.email, "password": PASSWORD})
    return client


@ample
@given(data=form(needs=anything, unit=anything, agency=anything, is_staff=anything))
@example(data={"needs": MEGABYTE})
def test_what_one_needs_takes_anything(desk, data):
    response, told = post(desk, reverse("account_needs"), data)

    assert response.status_code in (302, 422)
    assert told == (2, 2, 0)


@ample
@given(data=form(wishes=st.one_of(anything, st.just("wants_news")), is_staff=anything, deleted_at=anything))
@example(data={"wishes": MEGABYTE})
def test_which_letters_come_takes_anything(desk, data):
    response, told = post(desk, reverse("account_notifications"), data)

    assert response.status_code in (302, 422)
    assert told == (2, 2, 0)


@ample
@given(data=form(login=anything))
@example(data={"login": MEGABYTE})
def test_ending_a_session_takes_anything(desk, data):
    response, told = post(desk, reverse("account_end_logins"), data)

    assert response.status_code == 302
    assert told == (2, 2, 0)


@ample
@given(data=form(sure=st.just(""), other=anything))
def test_deleting_takes_nothing_but_the_tick(desk, data):
    response, told = post(desk, reverse("account_delete"), data)

    assert response.status_code == 422
    assert told == (2, 2, 0)


@ample
@given(data=form(code=anything, credential=anything, next=anything))
@example(data={"code": MEGABYTE})
@example(data={"credential": MEGABYTE})
@example(data={"credential": '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}'})
@example(data={"credential": "[]"})
def test_the_second_step_takes_anything(at_the_second_step, data):
    response, _ = post(at_the_second_step, reverse("mfa_authenticate"), data)

    assert response.status_code == 422
    assert at_the_second_step.get("/konto/").status_code == 302


@ample
@given(data=form(name=anything, credential=anything, code=anything))
@example(data={"credential": '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}', "name": "x"})
@example(data={"credential": "[]", "name": MEGABYTE})
def test_setting_up_a_second_factor_takes_anything(desk, data):
    desk.post("/konto/passwort-eingeben/", {"password": PASSWORD})
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        assert post(desk, reverse(name), data)[0].status_code == 422


@ample
@given(data=form(anything=anything))
def test_asking_for_ones_data_takes_anything(desk, data):
    with transaction.atomic():
        sound(desk.post(reverse("own_data"), data))
        assert DataExport.objects.count() == 1
        transaction.set_rollback(True)
