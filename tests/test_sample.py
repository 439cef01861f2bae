"""The sample data: a portal that looks used, and never in production."""

import re
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from materials.choices import ArticleKind, Condition, LoanState, OrderState
from materials.document_choices import DocumentKind
from materials.models import Article, CountedPart, Document, Entitlement, HandOn, Loan, Order, OrderLine, Unit
from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from missione.waiting import lines_for
from seminars.choices import Format, Mode, State
from seminars.models import Booking, Event, Offer
from seminars.sample.diary import overlap
from seminars.sample.year import Year
from teams.choices import TeamState
from teams.effects import effects_of
from teams.facts import check_domains
from teams.models import LocalAction, Person, Picture, Team
from teams.sample import CAST, LEAD, MEMBER, NEWCOMER, STAFF

SUNDAY = datetime(2026, 11, 29, 15, 1, tzinfo=clock.BERLIN)  # its dates would meet, were they not kept apart


@pytest.fixture
def with_cast(settings):
    settings.SHOW_SAMPLE_CAST = True


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The year is lived once for all tests of this file, and forgotten after the last."""
    with (
        django_db_blocker.unblock(),
        override_settings(SHOW_SAMPLE_CAST=True),
        clock.moved_to(SUNDAY),
        transaction.atomic(),
    ):
        call_command("load_sample", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(loaded_once, db, with_cast):
    pass


def said(command):
    page = StringIO()
    call_command(command, stdout=page)
    return page.getvalue()


@pytest.mark.parametrize("command", ["load_sample", "sample_cast"])
def test_without_the_switch_nothing_is_loaded_or_told(command, db):
    with pytest.raises(CommandError, match="SHOW_SAMPLE_CAST=1"):
        call_command(command)

    assert not Person.objects.exists()


def test_the_cast_is_printed_with_its_passwords(with_cast):
    table = said("sample_cast")

    assert [role for role in CAST if role.email not in table or role.password not in table] == []


def test_loading_twice_is_once(loaded):
    before = (
        Offer.objects.count(),
        Event.objects.count(),
        Booking.objects.count(),
        Person.objects.count(),
        Letter.objects.count(),
    )

    assert said("load_sample") == "The sample data is there already.\n"

    after = (
        Offer.objects.count(),
        Event.objects.count(),
        Booking.objects.count(),
        Person.objects.count(),
        Letter.objects.count(),
    )
    assert after == before


def test_the_sample_keeps_every_promise(loaded):
    assert list(broken_promises()) == []


def test_there_is_an_event_for_every_way_to_stand(loaded):
    upcoming = Event.objects.upcoming().select_related("offer")
    words = {event.situation[1].split(" (")[0].split(" ab ")[0].split(":")[0] for event in upcoming if event.is_live}

    assert words >= {
        "Plätze frei",
        "Warteliste",
        "Anmeldung",
        "Anmeldeschluss vorbei",
        "Abgesagt",
        "Ausgebucht, Warteliste offen",
    }
    assert upcoming.filter(published_at=None).exists()
    assert upcoming.filter(mode=Mode.HYBRID).exists()
    assert upcoming.filter(offer__format=Format.SHORT_SEMINAR).exists()


def test_the_member_has_a_booking_in_every_state(loaded):
    states = set(Booking.objects.filter(person__email=MEMBER.email).values_list("state", flat=True))

    assert states == {State.BOOKED, State.WAITING, State.OFFERED, State.CANCELLED, State.ATTENDED, State.MISSED}
    assert not Booking.objects.filter(person__email=NEWCOMER.email).exists()


def test_past_events_were_held_and_remind_nobody(loaded):
    past = Event.objects.filter(ends_at__lt=clock.now())

    assert past.filter(bookings__state=State.ATTENDED).exists()
    assert not Booking.objects.open().filter(event__in=past).exists()
    assert not Letter.objects.filter(state=Letter.State.WAITING).exclude(recipient=MEMBER.email).exists()


def test_the_leads_team_holds_seats_without_a_name_and_somebody_stands_in(loaded):
    team = Team.objects.led_by(Person.objects.get(email=LEAD.email)).get()

    assert Booking.objects.held_for(team).count() == 2
    assert Booking.objects.filter(stands_in_for__team=team, state=State.BOOKED).count() == 1


def test_who_attended_has_the_hand_outs(loaded):
    given = Entitlement.objects.exclude(occasion="").values_list("document__slug", "person__email")
    by_hand = Entitlement.objects.by_hand().values_list("document__slug", "person__email")

    assert {("kompendium", LEAD.email), ("kompendium", MEMBER.email)} <= set(given)
    assert {slug for slug, _ in given} == {"kompendium", "praxisleitfaden"}
    assert list(by_hand) == [("praxisleitfaden", LEAD.email)]
    assert Letter.objects.filter(kind="hand_outs", recipient=MEMBER.email).count() == 1


def test_there_is_an_order_for_every_way_to_stand(loaded):
    states = set(Order.objects.values_list("state", flat=True))
    requests = set(Order.objects.filter(is_request=True).values_list("state", flat=True))

    assert states == set(OrderState) - {OrderState.UNCONFIRMED}
    assert requests == {OrderState.APPROVED, OrderState.RECEIVED}
    assert OrderLine.objects.filter(approved__lt=F("requested"), approved__gt=0).exclude(reason="").count() == 1


def test_the_mediathek_has_a_film_and_a_photo_with_all_that_belongs_to_them(loaded, client):
    film, photo = (Document.objects.select_related("current").get(kind=kind) for kind in (DocumentKind.VIDEO, DocumentKind.PHOTO))
    captions = b"".join(client.get(film.captions_url).streaming_content).decode()
    said = [line for line in captions.splitlines() if line and "-->" not in line and line != "WEBVTT"]

    assert [line for line in said if line not in film.transcript] == [] and len(said) == 5
    assert film.current.size < 300_000
    assert b"".join(client.get(film.file_url, headers={"range": "bytes=4-7"}).streaming_content) == b"ftyp"
    assert (photo.author, photo.licence, photo.current.kind.name) == ("Kampagnenteam mission E", "cc0", "jpeg")
    assert photo.credit_line and photo.source and photo.channels


def test_a_member_has_proposed_a_document_that_waits(loaded):
    proposal = Document.objects.proposed().get()

    assert (proposal.proposed_by.email, proposal.consent_by.email) == (MEMBER.email, MEMBER.email)
    assert proposal.current.is_clean and not proposal.is_published


def test_whatever_can_be_touched_has_a_picture(loaded):
    touched = Article.objects.exclude(kind=ArticleKind.DOWNLOAD)

    assert touched.filter(picture="").count() == 0
    assert all(article.picture_alt and article.picture_credit for article in touched)


def test_nobody_sits_in_two_rooms_at_once(loaded):
    seated = Booking.objects.named().holding_a_seat().filter(event__cancelled_at=None)
    days = seated.order_by("event__days__starts_at").values_list("person", "event__days__starts_at", "event__days__ends_at")
    diaries = {}
    for person, starts_at, ends_at in days:
        diaries.setdefault(person, []).append((starts_at, ends_at))

    overlaps = [pair for diary in diaries.values() for pair in pairwise(diary) if pair[1][0] < pair[0][1]]

    assert overlaps == []


def test_whatever_today_is_the_cast_is_never_wanted_in_two_places(loaded):
    for days in range(0, 365, 5):
        with clock.moved_to(SUNDAY + timedelta(days=days)):
            hours = sorted(Year().planned().hours_of_the_cast, key=lambda span: span.starts_at)

        assert [pair for pair in pairwise(hours) if overlap(*pair)] == [], f"{days} days on"


def test_the_cast_can_log_in(loaded, client):
    for role in CAST:
        person = Person.objects.get(email=role.email)
        validate_password(role.password, person)
        assert person.check_password(role.password)
        assert person.emailaddress_set.get().verified


def test_everybody_lives_on_a_reserved_domain(loaded):
    assert [person.email for person in Person.objects.all() if not person.email.endswith(".example")] == []


def test_there_is_a_team_for_every_way_to_stand(loaded):
    states = list(Team.objects.values_list("state", flat=True))

    assert {state: states.count(state) for state in set(states)} == {
        TeamState.APPROVED: 8,
        TeamState.RESTING: 1,
        TeamState.ASKED: 3,
        TeamState.QUESTION: 1,
        TeamState.DECLINED: 1,
    }
    asked = Team.objects.filter(state=TeamState.ASKED).select_related("agency", "registered_by")
    words = sorted(check.words for check in check_domains(asked).values())
    assert words == [
        "",
        "Die Dienststelle ist eine freie Eingabe und noch nicht bestätigt. "
        "hbz.example gehört zu einer anderen Dienststelle: Hochschulbibliothekszentrum NRW, Köln.",
        "forst-nrw.example ist für diese Dienststelle nicht bekannt.",
    ]


def test_the_cast_has_a_team_and_the_newcomer_none(loaded):
    team = Team.objects.led_by(Person.objects.get(email=LEAD.email)).get()

    assert team.memberships.filter(person__email=MEMBER.email).exists()
    assert team.invitations.open().count() == 1
    assert not Team.objects.of(Person.objects.get(email=NEWCOMER.email)).exists()


def test_teams_have_done_something_and_have_something_ahead(loaded):
    actions = LocalAction.objects.select_related("team__agency")
    effects = effects_of(actions)
    saved = [effect.total.kwh for effect in effects.values() if effect.total]

    assert len(actions) == 12
    assert {action.own_standing and action.own_standing.words for action in actions} == {
        None, "Abgesagt", "Bericht fehlt", "Läuft gerade", "Nur im Team",
    }  # fmt: skip
    assert (min(saved) < 0 < max(saved), Picture.objects.filter(consented_at__isnull=False).count()) == (True, 1)
    assert all(action.created_at.date() < action.starts_on for action in actions)


def test_the_campaign_team_gets_in_with_the_code_that_is_printed(loaded, client, settings):
    settings.DEBUG, settings.MFA_TOTP_INSECURE_BYPASS_CODE = True, settings.SAMPLE_CODE
    row = next(line for line in said("sample_cast").splitlines() if STAFF.email in line)
    client.post("/konto/anmelden/", {"login": STAFF.email, "password": STAFF.password, "next": "/verwaltung/"})

    assert client.post("/konto/anmelden/zweiter-schritt/", {"code": row.split()[-1]}).url == "/verwaltung/"
    assert client.get("/verwaltung/").status_code == 200


def test_the_code_of_the_sample_counts_nowhere_else(loaded, client):
    client.post("/konto/anmelden/", {"login": STAFF.email, "password": STAFF.password})

    assert client.post("/konto/anmelden/zweiter-schritt/", {"code": "123456"}).status_code == 422


def test_things_go_wrong_with_what_is_lent(loaded):
    assert Loan.objects.without_unit().count() == 1
    assert Unit.objects.filter(condition=Condition.LOST).count() == 1
    assert Loan.objects.filter(state=LoanState.LOST).count() == 1
    assert HandOn.objects.open().get().giving.is_overdue


def test_no_box_was_with_two_at_once(loaded):
    away = [(loan.unit_id, loan.handed_out_at, loan.ended_at or clock.now()) for loan in Loan.objects.exclude(handed_out_at=None)]

    assert len(away) >= 6
    assert [pair for pair in pairwise(sorted(away)) if pair[0][0] == pair[1][0] and pair[0][2] > pair[1][1]] == []
    assert set(Loan.objects.values_list("state", flat=True)) >= {"reserved", "out", "returned"}
    assert CountedPart.objects.filter(counted=F("expected") - 1).count() >= 1
    assert Loan.objects.overdue().count() == 1 and Loan.objects.due_within(timedelta(days=7)).count() == 1


def test_each_line_of_what_waits_leads_to_as_many_rows(loaded, logged_in):
    staff = Person.objects.get(email=STAFF.email)
    desk = logged_in(staff)
    lines = list(lines_for(staff))
    shown = {line.words: desk.get(line.address).context["cl"].result_count for line in lines}

    assert len(lines) > 10
    assert {words: int(re.search(r"\d+", words)[0]) for words in shown} == shown
