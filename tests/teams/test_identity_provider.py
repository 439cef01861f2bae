"""Logging in with the identity provider of the state: linked, made, refused in words, and off unless configured."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from missione.shared.models import Letter
from teams.actions.deleting import delete_account
from teams.models import Person
from tests.conftest import PASSWORD
from tests.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.second_factor import code, give_second_factor
from tests.teams.test_logging_in import log_in

pytestmark = pytest.mark.django_db
AWAY, BACK = "/konto/anmelden/landeskonto/", "/konto/anmelden/landeskonto/zurueck/"
ADDRESS = "kim.muster@behoerde.example"


@pytest.fixture
def provider(settings):
    provider = IdentityProvider()
    turn_on(settings, provider.url)
    yield provider
    provider.close()


def turn_on(settings, url):
    settings.OIDC_NAME, settings.OIDC_SERVER_URL = "Servicekonto", url
    app = {"provider_id": "landeskonto", "name": "Servicekonto", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": url}}]}
    }


def go(client, provider, **said):
    """Away, say yes there, and back: what the portal answers."""
    page = client.post(AWAY, said)
    away = html.unescape(re.search(r'content="0; url=([^"]+)"', page.content.decode())[1])
    back = urlsplit(provider.log_in(urlsplit(away).query))
    assert back.path == BACK
    return client.get(f"{BACK}?{back.query}")


def is_in(client):
    return client.get("/konto/").status_code == 200


def in_words(answer):
    return re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode())[1]


def test_off_unless_configured(client):
    assert "landeskonto" not in client.get("/konto/anmelden/").content.decode()
    assert client.post(AWAY).status_code == client.get(BACK).status_code == 404


def test_the_button_leads_there_with_state_nonce_and_pkce(client, provider):
    login = client.get("/konto/anmelden/?next=/seminare/").content.decode()
    go(client, provider)
    (asked,) = provider.asked

    assert "Anmelden mit Servicekonto" in login
    assert asked["redirect_uri"] == "http://testserver/konto/anmelden/landeskonto/zurueck/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["nonce"]) > 20 and len(asked["state"]) >= 16 and asked["code_challenge_method"] == "S256"


def test_who_is_new_gets_an_account_with_names(client, provider):
    done = go(client, provider, next="/seminare/")
    person = Person.objects.get()

    assert done.url == "/seminare/"
    assert (person.name, person.email, person.has_usable_password()) == ("Kim Muster", ADDRESS, False)
    assert EmailAddress.objects.get().verified
    assert is_in(client)
    assert SocialAccount.objects.get().extra_data == {}  # the subject is enough
    assert not Letter.objects.exists()


def test_who_comes_again_is_the_same_even_under_another_address(client, provider):
    go(client, provider)
    provider.userinfo = {"email": "anders@behoerde.example", "email_verified": False}
    again = Client()
    go(again, provider)

    assert is_in(again)
    assert Person.objects.count() == 1


def test_who_has_an_account_is_linked_by_the_confirmed_address_and_told(client, provider, member):
    provider.userinfo = {"email": member.email.upper()}
    go(client, provider)
    linked = client.get("/konto/verknuepft/").content.decode()

    assert SocialAccount.objects.get().user == member
    assert Person.objects.count() == 1
    assert "Servicekonto" in linked and "Verknüpfung lösen" in linked
    assert Letter.objects.get(recipient=member.email).subject == "Ihr Konto wurde verknüpft"
    assert log_in(Client(), member).status_code == 302  # the password stays


def test_an_account_that_nobody_confirmed_does_not_keep_its_password(client, provider, member):
    """Somebody else may have made it, to wait for its owner."""
    member.emailaddress_set.update(verified=False)
    provider.userinfo = {"email": member.email}
    go(client, provider)

    assert is_in(client)
    assert log_in(Client(), member).status_code == 422
    assert EmailAddress.objects.get(user=member).verified


@pytest.mark.parametrize(
    "says", [{"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}, {"email": None}]
)
def test_an_address_that_is_not_confirmed_there_counts_for_nothing(client, provider, member, says):
    provider.userinfo = {"email": member.email, **says}
    refused = go(client, provider)

    assert refused.status_code == 403
    assert in_words(refused) == "Ihre E-Mail-Adresse ist dort nicht bestätigt"
    assert not is_in(client) and not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("says", "name"),
    [
        ({"given_name": None, "family_name": None, "name": "Kim Anna Muster"}, "Kim Anna Muster"),
        ({"given_name": None, "family_name": None}, "Kim Muster"),
        ({"given_name": "x" * 500, "family_name": "Y\x00\nZ"}, f"{'x' * 80} Y Z"),
        ({"given_name": ["Kim"], "family_name": {"a": 1}, "name": 7}, "Kim Muster"),
    ],
)
def test_whatever_is_said_of_the_name_somebody_has_one(client, provider, says, name):
    provider.userinfo = says
    go(client, provider)

    assert Person.objects.get().name == name


def test_a_second_factor_is_asked_for_all_the_same(client, provider, staff):
    provider.userinfo = {"email": staff.email}
    done = go(client, provider)
    before = is_in(client)
    client.post(done.url, {"code": code()})

    assert done.url == "/konto/anmelden/zweiter-schritt/"
    assert (before, is_in(client)) == (False, True)


def test_who_is_suspended_stays_out(client, provider, member):
    member.is_active = False
    member.save()
    provider.userinfo = {"email": member.email}

    assert go(client, provider).url == "/konto/gesperrt/"
    assert not is_in(client)


def test_the_link_can_be_undone(client, provider, member):
    provider.userinfo = {"email": member.email}
    go(client, provider)
    row = SocialAccount.objects.get()
    asked = client.post("/konto/verknuepft/", {"account": row.pk})
    client.post(asked.url, {"password": PASSWORD})

    assert not SocialAccount.objects.exists()


def test_a_deleted_account_is_not_found_again(client, provider):
    go(client, provider)
    delete_account(person=Person.objects.get())
    go(Client(), provider)

    assert Person.objects.filter(deleted_at=None).count() == 1
    assert not SocialAccount.objects.filter(user__deleted_at__isnull=False).exists()


# --- What must not be believed ------------------------------------------------------------------------


WRONG = {
    "another issuer": lambda it: it.claims.update(iss="https://boese.example"),
    "another audience": lambda it: it.claims.update(aud="anderes-portal"),
    "another party": lambda it: it.claims.update(aud=[CLIENT, "x"], azp="x"),
    "another nonce": lambda it: it.claims.update(nonce="von-gestern"),
    "no nonce": lambda it: it.claims.update(nonce=None),
    "run out": lambda it: it.claims.update(exp=1),
    "no end": lambda it: it.claims.update(exp=None),
    "no subject": lambda it: it.claims.update(sub=None),
    "an endless subject": lambda it: (it.claims.update(sub="x" * 300), it.userinfo.update(sub="x" * 300)),
    "userinfo of somebody else": lambda it: it.userinfo.update(sub="4712"),
    "a foreign key": lambda it: setattr(it, "signs_with", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    "an unknown key": lambda it: it.header.update(kid="2"),
    "no signature": lambda it: (setattr(it, "algorithm", "none"), setattr(it, "signs_with", None)),
    "a shared secret": lambda it: (setattr(it, "algorithm", "HS256"), setattr(it, "signs_with", "x" * 40)),
    "keys that fail": lambda it: setattr(it, "breaks", "keys"),
    "a token that fails": lambda it: setattr(it, "breaks", "token"),
    "userinfo that fails": lambda it: setattr(it, "breaks", "userinfo"),
    "nonsense for a token": lambda it: (setattr(it, "breaks", "token"), setattr(it, "answers_with", "[1]")),
    "a token that is none": lambda it: (
        setattr(it, "breaks", "token"),
        setattr(it, "answers_with", '{"access_token": "x", "id_token": "x"}'),
    ),
    "nonsense for keys": lambda it: (setattr(it, "breaks", "keys"), setattr(it, "answers_with", '{"keys": 7}')),
    "nonsense for userinfo": lambda it: (setattr(it, "breaks", "userinfo"), setattr(it, "answers_with", "[]")),
    "something went wrong there": lambda it: setattr(it, "refuses", "server_error"),
}


@pytest.mark.parametrize("lie", WRONG)
def test_what_is_wrong_is_refused_in_words(client, provider, lie):
    WRONG[lie](provider)
    refused = go(client, provider)

    assert refused.status_code == 401
    assert in_words(refused) == "Anmelden hat nicht geklappt"
    assert not is_in(client) and not Person.objects.exists()


def test_who_says_no_there_is_told_so(client, provider):
    provider.refuses = "access_denied"
    told = client.get(go(client, provider).url)

    assert in_words(told) == "Sie haben die Anmeldung abgebrochen"
    assert not is_in(client)


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=unsinn", "?state=%00&code=%00", "?error=access_denied"])
def test_who_was_not_sent_off_from_here_does_not_come_in(client, provider, query):
    assert client.get(BACK + query).status_code == 401


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(client, provider):
    page = client.post(AWAY).content.decode()
    away = html.unescape(re.search(r'content="0; url=([^"]+)"', page)[1])
    back = f"{BACK}?{urlsplit(provider.log_in(urlsplit(away).query)).query}"
    foreign = Client().get(back)
    first, second = client.get(back), Client().get(back)

    assert (foreign.status_code, first.status_code, second.status_code) == (401, 302, 401)
    assert client.get(back).status_code == 401


@pytest.mark.parametrize("answers", [None, "[]", "unsinn", '{"issuer": "https://boese.example"}'])
def test_a_provider_that_is_broken_costs_nobody_a_page(client, provider, answers):
    provider.breaks, provider.answers_with = "openid-configuration", answers

    assert in_words(client.post(AWAY)) == "Anmelden hat nicht geklappt"
    assert client.get("/konto/anmelden/").status_code == 200


def test_a_provider_that_is_gone_costs_nobody_a_page(client, settings):
    turn_on(settings, "http://127.0.0.1:9")

    assert client.post(AWAY).status_code == 401


def test_nobody_is_sent_to_another_host(client, provider):
    assert go(client, provider, next="https://boese.example/").url == "/meine-termine/"


def test_a_get_starts_nothing(client, provider):
    assert client.get(AWAY).status_code == 405


def test_without_checking_the_nonce_an_old_answer_would_count(client, provider, monkeypatch):
    """The control of "another nonce"."""
    monkeypatch.setattr("teams.accounts.identity_provider.hmac.compare_digest", lambda *_: True)
    provider.claims.update(nonce="von-gestern")
    go(client, provider)

    assert is_in(client)


def test_the_library_would_take_a_token_signed_by_nobody(provider):
    """Why the signature is always checked here: read without its key, any token says anything."""
    token = jwt.encode({"sub": "4711"}, "x" * 40, algorithm="HS256")

    assert jwt.decode(token, options={"verify_signature": False})["sub"] == "4711"


def test_the_address_in_the_account_settings_is_shown_only_where_it_is_on(logged_in, member, provider, settings):
    on = logged_in(member).get("/konto/").content.decode()
    settings.OIDC_SERVER_URL = ""

    assert "Verknüpftes Konto" in on
    assert "Verknüpftes Konto" not in logged_in(member).get("/konto/").content.decode()


def test_second_factors_of_new_accounts_work_too(client, provider):
    go(client, provider)
    give_second_factor(Person.objects.get())
    again = Client()

    assert go(again, provider).url == "/konto/anmelden/zweiter-schritt/"
    assert parse_qs(urlsplit(again.post("/konto/anmelden/zweiter-schritt/", {"code": code()}).url).query) == {}
