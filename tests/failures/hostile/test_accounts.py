"""Whatever arrives at the forms of the account: a German sentence, no account by accident, never a 5xx."""

from copy import copy

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from teams.models import Person
from tests.failures.hostile.inputs import MEGABYTE, anything, form, sound, thorough

pytestmark = pytest.mark.django_db

address = st.one_of(
    anything, st.emails(), st.sampled_from(["x@y.example\r\nBcc: z@z.example", "ä@ö.example", f"{'a' * 300}@b.example"])
)
PASSWORD = "Ein-langes-Passwort-1"
password = st.one_of(anything, st.just(PASSWORD))


def post(client, name, data):
    """One try, undone; whoever was slowed down by the tries before starts afresh."""
    with transaction.atomic():
        cache.clear()
        response = sound(client.post(reverse(name), data))
        made = Person.objects.count(), Letter.objects.count()
        transaction.set_rollback(True)
    return response, made


@thorough
@given(data=form(login=address, password=password, remember=anything, next=anything))
@example(data={"login": MEGABYTE, "password": MEGABYTE})
def test_the_login_takes_anything(client, data):
    response, made = post(client, "account_login", data)

    assert response.status_code == 422
    assert made == (0, 0)


@thorough
@given(data=form(email=address, first_name=anything, last_name=anything, password1=password, is_staff=anything, next=anything))
@example(data={"email": "a@b.example", "first_name": MEGABYTE, "last_name": MEGABYTE, "password1": "Ein-langes-Passwort-1"})
@example(data={"email": MEGABYTE, "first_name": "A", "last_name": "B", "password1": MEGABYTE})
def test_the_registration_takes_anything(client, data):
    response, (people, letters) = post(client, "account_signup", data)

    assert (people, letters) == ((1, 1) if response.status_code == 302 else (0, 0))


@thorough
@given(data=form(email=address))
@example(data={"email": MEGABYTE})
def test_forgetting_the_password_takes_anything(client, data):
    _, (people, _) = post(client, "account_reset_password", data)

    assert people == 0


# --- Forms of somebody who is logged in, or who came by a link ------------------------------------------


def once_more(client):
    """The same browser as it was before the try that has just been undone."""
    again = Client()
    again.cookies = copy(client.cookies)
    return again


def unchanged(person):
    """What nobody gets at by typing, and the password."""
    person.refresh_from_db()
    return person.email, person.password, person.is_staff, person.is_superuser


@pytest.fixture
def only_logged_in(logged_in, member):
    return logged_in(member)


@pytest.fixture
def come_by_the_link(client, member):
    token = default_token_generator.make_token(member)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(member), token])
    return client, client.get(link).url


@pytest.fixture
def own(logged_in, member):
    """A client that has just typed its password, as the log-in of a person leaves it."""
    client = logged_in(member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@thorough
@given(data=form(first_name=anything, last_name=anything, email=anything, is_staff=anything, is_superuser=anything))
@example(data={"first_name": MEGABYTE, "last_name": "B"})
def test_the_own_name_takes_anything(own, member, data):
    with transaction.atomic():
        sound(own.post(reverse("account_profile"), data))
        changed = Person.objects.get(pk=member.pk)
        assert (changed.email, changed.is_staff, changed.is_superuser) == (member.email, False, False)
        assert changed.first_name.strip() and changed.last_name.strip()
        transaction.set_rollback(True)


@thorough
@given(data=form(email=address, action_add=st.just("1"), action_remove=anything, action_primary=anything, action_send=anything))
@example(data={"email": MEGABYTE, "action_add": "1"})
def test_changing_the_address_takes_anything(own, member, data):
    before = unchanged(member)
    with transaction.atomic():
        cache.clear()
        sound(own.post(reverse("account_email"), data))
        assert unchanged(member) == before
        transaction.set_rollback(True)


@thorough
@given(data=form(oldpassword=password, password=password, password1=password, password2=password))
@example(data={"oldpassword": PASSWORD, "password1": MEGABYTE})
def test_changing_the_password_takes_anything(own, member, data):
    before = unchanged(member)
    with transaction.atomic():
        cache.clear()
        response = sound(once_more(own).post(reverse("account_change_password"), data))
        changed = unchanged(member) != before
        transaction.set_rollback(True)
    assert changed == (response.status_code == 302)
    assert not changed or data["oldpassword"] == PASSWORD


@thorough
@given(data=form(password1=password, password2=password, email=anything))
@example(data={"password1": MEGABYTE})
def test_a_new_password_by_a_link_takes_anything(come_by_the_link, member, data):
    (client, address), before = come_by_the_link, unchanged(member)
    with transaction.atomic():
        cache.clear()
        response = sound(once_more(client).post(address, data))
        changed = unchanged(member) != before
        transaction.set_rollback(True)
    assert changed == (response.status_code == 302)


@thorough
@given(data=form(password=password, next=anything))
@example(data={"password": MEGABYTE})
def test_typing_the_password_again_takes_anything(only_logged_in, data):
    with transaction.atomic():
        cache.clear()
        response = sound(once_more(only_logged_in).post(reverse("account_reauthenticate"), data))
        transaction.set_rollback(True)
    assert (response.status_code == 302) == (data.get("password") == PASSWORD)
    assert "://" not in response.headers.get("Location", "")
