"""Whatever arrives at the forms of the account: a German sentence, no account by accident, never a 5xx."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from teams.models import Person
from tests.hostile import MEGABYTE, anything, form, sound, thorough

pytestmark = pytest.mark.django_db

address = st.one_of(
    anything, st.emails(), st.sampled_from(["x@y.example\r\nBcc: z@z.example", "ä@ö.example", f"{'a' * 300}@b.example"])
)
password = st.one_of(anything, st.just("Ein-langes-Passwort-1"))


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


@thorough
@given(data=form(first_name=anything, last_name=anything, email=anything, is_staff=anything, is_superuser=anything))
@example(data={"first_name": MEGABYTE, "last_name": "B"})
def test_the_own_name_takes_anything(logged_in, member, data):
    client = logged_in(member)
    with transaction.atomic():
        sound(client.post(reverse("account"), data))
        changed = Person.objects.get(pk=member.pk)
        assert (changed.email, changed.is_staff, changed.is_superuser) == (member.email, False, False)
        assert changed.first_name.strip() and changed.last_name.strip()
        transaction.set_rollback(True)
