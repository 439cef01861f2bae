"""Where somebody is logged in: seen in words, ended one by one or all at once, and nothing stored that is not needed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missione.shared import clock
from missione.shared.models import Letter
from teams.actions.logins import forget_old_logins
from teams.models import Login
from tests.conftest import PASSWORD
from tests.teams.test_logging_in import NEW, log_in
from tests.teams.test_second_factor import set_up_app

pytestmark = pytest.mark.django_db
PAGE, END = "/konto/sitzungen/", "/konto/sitzungen/beenden/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"
)


def browser(person, name=FIREFOX):
    client = Client(headers={"user-agent": name})
    log_in(client, person)
    return client


def is_in(client):
    return client.get("/konto/").status_code == 200


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (FIREFOX, "Firefox auf Windows"),
        (EDGE, "Edge auf Windows"),
        (PHONE, "Safari auf iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome auf Android"),
        ("curl/8.5.0", "Unbekanntes Gerät"),
        ("<script>alert(1)</script>" * 1000, "Unbekanntes Gerät"),
    ],
)
def test_a_browser_is_told_in_words(member, says, words):
    page = browser(member, says).get(PAGE).content.decode()

    assert f"<strong>{words}</strong>" in page
    assert "Diese Sitzung" in page


def test_nothing_of_the_network_is_kept(member):
    browser(member)

    assert {field.name for field in Login._meta.get_fields()} == {
        "id", "person", "session_key", "device", "created_at", "seen_at",
    }  # fmt: skip


def test_one_is_ended_and_the_others_stay(member):
    desk, phone, home = browser(member), browser(member, PHONE), browser(member, EDGE)
    lost = Login.objects.get(device="Safari auf iPhone")
    told = desk.post(END, {"login": lost.pk}, follow=True).content.decode()

    assert "Dort sind Sie jetzt abgemeldet." in told
    assert (is_in(desk), is_in(phone), is_in(home)) == (True, False, True)
    assert "iPhone" not in desk.get(PAGE).content.decode()


def test_all_others_are_ended_at_once(member, stranger):
    desk, phone, foreign = browser(member), browser(member, PHONE), browser(stranger)
    desk.post(END, {"alle": "1"})

    assert (is_in(desk), is_in(phone), is_in(foreign)) == (True, False, True)


@pytest.mark.parametrize("login", ["", "unsinn", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_what_is_no_session_of_ones_own_ends_nothing(member, stranger, login):
    desk, foreign = browser(member), browser(stranger)
    told = [
        desk.post(END, {"login": given}, follow=True).content.decode() for given in (login, Login.objects.get(person=stranger).pk)
    ]

    assert all("Diese Sitzung war schon beendet." in page for page in told)
    assert is_in(foreign)


def test_a_session_that_ran_out_is_not_shown(member):
    desk, phone = browser(member), browser(member, PHONE)
    Session.objects.filter(session_key=Login.objects.get(device="Safari auf iPhone").session_key).update(
        expire_date=clock.now() - timedelta(seconds=1)
    )

    assert "iPhone" not in desk.get(PAGE).content.decode()
    assert not is_in(phone)
    assert Login.objects.count() == 1


def test_logging_out_takes_the_row_along(member):
    desk = browser(member)
    desk.post("/konto/abmelden/")

    assert not Login.objects.exists()


def test_a_new_password_ends_all_others(member):
    desk, phone = browser(member), browser(member, PHONE)
    desk.post("/konto/passwort/aendern/", {"oldpassword": PASSWORD, "password1": NEW})

    assert (is_in(desk), is_in(phone)) == (True, False)
    assert [login.device for login in Login.objects.all()] == ["Firefox auf Windows"]


def test_the_first_second_factor_ends_who_came_by_the_password_alone(member, django_capture_on_commit_callbacks):
    desk, phone = browser(member), browser(member, PHONE)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(desk)

    assert (is_in(desk), is_in(phone)) == (True, False)


def test_being_seen_costs_nothing_for_a_quarter_of_an_hour(member, clock_at):
    start = clock.now()
    clock_at(start)
    desk = browser(member)
    desk.get("/seminare/")
    clock_at(start + timedelta(minutes=14))
    with CaptureQueriesContext(connection) as early:
        desk.get("/seminare/")
    clock_at(start + timedelta(minutes=16))
    desk.get("/seminare/")

    assert not any("teams_login" in query["sql"] for query in early)
    assert Login.objects.get().seen_at >= start + timedelta(minutes=16)


def test_who_was_logged_in_before_there_was_a_list_stands_in_it(member):
    desk = browser(member)
    Login.objects.all().delete()
    session = desk.session
    del session["login_seen"]
    session.save()

    assert "Diese Sitzung" in desk.get(PAGE).content.decode()


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_five(member, django_assert_num_queries):
    desk = browser(member)
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        desk.get(PAGE)
    number = len(one)
    for _ in range(4):
        browser(member, PHONE)

    with django_assert_num_queries(number):
        desk.get(PAGE)


def test_rows_of_long_ago_are_forgotten(member, clock_at):
    browser(member)
    before = forget_old_logins()
    clock_at(clock.now() + timedelta(days=15))

    assert (before, forget_old_logins()) == (0, 1)
    assert not Login.objects.exists() and not Letter.objects.exists()
