"""What staff do with registrations: look, approve, ask back, decline; and nobody else does."""

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.actions import answer_question, ask_back, register_team, save_draft, settle_draft
from teams.choices import Answer, TeamState
from teams.models import Agency, Invitation, Person, Team, TeamChange
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.seminars.admin_desk import rows, told, typed_in

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/teams/team/"
CALLED, STAND, VERDICT = 1, 2, 3  # columns
KEY = "00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


@pytest.fixture
def office():
    return AgencyFactory(name="Finanzamt Soest", city="Soest", mail_domains=["behoerde.example"])


def registered(someone, agency, number=1, entry="", **said):
    """By the door that everybody takes."""
    where = {"entry": entry} if entry else {"agency": agency}
    settle_draft(person=someone, **where)
    save_draft(person=someone, step=3, **said)
    return register_team(person=someone, message="", request_key=KEY.format(number))


@pytest.fixture
def team(member, office):
    return registered(member, office, colleagues=["udo@behoerde.example", "ute@behoerde.example"])


def state_of(team):
    return Team.objects.get(pk=team.pk).state


def kinds():
    return sorted(Letter.objects.exclude(kind__in=["team_asked", "team_to_decide"]).values_list("kind", flat=True))


def deed(desk, team, name, **data):
    return desk.post(reverse(f"admin:teams_team_{name}", args=[team.pk]), data, follow=True)


def column(answer, number):
    return [row[number] for row in rows(answer)]


# --- deciding -----------------------------------------------------------------------------------------


def test_nobody_is_let_in_by_itself(team, member):
    assert (team.state, team.approved_at) == (TeamState.ASKED, None)
    assert not Invitation.objects.exists()


def test_approved_with_one_click_and_everybody_is_told(desk, team, member, staff):
    answer = deed(desk, team, "approve")
    team.refresh_from_db()

    assert told(answer) == ["„Finanzamt Soest“ ist freigeschaltet."]
    assert answer.redirect_chain[-1][0] == f"{LIST}?stand=offen"
    assert (team.state, team.colleagues) == (TeamState.APPROVED, [])
    assert team.changes.last().by == staff
    assert kinds() == ["account_invitation", "account_invitation", "team_approved"]
    assert "2 Einladungen sind unterwegs." in Letter.objects.get(kind="team_approved").text
    assert set(Invitation.objects.values_list("email", "invited_by", "state")) == {
        ("udo@behoerde.example", member.pk, Answer.OPEN),
        ("ute@behoerde.example", member.pk, Answer.OPEN),
    }
    assert list(broken_promises()) == []


def test_asked_back_answered_approved(desk, logged_in, team, member, settings):
    asked = deed(desk, team, "question", words="Sind Sie im Innendienst?")
    own = logged_in(member)
    page = own.get("/team/", follow=True)
    answered = own.post(page.request["PATH_INFO"], {**typed_in(page), "answer": "Ja, seit 2020."}, follow=True)

    assert told(asked) == ["„Finanzamt Soest“: Rückfrage gestellt."]
    assert "Sind Sie im Innendienst?" in page.content.decode()
    assert "Sind Sie im Innendienst?" in Letter.objects.get(kind="team_question").text
    assert told(answered) == ["Ihre Antwort ist beim Kampagnenteam angekommen."]
    assert state_of(team) == TeamState.ASKED
    assert "Ja, seit 2020." in desk.get(f"{LIST}{team.pk}/change/").content.decode()
    assert column(desk.get(LIST), STAND)[0].startswith("Rückfrage beantwortet Freischalten")
    letter = Letter.objects.get(kind="team_answered")
    assert (letter.recipient, letter.subject) == (settings.CONTACT_EMAIL, "Antwort auf Ihre Rückfrage: Finanzamt Soest")
    assert "Ihre Antwort liest das Kampagnenteam" not in letter.text + letter.html  # which reads it itself
    assert "> Sind Sie im Innendienst?" in letter.text and "> Ja, seit 2020." in letter.text
    assert f"/verwaltung/teams/team/{team.pk}/change/" in letter.text
    deed(desk, team, "approve")
    assert state_of(team) == TeamState.APPROVED


def test_an_answer_sent_twice_is_one_step(logged_in, team, member, staff):
    ask_back(team=team, by=staff, question="Wer?")
    own = logged_in(member)
    address = f"/team/{team.slug}/anmeldung/"
    form = {**typed_in(own.get(address)), "answer": "Wir."}
    own.post(address, form)
    again = own.post(address, form, follow=True)

    assert (team.changes.count(), Letter.objects.filter(kind="team_answered").count()) == (3, 1)
    assert "error" not in {message.level_tag for message in again.context["messages"]}


def test_an_empty_answer_is_told(logged_in, team, member, staff):
    ask_back(team=team, by=staff, question="Wer?")
    refused = logged_in(member).post(f"/team/{team.slug}/anmeldung/", {})

    assert refused.status_code == 422
    assert "Schreiben Sie eine Antwort auf die Rückfrage." in refused.content.decode()


def test_declined_with_the_reason(desk, logged_in, team, member):
    answer = deed(desk, team, "decline", words="Sie arbeiten nicht beim Land.")
    page = logged_in(member).get("/team/", follow=True).content.decode()

    assert told(answer) == ["„Finanzamt Soest“: Abgelehnt."]
    assert "Sie arbeiten nicht beim Land." in Letter.objects.get(kind="team_declined").text
    assert "Sie arbeiten nicht beim Land." in page
    assert "Neu anmelden" in page
    assert Team.objects.get(pk=team.pk).colleagues == []
    assert list(broken_promises()) == []


@pytest.mark.parametrize("name", ["question", "decline"])
def test_without_words_nothing_happens(desk, team, name):
    refused = desk.post(reverse(f"admin:teams_team_{name}", args=[team.pk]), {"words": "  "})

    assert refused.status_code == 422
    assert "Schreiben Sie, was die Person lesen soll." in refused.content.decode()
    assert (state_of(team), kinds()) == (TeamState.ASKED, [])


def test_a_double_click_is_one_decision(desk, team):
    answers = [deed(desk, team, "approve") for _ in range(2)]

    assert [told(answer) for answer in answers] == [["„Finanzamt Soest“ ist freigeschaltet."]] * 2
    assert kinds().count("team_approved") == 1


def test_the_second_of_two_is_told_who_was_first(desk, logged_in, team, staff):
    other = logged_in(person("Kurt", "Kampagne", is_staff=True))
    deed(desk, team, "approve")
    answer = deed(other, team, "decline", words="Nein.")

    assert told(answer)[0].startswith("Karla Kampagne hat am ")
    assert "das Team freigeschaltet" in told(answer)[0]
    assert (state_of(team), kinds().count("team_declined")) == (TeamState.APPROVED, 0)


def test_who_has_not_seen_the_question_does_not_decide_past_it(desk, logged_in, team, staff):
    other = logged_in(person("Kurt", "Kampagne", is_staff=True))
    seen = typed_in(other.get(f"{LIST}{team.pk}/change/"))["seen"]
    deed(desk, team, "question", words="Wer?")
    answer = deed(other, team, "approve", seen=seen)

    assert "eine Rückfrage gestellt" in told(answer)[0]
    assert state_of(team) == TeamState.QUESTION


def test_a_free_entry_is_settled_first(desk, member):
    team = registered(member, None, entry="Amt für Neues")
    refused = deed(desk, team, "approve")
    page = refused.content.decode()
    desk.post(reverse("admin:teams_agency_confirm", args=[team.agency_id]))
    deed(desk, team, "approve")

    assert "„Amt für Neues“ ist eine freie Eingabe." in told(refused)[0]
    assert "Dienststelle bestätigen" in page
    assert state_of(team) == TeamState.APPROVED


def test_a_free_entry_names_what_was_perhaps_meant(desk, member):
    meant = AgencyFactory(name="Hochschulbibliothekszentrum NRW", city="Köln")
    other = TeamFactory(agency=meant)
    team = registered(member, None, entry="Hochschulbibliothekzentrum Köln")
    page = desk.get(f"{LIST}{team.pk}/change/").content.decode()

    assert "Zusammenführen mit: Hochschulbibliothekszentrum NRW, Köln" in page
    assert f"{LIST}{other.pk}/change/" in page


def test_a_team_of_an_account_that_is_gone_is_not_let_in(desk, team, member):
    Person.objects.filter(pk=member.pk).update(is_active=False)

    assert "gesperrt" in told(deed(desk, team, "approve"))[0]
    assert state_of(team) == TeamState.ASKED
    deed(desk, team, "decline", words="Ohne Konto geht es nicht.")
    assert "team_declined" not in kinds()


def test_many_at_once_and_those_that_cannot_are_named(desk, office, staff):
    teams = [registered(person(name, "Neu"), office, number, site=name) for number, name in enumerate("ABC", 1)]
    entry = registered(person("D", "Neu"), None, 4, entry="Amt für Neues")
    ask_back(team=teams[2], by=staff, question="Wer?")
    chosen = [team.pk for team in (*teams, entry)]
    answer = desk.post(LIST, {"action": "approve", "_selected_action": chosen}, follow=True)

    assert [state_of(team) for team in (*teams, entry)] == ["approved", "approved", "question", "asked"]
    assert sorted(told(answer)) == [
        "2 Teams freigeschaltet.",
        "Amt für Neues: „Amt für Neues“ ist eine freie Eingabe. Bestätigen Sie die Dienststelle zuerst, "
        "oder führen Sie sie mit der richtigen zusammen.",
        "Finanzamt Soest, C: Die Rückfrage ist noch nicht beantwortet. Öffnen Sie das Team, um trotzdem zu entscheiden.",
    ]


# --- looking ------------------------------------------------------------------------------------------


def test_the_list_shows_what_waits_for_staff_on_top(desk, office, staff):
    TeamFactory(agency=office, name="Fertig")
    ask_back(team=registered(person("Adam", "Neu"), office, 3, site="C"), by=staff, question="Wer?")
    first = registered(person("Anna", "Neu"), office, 1, site="A")
    registered(person("Berta", "Neu"), office, 2, site="B")

    waiting = ["Finanzamt Soest, A", "Finanzamt Soest, B", "Finanzamt Soest, C"]
    assert column(desk.get(LIST), CALLED) == [*waiting, "Fertig Finanzamt Soest"]
    assert column(desk.get(LIST, {"stand": "offen"}), CALLED) == waiting[:2]
    assert column(desk.get(LIST, {"stand": "rueckfrage"}), CALLED) == waiting[2:]
    assert column(desk.get(LIST, {"stand": "dabei"}), CALLED) == ["Fertig Finanzamt Soest"]
    assert len(column(desk.get(LIST, {"q": "Soest"}), CALLED)) == 4
    assert (
        f'formaction="{LIST}{first.pk}/freischalten/" name="seen" value="{first.changes.get().pk}"'
        in desk.get(LIST).content.decode()
    )


@pytest.mark.parametrize(
    ("domains", "email", "words"),
    [
        (["behoerde.example"], "a@behoerde.example", "plausibel"),
        (["anders.example"], "a@behoerde.example", "prüfen: behoerde.example ist für diese Dienststelle nicht bekannt."),
        (["gmx.de"], "a@gmx.de", "prüfen: gmx.de ist ein Anbieter für private Postfächer."),
        (
            [],
            "a@x.example",
            "prüfen: Für diese Dienststelle ist keine Maildomain eingetragen: x.example lässt sich nicht vergleichen.",
        ),
        (["a.example"], "a@land.example", "plausibel"),
        (["a.example"], "a@fremd.example", "prüfen: fremd.example gehört zu einer anderen Dienststelle: Amt Fremd, Musterstadt."),
    ],
)
def test_the_domain_is_checked(desk, domains, email, words):
    AgencyFactory(name="Amt Fremd", mail_domains=["fremd.example"])
    top = AgencyFactory(name="Ministerium", mail_domains=["land.example"])
    middle = AgencyFactory(name="Mitte", parent=top)
    agency = AgencyFactory(name="Unten", parent=middle if domains else None, mail_domains=domains)
    registered(PersonFactory(email=email), agency)

    assert column(desk.get(LIST), VERDICT) == [words]


def test_a_team_of_the_same_authority_may_be_the_same(desk, office, team):
    assert column(desk.get(LIST), VERDICT) == ["plausibel"]
    other = TeamFactory(agency=office, site="Haus B")

    assert column(desk.get(LIST), VERDICT) == ["prüfen: Vielleicht gibt es das Team schon.", "ohne Leitung"]
    assert f"{LIST}{other.pk}/change/" in desk.get(f"{LIST}{team.pk}/change/").content.decode()


def test_confirmed_authorities_called_alike_are_two(desk):
    TeamFactory(agency=AgencyFactory(name="Amtsgericht Soest"))
    registered(PersonFactory(), AgencyFactory(name="Amtsgericht Söst", mail_domains=["behoerde.example"]))

    assert column(desk.get(LIST), VERDICT) == ["plausibel", "ohne Leitung"]


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_costs_the_same_however_long(desk, office, many, django_assert_num_queries):
    for number in range(many):
        agency = AgencyFactory(parent=office)
        registered(PersonFactory(), agency, f"{number:03}"[-1], site=str(number)) if number < 9 else TeamFactory(agency=agency)
    desk.get(LIST)
    with django_assert_num_queries(8):
        desk.get(LIST)


def test_the_page_of_a_team_shows_all_of_it(desk, team, member):
    page = desk.get(f"{LIST}{team.pk}/change/").content.decode()

    for text in ("Finanzamt Soest", member.email, "Plausibel", "udo@behoerde.example", "Freischalten", "Angefragt", "Verlauf"):
        assert text in page


def test_staff_mend_name_and_building(desk, office, team):
    TeamFactory(agency=office, site="Haus B")
    address = f"{LIST}{team.pk}/change/"
    refused = desk.post(address, {"name": "Team", "site": "haus b"}, follow=True)
    desk.post(address, {"name": "Energieteam", "site": "Haus C"})
    team.refresh_from_db()

    assert "In diesem Gebäude gibt es schon ein Team: „Finanzamt Soest, Haus B“ (Freigeschaltet)." in told(refused)[0]
    assert (team.name, team.site) == ("Energieteam", "Haus C")


def test_resting_waking_and_ending(desk, team):
    deed(desk, team, "approve")
    states = []
    for name in ("rest", "wake", "end"):
        deed(desk, team, name, words="")
        states.append(state_of(team))

    assert states == [TeamState.RESTING, TeamState.APPROVED, TeamState.ENDED]
    assert list(broken_promises()) == []


def test_a_member_decides_nothing(logged_in, member, team):
    for name in ("approve", "question", "decline", "rest", "wake", "end", "move"):
        answer = logged_in(member).post(reverse(f"admin:teams_team_{name}", args=[team.pk]), {"words": "Ja"})
        assert answer.status_code == 302
    assert state_of(team) == TeamState.ASKED


def test_the_front_page_of_the_administration_says_how_many_wait(desk, team):
    assert "1 Team wartet auf Ihre Entscheidung" in desk.get("/verwaltung/").content.decode()
    deed(desk, team, "approve")
    assert "wartet auf Ihre Entscheidung" not in desk.get("/verwaltung/").content.decode()


def test_words_of_strangers_are_harmless_on_the_pages_of_staff(desk, office):
    evil = "<script>alert(1)</script>"
    someone = person("Eva", "Evil")
    Person.objects.filter(pk=someone.pk).update(first_name=evil)
    team = registered(Person.objects.get(pk=someone.pk), office, name=evil, site=evil)
    answer = deed(desk, team, "question", words=evil)

    for page in (desk.get(LIST), desk.get(f"{LIST}{team.pk}/change/"), answer):
        assert "<script>alert" not in page.content.decode()
    assert "<script>alert" not in Letter.objects.get(kind="team_question").html


# --- merging ------------------------------------------------------------------------------------------


def merge(desk, survivor, merged):
    address = f"{reverse('admin:teams_agency_merge', args=[merged.pk])}?mit={survivor.pk}"
    page = desk.get(address).content.decode()
    return page, told(desk.post(address, {"survivor": survivor.pk}, follow=True))


def test_a_merge_carries_teams_and_drafts(desk, office, team, stranger):
    survivor = AgencyFactory(name="Finanzamt Lippstadt")
    settle_draft(person=stranger, agency=office)
    page, _ = merge(desk, survivor, office)
    team.refresh_from_db()
    stranger.team_draft.refresh_from_db()

    assert "Teams, die mitgehen: 1" in page
    assert "angefangene Anmeldungen von Teams, die mitgehen: 1" in page
    assert (team.agency, team.site, stranger.team_draft.agency) == (survivor, "", survivor)
    assert list(broken_promises()) == []


def test_two_teams_in_one_building_are_told_apart_by_the_old_name(desk, office, team):
    survivor = AgencyFactory(name="Finanzamt Lippstadt")
    TeamFactory(agency=survivor), TeamFactory(agency=survivor, site="haus b"), TeamFactory(agency=office, site="Haus B")
    page, sentences = merge(desk, survivor, office)

    assert "Beide haben ein Team im selben Gebäude" in page
    assert sorted(Team.objects.values_list("site", flat=True)) == ["", "Finanzamt Soest", "Haus B, Finanzamt Soest", "haus b"]
    assert len([sentence for sentence in sentences if sentence.startswith("Beide hatten ein Team im selben Gebäude.")]) == 2
    assert list(broken_promises()) == []


def test_the_longest_names_are_told_apart_too(desk):
    survivor, merged = AgencyFactory(name="A" * 200), AgencyFactory(name="B" * 200)
    for site in ("", "S" * 120):
        TeamFactory(agency=survivor, site=site), TeamFactory(agency=merged, site=site)
    merge(desk, survivor, merged)

    assert Team.objects.filter(agency=survivor).values("site").distinct().count() == 4


def test_teams_that_are_over_stand_in_nobodys_way(desk, office):
    survivor = AgencyFactory()
    TeamFactory(agency=survivor), TeamFactory(agency=office, ended=True)
    merge(desk, survivor, office)

    assert list(Team.objects.values_list("agency", "site")) == [(survivor.pk, "")] * 2


def test_every_step_is_written_down(team, desk, staff, member):
    deed(desk, team, "question", words="Wer?")
    answer_question(team=team, person=member, answer="Wir.", request_key=KEY.format(9))
    deed(desk, team, "approve")

    steps = TeamChange.objects.filter(team=team).values_list("from_state", "to_state", "note", "by")
    assert list(steps) == [
        ("", "asked", "", member.pk),
        ("asked", "question", "Wer?", staff.pk),
        ("question", "asked", "Wir.", member.pk),
        ("asked", "approved", "", staff.pk),
    ]
    assert Agency.objects.count() == 1
