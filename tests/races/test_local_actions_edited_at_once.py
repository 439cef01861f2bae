"""A whole team edits the same action at once. The control: without the lock somebody's words are lost silently."""

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from teams.actions import local_actions, pictures
from teams.models import LocalAction, MeterReading, Picture
from tests.factories.local_actions import LocalActionFactory, a_file, measured
from tests.factories.teams import PersonFactory, TeamFactory
from tests.races.many import at_once, clients_of, linger_after
from tests.seminars.admin_desk import typed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action():
    people = PersonFactory.create_batch(8)
    return LocalActionFactory(team=TeamFactory(lead=people[0], members=people[1:]), past=True)


def desks(action):
    return clients_of([membership.person for membership in action.team.memberships.select_related("person")])


def page_of(name, action, *more):
    return reverse(f"teams:{name}", args=[action.team.slug, action.slug, *more])


def all_save_their_title(action, monkeypatch):
    """What each is told: that it is saved, or that somebody was faster. Who has found the action lingers before saving."""
    linger_after(monkeypatch, (local_actions, "_still_there"))
    clients = desks(action)
    page = page_of("action_edit", action)
    forms = [typed_in(client.get(page), title=f"Titel {number}") for number, client in enumerate(clients)]
    answers = at_once(lambda pair: pair[0].post(page, pair[1]).status_code, list(zip(clients, forms, strict=True)), width=8)
    return sorted(answers)


def unlocked(monkeypatch):
    def only_found(team_id):
        return local_actions.Team.objects.select_related("agency").get(pk=team_id)

    monkeypatch.setattr(local_actions, "locked_team", only_found)


def test_of_eight_who_save_at_once_one_is_told_yes_and_seven_that_somebody_was_faster(action, monkeypatch):
    assert all_save_their_title(action, monkeypatch) == [302, *[409] * 7]


def test_without_the_lock_all_are_told_yes_and_all_but_one_are_lost(action, monkeypatch):
    unlocked(monkeypatch)

    assert all_save_their_title(action, monkeypatch) == [302] * 8


def test_eight_who_change_a_meter_at_once_lose_nothing_silently(action):
    measured(action)
    clients, page = desks(action), page_of("action_meter", action, 1)
    forms = [typed_in(client.get(page), act_used=str(400 + number)) for number, client in enumerate(clients)]
    answers = at_once(lambda pair: pair[0].post(page, pair[1]).status_code, list(zip(clients, forms, strict=True)), width=8)

    assert sorted(answers) == [302, *[409] * 7]
    assert list(broken_promises()) == []


def test_eight_meters_entered_at_once_get_eight_numbers(action):
    clients, page = desks(action), page_of("action_meters", action)
    forms = [typed_in(client.get(page), meter=f"Zähler {number}", act_used="5") for number, client in enumerate(clients)]
    answers = at_once(lambda pair: pair[0].post(page, pair[1]).status_code, list(zip(clients, forms, strict=True)), width=8)

    assert set(answers) == {302}
    assert sorted(MeterReading.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_of_one_form_sent_eight_times_at_once_there_is_one_action(action):
    client, page = desks(action)[0], reverse("teams:action_new", args=[action.team.slug])
    form = typed_in(client.get(page), kind="day", title="Nur einer", starts_on="2026-12-01")
    answers = at_once(lambda _: client.post(page, form).status_code, range(8), width=8)

    assert set(answers) == {302}
    assert LocalAction.objects.filter(title="Nur einer").count() == 1


def test_the_twelfth_picture_is_the_last_however_many_come_at_once(action, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PICTURES", 3)
    clients, page = desks(action), page_of("action_pictures", action)
    forms = [typed_in(client.get(page), alt_text="Stand") for client in clients]
    answers = at_once(
        lambda pair: pair[0].post(page, pair[1] | {"file": a_file()}).status_code, list(zip(clients, forms, strict=True)), width=8
    )

    assert sorted(answers) == [302] * 3 + [422] * 5
    assert Picture.objects.count() == 3
    assert list(broken_promises()) == []
