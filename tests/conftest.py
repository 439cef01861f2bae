"""The small cast, the clock, and the browser."""

import os
import shutil
import threading
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import connection
from django.db.models.signals import post_migrate
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import sync_playwright

from missione.shared import clock
from teams.models import Person
from tests.browser_tools import LAUNCH_FLAGS, Watch, chromium
from tests.second_factor import give_second_factor

# Playwright's sync API runs an event loop in the test's thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The same inputs in each run: what failed once fails again, and no run fails for what the next one does not meet.
hypothesis.settings.register_profile(
    "portal", derandomize=True, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
hypothesis.settings.load_profile("portal")

TESTS = Path(__file__).parent
LATE = ("whole", "browser", "races", "failures")  # markers, most of them folders, in this order after the unit and story tests


def pytest_collection_modifyitems(items):
    for item in items:
        of_a_folder = next((name for name in LATE if TESTS / name in item.path.parents), None)
        if mark := "whole" if item.path.parent == TESTS else of_a_folder:
            item.add_marker(mark)
    items.sort(key=lambda item: max((LATE.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in LATE), default=0))


# --- The rows of the migrations -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A test with real transactions ends with all tables emptied; what migrations wrote there is put back."""
    connection.ops.sql_flush = emptied
    made_by_django = ("contenttypes", "auth")  # it renews these itself
    with django_db_blocker.unblock():
        kept = {app.label: rows_of(app) for app in apps.get_app_configs() if app.label not in made_by_django}

    def put_back(sender, **_):
        for row in serializers.deserialize("json", kept.get(sender.label, "[]")):
            row.save()

    post_migrate.connect(put_back, weak=False)
    yield
    post_migrate.disconnect(put_back)


def emptied(style, tables, **_):
    """Most are empty already. TRUNCATE would make new files for each of a hundred, and take ten times as long."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


def rows_of(app):
    return serializers.serialize("json", [row for model in app.get_models() for row in model._base_manager.all()])


# --- The pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def one_note_for_a_page(django_test_environment):
    """Django's test client notes each template with a copy of all it knows, down to every field. We ask for the page's only."""
    inside = threading.local()

    def render(self, context):
        if getattr(inside, "a_page", False):
            return self.nodelist.render(context)
        inside.a_page = True
        try:
            template_rendered.send(sender=self, template=self, context=context)
            return self.nodelist.render(context)
        finally:
            inside.a_page = False

    Template._render = render


# --- The cast -----------------------------------------------------------------------------------------


PASSWORD = "Ein-langes-Passwort-1"


def person(first_name, last_name, **fields):
    email = f"{first_name}.{last_name}@behoerde.example".lower()
    someone = Person.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, **fields)
    EmailAddress.objects.create(user=someone, email=email, verified=True, primary=True)
    return give_second_factor(someone) if someone.is_staff else someone


@pytest.fixture
def member(db):
    return person("Miriam", "Mitglied")


@pytest.fixture
def leader(db):
    return person("Lea", "Leitung")


@pytest.fixture
def stranger(db):
    return person("Felix", "Fremd")


@pytest.fixture
def staff(db):
    return person("Karla", "Kampagne", is_staff=True, is_superuser=True)


@pytest.fixture
def logged_in():
    """logged_in(person): a client in which this person is logged in."""

    def log_in(someone):
        client = Client()
        client.force_login(someone)
        return client

    return log_in


@pytest.fixture
def clock_at():
    """clock_at(moment): the portal's clock starts there and runs on, until the test ends or moves it again."""
    moved = []

    def move(moment):
        put_back()
        moved.append(clock.moved_to(moment))
        moved[-1].__enter__()

    def put_back():
        while moved:
            moved.pop().__exit__(None, None, None)

    yield move
    put_back()


@pytest.fixture(scope="module", autouse=True)
def no_files_of_other_modules():
    """A file outlives the row that a test rolls back: to a later test whose clock runs ahead it is one that nobody owns."""
    yield
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


@pytest.fixture
def own_drawer(settings, tmp_path):
    """Private files of this test lie apart and are gone after it."""
    options = {"location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": options}}


# --- The browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if not path:
        pytest.fail("No Chromium for the browser tests: run script/browser, it says what to do.", pytrace=False)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=LAUNCH_FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def new_page(browser, live_server):
    """new_page(width=390, dark=True, javascript=False, person=member): a page in a context of its own.

    Relative addresses lead to the portal. When the test ends, `page.watch` must have seen no error in the console,
    no blocked content and no request to another host.
    """
    opened = []

    def open_page(width=1280, height=900, dark=False, javascript=True, person=None, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        watch = Watch(context, urlsplit(live_server.url).netloc)
        opened.append((context, watch))
        if person:
            context.add_cookies([session_cookie(person, live_server.url)])
        page = context.new_page()
        page.watch = watch
        return page

    yield open_page
    for context, _ in opened:
        context.close()
    if findings := [finding for _, watch in opened for finding in watch.verdict()]:
        pytest.fail("The browser complains:\n" + "\n".join(findings), pytrace=False)


@pytest.fixture
def page(new_page):
    return new_page()


def session_cookie(someone, url):
    client = Client()
    client.force_login(someone)
    cookie = client.cookies["sessionid"]
    return {"name": cookie.key, "value": cookie.value, "url": url}
