"""Production does not start half-configured. Each test starts a new Python: settings are read once in a process."""

import os
import re
import subprocess
import sys

import pytest

from devstack.place import ROOT

COMPLETE = {
    "SECRET_KEY": "nJ8hd-2kq_PZx7vTb3mWc9sLr5yGf1aQe4uNo6iKt0jXzEHVUBw",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
    "CONTACT_EMAIL": "kampagnenteam@portal.example",
    "EMAIL_URL": "smtp://mail.portal.example:587",
    "DATABASE_URL": "postgresql://missione@postgres/missione",
}


def read_settings(tell: str = "'fine'", **changes) -> subprocess.CompletedProcess:
    named = {name: value for name, value in (COMPLETE | changes).items() if value is not None}
    environment = {"PATH": os.environ["PATH"], **named}
    command = [sys.executable, "-c", f"from missione import settings; print({tell})"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def refusal(**changes) -> str:
    done = read_settings(**changes)
    assert done.returncode != 0, "the settings were read"
    return done.stderr.splitlines()[-1]


def test_a_complete_environment_is_enough():
    done = read_settings()

    assert done.stdout == "fine\n", done.stderr


@pytest.mark.parametrize(
    "key", [None, "", "short", "a" * 60, "only-for-development-and-tests", "django-insecure-" + COMPLETE["SECRET_KEY"]]
)
def test_a_missing_or_guessable_key_is_refused(key):
    assert "SECRET_KEY must be a random text of at least 50 letters" in refusal(SECRET_KEY=key)


@pytest.mark.parametrize("hosts", [None, "", "*", "portal.example,*", "*.example", ".example"])
def test_hosts_must_be_named(hosts):
    assert "ALLOWED_HOSTS must name the hosts, without *" in refusal(ALLOWED_HOSTS=hosts)


@pytest.mark.parametrize("address", [None, "", "http://portal.example", "portal.example", "https://portal.example/unter"])
def test_the_address_must_be_https(address):
    assert "SITE_URL must be the https:// address" in refusal(SITE_URL=address)


def test_the_address_must_be_one_of_the_hosts():
    assert "ALLOWED_HOSTS must contain the host of SITE_URL" in refusal(SITE_URL="https://anders.example")


def test_debug_is_refused_in_the_container():
    assert "DEBUG must not be set" in refusal(PRODUCTION="1", DEBUG="1")


def test_debug_does_not_switch_the_other_questions_off_in_the_container():
    assert "SECRET_KEY must be" in refusal(PRODUCTION="1", DEBUG="1", SECRET_KEY=None)


def test_outside_of_the_container_debug_needs_nothing_else():
    done = read_settings(**dict.fromkeys(COMPLETE, None), DEBUG="1")

    assert done.stdout == "fine\n", done.stderr


def test_the_passwords_of_the_sample_cast_are_refused():
    assert "SHOW_SAMPLE_CAST belongs to script/server alone" in refusal(SHOW_SAMPLE_CAST="1")


def test_letters_need_a_mail_server_and_a_person_who_reads_answers():
    assert "EMAIL_URL must name the mail server" in refusal(EMAIL_URL=None)
    assert "CONTACT_EMAIL must be a mailbox that a person reads" in refusal(CONTACT_EMAIL=None)


@pytest.mark.parametrize("sender", ["mission E", "mission E <>", "mission E <team@>", "@portal.example", "a b@portal.example"])
def test_a_sender_that_is_no_mailbox_is_refused(sender):
    names = ["CONTACT_EMAIL", "DEFAULT_FROM_EMAIL", "LETTERS_REPLY_TO"]

    said = refusal(**dict.fromkeys(names, sender))

    assert [name for name in names if f"{name} must name a mailbox" not in said] == []


OPTIONAL = {
    "DEFAULT_FROM_EMAIL": "mission E <kampagnenteam@portal.example>",
    "LETTERS_REPLY_TO": "kampagnenteam@portal.example",
    "SENDER_LINE": "Ein Angebot für die Landesverwaltung Nordrhein-Westfalen",
    "RETURN_ADDRESS": "",
    "EMAIL_TIMEOUT": 20,
    "REDIS_URL": "redis://localhost:6379/0",
    "METRICS_TOKEN": "",
}


def test_a_name_with_nothing_behind_it_means_the_default():
    told = f"[getattr(settings, name) for name in {list(OPTIONAL)}]"

    done = read_settings(told, **dict.fromkeys([*OPTIONAL, "CONN_MAX_AGE", "LOG_FORMAT", "LOG_LEVEL", "STATIC_ROOT"], ""))

    assert done.stdout.strip() == str(list(OPTIONAL.values())), done.stderr


def filled_in():
    """deploy/env.example with the answers of a careful person to what it asks, and with nothing else changed."""
    lines = re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy" / "env.example").read_text(), re.MULTILINE)
    return dict(lines) | {name: value for name, value in COMPLETE.items() if name in dict(lines)}


def test_the_example_filled_in_makes_a_postman_who_has_a_sender():
    imports = "from django.core.mail import get_connection; from missione.shared.postmen import SmtpPostman"
    command = f"import django; django.setup(); {imports}; print(SmtpPostman(get_connection()).sender)"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "missione.settings"}

    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, env=environment | filled_in(), capture_output=True, text=True
    )

    assert done.stdout.strip() == "kampagnenteam@portal.example", done.stderr


def test_all_that_is_wrong_is_said_at_once():
    said = refusal(**dict.fromkeys(COMPLETE, None))

    assert [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "CONTACT_EMAIL") if name not in said] == []
    assert said.endswith("See docs/operations.md.")


def test_cookies_are_for_https_and_for_us_alone():
    names = [f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF") for what in ("SECURE", "HTTPONLY", "SAMESITE")]

    done = read_settings(f"[getattr(settings, name) for name in {names}]")

    assert done.stdout.strip() == "[True, True, 'Lax', True, True, 'Lax']", done.stderr


def test_a_proxy_is_only_believed_where_there_is_one():
    told = "settings.SECURE_PROXY_SSL_HEADER"

    assert read_settings(told).stdout.strip() == "None"
    assert read_settings(told, BEHIND_PROXY="1").stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_an_identity_provider_without_https_or_a_name_is_refused():
    half = {"OIDC_SERVER_URL": "https://konto.example", "OIDC_CLIENT_ID": "portal"}

    assert "OIDC_SERVER_URL must be an https:// address" in refusal(**half)
    assert "OIDC_SERVER_URL must be an https:// address" in refusal(
        **{**half, "OIDC_NAME": "Konto", "OIDC_SERVER_URL": "http://konto.example"}
    )


@pytest.mark.parametrize("months", ["0", "5", "-24"])
def test_people_are_not_forgotten_by_a_slip_of_the_finger(months):
    for name in ("PERSONAL_DATA_MONTHS", "MESSAGE_MONTHS", "UNUSED_ACCOUNT_MONTHS"):
        assert f"{name} must be at least 6" in refusal(**{name: months})


def test_a_database_that_is_no_postgresql_is_refused():
    assert "DATABASE_URL must name a PostgreSQL" in refusal(DATABASE_URL="sqlite:///portal.db")
