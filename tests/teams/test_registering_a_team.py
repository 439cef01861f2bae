"""From "we want to take part" to a registration that waits for staff."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.actions import merge_agencies, propose_agency, register_team
from teams.choices import Role, TeamKind, TeamState
from teams.errors import StillUndecided
from teams.models import Agency, Membership, Person, Team, TeamDraft
from teams.tasks import forget_old_drafts
from tests.factories.teams import AgencyFactory, TeamFactory
from tests.seminars.admin_desk import told, typed_in
from tests.seminars.reading import links_in

pytestmark = pytest.mark.django_db
BEGIN, HOME = "/team/anmelden/", "/team/"
AGENCY, TEAM, COLLEAGUES, CHECK = (f"{BEGIN}{step}/" for step in ("dienststelle", "team", "kolleginnen-und-kollegen", "absenden"))
DISCARD = f"{BEGIN}verwerfen/"


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


@pytest.fixture
def office():
    return AgencyFactory(name="Finanzamt Soest", city="Soest", mail_domains=["behoerde.example"])


def body(answer):
    return answer.content.decode()


def pick(desk, agency):
    return desk.post(AGENCY, {"agency": agency.name, "agency_zu": agency.name, "agency_wahl": agency.pk})


def drafted(desk, agency, **said):
    """A draft up to the last page."""
    pick(desk, agency)
    desk.post(TEAM, {"kind": "team", "name": said.get("name", ""), "site": said.get("site", "")})
    desk.post(COLLEAGUES, {"colleagues": said.get("colleagues", "")})


def send(desk, **changes):
    return desk.post(CHECK, typed_in(desk.get(CHECK), **{"consent": "on", **changes}))


# --- the way ------------------------------------------------------------------------------------------


def test_the_first_page_is_for_everybody_and_leads_to_an_account(client):
    page = body(client.get(BEGIN))

    assert "Das brauchen Sie" in page
    assert "/konto/registrieren/?next=%2Fteam%2Fanmelden%2Fdienststelle%2F" in page
    assert "/konto/anmelden/?next=%2Fteam%2Fanmelden%2Fdienststelle%2F" in page


def test_who_is_logged_in_goes_straight_on(desk):
    page = body(desk.get(BEGIN))

    assert "Anmeldung beginnen" in page
    assert "registrieren/?next" not in page


def test_from_the_first_page_to_waiting(desk, member, office):
    steps = [pick(desk, office)]
    steps.append(desk.post(TEAM, {"kind": "team", "name": "Energieteam", "site": "Haus B"}))
    steps.append(desk.post(COLLEAGUES, {"colleagues": "Ayşe Demir <Ayse.Demir@behoerde.example>, udo@behoerde.example"}))
    shown = body(desk.get(CHECK))
    sent = send(desk, message="Wir freuen uns.")
    team = Team.objects.get()

    assert [step.headers["Location"] for step in steps] == [TEAM, COLLEAGUES, CHECK]
    assert "Schritt 4 von 4" in shown
    assert all(text in shown for text in ("Finanzamt Soest", "Energieteam", "Haus B", "ayse.demir@behoerde.example"))
    assert sent.headers["Location"] == f"/team/{team.slug}/anmeldung/"
    assert (team.agency, team.name, team.site, team.kind) == (office, "Energieteam", "Haus B", TeamKind.TEAM)
    assert (team.state, team.registered_by, team.message) == (TeamState.ASKED, member, "Wir freuen uns.")
    assert team.colleagues == ["ayse.demir@behoerde.example", "udo@behoerde.example"]
    assert Membership.objects.get().role == Role.LEAD
    assert not TeamDraft.objects.exists()
    assert list(broken_promises()) == []


def test_the_person_works_where_the_team_is(desk, member, office):
    pick(desk, office)

    assert Person.objects.get(pk=member.pk).agency == office


def test_the_own_authority_stands_there_already(desk, member, office):
    Person.objects.filter(pk=member.pk).update(agency=office)

    page = desk.get(AGENCY)

    assert typed_in(page)["agency"] == "Finanzamt Soest"
    assert desk.post(AGENCY, typed_in(page)).headers["Location"] == TEAM


def test_who_begins_alone_is_asked_for_nobody(desk, office):
    pick(desk, office)
    desk.post(COLLEAGUES, {"colleagues": "udo@behoerde.example"})
    answer = desk.post(TEAM, {"kind": "solo"})
    shown = body(desk.get(CHECK))
    send(desk)

    assert answer.headers["Location"] == CHECK
    assert "Schritt 3 von 3" in shown
    assert "udo@behoerde.example" not in shown
    assert Team.objects.get().colleagues == []


def test_both_sides_get_one_letter(desk, member, office, settings):
    drafted(desk, office)
    send(desk)

    letters = {letter.kind: letter for letter in Letter.objects.all()}
    assert letters.keys() == {"team_asked", "team_to_decide"}
    assert letters["team_asked"].recipient == member.email
    assert letters["team_to_decide"].recipient == settings.CONTACT_EMAIL
    assert "(plausibel)" in letters["team_to_decide"].subject
    assert f"/verwaltung/teams/team/{Team.objects.get().pk}/change/" in letters["team_to_decide"].text


def test_the_same_form_twice_is_one_team(desk, office):
    drafted(desk, office)
    form = typed_in(desk.get(CHECK), consent="on")
    first, second = desk.post(CHECK, form), desk.post(CHECK, form)

    assert first.headers["Location"] == second.headers["Location"]
    assert Team.objects.count() == 1


def test_without_consent_nothing_is_sent_and_the_message_is_kept(desk, office):
    drafted(desk, office)
    refused = desk.post(CHECK, typed_in(desk.get(CHECK), message="Bitte melden Sie sich."))

    assert refused.status_code == 422
    assert "Setzen Sie den Haken" in body(refused)
    assert TeamDraft.objects.get().message == "Bitte melden Sie sich."
    assert not Team.objects.exists()


# --- the draft ----------------------------------------------------------------------------------------


def test_a_draft_survives_a_closed_browser(logged_in, member, office):
    one = logged_in(member)
    pick(one, office)
    one.post(TEAM, {"kind": "solo", "name": "", "site": "Haus B"})

    later = logged_in(member)
    assert f'href="{CHECK}"' in body(later.get(BEGIN))
    assert typed_in(later.get(TEAM))["site"] == "Haus B"
    assert typed_in(later.get(TEAM))["kind"] == "solo"


@pytest.mark.parametrize("page", [TEAM, COLLEAGUES, CHECK])
def test_no_page_works_before_the_first(desk, page):
    assert desk.get(page).headers["Location"] == AGENCY
    assert desk.post(page, {"kind": "team"}).headers["Location"] == (HOME if page == CHECK else AGENCY)


def test_a_change_leads_back_to_the_last_page(desk, office):
    drafted(desk, office)

    assert f'href="{TEAM}?aendern=1"' in body(desk.get(CHECK))
    assert desk.post(f"{TEAM}?aendern=1", {"kind": "team", "site": "Haus C"}).headers["Location"] == CHECK
    assert TeamDraft.objects.get().site == "Haus C"


def test_nobody_is_chosen_for_before_having_answered(desk, office):
    pick(desk, office)
    refused = desk.post(TEAM, {})

    assert "kind" not in typed_in(desk.get(TEAM))
    assert refused.status_code == 422
    assert "Wählen Sie „Mit einem Team“ oder „Allein“." in body(refused)


def test_a_draft_is_discarded(desk, office):
    drafted(desk, office)
    answer = desk.post(DISCARD, follow=True)

    assert not TeamDraft.objects.exists()
    assert told(answer) == ["Ihr Entwurf ist gelöscht."]


def test_drafts_that_nobody_touched_are_forgotten(desk, office, clock_at, stranger, logged_in):
    pick(desk, office)
    clock_at(clock.now() + timedelta(days=60))
    pick(logged_in(stranger), office)
    clock_at(clock.now() + timedelta(days=31))
    forget_old_drafts()

    assert [draft.person for draft in TeamDraft.objects.all()] == [stranger]


def test_a_draft_goes_along_when_its_authority_is_merged(desk, member, office):
    survivor = AgencyFactory(name="Finanzamt Lippstadt")
    drafted(desk, office)
    merge_agencies(survivor=survivor, merged=office)
    send(desk)

    assert Team.objects.get().agency == survivor


def test_an_authority_taken_out_meanwhile_is_told(desk, office):
    drafted(desk, office)
    form = typed_in(desk.get(CHECK), consent="on")
    Agency.objects.filter(pk=office.pk).update(is_active=False)
    refused = desk.post(CHECK, form)

    assert refused.status_code == 409
    assert "Ihre Dienststelle hat sich gerade geändert." in body(refused)


# --- a free entry -------------------------------------------------------------------------------------


def test_a_free_entry_is_registered_and_told(desk, member):
    entry = {"agency": "Amt für Neues", "agency_zu": "Amt für Neues", "agency_wahl": "frei"}
    desk.post(AGENCY, entry)
    desk.post(TEAM, {"kind": "solo"})
    assert "Freie Eingabe" in body(desk.get(CHECK))
    send(desk)

    team = Team.objects.get()
    assert (team.agency.name, team.agency.is_confirmed) == ("Amt für Neues", False)
    assert "(prüfen)" in Letter.objects.get(kind="team_to_decide").subject


def test_an_entry_with_a_team_stays_when_its_people_go(desk, member, office):
    propose_agency(person=member, name="Amt für Neues")
    drafted(desk, Person.objects.get(pk=member.pk).agency)
    desk.post(AGENCY, {"agency": "Amt für Neues"})
    desk.post(TEAM, {"kind": "solo"})
    send(desk)
    desk.post("/konto/dienststelle/", {"agency": "Finanzamt Soest"})

    assert Person.objects.get(pk=member.pk).agency == office
    assert Team.objects.get().agency.name == "Amt für Neues"


# --- there is a team already --------------------------------------------------------------------------


def test_in_one_building_there_is_one_team(desk, office):
    TeamFactory(agency=office, site="Haus B", name="Energieteam")
    pick(desk, office)
    page = body(desk.get(TEAM))
    refused = desk.post(TEAM, {"kind": "team", "site": " haus  b "})
    allowed = desk.post(TEAM, {"kind": "team", "site": "Haus C"})

    assert "In Ihrer Dienststelle gibt es schon ein Team" in page
    assert "Energieteam" in page
    assert refused.status_code == 422
    assert "Für dieses Gebäude gibt es schon ein Team." in body(refused)
    assert allowed.headers["Location"] == COLLEAGUES


def test_what_a_team_calls_itself_is_not_shown_before_it_is_let_in(desk, office):
    TeamFactory(asked=True, agency=office, site="Haus B", name="Klickt hier")
    pick(desk, office)
    page = body(desk.get(TEAM))

    assert "angemeldet, wird gerade geprüft" in page
    assert "Klickt hier" not in page


def test_who_was_slower_is_told_kindly(desk, office):
    drafted(desk, office)
    form = typed_in(desk.get(CHECK), consent="on", message="Wir auch!")
    TeamFactory(agency=office)
    refused = desk.post(CHECK, form)

    assert refused.status_code == 409
    assert "Für dieses Gebäude gibt es schon ein Team." in body(refused)
    assert 'href="/team/beitreten/">Einem Team beitreten' in body(refused)
    assert "Wir auch!" in body(refused)
    assert Team.objects.count() == 1


def test_nobody_begins_another_registration_while_one_is_decided_about(desk, office):
    drafted(desk, office)
    send(desk)
    waiting = f"/team/{Team.objects.get().slug}/anmeldung/"
    begin = body(desk.get(BEGIN))

    assert "Ihre Anmeldung wird gerade geprüft" in begin
    assert f'href="{waiting}"' in begin
    assert "Anmeldung beginnen" not in begin
    assert f'href="{AGENCY}"' not in begin


@pytest.mark.parametrize("page", [AGENCY, TEAM, COLLEAGUES, CHECK])
def test_every_page_leads_to_the_registration_that_is_decided_about(desk, member, office, page):
    waiting = f"/team/{TeamFactory(asked=True, lead=member, agency=office).slug}/anmeldung/"
    TeamDraft.objects.create(person=member, agency=office, site="Haus C", reached=3)
    seen, sent = desk.get(page, follow=True), desk.post(page, {"kind": "solo", "consent": "on"})

    assert seen.redirect_chain == [(waiting, 302)]
    assert told(seen) == [StillUndecided.sentence]
    assert sent.headers["Location"] == waiting
    assert Team.objects.count() == 1


def test_even_past_the_pages_there_is_one_registration_at_a_time(member, office):
    TeamFactory(asked=True, lead=member, agency=office)
    TeamDraft.objects.create(person=member, agency=office, site="Haus C", reached=3)

    with pytest.raises(StillUndecided):
        register_team(person=member, message="", request_key=uuid4())


# --- a list of colleagues -----------------------------------------------------------------------------


def test_a_list_is_taken_as_it_is_pasted(desk, member, office):
    drafted(
        desk,
        office,
        colleagues='"Muster, Erika" <erika@behoerde.example>; Udo <UDO@behoerde.example>,\n\n'
        f"udo@behoerde.example\n{member.email}",
    )

    assert TeamDraft.objects.get().colleagues == ["erika@behoerde.example", "udo@behoerde.example"]


def test_junk_is_told_line_by_line_and_nothing_is_saved(desk, office):
    pick(desk, office)
    refused = desk.post(COLLEAGUES, {"colleagues": "erika@behoerde.example\nudo(at)behoerde.example\nHallo zusammen"})

    assert refused.status_code == 422
    assert "Zeile 2: „udo(at)behoerde.example“ ist keine E-Mail-Adresse." in body(refused).replace("&#x27;", "'")
    assert "Zeile 3: „Hallo zusammen“ ist keine E-Mail-Adresse." in body(refused)
    assert TeamDraft.objects.get().colleagues == []


@pytest.mark.parametrize("many", [31, 10_000])
def test_more_than_thirty_are_too_many(desk, office, many):
    pick(desk, office)
    refused = desk.post(COLLEAGUES, {"colleagues": "\n".join(f"p{n}@behoerde.example" for n in range(many))})

    assert refused.status_code == 422
    assert "Mehr als 30 auf einmal gehen nicht." in body(refused)


# --- where it stands ----------------------------------------------------------------------------------


def test_who_has_no_team_is_told_what_to_do(desk):
    page = body(desk.get(HOME))

    assert "Sie gehören zu keinem Team" in page
    assert f'href="{BEGIN}"' in page


def test_who_has_a_draft_goes_on_from_there(desk, office):
    pick(desk, office)

    assert f'href="{TEAM}"' in body(desk.get(HOME))


def test_who_has_one_team_goes_to_its_page(desk, member):
    team = TeamFactory(lead=member)

    assert desk.get(HOME).headers["Location"] == team.get_absolute_url()


def test_who_waits_sees_where_it_stands(desk, office):
    drafted(desk, office)
    send(desk)
    team = Team.objects.get()
    page = body(desk.get(HOME, follow=True))

    assert desk.get(HOME).headers["Location"] == f"/team/{team.slug}/anmeldung/"
    assert "Ihre Anmeldung wird geprüft" in page
    assert "Sie müssen nichts tun" in page


def test_how_long_it_takes_is_said_before_after_and_in_the_letter(desk, member, office):
    before = body(desk.get(BEGIN))
    drafted(desk, office)
    send(desk)
    after, letter = desk.get(HOME, follow=True), Letter.objects.get(kind="team_asked")

    for said in (before, body(after), letter.text, letter.html):
        assert "Das kann einige Arbeitstage dauern." in said
    assert links_in(after)["Fragen Sie uns"] == "/kontakt/?worum=frage"


def test_who_has_several_teams_chooses(desk, member, django_assert_num_queries):
    teams = [TeamFactory(lead=member), TeamFactory(members=[member])]
    page = body(desk.get(HOME))

    assert all(team.get_absolute_url() in page for team in teams)
    TeamFactory.create_batch(3, members=[member])
    with django_assert_num_queries(5):
        desk.get(HOME)


def test_another_persons_registration_is_not_there(logged_in, stranger, desk, office):
    drafted(desk, office)
    send(desk)
    address = f"/team/{Team.objects.get().slug}/anmeldung/"
    other = logged_in(stranger)

    assert [other.get(address).status_code, other.post(address).status_code] == [404, 404]
    assert other.post(f"{address}zurueckziehen/").status_code == 404
    assert Team.objects.get().state == TeamState.ASKED


def test_a_registration_is_taken_back_and_nothing_of_it_stays(desk, office):
    drafted(desk, office, colleagues="udo@behoerde.example")
    send(desk)
    address = f"/team/{Team.objects.get().slug}/anmeldung/zurueckziehen/"
    answers = [desk.post(address, follow=True) for _ in range(2)]
    team = Team.objects.get()

    assert [told(answer) for answer in answers] == [["Ihre Anmeldung ist zurückgezogen."]] * 2
    assert (team.state, team.colleagues, Membership.objects.count()) == (TeamState.ENDED, [], 0)
    assert "Sie gehören zu keinem Team" in body(answers[0])
    assert list(broken_promises()) == []
    drafted(desk, office)
    assert send(desk).status_code == 302


def test_the_address_of_a_registration_leads_on_when_the_team_is_let_in(desk, member, office):
    drafted(desk, office)
    send(desk)
    team = Team.objects.get()
    Team.objects.update(state=TeamState.APPROVED, approved_at=clock.now())

    assert desk.get(f"/team/{team.slug}/anmeldung/").headers["Location"] == team.get_absolute_url()


def test_the_way_of_registering_through_an_account_keeps_its_goal():
    """Sign up, confirm, and there is the first page of the registration."""
    client = Client()
    sign_up = "/konto/registrieren/?next=%2Fteam%2Fanmelden%2Fdienststelle%2F"
    form = typed_in(client.get(sign_up))
    names = {"first_name": "Nele", "last_name": "Neu", "email": "nele.neu@behoerde.example", "password1": "Ein-langes-Passwort-1"}
    client.post("/konto/registrieren/", {**form, **names})
    text = Letter.objects.get().text
    link = next(word for word in text.split() if "/e-mail/bestaetigen/" in word)
    confirm = client.get(link.replace("http://testserver", ""))
    answer = client.post(confirm.request["PATH_INFO"])

    assert answer.headers["Location"] == AGENCY


def test_words_are_harmless_wherever_they_show(desk, office, staff, logged_in):
    evil = "<script>alert(1)</script>"
    drafted(desk, office, name=evil, site=f"{evil}B")
    for page in (TEAM, CHECK):
        assert "<script>alert" not in body(desk.get(page))
    send(desk, message=f"{evil}\n\nFreischalten:\nhttps://boese.example/")
    letter = Letter.objects.get(kind="team_to_decide")

    assert "<script>alert" not in body(desk.get(HOME, follow=True))
    assert "<script>alert" not in letter.html
    assert "> https://boese.example/" in letter.text
    assert "\n" not in letter.subject


@pytest.mark.parametrize("field", ["name", "site"])
def test_control_characters_are_refused(desk, office, field):
    pick(desk, office)
    refused = desk.post(TEAM, {"kind": "team", field: "Haus\x07B"})

    assert refused.status_code == 422
    assert "Steuerzeichen" in body(refused)
