"""Fifty people register at once, and staff decide at once. The controls: without the locks the promises break."""

from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.actions import belonging, deciding, merge_agencies, registering, save_draft, settle_draft
from teams.choices import UNDECIDED, TeamState
from teams.models import Agency, Team, TeamDraft
from teams.querysets import AgencyQuerySet, TeamQuerySet
from teams.views import registering as views
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.races.many import at_once, clients_of, late, linger, linger_after, meanwhile, outcome_of

pytestmark = pytest.mark.django_db(transaction=True)
CHECK, AGENCY = "/team/anmelden/absenden/", "/team/anmelden/dienststelle/"
MANY = 50


def send(client):
    """The status, and where it leads or what it says."""
    answer = client.post(CHECK, {"consent": "on", "message": "", "request_key": str(uuid4())})
    return answer.status_code, "Für dieses Gebäude gibt es schon ein Team." in answer.content.decode()


def fifty_at_the_same_door(monkeypatch):
    """All with a draft for the same building of the same authority; who has seen no team there lingers."""
    linger_after(monkeypatch, (registering, "refuse_a_second_team"))
    agency = AgencyFactory(name="Finanzamt Soest")
    people = PersonFactory.create_batch(MANY, agency=agency)
    TeamDraft.objects.bulk_create(TeamDraft(person=each, agency=agency, site="Haus B", reached=3) for each in people)
    answers = at_once(send, clients_of(people))
    return sorted(set(answers)), Team.objects.count(), list(broken_promises())


def test_fifty_registrations_of_one_building_at_once_are_one_team(monkeypatch):
    answers, teams, broken = fifty_at_the_same_door(monkeypatch)

    assert answers == [(302, False), (409, True)]
    assert (teams, broken) == (1, [])
    assert Letter.objects.filter(kind="team_to_decide").count() == 1
    assert TeamDraft.objects.count() == MANY - 1


def test_without_the_lock_some_see_an_error(monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))

    answers, _, _ = fifty_at_the_same_door(monkeypatch)

    assert 500 in {status for status, _ in answers}


def fifty_with_the_same_entry():
    entry = {"agency": "Amt für Neues", "agency_zu": "Amt für Neues", "agency_wahl": "frei"}
    clients = clients_of(PersonFactory.create_batch(MANY))
    return set(at_once(lambda client: client.post(AGENCY, entry).status_code, clients))


def test_fifty_with_the_same_free_entry_at_once_share_one_row():
    assert fifty_with_the_same_entry() == {302}
    assert Agency.objects.get().people.count() == MANY
    assert TeamDraft.objects.filter(agency=Agency.objects.get()).count() == MANY


def test_who_looks_first_and_writes_then_sees_an_error(monkeypatch):
    def look_first(name):
        found = Agency.objects.filter(name=name).first()
        linger()
        return found or Agency.objects.create(name=name, is_confirmed=False)

    monkeypatch.setattr(belonging, "_entry_named", look_first)

    assert 500 in fifty_with_the_same_entry()


def test_the_same_form_again_while_the_first_is_on_its_way_gets_the_same_answer(monkeypatch):
    """The first is through, and decided about, while the second has just seen that there is a draft."""
    agency = AgencyFactory()
    someone = PersonFactory(agency=agency)
    settle_draft(person=someone, agency=agency)
    form = {"consent": "on", "message": "", "request_key": str(uuid4())}
    second, *faster = clients_of([someone] * 2)
    staff = person("Karla", "Kampagne", is_staff=True, is_superuser=True)
    look = views.draft_of

    def looked(user):
        draft = look(user)
        while faster:
            meanwhile(partial(faster.pop().post, CHECK, form))
            meanwhile(lambda: deciding.approve_team(team=Team.objects.get(), by=staff))
        return draft

    monkeypatch.setattr(views, "draft_of", looked)

    assert second.post(CHECK, form).url == f"/team/{Team.objects.get().slug}/anmeldung/"


def one_form_ten_times():
    agency = AgencyFactory()
    someone = PersonFactory(agency=agency)
    settle_draft(person=someone, agency=agency)
    form = {"consent": "on", "message": "", "request_key": str(uuid4())}
    answers = at_once(lambda client: client.post(CHECK, form), clients_of([someone] * 10), width=10)
    ways = {(answer.status_code, answer.headers.get("Location")) for answer in answers}
    return ways == {(302, f"/team/{Team.objects.get().slug}/anmeldung/")}, list(broken_promises())


def test_one_person_with_the_same_form_ten_times_at_once_has_one_team():
    assert one_form_ten_times() == (True, [])


def test_without_the_key_of_the_form_nine_are_told_something_else(monkeypatch):
    monkeypatch.setattr(registering, "answer_once", lambda *args, **facts: None)
    monkeypatch.setattr(registering, "remember_answer", lambda *args: None)

    assert one_form_ten_times() == (False, [])


def registered_while_merged(monkeypatch):
    """Whoever has looked at the authority lingers, and the merge begins."""
    linger_after(monkeypatch, (registering, "_locked_draft"), turn=1)
    survivor, merged = AgencyFactory(name="Amt Neu"), AgencyFactory(name="Amt Alt")
    people = PersonFactory.create_batch(20, agency=merged)
    TeamDraft.objects.bulk_create(
        TeamDraft(person=each, agency=merged, site=f"Haus {number}", reached=3) for number, each in enumerate(people)
    )
    clients = clients_of(people)

    merge = late(lambda: merge_agencies(survivor=survivor, merged=merged))

    def deed(client):
        return send(client)[0] if client else outcome_of(merge)

    answers = at_once(deed, [*clients[:10], None, *clients[10:]], width=12)
    there = Team.objects.filter(agency=survivor).count() + TeamDraft.objects.filter(agency=survivor).count()
    return set(answers) <= {"done", 302, 409}, there, list(broken_promises())


def test_registered_while_the_authority_is_merged_goes_along_or_is_asked_again(monkeypatch):
    assert registered_while_merged(monkeypatch) == (True, 20, [])


def test_without_the_locks_teams_are_left_at_the_authority_that_is_gone(monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))

    assert registered_while_merged(monkeypatch) != (True, 20, [])


# --- staff --------------------------------------------------------------------------------------------


def decided_by_two(monkeypatch):
    """One approves, the other declines, both past the look at the team before either writes."""
    team = registered_team()
    staff = clients_of([person(name, "Kampagne", is_staff=True, is_superuser=True) for name in ("Karla", "Kurt")])
    linger_after(monkeypatch, (deciding, "locked_team"))
    deeds = [("approve", {}), ("decline", {"words": "Nein."})]
    statuses = at_once(
        lambda each: each[0].post(reverse(f"admin:teams_team_{each[1][0]}", args=[team.pk]), each[1][1]).status_code,
        list(zip(staff, deeds, strict=True)),
    )
    team.refresh_from_db()
    letters = Letter.objects.filter(kind__in=["team_approved", "team_declined"]).count()
    return statuses, team.state not in UNDECIDED, letters, team.changes.count(), list(broken_promises())


def registered_team():
    agency = AgencyFactory(mail_domains=["behoerde.example"])
    someone = PersonFactory(agency=agency)
    settle_draft(person=someone, agency=agency)
    save_draft(person=someone, step=3)
    return registering.register_team(person=someone, message="", request_key=uuid4())


ONE_DECISION = ([302, 302], True, 1, 2, [])


def test_two_of_the_campaign_team_at_once_make_one_decision_and_one_letter(monkeypatch):
    assert decided_by_two(monkeypatch) == ONE_DECISION


def test_without_the_lock_there_are_two_decisions(monkeypatch):
    monkeypatch.setattr(TeamQuerySet, "locked", lambda self: self.order_by("pk"))

    assert decided_by_two(monkeypatch) != ONE_DECISION


def test_the_second_is_told_who_was_first():
    team = registered_team()
    staff = clients_of([person(name, "Kampagne", is_staff=True, is_superuser=True) for name in ("Karla", "Kurt")])
    address = reverse("admin:teams_team_approve", args=[team.pk])
    pages = at_once(lambda client: client.post(address, follow=True).content.decode(), staff)

    assert sorted("hat am" in page and "das Team freigeschaltet" in page for page in pages) == [False, True]
    assert Letter.objects.filter(kind="team_approved").count() == 1


def answered_and_withdrawn(monkeypatch):
    """Both past the look at the team before either writes. The state it ends in, and what staff were written."""
    team = registered_team()
    someone = team.registered_by
    boss = person("Karla", "Kampagne", is_staff=True, is_superuser=True)
    clients_of([boss])[0].post(reverse("admin:teams_team_question", args=[team.pk]), {"words": "Wer?"})
    address = f"/team/{team.slug}/anmeldung/"
    posts = [
        (address, {"answer": "Wir.", "request_key": str(uuid4())}),
        (f"{address}zurueckziehen/", {}),
    ]
    linger_after(monkeypatch, (registering, "locked_team"))
    statuses = at_once(lambda each: each[0].post(*each[1]).status_code, list(zip(clients_of([someone] * 2), posts, strict=True)))
    return set(statuses), Team.objects.get().state, list(broken_promises())


def test_answered_and_withdrawn_at_once_is_withdrawn_in_the_end(monkeypatch):
    assert answered_and_withdrawn(monkeypatch) == ({302}, "ended", [])


def test_without_the_lock_a_withdrawn_registration_may_wait_for_staff(monkeypatch):
    monkeypatch.setattr(TeamQuerySet, "locked", lambda self: self.order_by("pk"))
    go = registering.go

    def withdrawn_first(team, to, **facts):
        if to == TeamState.ASKED:
            linger(turn=1)
        return go(team, to, **facts)

    monkeypatch.setattr(registering, "go", withdrawn_first)

    assert answered_and_withdrawn(monkeypatch) != ({302}, "ended", [])
