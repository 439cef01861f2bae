"""Staff and people reach for the same authorities at once. The control: without the locks the promise breaks."""

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from teams.actions import authorities, belonging, merge_agencies
from teams.models import Agency
from teams.querysets import AgencyQuerySet
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.races.many import at_once, clients_of, late, linger_after, linger_before, outcome_of, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


def merged_both_ways(monkeypatch):
    """Two of the campaign team, each with the other's survivor, both past the look before either writes, and then half done."""
    staff = clients_of([person(name, "Kampagne", is_staff=True, is_superuser=True) for name in ("Karla", "Kurt")])
    one, other = AgencyFactory.create_batch(2)
    PersonFactory(agency=one), PersonFactory(agency=other)
    linger_before(monkeypatch, (authorities, "_carry_along"), (authorities, "_take_over"))
    address = f"{reverse('admin:teams_agency_merge', args=[one.pk])}?mit={other.pk}"
    statuses = at_once(
        lambda pair: pair[0].post(address, {"survivor": pair[1].pk}).status_code, list(zip(staff, (one, other), strict=True))
    )
    return statuses, Agency.objects.filter(is_active=True).count(), list(broken_promises())


def unlocked(monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))


def test_two_who_merge_the_same_pair_at_once_leave_one(monkeypatch):
    statuses, active, broken = merged_both_ways(monkeypatch)

    assert statuses == [302, 302]
    assert (active, broken) == (1, [])


def test_without_the_locks_one_of_them_fails_or_none_is_left(monkeypatch):
    unlocked(monkeypatch)

    assert merged_both_ways(monkeypatch) != ([302, 302], 1, [])


def chosen_while_merged(monkeypatch):
    """Twenty people choose an authority while it goes up in another: each lingers at the end, and the merge begins."""
    linger_after(monkeypatch, (belonging, "_move"), turn=1)
    survivor, merged = AgencyFactory(name="Amt Neu"), AgencyFactory(name="Amt Alt")
    clients = clients_of([PersonFactory() for _ in range(20)])
    page = reverse("account_agency")
    data = {"agency": "Amt Alt", "agency_zu": "Amt Alt", "agency_wahl": str(merged.pk)}

    merge = late(lambda: merge_agencies(survivor=survivor, merged=merged))

    def deed(client):
        return client.post(page, data).status_code if client else outcome_of(merge)

    answers = at_once(deed, [*clients[:10], None, *clients[10:]], width=12)
    return set(answers), list(broken_promises())


def test_who_chooses_what_is_just_being_merged_goes_along_or_chooses_again(monkeypatch):
    answers, broken = chosen_while_merged(monkeypatch)

    assert answers <= {"done", 302, 422}
    assert broken == []


def test_without_the_locks_people_are_left_behind(monkeypatch):
    unlocked(monkeypatch)

    _, broken = chosen_while_merged(monkeypatch)

    assert broken


def test_twenty_people_with_the_same_entry_at_once_share_one_row():
    clients = clients_of([PersonFactory() for _ in range(20)])
    data = {"agency": "Amt für Neues", "agency_zu": "Amt für Neues", "agency_wahl": "frei"}
    statuses = at_once(lambda client: client.post(reverse("account_agency"), data).status_code, clients, width=10)

    assert set(statuses) == {302}
    assert Agency.objects.get().people.count() == 20


def hung_below_each_other(monkeypatch):
    """Each under the other, both past the look at the tree before either writes."""
    one, other = AgencyFactory.create_batch(2)
    linger_before(monkeypatch, (Agency, "save"))

    def hang(*pair):
        below, above = (Agency.objects.get(pk=agency.pk) for agency in pair)
        below.parent = above
        return authorities.save_agency(agency=below)

    outcomes = outcomes_of(lambda: hang(one, other), lambda: hang(other, one))
    return sorted(outcomes), len(list(broken_promises()))


def test_two_who_hang_one_below_the_other_at_once_make_no_circle(monkeypatch):
    assert hung_below_each_other(monkeypatch) == (["TreeTurnsRound", "done"], 0)


def test_without_the_locks_they_make_a_circle(monkeypatch):
    unlocked(monkeypatch)

    assert hung_below_each_other(monkeypatch) == (["done", "done"], 2)
