"""What the frame of every page shows. Asks the database nothing."""

from functools import cache

from django.conf import settings
from django.urls import reverse


@cache
def _fixed() -> dict[str, str]:
    """The same for every request, so worked out once."""
    return {
        "campaign": settings.CAMPAIGN_NAME,
        "claim": settings.CAMPAIGN_CLAIM,
        "sender_line": settings.SENDER_LINE,
        "contact_email": settings.CONTACT_EMAIL,
    }


@cache
def _address(name: str) -> str:
    return reverse(name)


def _navigation(request) -> list[dict[str, str]]:
    user = getattr(request, "user", None)  # a request refused early has nobody
    pages = [("seminars:list", "Seminare")]
    if user and user.is_authenticated:
        pages.append(("seminars:my_bookings", "Meine Termine"))
    return [_item(_address(name), label, request.path) for name, label in pages]


def _item(address: str, label: str, path: str) -> dict[str, str]:
    current = "page" if path == address else "true" if path.startswith(address) else ""
    return {"address": address, "label": label, "current": current}


def frame(request) -> dict:
    return {"frame": _fixed(), "navigation": _navigation(request)}
