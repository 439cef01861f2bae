"""Fifty people register at once, and staff decide at once. The controls: without the locks the promises break."""

import threading
import time
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.actions import authorities, belonging, merge_agencies, registering, save_draft, settle_draft
from teams.choices import UNDECIDED, TeamState
from teams.models import Agency, Team, TeamDraft
from teams.querysets import AgencyQuerySet, TeamQuerySet
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.races.many import at_once, clients_of

pytestmark = pytest.mark.django_db(transaction=True)
CHECK, AGENCY = "/team/anmelden/absenden/", "/team/anmelden/dienststelle/"
MANY = 50


def send(client):
    """The status, and where it leads or what it says."""
    answer = client.post(CHECK, {"consent": "on", "message": "", "request_key": str(uuid4())})
    return answer.status_code, "Für dieses Gebäude gibt es schon ein Team." in answer.content.decode()


def fifty_at_the_same_door():
    """All with a draft for the same building of the same authority."""
    agency = AgencyFactory(name="Finanzamt Soest")
    people = PersonFactory.create_batch(MANY, agency=agency)
    TeamDraft.objects.bulk_create(TeamDraft(person=each, agency=agency, site="Haus B", reached=3) for each in people)
    answers = at_once(send, clients_of(people))
    return sorted(set(answers)), Team.objects.count(), list(broken_promises())


def test_fifty_registrations_of_one_building_at_once_are_one_team():
    answers, teams, broken = fifty_at_the_same_door()

    assert answers == [(302, False), (409, True)]
    assert (teams, broken) == (1, [])
    assert Letter.objects.filter(kind="team_to_decide").count() == 1
    assert TeamDraft.objects.count() == MANY - 1


def test_without_the_lock_some_see_an_error(monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))
    look = registering.refuse_a_second_team
    meeting = threading.Barrier(4)

    def after_meeting(*args, **kwargs):
        look(*args, **kwargs)
        try:
            meeting.wait(timeout=1.5)
        except threading.BrokenBarrierError:
            pass

    monkeypatch.setattr(registering, "refuse_a_second_team", after_meeting)
    answers, _, _ = fifty_at_the_same_door()

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
    meeting = threading.Barrier(4)

    def look_first(name):
        found = Agency.objects.filter(name=name).first()
        try:
            meeting.wait(timeout=1.5)
        except threading.BrokenBarrierError:
            pass
        return found or Agency.objects.create(name=name, is_confirmed=False)

    monkeypatch.setattr(belonging, "_entry_named", look_first)

    assert 500 in fifty_with_the_same_entry()


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


def registered_while_merged():
    survivor, merged = AgencyFactory(name="Amt Neu"), AgencyFactory(name="Amt Alt")
    people = PersonFactory.create_batch(20, agency=merged)
    TeamDraft.objects.bulk_create(
        TeamDraft(person=each, agency=merged, site=f"Haus {number}", reached=3) for number, each in enumerate(people)
    )
    clients = clients_of(people)

    def deed(client):
        return send(client)[0] if client else merge_agencies(survivor=survivor, merged=merged) and 0

    statuses = at_once(deed, [*clients[:10], None, *clients[10:]], width=12)
    connections.close_all()
    there = Team.objects.filter(agency=survivor).count() + TeamDraft.objects.filter(agency=survivor).count()
    return set(statuses) <= {0, 302, 409}, there, list(broken_promises())


def test_registered_while_the_authority_is_merged_goes_along_or_is_asked_again():
    assert registered_while_merged() == (True, 20, [])


def test_without_the_locks_teams_are_left_at_the_authority_that_is_gone(monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))
    take_over = authorities._take_over

    def slowly(survivor, merged):
        time.sleep(0.5)
        take_over(survivor, merged)

    monkeypatch.setattr(authorities, "_take_over", slowly)

    assert registered_while_merged() != (True, 20, [])


# --- staff --------------------------------------------------------------------------------------------


def decided_by_two(monkeypatch):
    """One approves, the other declines, both past the look at the team before either writes."""
    team = registered_team()
    staff = clients_of([person(name, "Kampagne", is_staff=True, is_superuser=True) for name in ("Karla", "Kurt")])
    meet_before_writing(monkeypatch)
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


def meet_before_writing(monkeypatch):
    """Whoever is first waits a moment for the other; behind a lock the other cannot come, and the wait ends."""
    meeting = threading.Barrier(2)
    locked = TeamQuerySet.get

    def after_meeting(self, *args, **kwargs):
        team = locked(self, *args, **kwargs)
        if threading.current_thread() is not threading.main_thread() and "agency" in (self.query.select_related or {}):
            try:
                meeting.wait(timeout=1.5)
            except threading.BrokenBarrierError:
                pass
        return team

    monkeypatch.setattr(TeamQuerySet, "get", after_meeting)


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
    meet_before_writing(monkeypatch)
    statuses = at_once(lambda each: each[0].post(*each[1]).status_code, list(zip(clients_of([someone] * 2), posts, strict=True)))
    return set(statuses), Team.objects.get().state, list(broken_promises())


def test_answered_and_withdrawn_at_once_is_withdrawn_in_the_end(monkeypatch):
    assert answered_and_withdrawn(monkeypatch) == ({302}, "ended", [])


def test_without_the_lock_a_withdrawn_registration_may_wait_for_staff(monkeypatch):
    monkeypatch.setattr(TeamQuerySet, "locked", lambda self: self.order_by("pk"))
    go = registering.go

    def withdrawn_first(team, to, **facts):
        if to == TeamState.ASKED:
            time.sleep(0.5)
        return go(team, to, **facts)

    monkeypatch.setattr(registering, "go", withdrawn_first)

    assert answered_and_withdrawn(monkeypatch) != ({302}, "ended", [])
