"""Enumeration by the clock: fifty tries each, taken in turn; the medians of known and unknown are alike."""

import hashlib
import statistics
import time

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from teams.actions import invitations
from teams.models import Invitation
from teams.views import invitations as pages
from tests.factories.teams import PersonFactory, TeamFactory
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db
TRIES = 50
ALIKE = 2.0  # a wall of another kind (a password hashed, a letter written for one only) is a factor of five and more


def medians(*deeds):
    """Of each, in milliseconds, taken in turn: what slows the machine slows all of them."""
    spent = [[] for _ in deeds]
    for _ in range(TRIES + 3):
        for deed, times in zip(deeds, spent, strict=True):
            begun = time.perf_counter()
            deed()
            times.append(time.perf_counter() - begun)
    return [statistics.median(times[3:]) for times in spent]  # the first ones compile templates


def alike(figures):
    return max(figures) / min(figures) < ALIKE


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


def undone(deed):
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)


def dead_keys(team, leader):
    addresses = ["/team/einladung/" + "x" * 43 + "/"]
    for number in range(2):
        invitation, address = invited(team, leader, f"gast{number}@behoerde.example")
        addresses.append(address)
        (invitations.withdraw_invitation if number else invitations.decline_invitation)(invitation=invitation)
    return addresses


def test_a_dead_key_takes_as_long_as_an_unknown_one(team, leader):
    client = Client()

    figures = medians(*(lambda address=address: client.get(address) for address in dead_keys(team, leader)))

    assert alike(figures), figures


def test_somebody_else_s_key_takes_as_long_as_an_unknown_one(team, leader, stranger, logged_in):
    _, address = invited(team, leader, "gesa.gast@behoerde.example")
    client = logged_in(stranger)

    figures = medians(lambda: client.get(address), lambda: client.get("/team/einladung/" + "x" * 43 + "/"))

    assert alike(figures), figures


def test_inviting_takes_as_long_for_a_known_address_as_for_an_unknown_one(team, leader, logged_in):
    known, page, client = PersonFactory().email, reverse("teams:members", args=[team.slug]), logged_in(leader)

    figures = medians(
        *(lambda email=email: undone(lambda: client.post(page, {"emails": email})) for email in (known, "neu@behoerde.example"))
    )

    assert alike(figures), figures
    assert not Invitation.objects.exists()


def test_control_a_costly_step_for_known_keys_alone_is_seen(team, leader, monkeypatch):
    def costly(request, invitation):
        return bool(invitation) and not hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000)

    monkeypatch.setattr(pages, "_may_see", costly)
    client, (unknown, known, _) = Client(), dead_keys(team, leader)

    figures = medians(lambda: client.get(known), lambda: client.get(unknown))

    assert not alike(figures), figures
