"""The account pages speak German, say "Sie", and live under German addresses."""

import ast
import gettext
import re
from pathlib import Path

import allauth
import pytest
from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.conf import settings
from django.urls import NoReverseMatch, URLResolver, reverse
from django.utils import translation

PRONOUNS = r"\b(?:[Dd]u|[Dd]eine?[mnrs]?|[Dd]ir|[Dd]ich|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?)\b"
ORDERS = (
    r"\b(?:[Gg]ib|[Rr]ufe|[Ll]ass|[Bb]itte (?:\w+ ){0,3}(?:wähle|versuche|klicke?|folge|überprüfe|bestätige|kontaktiere|habe))\b"
)
INFORMAL = re.compile(f"{PRONOUNS}|{ORDERS}")
ALLAUTH = Path(allauth.__file__).parent
LOCALE = settings.BASE_DIR / "missione/locale/de/LC_MESSAGES"
NEEDED = {
    "account_confirm_email": ["key"],
    "account_reset_password_from_key": ["1", "key"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}
SAME_IN_GERMAN = {"Code", "MFA", "TOTP Authenticator", "WebAuthn"}


def names_of_allauth(patterns=(*account_urls.urlpatterns, *mfa_urls.urlpatterns)):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of_allauth(pattern.url_patterns)
        else:
            yield pattern.name


def texts_of_allauth():
    with (ALLAUTH / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        return [text for text in gettext.GNUTranslations(file)._catalog if isinstance(text, str) and text]


def texts_in_the_code_of_accounts():
    for path in [*(ALLAUTH / "account").rglob("*.py"), *(ALLAUTH / "mfa").rglob("*.py")]:
        if "tests" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "gettext", "gettext_lazy"):
                    yield node.args[0].value


@pytest.mark.parametrize("name", list(names_of_allauth()))
def test_every_page_of_allauth_has_a_german_address(name):
    address = reverse(name, args=NEEDED.get(name))

    english = {
        "totp",
        "webauthn",
        "keys",
        "add",
        "edit",
        "remove",
        "generate",
        "view",
        "download",
        "authenticate",
        "login",
        "logout",
        "signup",
        "inactive",
        "email",
        "password",
        "confirm-email",
        "reset",
        "change",
        "set",
        "done",
    }
    assert address.startswith("/konto/")
    assert english & set(address.split("/")) == set()


def test_no_english_address_is_left(client):
    for address in ("/konto/login/", "/konto/signup/", "/konto/password/reset/", "/accounts/login/"):
        assert client.get(address).status_code == 404


def test_no_text_of_allauth_says_du():
    with translation.override("de"):
        shown = [translation.gettext(text) for text in texts_of_allauth()]

    assert len(shown) > 300
    assert [text for text in shown if INFORMAL.search(text)] == []


def test_every_text_in_the_code_of_the_accounts_is_translated():
    with translation.override("de"):
        english = {text for text in texts_in_the_code_of_accounts() if translation.gettext(text) == text}

    assert english - SAME_IN_GERMAN == set()


def test_the_compiled_catalogue_is_the_one_in_the_source():
    pairs = re.findall(r"^msgid (.+)\nmsgstr (.+)$", (LOCALE / "django.po").read_text(encoding="utf-8"), re.MULTILINE)
    written = {ast.literal_eval(original): ast.literal_eval(ours) for original, ours in pairs}
    with (LOCALE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog

    assert {text for text in written if text} == {text for text in compiled if text}
    assert [text for text in written if text and compiled[text] != written[text]] == []


def test_no_page_of_ours_says_du():
    ours = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("templates/**/*.txt")]

    assert [(path.name, hit) for path in ours if (hit := INFORMAL.findall(path.read_text(encoding="utf-8")))] == []


def test_what_is_not_there_has_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("account_request_login_code")
