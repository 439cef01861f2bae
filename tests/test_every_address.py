"""Every address of the resolver for every role. A new address without a row here fails, and so does a row without an address."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from seminars.actions import book_seat
from tests.conftest import person
from tests.factories.seminars import EventFactory
from tests.factories.shared import LetterFactory

pytestmark = pytest.mark.django_db

BACK_OFFICE = "verwaltung/"
# What a visitor, the person whose bookings these are, another person, and the campaign team are told: GET, then an empty POST.
ADDRESSES = {
    "accessibility": ("200 200 200 200", "200 200 200 200"),
    "account": ("login 200 200 200", "login 422 422 422"),
    "account_agency": ("login 200 200 200", "login 422 422 422"),
    "account_agency_leave": ("login 405 405 405", "login 302 302 302"),
    "account_change_password": ("login 200 200 200", "login 422 422 422"),
    "account_confirm_email": ("200 200 200 200", "302 302 302 302"),
    "account_confirm_login_code": ("302 302 302 302", "302 302 302 302"),
    "account_email": ("login 200 200 200", "login 302 302 302"),
    "account_email_verification_sent": ("200 200 200 200", "405 405 405 405"),
    "account_inactive": ("200 200 200 200", "405 405 405 405"),
    "account_login": ("200 302 302 302", "422 302 302 302"),
    "account_logout": ("302 200 200 200", "302 302 302 302"),
    "account_reauthenticate": ("login 200 200 200", "login 422 422 422"),
    "account_reset_password": ("200 200 200 200", "422 422 422 422"),
    "account_reset_password_done": ("200 200 200 200", "405 405 405 405"),
    "account_reset_password_from_key": ("302 200 302 302", "302 422 302 302"),
    "account_reset_password_from_key_done": ("200 200 200 200", "405 405 405 405"),
    "account_set_password": ("login 302 302 302", "login 302 302 302"),
    "account_signup": ("200 302 302 302", "422 302 302 302"),
    "agency_suggestions": ("login 400 400 400", "login 405 405 405"),
    "health:alive": ("200 200 200 200", "405 405 405 405"),
    "health:figures": ("404 404 404 404", "405 405 405 405"),
    "health:ready": ("200 200 200 200", "405 405 405 405"),
    "home": ("200 200 200 200", "200 200 200 200"),
    "imprint": ("200 200 200 200", "200 200 200 200"),
    "privacy": ("200 200 200 200", "200 200 200 200"),
    "seminars:accept": ("login 302 302 302", "login 302 404 404"),
    "seminars:answers": ("login 200 404 404", "login 302 404 404"),
    "seminars:book": ("login 302 200 200", "login 422 422 422"),
    "seminars:booking": ("login 200 404 404", "login 200 404 404"),
    "seminars:booking_file": ("login 200 404 404", "login 200 404 404"),
    "seminars:cancel": ("login 200 404 404", "login 302 404 404"),
    "seminars:event": ("200 200 200 200", "200 200 200 200"),
    "seminars:event_file": ("200 200 200 200", "200 200 200 200"),
    "seminars:list": ("200 200 200 200", "200 200 200 200"),
    "seminars:move": ("login 200 404 404", "login 422 404 404"),
    "seminars:my_bookings": ("login 200 200 200", "login 200 200 200"),
    "seminars:my_past": ("login 200 200 200", "login 200 200 200"),
    "seminars:my_waiting": ("login 200 200 200", "login 200 200 200"),
    "seminars:offer": ("200 200 200 200", "200 200 200 200"),
    "seminars:preview": ("login 404 404 200", "login 404 404 200"),
    "seminars:preview_offer": ("login 404 404 200", "login 404 404 200"),
}
DOORS = {"admin:login", "admin:logout"}  # of the back office: they let in those who are not in yet


def addresses(resolver=None, route="", namespace=""):
    """(name, route) of everything that can be asked for."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{namespace}{pattern.name}", here


PORTAL = {name: route for name, route in addresses() if not route.startswith(BACK_OFFICE)}
OFFICE = {route: name for name, route in addresses() if route.startswith(BACK_OFFICE)}


@pytest.fixture
def roles(member, stranger):
    """By role: how to make a client of it."""
    team = person("Hanna", "Helfer", is_staff=True)
    return [None, member, stranger, team]


@pytest.fixture
def things(member):
    """Something real behind every address: the booking is the member's, and so is a new e-mail address to confirm."""
    EmailAddress.objects.create(user=member, email="miriam.neu@behoerde.example")
    booking = book_seat(event=EventFactory(draft=False), person=member)
    draft = EventFactory(draft=True)
    return {"booking": booking, "event": booking.event, "draft": draft, "letter": LetterFactory(), "person": member}


def client_of(someone):
    client = Client(raise_request_exception=False)
    if someone:
        client.force_login(someone)
    return client


def answer_to(someone, way, address):
    """The status, or that one has to log in first; the deed is undone for the next."""
    with transaction.atomic():
        response = getattr(client_of(someone), way)(address)
        transaction.set_rollback(True)
    return "login" if response.headers.get("Location", "").startswith("/konto/anmelden/?") else str(response.status_code)


def filled(route, things):
    """The route with what stands for its parts."""
    booking, event, member = things["booking"], things["event"], things["person"]
    parts = {
        "offer_slug": event.offer.slug,
        "slug": event.slug,
        "reference": booking.reference,
        "pk": things["draft"].offer_id if "angebot" in route else things["draft"].pk,
        "key": EmailConfirmationHMAC(member.emailaddress_set.get(verified=False)).key
        if "e-mail" in route
        else default_token_generator.make_token(member),
        "uidb36": user_pk_to_url_str(member),
    }
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda m: str(parts[m[1] or m[2]]), route).translate(
        {ord(sign): None for sign in "^$"}
    )


@pytest.mark.parametrize("name", sorted(PORTAL))
def test_every_role_is_told_what_stands_in_the_table(name, roles, things):
    address = filled(PORTAL[name], things)
    told = tuple(" ".join(answer_to(role, way, address) for role in roles) for way in ("get", "post"))

    assert told == ADDRESSES.get(name)


def test_every_row_of_the_table_has_an_address():
    assert set(ADDRESSES) == set(PORTAL)


# --- The back office -----------------------------------------------------------------------------------


def office_address(route, things):
    """Under /verwaltung/app/model/ the thing of that model; where there is none, one nobody has."""
    model = route.split("/")[2] if route.count("/") > 2 else ""
    pk = things[model].pk if model in things else 4711
    filled = re.sub(r"\(\?P<url>.*", "gibt-es-nicht/", re.sub(r"\(\?P<app_label>[^)]*\)", "seminars", route))
    filled = re.sub(r"<(?:int:pk|path:\w+)>", str(pk), filled)
    return "/" + filled.translate({ord(sign): None for sign in "^$"})


@pytest.mark.parametrize("route", sorted(route for route, name in OFFICE.items() if name not in DOORS))
def test_the_back_office_opens_for_the_campaign_team_alone(route, roles, things):
    *others, team = map(client_of, roles)
    address = office_address(route, things)

    for client in others:
        for ask in (client.get, client.post):
            assert ask(address).headers["Location"].startswith(("/konto/anmelden/?", "/verwaltung/login/?"))
    for ask in (team.get, team.post):
        told = ask(address)
        assert told.status_code in (200, 302, 403, 404, 405, 422)
        assert not told.headers.get("Location", "").startswith(("/konto/anmelden/", "/verwaltung/login/"))


def test_the_doors_of_the_back_office_send_everybody_where_they_belong(roles):
    told = {
        name: " ".join(answer_to(role, "get", f"/{route}") for role in roles) for route, name in OFFICE.items() if name in DOORS
    }

    assert told == {"admin:login": "login 403 403 login", "admin:logout": "302 302 302 200"}
