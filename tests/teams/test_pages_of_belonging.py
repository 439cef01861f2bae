"""What the pages of belonging must never do: tell about others, act on another team's things, or ask more the more there is."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from missione.shared.models import Letter
from teams.actions import handing_over, invitations, joining
from teams.choices import Answer, Role, TeamState
from teams.models import Handover, Invitation, JoinRequest, Membership, Team
from tests.conftest import person
from tests.factories.teams import MembershipFactory, PersonFactory, TeamFactory
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\r\n\r\nBcc: alle@behoerde.example {{ 7*7 }} \u202egnp"


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Lichtblick")


def at(name, *parts):
    return reverse(f"teams:{name}", args=parts)


def snapshot():
    tables = (Team, Membership, Invitation, JoinRequest, Handover, Letter)
    return {table.__name__: sorted(map(str, table.objects.values_list())) for table in tables}


# --- Another team's things --------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(db):
    """Another team with something of everything."""
    boss, member = PersonFactory(), PersonFactory()
    other = TeamFactory(lead=boss, members=[member], name="Fremdes")
    (invitation,) = invitations.invite(team=other, by=boss, emails=["uta.unbekannt@behoerde.example"]).new
    wish = joining.ask_to_join(team=other, person=PersonFactory(agency=other.agency))
    row = other.memberships.get(person=member)
    handing_over.offer_lead(to=row)
    return {"team": other, "member": row.reference, "invitation": invitation.reference, "wish": wish.reference}


DEEDS = {
    "member_contact": "member",
    "member_remove": "member",
    "invitation_again": "invitation",
    "invitation_withdraw": "invitation",
    "wish_accept": "wish",
    "wish_decline": "wish",
}
WITHOUT = ["members", "handover", "handover_accept", "handover_decline", "handover_take_back", "leave", "end", "rest", "wake"]


@pytest.mark.parametrize("name", DEEDS)
def test_another_team_s_reference_in_the_own_path_is_not_there(team, leader, elsewhere, logged_in, name):
    before = snapshot()
    client = logged_in(leader)

    for reference in (elsewhere[DEEDS[name]], uuid4()):
        assert client.get(at(name, team.slug, reference)).status_code in (302, 404)
        assert client.post(at(name, team.slug, reference)).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize("name", [*DEEDS, *WITHOUT])
def test_another_team_s_path_is_not_there(team, leader, elsewhere, logged_in, name):
    before = snapshot()
    address = at(name, elsewhere["team"].slug, *([elsewhere[DEEDS[name]]] if name in DEEDS else []))
    client = logged_in(leader)

    assert {client.get(address).status_code, client.post(address, {"to": elsewhere["member"]}).status_code} == {404}
    assert snapshot() == before


def test_a_swapped_hidden_or_query_field_offers_nothing_to_anybody(team, leader, elsewhere, logged_in):
    before = snapshot()
    client = logged_in(leader)

    refused = client.post(f"{at('handover', team.slug)}?to={elsewhere['member']}", {"to": elsewhere["member"]})

    assert refused.status_code == 422
    assert snapshot() == before


def test_counters_and_junk_are_no_references(team, leader, logged_in):
    client = logged_in(leader)

    for junk in (team.memberships.last().pk, "-1", "%00", "x" * 3000):
        assert client.post(f"/team/{team.slug}/mitglieder/{junk}/entfernen/").status_code == 404
    assert team.memberships.count() == 2


# --- Nothing to be learned from the answer -----------------------------------------------------------------------


def words(response):
    """Without the token of the form and the key in the address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, re.sub(r"einladung(/|%2F)[\w-]+", "", text)


def dead_keys(team, leader):
    """One of every kind: never given out, declined, withdrawn, run out."""
    keys = {"unknown": "/team/einladung/" + "x" * 43 + "/"}
    for name in ("declined", "withdrawn", "run_out"):
        invitation, keys[name] = invited(team, leader, f"{name}@behoerde.example")
        if name == "run_out":
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=invitation.created_at)
        else:
            deed = {"declined": invitations.decline_invitation, "withdrawn": invitations.withdraw_invitation}[name]
            deed(invitation=invitation)
    return keys


def test_every_dead_key_gives_the_same_page_word_for_word(team, leader, stranger, logged_in):
    keys = dead_keys(team, leader)
    own = logged_in(stranger)
    _, keys_of_another = invited(team, leader, "gesa.gast@behoerde.example")

    for client, addresses in ((Client(), keys.values()), (own, [*keys.values(), keys_of_another])):
        answers = {words(client.get(address)) for address in addresses}
        assert len(answers) == 1 and next(iter(answers))[0] == 404
    for deed in ("annehmen", "ablehnen"):
        answers = {words(own.post(f"{address}{deed}/")) for address in [*keys.values(), keys_of_another]}
        assert len(answers) == 1 and next(iter(answers))[0] == 404


def test_inviting_says_the_same_of_a_known_and_an_unknown_address(team, leader, stranger, logged_in):
    page = at("members", team.slug)
    said = []
    for email in (stranger.email, "neu.hier@behoerde.example"):
        answer = logged_in(leader).post(page, {"emails": email}, follow=True)
        letter = Letter.objects.get(recipient=email)
        landing = Client().get(re.search(r"(/team/einladung/\S+/)", letter.text)[1])
        told = [answer.content.decode(), re.sub(r"einladung/\S+/", "", letter.text), words(landing)[1]]
        said.append([text.replace(email, "@").replace(email.replace("@", "%40"), "@") for text in told])
        Invitation.objects.all().delete()

    known, unknown = said
    assert [normal(text) for text in known] == [normal(text) for text in unknown]


def normal(text):
    return re.sub(r'value="\w{64}"|[0-9a-f]{8}-[0-9a-f-]{27}', "", text)


# --- Hostile names -----------------------------------------------------------------------------------------------


def test_hostile_names_are_harmless_on_pages_and_in_letters(team, leader, member, logged_in):
    for someone in (leader, member):
        someone.first_name, someone.last_name, someone.unit = HOSTILE[:80], "=1+1", HOSTILE[:80]
        someone.save()
    Team.objects.filter(pk=team.pk).update(name=HOSTILE[:80], site="'\"><b>")
    team.refresh_from_db()
    asking = person("Nora", "Neu", agency=team.agency)
    asking.first_name = HOSTILE[:80]
    asking.save()
    _, address = invited(team, leader, "gesa.gast@behoerde.example")
    logged_in(asking).post(at("join_ask", team.slug), {"message": HOSTILE})
    handing_over.offer_lead(to=team.memberships.get(person=member))

    row = team.memberships.get(person=member).reference
    own = [at(name, team.slug) for name in ("members", "handover", "leave", "end", "rest")] + [
        at("member_remove", team.slug, row)
    ]
    pages = [logged_in(leader).get(page).content.decode() for page in own]
    pages += [logged_in(asking).get(at("join")).content.decode(), Client().get(address).content.decode()]
    pages.append(logged_in(member).get(at("handover", team.slug)).content.decode())

    assert len(pages) == 9
    assert all("&lt;script&gt;" in page and "<script>alert" not in page and "'\"><b>" not in page for page in pages)
    for letter in Letter.objects.all():
        assert "<script>" not in letter.html
        assert "\n" not in letter.subject and "\nBcc" not in letter.text.replace(HOSTILE.replace("\r", ""), "")


# --- The same number of questions ----------------------------------------------------------------------------------


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(team, leader, count):
    for _ in range(count):
        MembershipFactory(team=team)
        joining.ask_to_join(team=team, person=PersonFactory(agency=team.agency))
    emails = [f"gast{number}.{team.memberships.count()}@behoerde.example" for number in range(count)]
    invitations.invite(team=team, by=leader, emails=emails)


def test_the_page_of_members_asks_as_often_for_three_as_for_one(team, leader, logged_in):
    client, page = logged_in(leader), at("members", team.slug)
    fill(team, leader, 1)
    few = queries(client, page)
    fill(team, leader, 3)

    assert queries(client, page) == few <= 12


def test_the_list_of_teams_to_join_asks_as_often_for_three_as_for_one(team, logged_in):
    asking = person("Nora", "Neu", agency=team.agency)
    client, page = logged_in(asking), at("join")
    few = queries(client, page)
    for number in range(3):
        other = TeamFactory(agency=team.agency, site=f"Haus {number}", members=[PersonFactory()])
        joining.ask_to_join(team=other, person=asking)

    assert queries(client, page) == few <= 8


# --- A session that was open before ---------------------------------------------------------------------------------


def test_a_former_lead_leads_nothing_with_the_next_request(team, leader, member, logged_in):
    client = logged_in(leader)
    assert client.get(at("end", team.slug)).status_code == 200
    handing_over.offer_lead(to=team.memberships.get(person=member))
    handing_over.accept_lead(team=team, person=member)

    statuses = {client.post(at(name, team.slug)).status_code for name in ("end", "rest", "wake", "handover_take_back", "members")}

    team.refresh_from_db()
    assert statuses == {403}
    assert (team.state, team.memberships.get(person=leader).role) == (TeamState.APPROVED, Role.MEMBER)


def test_who_was_removed_cannot_accept_the_old_invitation_again(team, leader, logged_in):
    guest = person("Gesa", "Gast")
    _, address = invited(team, leader, guest.email)
    client = logged_in(guest)
    client.post(f"{address}annehmen/")
    logged_in(leader).post(at("member_remove", team.slug, team.memberships.get(person=guest).reference))

    assert client.post(f"{address}annehmen/").status_code == 404
    assert client.get(at("members", team.slug)).status_code == 404
    assert Invitation.objects.get().state == Answer.ACCEPTED


def test_ten_thousand_pasted_addresses_come_back_in_one_sentence(team, leader, logged_in):
    pasted = "\n".join(f"person{number}@behoerde.example" for number in range(10_000))

    answer = logged_in(leader).post(at("members", team.slug), {"emails": pasted})

    assert answer.status_code == 422
    assert answer.content.decode().count("Das sind 10.000 Adressen.") == 2  # in the summary and at the field
    assert not Invitation.objects.exists()
