"""Accounts that nobody uses: a letter, two months, and they are gone; whoever logs in keeps the own one."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import book_seat
from teams.actions import unused
from teams.actions.unused import announce_deletions, forget_unconfirmed, settle_announced
from teams.models import Login, Person
from tests.conftest import PASSWORD
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.teams.test_logging_in import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(member, settings):
    """Miriam was there last ten months and two days ago; two months are left of twelve."""
    settings.UNUSED_ACCOUNT_MONTHS = 12
    long_ago = clock.months_ago(12) + timedelta(days=58)
    Person.objects.filter(pk=member.pk).update(joined_at=long_ago - timedelta(days=100), last_login=long_ago)
    member.refresh_from_db()
    return member


def told(person):
    return Letter.objects.filter(kind="account_deletion_announced", recipient=person.email)


def test_who_was_not_there_for_long_is_told_once_and_says_nothing_is_needed_but_logging_in(quiet, stranger):
    assert (announce_deletions(), announce_deletions()) == (1, 0)

    letter = told(quiet).get()
    assert letter.subject.startswith("Ihr Konto wird am ") and "http://testserver/konto/anmelden/" in letter.text
    assert "Miriam Mitglied" in letter.text and not told(stranger).exists()


def test_who_stays_away_is_deleted_two_months_later_and_not_before(quiet, clock_at):
    announce_deletions()
    address, begun = quiet.email, clock.now()
    clock_at(begun + timedelta(days=59))
    assert settle_announced() == 0

    clock_at(begun + timedelta(days=60, minutes=1))
    assert (settle_announced(), settle_announced()) == (1, 0)

    quiet.refresh_from_db()
    assert (quiet.name, quiet.is_active, quiet.deletion_announced_at) == ("Gelöschtes Konto", False, None)
    last = Letter.objects.get(kind="account_unused_deleted")
    assert last.recipient == address and "Wie angekündigt haben wir es gelöscht." in last.text
    assert list(broken_promises()) == []


def test_who_logs_in_keeps_the_account_and_is_told_anew_years_later(quiet, client, clock_at):
    announce_deletions()
    begun = clock.now()
    clock_at(begun + timedelta(days=50))
    log_in(client, quiet)
    clock_at(begun + timedelta(days=61))

    assert settle_announced() == 0
    quiet.refresh_from_db()
    assert (quiet.name, quiet.deletion_announced_at) == ("Miriam Mitglied", None)

    clock_at(begun + timedelta(days=50 + 365))
    assert (settle_announced(), announce_deletions(), told(quiet).count()) == (0, 1, 2)


def test_a_browser_that_was_never_logged_out_counts(quiet):
    Login.objects.create(person=quiet, session_key="x", device="Firefox", seen_at=clock.now() - timedelta(days=3))

    assert announce_deletions() == 0


def test_a_seat_that_others_booked_counts(quiet):
    BookingFactory(event=EventFactory(starts_at=clock.now() + timedelta(days=9)), person=quiet)

    assert announce_deletions() == 0


def test_somebody_others_rely_on_stays_and_the_campaign_team_finds_them(quiet, stranger, staff, logged_in, clock_at):
    TeamFactory(lead=quiet, members=[stranger])
    announce_deletions()
    clock_at(clock.now() + timedelta(days=90))

    assert settle_announced() == 0

    page = logged_in(staff).get("/verwaltung/teams/person/?unbenutzt=angekuendigt").content.decode()
    assert quiet.email in page and stranger.email not in page


def test_one_that_fails_delays_no_other(quiet, stranger, clock_at, monkeypatch):
    Person.objects.filter(pk=stranger.pk).update(joined_at=quiet.joined_at)
    announce_deletions()
    clock_at(clock.now() + timedelta(days=61))
    become_nobody = unused.become_nobody

    def clumsy(person, teams):
        assert person.pk != quiet.pk
        become_nobody(person, teams)

    monkeypatch.setattr(unused, "become_nobody", clumsy)
    with pytest.raises(Exception, match="1 failed, 1 done"):
        settle_announced()

    assert list(Person.objects.exclude(deleted_at=None)) == [stranger]


def test_broken_when_nobody_is_told(quiet, clock_at):
    clock_at(clock.now() + timedelta(days=2))

    assert [line.split(": ")[1] for line in broken_promises("teams")] == ["who_is_not_there_for_long_is_told"]


@pytest.fixture
def signed_up(client):
    """Nobody opened the link in the letter."""
    fields = {"first_name": "Mia", "last_name": "Neu", "email": "mia.neu@behoerde.example", "password1": PASSWORD}
    client.post("/konto/registrieren/", fields)
    return Person.objects.get(first_name="Mia")


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_month(signed_up, member, clock_at):
    begun = clock.now()
    Letter.objects.update(state=Letter.State.SENT, sent_at=begun)
    clock_at(begun + timedelta(days=29))
    assert forget_unconfirmed() == 0

    clock_at(begun + timedelta(days=31))
    assert (forget_unconfirmed(), forget_unconfirmed()) == (1, 0)

    assert list(Person.objects.all()) == [member] and not EmailAddress.objects.filter(email=signed_up.email).exists()
    assert not Letter.objects.filter(recipient=signed_up.email).exists()


def test_who_was_entered_by_the_campaign_team_is_not_forgotten(signed_up, clock_at):
    made_by_staff = PersonFactory()
    EmailAddress.objects.create(user=made_by_staff, email=made_by_staff.email, verified=False, primary=True)
    book_seat(event=EventFactory(), person=signed_up)
    clock_at(clock.now() + timedelta(days=31))

    assert forget_unconfirmed() == 0
    assert set(Person.objects.all()) == {signed_up, made_by_staff}
