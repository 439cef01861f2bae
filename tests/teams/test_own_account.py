"""What a person can change about the own account."""

import re

import pytest
from django.test import Client

from missione.shared.models import Letter
from seminars.actions import book_seat, cancel_booking
from teams.models import Person
from tests.factories.seminars import EventFactory
from tests.factories.teams import TeamFactory
from tests.teams.test_logging_in import NEW, PASSWORD, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, member):
    log_in(client, member)
    return client


def change_address(client, **button):
    """Asks for the password in between, and goes on where it was."""
    asked = client.post("/konto/e-mail/", {"email": "mira@behoerde.example", **button})
    return client.post(asked.url, {"password": PASSWORD}) if "passwort-eingeben" in asked.url else asked


def test_name_and_work_are_changed(client, member):
    saved = client.post("/konto/profil/", {"first_name": "Mira", "last_name": "Neumann", "unit": "Hausdienst"}, follow=True)

    member.refresh_from_db()
    assert (member.name, member.unit) == ("Mira Neumann", "Hausdienst")
    assert "Mira Neumann, Hausdienst" in saved.content.decode()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"first_name": ""}, "Geben Sie Ihren Vornamen ein."),
        ({"last_name": "x" * 81}, "höchstens 80 Zeichen"),
        ({"unit": "x" * 81}, "höchstens 80 Zeichen"),
        ({"unit": "Haus\x0bdienst"}, "unsichtbare Steuerzeichen"),
    ],
)
def test_what_is_wrong_with_the_profile_is_said_at_the_field(client, member, changed, error):
    refused = client.post("/konto/profil/", {"first_name": "Mira", "last_name": "Neumann", "unit": "", **changed})

    member.refresh_from_db()
    assert refused.status_code == 422
    assert "<title>Fehler: Name und Aufgabe" in refused.content.decode()
    assert refused.content.decode().count(error) == 2  # in the summary and at the field
    assert member.name == "Miriam Mitglied"


def test_two_forms_open_at_once_take_nothing_back_from_each_other(client, member):
    client.get("/konto/profil/")
    client.post("/konto/bedarf/", {"needs": ["dgs"]})
    client.post("/konto/profil/", {"first_name": "Mira", "last_name": "Neumann"})

    member.refresh_from_db()
    assert (member.name, member.needs) == ("Mira Neumann", ["dgs"])


def test_what_a_person_needs_is_ticked_in_the_next_booking(client, member):
    client.post("/konto/bedarf/", {"needs": ["stufenlos", "dgs"]})
    form = client.get(f"{EventFactory(hybrid=True).get_absolute_url()}buchen/").content.decode()
    online = client.get(f"{EventFactory().get_absolute_url()}buchen/").content.decode()

    ticked = re.compile(r'name="needs" value="(\w+)"[^>]* checked')
    assert (ticked.findall(form), ticked.findall(online)) == (["dgs", "stufenlos"], ["dgs"])
    assert "Übernommen aus „Mein Konto“." in form
    assert "Gebärdensprachdolmetschung, Stufenloser Zugang" in client.get("/konto/").content.decode()


def test_who_needs_nothing_finds_the_booking_form_as_ever(client):
    form = client.get(f"{EventFactory().get_absolute_url()}buchen/").content.decode()

    assert "Übernommen aus" not in form and " checked" not in form


def test_what_is_not_offered_cannot_be_needed(client, member):
    refused = client.post("/konto/bedarf/", {"needs": ["butler"]})

    member.refresh_from_db()
    assert refused.status_code == 422
    assert member.needs == []


def test_a_person_chooses_which_letters_come(client, member):
    offered = client.get("/konto/benachrichtigungen/").content.decode()
    client.post("/konto/benachrichtigungen/", {"wishes": ["wants_news"]})

    member.refresh_from_db()
    assert re.findall(r'value="(\w+)"[^>]* checked', offered) == ["wants_reminders", "wants_team_letters"]
    assert "Diese E-Mails kommen immer" in offered
    assert (member.wants_reminders, member.wants_team_letters, member.wants_news) == (False, False, True)


def test_no_other_column_can_be_wished_for(client, member):
    refused = client.post("/konto/benachrichtigungen/", {"wishes": ["is_staff"]})

    member.refresh_from_db()
    assert refused.status_code == 422
    assert not member.is_staff


def test_a_new_address_counts_once_it_is_confirmed(client, member):
    old = member.email
    change_address(client, action_add="")
    waiting = client.get("/konto/e-mail/").content.decode()
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get(recipient="mira@behoerde.example").text)[1]
    member.refresh_from_db()
    before = member.email
    client.post(address)

    member.refresh_from_db()
    assert "Noch nicht bestätigt" in waiting
    assert (before, member.email) == (old, "mira@behoerde.example")
    assert Letter.objects.get(recipient=old).subject == "Ihre E-Mail-Adresse wurde geändert"


def test_a_changed_address_keeps_team_and_bookings(client, member, leader):
    team = TeamFactory(lead=leader, members=[member])
    booking = book_seat(event=EventFactory(), person=member)
    old = member.email
    change_address(client, action_add="")
    asked, told = Letter.objects.get(recipient="mira@behoerde.example"), Letter.objects.filter(recipient=old)
    before = [letter.kind for letter in told]
    client.post(re.search(r"http://testserver(/konto/\S+)", asked.text)[1])
    cancel_booking(booking=booking, by=Person.objects.get(pk=member.pk))

    member.refresh_from_db()
    assert (asked.kind, before) == ("account_email_confirmation", ["booking_confirmed"])
    assert [letter.kind for letter in told.all()] == ["account_email_changed", "booking_confirmed"]
    assert Letter.objects.get(kind="booking_cancelled").recipient == member.email == "mira@behoerde.example"
    assert team.memberships.filter(person=member).exists()
    assert [address.email for address in member.emailaddress_set.all()] == ["mira@behoerde.example"]
    assert log_in(Client(), member).status_code == 302
    assert log_in(Client(), Person(email=old)).status_code == 422


def test_an_address_that_somebody_has_looks_like_any_other_and_cannot_be_taken(client, member, stranger):
    known = client.post("/konto/e-mail/", {"email": stranger.email, "action_add": ""})
    known = client.post(known.url, {"password": PASSWORD}, follow=True)
    letter = Letter.objects.get(recipient=stranger.email)
    client.post(re.search(r"http://testserver(/konto/\S+)", letter.text)[1])
    unknown = client.post("/konto/e-mail/", {"email": "mira@behoerde.example", "action_add": ""}, follow=True)

    member.refresh_from_db()
    assert known.redirect_chain[-1:] == unknown.redirect_chain[-1:]
    assert letter.kind == Letter.objects.get(recipient="mira@behoerde.example").kind
    assert member.email == "miriam.mitglied@behoerde.example"
    assert log_in(Client(), stranger).status_code == 302


def test_a_change_of_address_can_be_dropped(client, member):
    change_address(client, action_add="")
    waiting = client.get("/konto/e-mail/").content.decode()
    change_address(client, action_remove="")

    assert "Noch nicht bestätigt" in waiting
    assert "Noch nicht bestätigt" not in client.get("/konto/e-mail/").content.decode()


def test_the_password_is_changed_and_its_owner_told(client, member):
    client.post("/konto/passwort/aendern/", {"oldpassword": PASSWORD, "password1": NEW})

    assert log_in(Client(), member, NEW).status_code == 302
    assert Letter.objects.get(recipient=member.email).subject == "Ihr Passwort wurde geändert"


def test_whoever_changes_the_password_knows_the_old_one(client, member):
    refused = client.post("/konto/passwort/aendern/", {"oldpassword": "Falsch-geraten-1234", "password1": NEW})

    assert refused.status_code == 422
    assert "Das jetzige Passwort stimmt nicht." in refused.content.decode()
    assert Letter.objects.count() == 0


def test_whoever_finds_an_open_browser_is_asked_for_the_password_first(logged_in, member):
    asked = logged_in(member).post("/konto/e-mail/", {"email": "fremd@behoerde.example", "action_add": ""})

    assert asked.url.startswith("/konto/passwort-eingeben/")
    assert Letter.objects.count() == 0
