"""Staff put a team under another authority: registered at the wrong one, or its people sit elsewhere now."""

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.actions import move_team, propose_agency, register_team, save_draft, settle_draft
from teams.actions.invitations import accept_invitation
from teams.actions.joining import accept_wish, ask_to_join
from teams.errors import AgencyGone, AlreadyThere, NotNow
from teams.models import Agency, Invitation, JoinRequest, Person, Team
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.seminars.admin_desk import told, words
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return AgencyFactory(name="Finanzamt Soest", city="Soest")


@pytest.fixture
def new():
    return AgencyFactory(name="Finanzamt Hamm", city="Hamm")


@pytest.fixture
def team(leader, member, old):
    Person.objects.filter(pk__in=[leader.pk, member.pk]).update(agency=old)
    return TeamFactory(agency=old, site="Haus B", lead=leader, members=[member])


def moved(desk, team, to, **said):
    data = {"agency": str(to), "agency_zu": str(to), "agency_wahl": to.pk, "site": team.site, "words": "", **said}
    return desk.post(reverse("admin:teams_team_move", args=[team.pk]), data, follow=True)


def where(*people):
    return [Person.objects.get(pk=person.pk).agency.name for person in people]


def test_a_team_is_moved_with_its_people_and_all_are_told(logged_in, staff, team, leader, member, new):
    guest = PersonFactory(agency=AgencyFactory(name="Amtsgericht Soest"))
    team.memberships.create(person=guest)
    desk = logged_in(staff)
    page = words(desk.get(reverse("admin:teams_team_move", args=[team.pk])).content.decode())
    answer = moved(desk, team, new, site="Neubau", words="Sie haben uns geschrieben, dass Sie umgezogen sind.")
    team.refresh_from_db()

    assert "Die neue Dienststelle steht dann auch im Profil von: Lea Leitung, Miriam Mitglied." in page
    assert told(answer) == ["Das Team gehört jetzt zu „Finanzamt Hamm“. Alle Mitglieder bekommen eine E-Mail."]
    assert (team.agency, team.site) == (new, "Neubau")
    assert where(leader, member, guest) == ["Finanzamt Hamm", "Finanzamt Hamm", "Amtsgericht Soest"]
    letters = {letter.recipient: letter.text for letter in Letter.objects.filter(kind="team_moved")}
    assert set(letters) == {leader.email, member.email, guest.email}
    assert "Bisher: Finanzamt Soest\nJetzt: Finanzamt Hamm\nGebäude: Neubau\n\nSie haben uns geschrieben" in letters[leader.email]
    assert ["Auch in Ihrem Profil" in letters[person.email] for person in (leader, guest)] == [True, False]
    step = team.changes.last()
    assert (step.note, step.by, step.is_step) == ("Von „Finanzamt Soest“ zu „Finanzamt Hamm“ gezogen.", staff, False)
    assert list(broken_promises()) == []


def test_who_is_kept_by_another_team_stays(team, leader, member, staff, old, new):
    TeamFactory(agency=old, site="Haus C", members=[member])
    TeamFactory(agency=old, site="Haus D", members=[leader], ended=True)
    move_team(team=team, to=new, site="", by=staff)

    assert where(leader, member) == ["Finanzamt Hamm", "Finanzamt Soest"]


def test_a_registration_at_a_free_entry_is_put_right_and_the_entry_is_gone(leader, staff, new):
    propose_agency(person=leader, name="FA Ham")
    settle_draft(person=leader, entry="FA Ham")
    save_draft(person=leader, step=3)
    team = register_team(person=leader, message="", request_key="00000000-0000-4000-8000-000000000001")
    move_team(team=team, to=new, site="", by=staff)

    assert where(leader) == ["Finanzamt Hamm"]
    assert not Agency.objects.filter(name="FA Ham").exists()
    assert list(broken_promises()) == []


def test_invitations_and_wishes_stay_open(team, leader, staff, old, new):
    guest, asking = PersonFactory(), PersonFactory(agency=old)
    invited(team, leader, guest.email)
    ask_to_join(team=team, person=asking)
    move_team(team=team, to=new, site="", by=staff)
    accept_invitation(invitation=Invitation.objects.get(), person=guest)
    accept_wish(wish=JoinRequest.objects.get(), by=leader)

    assert where(guest, asking) == ["Finanzamt Hamm", "Finanzamt Soest"]
    assert team.memberships.count() == 4


@pytest.mark.parametrize("site", ["Haus B", "haus b"])
def test_a_building_that_has_a_team_is_named_and_nothing_changes(logged_in, staff, team, leader, new, site):
    TeamFactory(agency=new, site="Haus B", name="Die Sparfüchse")
    answer = moved(logged_in(staff), team, new, site=site)

    assert told(answer)[0].startswith("In diesem Gebäude gibt es schon ein Team: „Die Sparfüchse“ (Freigeschaltet).")
    assert where(leader) == ["Finanzamt Soest"]
    assert not Letter.objects.filter(kind="team_moved").exists()


def test_where_a_team_cannot_go(team, staff, old, new):
    for to, refusal in [
        (old, AlreadyThere),
        (AgencyFactory(is_active=False), AgencyGone),
        (AgencyFactory(is_confirmed=False), AgencyGone),
    ]:
        with pytest.raises(refusal):
            move_team(team=team, to=to, site="", by=staff)
    Team.objects.filter(pk=team.pk).update(state="ended", ended_at=team.approved_at)
    with pytest.raises(NotNow):
        move_team(team=team, to=new, site="", by=staff)


def test_an_authority_is_picked_from_the_list(logged_in, staff, team, new):
    desk, address = logged_in(staff), reverse("admin:teams_team_move", args=[team.pk])
    nothing = desk.post(address, {"agency": "", "site": "", "words": ""})
    list_shown = desk.post(address, {"agency": "FA Ham", "site": "Neubau", "words": ""})

    assert (nothing.status_code, list_shown.status_code) == (422, 422)
    assert "Geben Sie den Namen der neuen Dienststelle ein." in nothing.content.decode()
    assert f'value="{new.pk}"' in list_shown.content.decode()
    assert "so eintragen" not in list_shown.content.decode()
