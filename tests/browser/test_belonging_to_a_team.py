"""The story of a team: invited, accepted with a new account, asked to join, taken in, the lead handed over, left."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from missione.shared.models import Letter
from teams.actions import handing_over, invitations, joining
from teams.choices import Role
from teams.models import Invitation, Membership
from teams.signals import obligations_asked
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import LONG, check, look
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.teams.invited import address_in, invited

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = [
    pytest.param(Mouse, 1280, True, id="mouse-1280"),
    pytest.param(Mouse, 390, True, id="mouse-390"),
    pytest.param(Keyboard, 1280, True, id="keyboard-1280"),
    pytest.param(Mouse, 390, False, id="no-javascript-390"),
]
GUEST = "gesa.gast@behoerde.example"


@pytest.fixture(autouse=True)
def nobody_was_here_before():
    """The same address asks for a letter again in each telling: the limit against that outlives a test."""
    cache.clear()


def at(name, *parts):
    return reverse(f"teams:{name}", args=parts)


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def last_letter_to(email):
    return Letter.objects.filter(recipient=email).latest("pk")


def sign_up(hands, page):
    """With the address that the invitation knows already, and confirmed by the button."""
    hands.follow("Konto anlegen")
    assert page.get_by_label("E-Mail-Adresse").input_value() == GUEST
    hands.write("Vorname", "Gesa")
    hands.write("Nachname", "Gast")
    hands.write("Passwort", "Der Igel mag keinen Kaffee")
    hands.press("Konto anlegen")
    page.goto(re.search(r"//[^/]+(/konto/e-mail/\S+)", last_letter_to(GUEST).text)[1])
    hands.press("Adresse bestätigen")


@pytest.mark.parametrize(("hand", "width", "javascript"), WAYS)
def test_a_team_grows_passes_its_lead_on_and_is_left(new_page, leader, hand, width, javascript):
    team = TeamFactory(lead=leader, name="Lichtblick", agency=AgencyFactory(name="Finanzamt Musterstadt"))
    asking = person("Nora", "Neu", agency=team.agency)
    pages = [new_page(width=width, javascript=javascript, person=who) for who in (leader, None, asking)]
    lead, guest, newcomer = (hand(page) for page in pages)

    # The lead invites; the guest makes an account and accepts.
    lead.page.goto(at("members", team.slug))
    lead.write("E-Mail-Adressen", f"Gesa Gast <{GUEST}>")
    lead.press("Einladen")
    assert "Die Einladung ist unterwegs." in lead.page.locator("main").inner_text()
    guest.page.goto(address_in(last_letter_to(GUEST)))
    assert heading(guest.page) == "Sie sind eingeladen"
    sign_up(guest, guest.page)
    assert heading(guest.page) == "Sie sind eingeladen"
    guest.press("Einladung annehmen")
    assert "Sie gehören jetzt zum Team „Lichtblick“." in guest.page.locator("main").inner_text()
    assert Membership.objects.get(person__email=GUEST).person.agency == team.agency

    # Somebody of the same authority asks, and the lead takes her in.
    newcomer.page.goto(at("join"))
    newcomer.follow("Anfragen: Lichtblick")
    newcomer.write("Nachricht an die Teamleitung", "Ich kenne die Heizung.")
    newcomer.press("Anfrage senden")
    assert "Angefragt" in newcomer.page.locator("main").inner_text()
    lead.page.goto(at("members", team.slug))
    lead.press("Aufnehmen: Nora Neu")
    assert team.memberships.count() == 3

    # The lead is handed over, and only the yes of the other changes it.
    lead.follow("Leitung übergeben")
    lead.page.get_by_label("Gesa Gast").check()
    lead.press("Leitung anbieten")
    assert team.memberships.get(role=Role.LEAD).person == leader
    guest.page.goto(at("handover", team.slug))
    guest.press("Leitung annehmen")
    assert team.memberships.get(role=Role.LEAD).person.email == GUEST

    # Now the former lead may go, and sees nothing of the team any more.
    lead.page.goto(at("members", team.slug))
    lead.follow("Team verlassen")
    lead.press("Team verlassen")
    assert "Sie haben das Team „Lichtblick“ verlassen." in lead.page.locator("main").inner_text()
    assert sorted(member.person.first_name for member in team.memberships.select_related("person")) == ["Gesa", "Nora"]
    lead.page.watch.expects("404")
    assert lead.page.goto(at("members", team.slug)).status == 404


def full_team(leader, member):
    """With long names, and something of everything."""
    member.first_name, member.unit = LONG, f"{LONG} 7"
    member.save()
    agency = AgencyFactory(name=f"Amt für {LONG}")
    team = TeamFactory(lead=leader, members=[member], name=f"Team {LONG}", site="Haus A", agency=agency)
    for name in ("offen", "abgelaufen", "abgelehnt"):
        invited(team, leader, f"{name}.{LONG.lower()}@behoerde.example".replace("ö", "oe").replace("ß", "ss"))
    gone, declined = Invitation.objects.order_by("pk")[1:]
    Invitation.objects.filter(pk=gone.pk).update(expires_at=gone.created_at)
    invitations.decline_invitation(invitation=declined)
    joining.ask_to_join(team=team, person=PersonFactory(agency=agency, last_name=LONG), message=f"{LONG} " * 4)
    TeamFactory(agency=agency, site="Haus B", members=[PersonFactory()])
    return team


def test_every_page_of_belonging_is_clean(new_page, leader, member):
    team = full_team(leader, member)
    row = team.memberships.get(person=member).reference
    asking = person("Nora", "Neu", agency=team.agency)
    joining.ask_to_join(team=team, person=asking)
    other = TeamFactory(agency=team.agency, site="Haus C")
    of_the_lead = ["members", "handover", "leave", "end", "rest"]
    lead, newcomer, anybody = (new_page(person=who) for who in (leader, asking, None))

    found = [line for name in of_the_lead for line in check(lead, at(name, team.slug))]
    found += check(lead, at("member_remove", team.slug, row))
    found += [line for page in (at("join"), at("join_agency"), at("join_ask", other.slug)) for line in check(newcomer, page)]
    handing_over.offer_lead(to=team.memberships.get(person=member))
    found += check(lead, at("members", team.slug)) + check(lead, at("handover", team.slug))
    asked = new_page(person=member)
    found += [line for name in ("members", "handover", "leave") for line in check(asked, at(name, team.slug))]
    found += check(anybody, invited(team, leader, GUEST)[1])
    for page in (anybody, lead):
        page.watch.expects("404")
        found += check(page, "/team/einladung/gibt-es-nicht/", status=404)

    assert found == []


def test_a_list_with_junk_and_open_obligations_are_clean(new_page, leader, member):
    team = TeamFactory(lead=leader, members=[member])
    page = new_page(person=leader)
    page.watch.expects("422")

    page.goto(at("members", team.slug))
    page.get_by_label("E-Mail-Adressen").fill("Quatsch\nnoch mehr Quatsch")
    page.get_by_role("button", name="Einladen", exact=True).click()
    page.get_by_role("alert").wait_for()
    found = look(page, "a list with junk")
    obligations_asked.connect(owes := lambda sender, **_: ["Ein Strommessgerät ist noch ausgeliehen."], weak=False)
    try:
        found += [line for name in ("end", "rest") for line in check(page, at(name, team.slug))]
    finally:
        obligations_asked.disconnect(owes)

    assert found == []
    assert not page.get_by_role("button", name="Team ruhen lassen").is_visible()
