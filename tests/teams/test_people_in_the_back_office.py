"""What the campaign team does with people's accounts, and what it cannot."""

import re

import pytest
from django.test import Client

from missione.shared.models import Letter
from teams.models import Person
from tests.conftest import person
from tests.teams.test_logging_in import NEW, log_in

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/teams/person/"


@pytest.fixture
def helper(db):
    """Of the campaign team, but without all rights."""
    return person("Hanna", "Helfer", is_staff=True)


def typed(someone, **changed):
    """The form as it stands, with some fields changed."""
    fields = {"first_name": someone.first_name, "last_name": someone.last_name, "email": someone.email, "is_active": "on"}
    return {**fields, **changed}


def test_the_door_is_the_portals_own(client, staff):
    asked = client.get("/verwaltung/login/?next=/verwaltung/")

    assert asked.url == "/konto/anmelden/?next=/verwaltung/"
    assert log_in(client, staff, next="/verwaltung/").url == "/verwaltung/"
    assert client.get("/verwaltung/password_change/").url == "/konto/passwort/aendern/"


def test_a_person_made_here_gets_in_by_a_link(client, logged_in, staff):
    logged_in(staff).post(
        f"{LIST}add/", {"first_name": "Nora", "last_name": "Neu", "email": "nora.neu@behoerde.example", "is_active": "on"}
    )
    client.post("/konto/passwort/vergessen/", {"email": "nora.neu@behoerde.example"})
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get(recipient="nora.neu@behoerde.example").text)[1]
    client.post(client.get(address).url, {"password1": NEW})

    assert log_in(Client(), Person.objects.get(first_name="Nora"), NEW).url == "/meine-termine/"


def test_a_new_address_given_here_must_be_confirmed(logged_in, staff, member):
    logged_in(staff).post(f"{LIST}{member.pk}/change/", typed(member, email="anders@behoerde.example"))
    member.refresh_from_db()

    assert member.email == "anders@behoerde.example"
    assert log_in(Client(), member).url == "/konto/e-mail/bestaetigen/"
    assert Letter.objects.get().recipient == "anders@behoerde.example"


def test_without_all_rights_nobody_gives_rights(logged_in, helper, member):
    logged_in(helper).post(f"{LIST}{member.pk}/change/", typed(member, is_staff="on", is_superuser="on"))
    member.refresh_from_db()

    assert (member.is_staff, member.is_superuser) == (False, False)


def test_without_all_rights_nobody_takes_over_a_colleague(logged_in, helper, staff):
    refused = logged_in(helper).post(f"{LIST}{staff.pk}/change/", typed(staff, email="helfer@behoerde.example"))
    staff.refresh_from_db()

    assert refused.status_code == 403
    assert staff.email == "karla.kampagne@behoerde.example"


def test_a_name_takes_no_control_characters(logged_in, staff, member):
    refused = logged_in(staff).post(f"{LIST}{member.pk}/change/", typed(member, first_name="Mi\x0briam"))
    member.refresh_from_db()

    assert "unsichtbare Steuerzeichen" in refused.content.decode()
    assert member.first_name == "Miriam"


def test_without_all_rights_people_are_seen(logged_in, helper, member):
    assert logged_in(helper).get(LIST).status_code == 200
    assert logged_in(helper).get(f"{LIST}{member.pk}/change/").status_code == 200


def test_no_password_stands_in_any_form(logged_in, staff, member):
    page = logged_in(staff).get(f"{LIST}{member.pk}/change/").content.decode()

    assert 'name="email"' in page
    assert "password1" not in page and member.password not in page


def test_the_list_takes_the_same_queries_for_one_and_for_three(logged_in, staff, django_assert_num_queries):
    client = logged_in(staff)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    person("Anna", "Eins"), person("Bert", "Zwei")

    with django_assert_num_queries(6):
        client.get(LIST)
