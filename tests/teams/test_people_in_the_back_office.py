"""What the campaign team does with people's accounts, and what it cannot."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from missione.shared.models import Letter
from teams.models import Person
from tests.conftest import person
from tests.factories.materials import ArticleFactory, order_of
from tests.factories.teams import TeamFactory
from tests.second_factor import code, give_second_factor
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
    assert log_in(client, staff, next="/verwaltung/").url == "/konto/anmelden/zweiter-schritt/"
    assert client.post("/konto/anmelden/zweiter-schritt/", {"code": code()}).url == "/verwaltung/"
    assert client.get("/verwaltung/password_change/").url == "/konto/passwort/aendern/"


def test_a_person_made_here_gets_in_by_a_link(client, logged_in, staff):
    logged_in(staff).post(
        f"{LIST}add/", {"first_name": "Nora", "last_name": "Neu", "email": "nora.neu@behoerde.example", "is_active": "on"}
    )
    client.post("/konto/passwort/vergessen/", {"email": "nora.neu@behoerde.example"})
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get(recipient="nora.neu@behoerde.example").text)[1]
    client.post(client.get(address).url, {"password1": NEW})

    assert log_in(Client(), Person.objects.get(first_name="Nora"), NEW).url == "/meine-termine/"


def test_the_addresses_of_a_person_stand_on_their_page_and_nowhere_else(logged_in, staff, member):
    member.emailaddress_set.create(email="neu@behoerde.example", verified=False)
    desk = logged_in(staff)

    page = desk.get(f"{LIST}{member.pk}/change/").content.decode()

    assert f"{member.email}: bestätigt<br>neu@behoerde.example: noch nicht bestätigt" in page
    elsewhere = ["/verwaltung/account/emailaddress/", "/verwaltung/auth/group/", "/verwaltung/account/", "/verwaltung/auth/"]
    assert [desk.get(address).status_code for address in elsewhere] == [404] * 4
    assert [address for address in elsewhere if address in desk.get("/verwaltung/").content.decode()] == []


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


def test_a_person_leads_to_their_teams_bookings_and_orders(logged_in, staff, member):
    team = TeamFactory(lead=member)
    order = order_of(team, ArticleFactory(stock=5))
    desk = logged_in(staff)

    page = desk.get(f"{LIST}{member.pk}/change/").content.decode()

    assert f'<a href="/verwaltung/teams/team/{team.pk}/change/">{team}</a> (Leitung)' in page
    orders = re.search(r'href="(/verwaltung/materials/order/[^"]+)"', page)[1]
    assert [each.pk for each in desk.get(orders).context["cl"].result_list] == [order.pk]
    bookings = re.search(r'href="(/verwaltung/seminars/booking/[^"]+)"', page)[1]
    assert desk.get(bookings).context["cl"].result_count == 0


def test_no_password_stands_in_any_form(logged_in, staff, member):
    page = logged_in(staff).get(f"{LIST}{member.pk}/change/").content.decode()

    assert 'name="email"' in page
    assert "password1" not in page and member.password not in page


def test_the_list_takes_the_same_queries_for_one_and_for_three(logged_in, staff, django_assert_num_queries):
    client = logged_in(staff)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    person("Anna", "Eins"), person("Bert", "Zwei")

    with django_assert_num_queries(7):
        client.get(LIST)


def test_a_lost_second_factor_is_taken_off_and_everybody_knows(client, logged_in, staff, member):
    give_second_factor(member)
    phone = logged_in(member)
    desk = logged_in(staff)
    page = desk.get(f"{LIST}{member.pk}/change/").content.decode()
    asked = desk.get(f"{LIST}{member.pk}/zweiter-faktor/").content.decode()
    told = desk.post(f"{LIST}{member.pk}/zweiter-faktor/", follow=True).content.decode()
    again = desk.post(f"{LIST}{member.pk}/zweiter-faktor/", follow=True).content.decode()

    assert f'href="{LIST}{member.pk}/zweiter-faktor/"' in page
    assert "Vergewissern Sie sich vorher am Telefon" in asked
    assert "Die Anmeldung in zwei Schritten ist ausgeschaltet, die Person benachrichtigt" in told
    assert "Diese Person hat keine Anmeldung in zwei Schritten eingerichtet." in again
    assert phone.get("/konto/").status_code == 302
    assert log_in(client, member).url == "/meine-termine/"
    assert LogEntry.objects.get(object_id=member.pk).change_message == "Anmeldung in zwei Schritten ausgeschaltet."
    assert Letter.objects.get(kind="account_second_factor_taken_off").recipient == member.email


def test_only_who_has_all_rights_takes_a_second_factor_off(logged_in, helper, member):
    give_second_factor(member)
    client = logged_in(helper)

    assert client.post(f"{LIST}{member.pk}/zweiter-faktor/").status_code == 403
    assert "Anmeldung in zwei Schritten ausschalten" not in client.get(f"{LIST}{member.pk}/change/").content.decode()
    assert member.authenticator_set.exists()
