"""Many come, go and pass the lead on at once, through the addresses. Each promise has its control: without the lock it breaks."""

from collections import Counter

import pytest
from django.urls import reverse

from missione.shared.invariants import all_promises
from missione.shared.models import Letter
from teams.actions import handing_over, invitations, joining, members
from teams.choices import Answer, Role
from teams.models import Handover, Membership
from teams.querysets import AgencyQuerySet, TeamQuerySet
from tests.conftest import person
from tests.factories.teams import PersonFactory, TeamFactory
from tests.races.many import at_once, clients_of, linger_after, linger_before
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db(transaction=True)


def unlocked(monkeypatch):
    """Neither the team nor its authority, which is held by who takes somebody in."""
    for rows in (TeamQuerySet, AgencyQuerySet):
        monkeypatch.setattr(rows, "locked", lambda self: self)


def at(name, team, *parts):
    return reverse(f"teams:{name}", args=[team.slug, *parts])


def broken():
    return [name for name, question in all_promises().items() if name.startswith("teams.promises") for _ in question()]


def statuses_of(deeds):
    """(person, address) or (person, address, data), each in a window of its own, all at once."""
    clients = clients_of([person for person, *_ in deeds])
    asked = [(client, *deed[1:]) for client, deed in zip(clients, deeds, strict=True)]
    return sorted(at_once(lambda ask: ask[0].post(*ask[1:]).status_code, asked, width=len(asked)))


# --- Two accepts of one invitation ------------------------------------------------------------------------------


def two_accepts(monkeypatch):
    guest, team = person("Gesa", "Gast"), TeamFactory(lead=PersonFactory())
    _, address = invited(team, None, guest.email)
    linger_before(monkeypatch, (invitations, "_answer"))
    statuses = statuses_of([(guest, f"{address}annehmen/")] * 2)
    return statuses, team.memberships.filter(person=guest).count(), Letter.objects.filter(kind="member_joined").count()


def test_two_accepts_of_one_invitation_are_one_membership_and_one_answer(monkeypatch):
    assert two_accepts(monkeypatch) == ([302, 302], 1, 1)


def test_control_without_the_lock_the_second_accept_runs_into_the_database(monkeypatch, refused_by_the_database):
    unlocked(monkeypatch)

    assert two_accepts(monkeypatch) == ([302, 500], 1, 1)
    assert refused_by_the_database == ["once_in_a_team"]


# --- The last lead leaves while being handed the lead -------------------------------------------------------------


def leaving_while_accepting(monkeypatch):
    """In one window the member accepts the lead, in the other the same member leaves the team."""
    member = PersonFactory()
    team = TeamFactory(lead=PersonFactory(), members=[member])
    handing_over.offer_lead(to=team.memberships.get(person=member))
    linger_before(monkeypatch, (handing_over, "_make_lead"), (members, "_let_go"))
    statuses = statuses_of([(member, at("handover_accept", team)), (member, at("leave", team))])
    return statuses, team.memberships.leads().count(), Handover.objects.count(), broken()


def test_who_leaves_while_accepting_the_lead_stays_as_the_lead_or_leaves_the_former_one(monkeypatch):
    assert leaving_while_accepting(monkeypatch) == ([302, 302], 1, 0, [])


def test_control_without_the_lock_nobody_leads_or_somebody_meets_an_error(monkeypatch):
    unlocked(monkeypatch)

    assert leaving_while_accepting(monkeypatch) != ([302, 302], 1, 0, [])


# --- Two handovers ------------------------------------------------------------------------------------------------


def two_offers(monkeypatch):
    leader, *others = PersonFactory.create_batch(3)
    team = TeamFactory(lead=leader, members=others)
    linger_after(monkeypatch, (handing_over, "_handover"))
    rows = team.memberships.filter(role=Role.MEMBER)
    statuses = statuses_of([(leader, at("handover", team), {"to": row.reference}) for row in rows])
    return statuses, Handover.objects.count(), Letter.objects.count()


def test_of_two_offers_at_once_one_stands_and_the_other_is_refused(monkeypatch):
    assert two_offers(monkeypatch) == ([302, 422], 1, 1)


def test_control_without_the_lock_the_second_offer_runs_into_the_database(monkeypatch, refused_by_the_database):
    unlocked(monkeypatch)

    assert two_offers(monkeypatch) == ([302, 500], 1, 1)
    assert refused_by_the_database == ["teams_handover_team_id_key"]


# --- Ten identical invitations -------------------------------------------------------------------------------------


def ten_invitations(monkeypatch):
    leader = PersonFactory()
    team = TeamFactory(lead=leader)
    linger_before(monkeypatch, (invitations, "_invite_one"))
    typed = {"emails": "gesa.gast@behoerde.example, udo.uhl@behoerde.example"}
    return Counter(statuses_of([(leader, at("members", team), typed)] * 10)), Letter.objects.count(), broken()


def test_ten_identical_invitations_are_one_letter_to_each(monkeypatch):
    assert ten_invitations(monkeypatch) == ({302: 10}, 2, [])


def test_control_without_the_lock_people_meet_an_error(monkeypatch, refused_by_the_database):
    unlocked(monkeypatch)

    answers, letters, _ = ten_invitations(monkeypatch)

    assert answers[500] == len(refused_by_the_database) > 0
    assert set(refused_by_the_database) == {"one_open_invitation_per_address"}
    assert letters == 2


# --- A wish to join, answered twice ----------------------------------------------------------------------------------


def two_answers(monkeypatch):
    leader, team = PersonFactory(), TeamFactory()
    Membership.objects.create(team=team, person=leader, role=Role.LEAD)
    wish = joining.ask_to_join(team=team, person=PersonFactory(agency=team.agency))
    linger_before(monkeypatch, (joining, "_answer"))
    statuses = statuses_of([(leader, at(f"wish_{deed}", team, wish.reference)) for deed in ("accept", "decline")])
    told = Letter.objects.filter(kind__in=["join_accepted", "join_declined"]).count()
    wish.refresh_from_db()
    return statuses, told, wish.state == Answer.ACCEPTED, team.memberships.count() == 2


def test_a_wish_is_accepted_or_declined_never_both(monkeypatch):
    statuses, told, accepted, belongs = two_answers(monkeypatch)

    assert (statuses, told, accepted) == ([302, 302], 1, belongs)


def test_control_without_the_lock_the_person_is_told_both(monkeypatch):
    unlocked(monkeypatch)

    assert two_answers(monkeypatch)[1] == 2
