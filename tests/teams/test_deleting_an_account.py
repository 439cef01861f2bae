"""Deleting an account: what others rely on is settled first, what stays has no name."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import book_seat
from seminars.choices import State
from seminars.errors import NotPossible
from seminars.models import Booking
from teams.actions.deleting import delete_account
from teams.actions.invitations import invite
from teams.actions.joining import ask_to_join
from teams.choices import TeamState
from teams.models import DataExport, Invitation, JoinRequest, Login, Membership, Person, Team, TeamDraft
from teams.signals import obligations_of_person_asked
from tests.conftest import PASSWORD, person
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.second_factor import give_second_factor
from tests.teams.test_logging_in import log_in

pytestmark = pytest.mark.django_db
PAGE = "/konto/loeschen/"
OFFICE = "/verwaltung/teams/person/"


@pytest.fixture
def desk(client, member):
    log_in(client, member)
    return client


def delete(client):
    """Asks for the password in between, and goes on where it was."""
    asked = client.post(PAGE, {"sure": "on"})
    return client.post(asked.url, {"password": PASSWORD}) if "passwort-eingeben" in asked.url else asked


def test_a_person_deletes_the_own_account(desk, client, member):
    address = member.email
    said = desk.get(PAGE).content.decode()
    done = delete(desk)
    told = desk.get(done.url).content.decode()
    member.refresh_from_db()

    assert "Das wird gelöscht" in said and "Das bleibt, ohne Ihren Namen" in said
    assert done.url == "/" and "Ihr Konto ist gelöscht." in told
    assert (member.name, member.is_active, member.has_usable_password()) == ("Gelöschtes Konto", False, False)
    assert member.email.startswith("deleted-") and member.email.endswith("@invalid")
    assert member.deleted_at <= clock.now()
    assert desk.get("/konto/").status_code == 302
    assert log_in(client, Person(email=address)).status_code == 422
    assert Letter.objects.get(kind="account_deleted").recipient == address
    assert list(broken_promises()) == []


def test_the_address_is_free_for_a_new_account(desk, client, member):
    address = member.email
    delete(desk)
    client.post("/konto/registrieren/", {"first_name": "Mia", "last_name": "Neu", "email": address, "password1": PASSWORD})

    assert Person.objects.get(email=address).first_name == "Mia"


def test_without_the_tick_nothing_happens(desk, member):
    refused = desk.post(PAGE)

    member.refresh_from_db()
    assert refused.status_code == 422
    assert refused.content.decode().count("Bestätigen Sie mit einem Haken") == 2
    assert member.is_active


def test_whoever_finds_an_open_browser_is_asked_for_the_password_first(logged_in, member):
    asked = logged_in(member).post(PAGE, {"sure": "on"})

    member.refresh_from_db()
    assert asked.url.startswith("/konto/passwort-eingeben/")
    assert member.is_active


def test_future_seats_become_free_and_the_next_moves_up(desk, member, stranger):
    event = EventFactory(seats=1)
    book_seat(event=event, person=member)
    waiting = book_seat(event=event, person=stranger, join_waiting_list=True)
    address = member.email
    delete(desk)

    waiting.refresh_from_db()
    assert waiting.state == State.BOOKED
    assert Letter.objects.filter(recipient=address).latest("pk").subject == "Ihr Konto ist gelöscht"
    cancelled = Letter.objects.get(recipient=address, kind="booking_cancelled")
    assert cancelled.calendar_method == "CANCEL"


def test_past_events_still_count_without_name_or_words(desk, member):
    past = BookingFactory(event=EventFactory(past=True), person=member)
    Booking.objects.filter(pk=past.pk).update(needs=["dgs"], message="Ich sitze im Rollstuhl.")
    delete(desk)

    past.refresh_from_db()
    assert (past.state, str(past.person)) == (State.BOOKED, "Gelöschtes Konto")
    assert (past.needs, past.message) == ([], "")


def test_the_lead_of_others_hands_over_first(desk, member, stranger):
    team = TeamFactory(lead=member, members=[stranger], name="Die Lüfter")
    page = desk.get(PAGE).content.decode()
    refused = delete(desk)

    member.refresh_from_db()
    sentence = "Sie leiten das Team „Die Lüfter“. Übergeben Sie zuerst die Leitung, oder beenden Sie das Team."
    assert sentence in page and "Konto endgültig löschen" not in page
    assert refused.status_code == 422 and sentence in refused.content.decode()
    assert member.is_active and Membership.objects.filter(team=team, person=member).exists()


def test_who_is_alone_in_a_team_ends_it(desk, member):
    team = TeamFactory(lead=member)
    delete(desk)

    team.refresh_from_db()
    assert team.state == TeamState.ENDED
    assert not team.memberships.exists()


def test_a_registration_that_is_looked_at_is_withdrawn(desk, member):
    team = TeamFactory(asked=True, lead=member, registered_by=member)
    delete(desk)

    team.refresh_from_db()
    assert team.state == TeamState.ENDED
    assert list(broken_promises()) == []


def test_a_member_leaves_and_the_lead_is_told(desk, member, leader):
    team = TeamFactory(lead=leader, members=[member])
    delete(desk)

    assert [row.person for row in team.memberships.all()] == [leader]
    assert Letter.objects.filter(recipient=leader.email).count() == 1


def test_what_an_app_above_says_stands_in_the_way(desk, member):
    def lent(sender, person, **kwargs):
        return ["Ein Messgeräte-Paket ist noch ausgeliehen (bis 3. März)."] if person == member else None

    obligations_of_person_asked.connect(lent)
    try:
        page, refused = desk.get(PAGE).content.decode(), delete(desk)
    finally:
        obligations_of_person_asked.disconnect(lent)

    assert "Ein Messgeräte-Paket ist noch ausgeliehen" in page
    assert refused.status_code == 422


def test_the_last_account_with_all_rights_stays(logged_in, staff):
    page = logged_in(staff).get(PAGE).content.decode()

    assert "Nur dieses Konto hat noch alle Rechte." in page


def test_nothing_is_left_of_the_name_or_the_address(desk, member, leader, staff, logged_in):
    agency = AgencyFactory()
    member.agency, member.unit, member.needs = agency, "Hausdienst", ["dgs"]
    member.save()
    team = TeamFactory(lead=leader, agency=agency)
    give_second_factor(member)
    TeamDraft.objects.create(person=member)
    DataExport.objects.create(person=member)
    ask_to_join(team=team, person=member, message="Darf ich?")
    other = TeamFactory(lead=person("Leo", "Lenker"), agency=agency, site="Nebenhaus")
    invite(team=other, by=None, emails=[member.email])
    asked = TeamFactory(asked=True, registered_by=PersonFactory(), colleagues=["a@b.example", member.email])
    LogEntry.objects.log_actions(user_id=staff.pk, queryset=[member], action_flag=2, change_message="x", single_object=True)
    Letter.objects.update(state=Letter.State.SENT, sent_at=clock.now())
    address, name = member.email, member.name

    delete_account(person=member)

    asked.refresh_from_db()
    assert asked.colleagues == ["a@b.example"]
    kept = {model: str(list(model.objects.values_list())) for model in (Person, Team, Invitation, JoinRequest, LogEntry, Login)}
    assert [model for model, rows in kept.items() if address in rows or name in rows or "Mitglied" in rows] == []
    assert not Invitation.objects.filter(state="open").exists()
    assert [(wish.state, wish.message) for wish in JoinRequest.objects.all()] == [("withdrawn", "")]
    assert [letter.kind for letter in Letter.objects.filter(recipient=address)] == ["account_deleted"]
    assert not Session.objects.filter(session_key__in=Login.objects.filter(person=member).values("session_key")).exists()
    for rows in (member.emailaddress_set, member.authenticator_set, member.exports, member.memberships):
        assert not rows.exists()
    assert list(broken_promises()) == []


def test_invitations_by_the_person_stay_without_a_name(member):
    team = TeamFactory(lead=PersonFactory(), members=[member])
    invite(team=team, by=member, emails=["neu@behoerde.example"])
    delete_account(person=member)

    assert str(Invitation.objects.get().invited_by) == "Gelöschtes Konto"


def test_twice_is_once(member):
    delete_account(person=member)
    before = Person.objects.get(pk=member.pk).email
    delete_account(person=Person.objects.get(pk=member.pk))

    assert Person.objects.get(pk=member.pk).email == before
    assert Letter.objects.filter(kind="account_deleted").count() == 1


def test_a_deleted_account_gets_no_seat(member):
    delete_account(person=member)

    with pytest.raises(NotPossible):
        book_seat(event=EventFactory(), person=member)


def test_staff_delete_it_at_the_persons_wish(logged_in, staff, member):
    desk = logged_in(staff)
    address = member.email
    asked = desk.get(f"{OFFICE}{member.pk}/delete/").content.decode()
    done = desk.post(f"{OFFICE}{member.pk}/delete/", follow=True).content.decode()
    member.refresh_from_db()

    assert "Die Person bekommt eine letzte E-Mail" in asked
    assert "Das Konto ist gelöscht." in done and address not in done and "Gelöschtes" not in done
    assert member.deleted_at
    assert LogEntry.objects.get(object_id=member.pk).change_message == "Konto gelöscht."
    assert desk.get(f"{OFFICE}{member.pk}/change/").status_code == 302


def test_staff_are_told_what_stands_in_the_way(logged_in, staff, member, stranger):
    TeamFactory(lead=member, members=[stranger])
    desk = logged_in(staff)
    page = desk.get(f"{OFFICE}{member.pk}/delete/").content.decode()
    refused = desk.post(f"{OFFICE}{member.pk}/delete/", follow=True).content.decode()
    member.refresh_from_db()

    assert "Übergeben Sie zuerst die Leitung" in page and "Übergeben Sie zuerst die Leitung" in refused
    assert member.is_active


def test_colleagues_of_staff_are_deleted_by_who_has_all_rights_alone(logged_in, staff):
    helper = person("Hanna", "Helfer", is_staff=True)

    assert logged_in(helper).post(f"{OFFICE}{staff.pk}/delete/").status_code == 403
    assert logged_in(staff).get(f"{OFFICE}unsinn/delete/").status_code == 404
