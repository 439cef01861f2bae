"""Every address of the resolver for every role. A new address without a row here fails, and so does a row without an address."""

import re
from copy import deepcopy

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from materials.actions.contact import leave_message
from materials.actions.lending_on import set_up_counter
from materials.actions.orders import ask_as_guest
from materials.actions.waiting import join_waiting_list
from materials.answers import Guest, Wish
from materials.choices import Subject
from materials.models import PICTURE_SIZES
from materials.tokens import message_address, order_address
from seminars.actions import book_seat
from teams.actions.handing_over import offer_lead
from teams.actions.joining import ask_to_join
from tests.conftest import PASSWORD, person
from tests.factories.documents import document_for_members
from tests.factories.local_actions import LocalActionFactory, MeterReadingFactory, a_picture
from tests.factories.materials import (
    ANSWERS,
    hand_on_of,
    loan_of,
    loan_out,
    meter_box,
    order_of,
    picture_of_loan,
    pictured_article,
    team_of,
)
from tests.factories.seminars import EventFactory
from tests.factories.shared import LetterFactory
from tests.factories.teams import AgencyFactory, TeamFactory
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db

BACK_OFFICE = "verwaltung/"
# GET, then an empty POST, for: anonymous, with an address not confirmed, whose team is looked at, the member whose booking and
# team these are, that team's lead, a lead of another team, the campaign team.
ADDRESSES = {
    "accessibility": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "account": ("login login 200 200 200 200 200", "login login 405 405 405 405 405"),
    "account_agency": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "account_agency_leave": ("login login 405 405 405 405 405", "login login 302 302 302 302 302"),
    "account_change_password": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "account_confirm_email": ("200 200 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "account_confirm_login_code": ("302 302 302 302 302 302 302", "302 302 302 302 302 302 302"),
    "account_delete": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "account_email": ("login login 200 200 200 200 200", "login login 302 302 302 302 302"),
    "account_email_verification_sent": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "account_end_logins": ("login login 405 405 405 405 405", "login login 302 302 302 302 302"),
    "account_inactive": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "account_login": ("200 200 302 302 302 302 302", "422 422 302 302 302 302 302"),
    "account_logins": ("login login 200 200 200 200 200", "login login 405 405 405 405 405"),
    "account_logout": ("302 302 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "account_needs": ("login login 200 200 200 200 200", "login login 302 302 302 302 302"),
    "account_notifications": ("login login 200 200 200 200 200", "login login 302 302 302 302 302"),
    "account_profile": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "account_reauthenticate": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "account_reset_password": ("200 200 200 200 200 200 200", "422 422 422 422 422 422 422"),
    "account_reset_password_done": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "account_reset_password_from_key": ("302 302 302 302 302 302 302", "302 302 302 302 302 302 302"),
    "account_reset_password_from_key_done": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "account_set_password": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "account_signup": ("200 200 302 302 302 302 302", "422 422 302 302 302 302 302"),
    "agency_suggestions": ("login login 400 400 400 400 400", "login login 405 405 405 405 405"),
    "health:alive": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "health:figures": ("404 404 404 404 404 404 404", "405 405 405 405 405 405 405"),
    "health:ready": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "home": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "imprint": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "local_actions:detail": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "local_actions:list": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "local_actions:past": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "local_actions:picture": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:article": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:accept_offer": ("login login 404 302 302 404 302", "login login 404 422 422 404 403"),
    "materials:basket": ("302 302 302 302 302 302 302", "404 404 404 404 404 404 404"),
    "materials:cancel_order": ("login login 404 200 200 404 302", "login login 404 302 302 404 302"),
    "materials:contact": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "materials:counter": ("login login 404 200 200 404 200", "login login 404 302 302 404 302"),
    "materials:counter_count": ("login login 405 405 405 405 405", "login login 404 302 302 404 302"),
    "materials:counter_list": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:counter_new_slips": ("login login 404 200 200 404 200", "login login 404 302 302 404 302"),
    "materials:counter_slips": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:document": ("404 404 404 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:document_captions": ("404 404 404 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:document_file": ("404 404 404 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:document_office_file": ("login login 404 404 404 404 200", "login login 405 405 405 405 405"),
    "materials:document_preview": ("404 404 404 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:document_propose": ("login login 403 200 200 200 200", "login login 403 422 422 422 422"),
    "materials:document_selection": ("302 302 302 302 302 302 302", "405 405 405 405 405 405 405"),
    "materials:document_version": ("404 404 404 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:documents": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:extend_loan": ("login login 404 302 302 404 302", "login login 404 422 422 404 403"),
    "materials:give_on": ("login login 404 200 200 404 403", "login login 404 302 302 404 403"),
    "materials:guest_message": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "materials:guest_order": ("200 200 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "materials:join_waiting_list": ("login login 404 404 404 404 404", "login login 404 404 404 404 404"),
    "materials:list": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:loan": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:loan_picture": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:order": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:orders": ("login login 200 200 200 200 200", "login login 405 405 405 405 405"),
    "materials:picture": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:piece": ("200 200 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "materials:piece_done": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:sent": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "materials:take_over": ("login login 404 200 200 404 403", "login login 404 302 302 404 403"),
    "materials:wish": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "materials:withdraw_wish": ("login login 404 302 302 404 302", "login login 404 302 302 404 403"),
    "mfa_activate_totp": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_add_webauthn": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_authenticate": ("302 302 302 302 302 302 302", "302 302 302 302 302 302 302"),
    "mfa_deactivate_totp": ("login login 404 404 404 404 302", "login login 404 404 404 404 302"),
    "mfa_download_recovery_codes": ("login login 404 404 404 404 302", "login login 405 405 405 405 405"),
    "mfa_edit_webauthn": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_generate_recovery_codes": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_index": ("login login 200 200 200 200 200", "login login 405 405 405 405 405"),
    "mfa_list_webauthn": ("login login factor factor factor factor factor", "login login factor factor factor factor factor"),
    "mfa_reauthenticate": ("login login 302 302 302 302 200", "login login 302 302 302 302 422"),
    "mfa_reauthenticate_webauthn": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_remove_webauthn": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "mfa_view_recovery_codes": ("login login 404 404 404 404 302", "login login 405 405 405 405 405"),
    "oidc_callback": ("404 404 404 404 404 404 404", "405 405 405 405 405 405 405"),
    "oidc_login": ("405 405 405 405 405 405 405", "404 404 404 404 404 404 404"),
    "own_data": ("login login 200 200 200 200 200", "login login 302 302 302 302 302"),
    "own_data_file": ("login login 404 404 404 404 404", "login login 405 405 405 405 405"),
    "own_data_state": ("login login 200 200 200 200 200", "login login 405 405 405 405 405"),
    "privacy": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "seminars:accept": ("login login 302 302 302 302 302", "login login 404 302 404 404 404"),
    "seminars:answers": ("login login 404 200 404 404 404", "login login 404 302 404 404 404"),
    "seminars:book": ("login login 200 302 200 200 200", "login login 422 422 422 422 422"),
    "seminars:book_for_team": ("login login 403 403 200 200 403", "login login 403 403 422 422 403"),
    "seminars:booking": ("login login 404 200 404 404 404", "login login 404 200 404 404 404"),
    "seminars:booking_file": ("login login 404 200 404 404 404", "login login 404 200 404 404 404"),
    "seminars:cancel": ("login login 404 200 404 404 404", "login login 404 302 404 404 404"),
    "seminars:cancel_for": ("login login 404 403 404 404 403", "login login 404 403 404 404 403"),
    "seminars:event": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "seminars:event_file": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "seminars:give_back_seat": ("login login 404 403 404 404 403", "login login 404 403 404 404 403"),
    "seminars:hand_over": ("login login 404 200 404 404 404", "login login 404 422 404 404 404"),
    "seminars:hand_over_for": ("login login 404 403 200 404 403", "login login 404 403 422 404 403"),
    "seminars:list": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "seminars:move": ("login login 404 200 404 404 404", "login login 404 422 404 404 404"),
    "seminars:my_bookings": ("login login 200 200 200 200 200", "login login 200 200 200 200 200"),
    "seminars:my_past": ("login login 200 200 200 200 200", "login login 200 200 200 200 200"),
    "seminars:my_waiting": ("login login 200 200 200 200 200", "login login 200 200 200 200 200"),
    "seminars:name_seat": ("login login 404 403 404 404 403", "login login 404 403 404 404 403"),
    "seminars:offer": ("200 200 200 200 200 200 200", "200 200 200 200 200 200 200"),
    "seminars:preview": ("login login 404 404 404 404 200", "login login 404 404 404 404 200"),
    "seminars:preview_offer": ("login login 404 404 404 404 200", "login login 404 404 404 404 200"),
    "seminars:team_seats": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "socialaccount_connections": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "socialaccount_login_cancelled": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "team": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "teams:action": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "teams:action_cancel": ("login login 404 200 200 404 403", "login login 404 302 302 404 403"),
    "teams:action_delete": ("login login 404 403 200 404 403", "login login 404 403 302 404 403"),
    "teams:action_edit": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:action_meter": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:action_meter_remove": ("login login 404 200 200 404 403", "login login 404 302 302 404 403"),
    "teams:action_meters": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:action_new": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:action_picture": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:action_picture_remove": ("login login 404 200 200 404 403", "login login 404 302 302 404 403"),
    "teams:action_pictures": ("login login 404 200 200 404 403", "login login 404 422 422 404 403"),
    "teams:actions": ("login login 404 200 200 404 200", "login login 405 405 405 405 405"),
    "teams:describe": ("login login 404 403 200 404 403", "login login 404 403 302 404 403"),
    "teams:end": ("login login 404 403 200 404 403", "login login 404 403 302 404 403"),
    "teams:handover": ("login login 404 200 200 404 404", "login login 404 403 422 404 404"),
    "teams:handover_accept": ("login login 404 302 302 404 404", "login login 404 302 302 404 404"),
    "teams:handover_decline": ("login login 404 302 302 404 404", "login login 404 302 302 404 404"),
    "teams:handover_take_back": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:invitation": ("200 200 404 404 404 200 404", "405 405 405 405 405 405 405"),
    "teams:invitation_accept": ("login login 302 302 302 302 302", "login login 404 404 404 302 404"),
    "teams:invitation_again": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:invitation_decline": ("302 302 302 302 302 302 302", "302 302 404 404 404 302 404"),
    "teams:invitation_withdraw": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:join": ("login login 302 302 302 200 302", "login login 405 405 405 405 405"),
    "teams:join_agency": ("login login 200 200 200 200 200", "login login 422 422 422 422 422"),
    "teams:join_ask": ("login login 404 404 404 200 404", "login login 404 404 404 302 404"),
    "teams:join_withdraw": ("login login 302 302 302 302 302", "login login 404 404 404 302 404"),
    "teams:leave": ("login login 404 200 200 404 404", "login login 404 302 302 404 404"),
    "teams:member_contact": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:member_remove": ("login login 404 403 200 404 403", "login login 404 403 302 404 403"),
    "teams:members": ("login login 404 200 200 404 200", "login login 404 403 422 404 403"),
    "teams:my_teams": ("login login 302 302 302 302 200", "login login 405 405 405 405 405"),
    "teams:register": ("200 200 200 200 200 200 200", "405 405 405 405 405 405 405"),
    "teams:register_agency": ("login login 302 200 200 200 200", "login login 302 422 422 422 422"),
    "teams:register_check": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "teams:register_colleagues": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "teams:register_discard": ("login login 405 405 405 405 405", "login login 302 302 302 302 302"),
    "teams:register_team": ("login login 302 302 302 302 302", "login login 302 302 302 302 302"),
    "teams:registration": ("login login 404 404 302 404 404", "login login 404 404 302 404 404"),
    "teams:rest": ("login login 404 403 200 404 403", "login login 404 403 302 404 403"),
    "teams:wake": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:wish_accept": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:wish_decline": ("login login 404 403 302 404 403", "login login 404 403 302 404 403"),
    "teams:withdraw": ("login login 405 405 405 405 405", "login login 404 404 302 404 404"),
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


@pytest.fixture(scope="module")
def one_world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for all rows of the table: every request is undone, so none sees what another did. Its files lie apart."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path_factory.mktemp("private"))}}
    apart = override_settings(STORAGES={**settings.STORAGES, "private": private})
    with apart, django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def member(one_world):
    return person("Miriam", "Mitglied")


@pytest.fixture(scope="module")
def leader(one_world):
    return person("Lea", "Leitung")


@pytest.fixture(scope="module")
def stranger(one_world):
    return person("Felix", "Fremd")


@pytest.fixture(scope="module")
def team(member, leader):
    return TeamFactory(lead=leader, members=[member], agency=AgencyFactory(mail_domains=["behoerde.example"]))


@pytest.fixture(scope="module")
def roles(member, leader, stranger, team):
    """In the order of the table, each but the first with the cookies of a login."""
    unverified = person("Uwe", "Unbestätigt")
    unverified.emailaddress_set.update(verified=False)
    waiting = person("Wanda", "Wartend")
    TeamFactory(asked=True, lead=waiting)
    TeamFactory(lead=stranger)
    people = [unverified, waiting, member, leader, stranger, person("Hanna", "Helfer", is_staff=True)]
    for someone in people:
        someone.cookies = cookies_of(someone)
    return [None, *people]


@pytest.fixture(scope="module")
def things(member, team, belonging):
    """Something real behind every address: the booking is the member's, and so is a new e-mail address to confirm."""
    EmailAddress.objects.create(user=member, email="miriam.neu@behoerde.example")
    booking = book_seat(event=EventFactory(draft=False), person=member)
    draft = EventFactory(draft=True)
    action = LocalActionFactory(team=team)
    MeterReadingFactory(action=action)
    return {
        "booking": booking, "event": booking.event, "draft": draft, "letter": LetterFactory(), "person": member, "team": team,
        "localaction": action, "picture": a_picture(action), "document": document_for_members(), **belonging, **ordered(team),
    }  # fmt: skip


def ordered(team):
    """The team's order, and what two guests have not confirmed yet."""
    article = pictured_article(stock=100)
    asked = ask_as_guest(guest=Guest("Gerda Gast", "gerda@amt.example"), wishes=[Wish(article.pk, 1)], answers=ANSWERS)
    message = leave_message(guest=Guest("Gustav Gast", "gustav@amt.example"), subject=Subject.QUESTION, text="?")
    links = {"guest_order": order_address(asked), "guest_message": message_address(message)}
    loan, box = loan_of(team), loan_out(team, meter_box(meters=2))
    set_up_counter(loan=box)
    lent = {"loan": loan, "unit": loan.unit, "loan_picture": picture_of_loan(loan), "loanwish": a_wish(team)}
    lent |= {
        "box": box,
        "piece": box.pieces.first(),
        "give_on": hand_on_of(team).giving,
        "take_over": hand_on_of(team, given=True).taking,
    }
    return {"article": article, "order": order_of(team, article, 5), "contactmessage": message, **lent, **links}


def a_wish(team):
    """Of the team, for what others have reserved."""
    loan = loan_of(team_of())
    days = {"from_day": loan.from_day, "to_day": loan.to_day}
    return join_waiting_list(person=team.memberships.leads().get().person, team=team, article=loan.unit.article, **days)


@pytest.fixture(scope="module")
def belonging(member, leader, stranger, team):
    """The stranger is invited and asks to join; the lead is offered to the member."""
    stranger.agency = team.agency
    stranger.save()
    own, (invitation, address) = team.memberships.get(person=member), invited(team, leader, stranger.email)
    offer_lead(to=own)
    wish = ask_to_join(team=team, person=stranger)
    return {"membership": own, "invitation": invitation, "invitation_key": address.split("/")[-2], "wish": wish}


def cookies_of(someone):
    client = Client()
    if someone.emailaddress_set.filter(verified=True).exists():
        client.force_login(someone)
    else:
        client.post("/konto/anmelden/", {"login": someone.email, "password": PASSWORD})  # and is told to confirm the address
    return client.cookies


def client_of(someone):
    client = Client(raise_request_exception=False)
    if someone:
        client.cookies = deepcopy(someone.cookies)
    return client


def answer_to(someone, way, address):
    """The status, or that one has to log in, or to set up a second factor, first; the deed is undone for the next."""
    with transaction.atomic():
        response = getattr(client_of(someone), way)(address)
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    if location.startswith("/konto/anmelden/?"):
        return "login"
    return "factor" if location == "/konto/zweiter-faktor/" else str(response.status_code)


def filled(route, things):
    """The route with what stands for its parts."""
    event, member = things["event"], things["person"]
    action, picture = things["localaction"], things["picture"]
    slugs = {
        "team": things["team"].slug, "aktionen": action.slug, "mediathek": things["document"].slug,
        "material": things["article"].slug,
    }  # fmt: skip
    in_materials = route.startswith("material/")
    parts = {
        "offer_slug": event.offer.slug,
        "slug": slugs.get(route.split("/")[0], event.slug),
        "action": action.slug,
        "number": 1,
        "size": PICTURE_SIZES[0] if in_materials else picture.SMALL,
        "name": things["article"].picture,
        "token": things["guest_order" if "bestellung" in route else "guest_message"].split("/")[-2],
        "reference": things[reference_of(route)].reference,
        "pk": key_of_draft(route, things),
        "key": key_of(route, things),
        "member": things["membership"].reference,
        "invitation": things["invitation"].reference,
        "wish": things["wish"].reference,
        "uidb36": user_pk_to_url_str(member),
    }
    return "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", lambda m: str(parts[m[1] or m[2]]), route).translate(
        {ord(sign): None for sign in "^$"}
    )


def reference_of(route):
    for part, name in (("weiterverleih", "box"), ("weitergeben", "give_on"), ("uebernehmen", "take_over")):
        if part in route:
            return name
    for start, name in (("material/ausleihen/", "loan"), ("material/warteliste/", "loanwish")):
        if route.startswith(start):
            return name
    return "order" if route.startswith("material/") else "booking"


def key_of_draft(route, things):
    if "datei" in route:
        return things["document"].current_id
    return things["draft"].offer_id if "angebot" in route else things["draft"].pk


def key_of(route, things):
    if "zaehler" in route:
        return things["piece"].key
    if "einladung" in route:
        return things["invitation_key"]
    if "ausleihen" in route:
        return things["loan_picture"].key
    if "bilder" in route:
        return things["picture"].key
    if "e-mail" in route:
        return EmailConfirmationHMAC(things["person"].emailaddress_set.get(verified=False)).key
    return default_token_generator.make_token(things["person"])


@pytest.mark.parametrize("name", sorted(PORTAL))
def test_every_role_is_told_what_stands_in_the_table(name, roles, things):
    address = filled(PORTAL[name], things)
    told = tuple(" ".join(answer_to(role, way, address) for role in roles) for way in ("get", "post"))

    assert told == ADDRESSES.get(name)


# The eighth column: somebody of the campaign team who has no second factor yet is sent to set one up, except here.
BEFORE_THE_SECOND_FACTOR = {
    "accessibility": "200 200",
    "account_logout": "200 302",
    "account_reauthenticate": "200 422",
    "health:alive": "200 405",
    "health:figures": "404 405",
    "health:ready": "200 405",
    "imprint": "200 200",
    "mfa_activate_totp": "302 302",  # asks for the password first
    "mfa_add_webauthn": "302 302",
    "mfa_index": "200 405",
    "mfa_reauthenticate": "302 302",  # leads to the password: there is no code yet
    "mfa_reauthenticate_webauthn": "302 302",
    "privacy": "200 200",
}


@pytest.mark.parametrize("name", sorted(PORTAL))
def test_staff_without_a_second_factor_reach_only_the_way_to_one(name, things):
    address = filled(PORTAL[name], things)
    newcomer = person("Nils", "Neu", is_staff=True)
    newcomer.authenticator_set.all().delete()
    newcomer.cookies = cookies_of(newcomer)

    told = " ".join(answer_to(newcomer, way, address) for way in ("get", "post"))

    assert told == BEFORE_THE_SECOND_FACTOR.get(name, "factor factor")


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
    *others, team = map(client_of, [None, *roles[2:]])
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

    assert told == {
        "admin:login": "login login 403 403 403 403 login",
        "admin:logout": "302 302 302 302 302 302 200",
    }
