"""Whatever arrives at the forms of a team's seats: all or nothing is booked, and a seat goes only to a colleague."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter, RequestKey
from seminars.actions import book_for_team
from seminars.models import Booking
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, every_promise_is_kept, form, rows, sound

pytestmark = pytest.mark.django_db

WRITTEN = (Booking, Letter, RequestKey)


@pytest.fixture
def team(leader):
    return TeamFactory(lead=leader, members=[PersonFactory()])


@pytest.fixture
def lead(leader):
    client = Client(raise_request_exception=True)
    client.force_login(leader)
    return client


@pytest.fixture
def held(team, leader):
    """A seat of the member, and one without a name."""
    member = team.memberships.exclude(person=leader).get().person
    return book_for_team(team=team, event=EventFactory(), by=leader, people=[member], unnamed=1)


def filled(data, team):
    """{key} is a fresh one, {0} and {1} are members of the team."""
    stands_for = {"{key}": str(uuid4())}
    stands_for |= {f"{{{n}}}": str(row.reference) for n, row in enumerate(team.memberships.all())}
    return {
        name: [stands_for.get(one, one) for one in value] if isinstance(value, list) else stands_for.get(value, value)
        for name, value in data.items()
    }


somebody = st.one_of(anything, st.sampled_from(["{0}", "{1}"]))
TEAM_BOOKING = form(
    request_key=st.one_of(anything, st.just("{key}"), st.just("{key}")),
    people=st.lists(somebody, max_size=4),
    unnamed=st.one_of(anything, st.integers(-2, 20).map(str)),
    warteliste=anything,
    team=anything,
    by=anything,
)


@ample
@given(data=TEAM_BOOKING)
@example(data={"request_key": "{key}", "people": ["{0}", "{1}", "{1}"], "unnamed": "3"})
@example(data={"request_key": "{key}", "people": [MEGABYTE], "unnamed": MEGABYTE})
@example(data={"request_key": "{key}", "people": ["{0}"], "unnamed": "9" * 400})
def test_the_form_for_a_team_takes_anything(team, lead, data):
    event = EventFactory(seats=5)
    with transaction.atomic():
        before = rows(*WRITTEN)
        address = reverse("seminars:book_for_team", args=[event.offer.slug, event.slug])
        response = sound(lead.post(address, filled(data, team)))
        if response.status_code == 302:
            assert event.bookings.filter(team=team, state="booked").count() == event.bookings.count() > 0
            assert every_promise_is_kept("seminars")
        else:
            assert rows(*WRITTEN) == before
        transaction.set_rollback(True)


@ample
@given(data=form(person=somebody, booking=anything, seat_number=anything))
@example(data={"person": MEGABYTE})
def test_the_form_of_a_name_takes_anything(team, lead, held, data):
    address = reverse("seminars:name_seat", args=[team.slug, held[1].reference])
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(lead.post(address, filled(data, team)))
        booking = Booking.objects.get(pk=held[1].pk)
        assert booking.is_unnamed == (response.status_code != 302)
        assert rows(*WRITTEN) == (before if booking.is_unnamed else (before[0], before[1] + 1, before[2]))
        transaction.set_rollback(True)


@ample
@given(data=form(colleague=st.one_of(somebody, st.just("andere")), email=anything, person=anything, to=anything))
@example(data={"colleague": "andere", "email": MEGABYTE})
@example(data={"colleague": "andere", "email": "x@y.example\r\nBcc: z@y.example"})
@example(data={"colleague": "andere", "email": f"{'a' * 240}@behoerde.example"})
def test_the_form_of_a_vertretung_takes_anything(team, lead, held, data):
    address = reverse("seminars:hand_over_for", args=[team.slug, held[0].reference])
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(lead.post(address, filled(data, team)))
        if response.status_code == 302:
            assert Booking.objects.get(stands_in_for=held[0]).person_id in team.memberships.values_list("person", flat=True)
            assert every_promise_is_kept("seminars")
        else:
            assert rows(*WRITTEN) == before
        transaction.set_rollback(True)


def test_swapped_references_are_not_there(team, lead, held, stranger, logged_in):
    """The team, the seat and the person of an address or a form, each of somebody else."""
    other = TeamFactory(lead=stranger)
    theirs = book_for_team(team=other, event=EventFactory(), by=stranger, people=[stranger], unnamed=1)
    before = list(Booking.objects.order_by("pk").values())

    for deed in ("name_seat", "give_back_seat", "hand_over_for"):
        for slug, booking in ((team.slug, theirs[1]), (other.slug, held[1]), (team.slug, theirs[0])):
            assert lead.post(reverse(f"seminars:{deed}", args=[slug, booking.reference]), {}).status_code == 404
    key = str(other.memberships.get().reference)
    for deed, booking, field in (("name_seat", held[1], "person"), ("hand_over_for", held[0], "colleague")):
        address = reverse(f"seminars:{deed}", args=[team.slug, booking.reference])
        assert lead.post(address, {field: key, "email": ""}).status_code == 422

    assert list(Booking.objects.order_by("pk").values()) == before
