"""What the frame of every page shows. It asks the database nothing, and works out once what stays the same.

Addresses and hashed file names would otherwise be looked up a dozen times for every page: more work than the rest of the frame.
"""

from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

URLS = {
    "seminars": "seminars:list",
    "local_actions": "local_actions:list",
    "materials": "materials:list",
    "documents": "materials:documents",
    "contact": "materials:contact",
    "my_bookings": "seminars:my_bookings",
    "my_teams": "teams:my_teams",
    "register_team": "teams:register",
    "login": "account_login",
    "logout": "account_logout",
    "signup": "account_signup",
    "account": "account",
    "admin": "admin:index",
    "imprint": "imprint",
    "privacy": "privacy",
    "accessibility": "accessibility",
}
FILES = {
    "font": "vendor/fonts/fira-sans-latin-400-normal.woff2",
    "styles": "portal.css",
    "script": "js/portal.js",
}


def frame(request) -> dict:
    return {"frame": _fixed(), "navigation": _navigation(request)}


@cache
def _fixed() -> dict:
    return {
        "campaign": settings.CAMPAIGN_NAME,
        "claim": settings.CAMPAIGN_CLAIM,
        "sender_line": settings.SENDER_LINE,
        "contact_email": settings.CONTACT_EMAIL,
        "url": {key: reverse(name) for key, name in URLS.items()},
        "file": {key: static(path) for key, path in FILES.items()},
        "icon": _inside_the_page("img/favicon.svg"),
    }


def _inside_the_page(path: str) -> str:
    """A picture of a few hundred bytes is not worth a request."""
    return f"data:image/svg+xml,{quote((settings.BASE_DIR / 'static' / path).read_text(encoding='utf-8'))}"


def _navigation(request) -> list[dict[str, str]]:
    user = getattr(request, "user", None)  # a request refused early has nobody
    pages = [("seminars", "Seminare"), ("local_actions", "Aktionen"), ("materials", "Material"), ("documents", "Mediathek")]
    if user and user.is_authenticated:
        pages += [("my_teams", "Mein Team"), ("my_bookings", "Meine Termine")]
    else:
        pages.append(("register_team", "Mitmachen"))
    pages.append(("contact", "Kontakt"))
    return [_item(_fixed()["url"][key], label, request.path) for key, label in pages]


def _item(address: str, label: str, path: str) -> dict[str, str]:
    current = "page" if path == address else "true" if path.startswith(address) else ""
    return {"address": address, "label": label, "current": current}
