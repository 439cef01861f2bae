"""Links for people without an account: signed, so that nobody guesses one, and naming nothing but a random reference."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from materials.models import ContactMessage, Order

ORDER, MESSAGE = "materials.order", "materials.message"


def order_address(order: Order) -> str:
    """Where a guest confirms the order, follows it and takes it back."""
    return settings.SITE_URL + reverse("materials:guest_order", args=[_signer(ORDER).sign(order.reference)])


def message_address(message: ContactMessage) -> str:
    return settings.SITE_URL + reverse("materials:guest_message", args=[_signer(MESSAGE).sign(str(message.reference))])


def reference_in(token: str, *, salt: str) -> str:
    """Nothing, if we have not signed it."""
    try:
        return _signer(salt).unsign(token)
    except signing.BadSignature:
        return ""


def _signer(salt: str) -> signing.Signer:
    """Joined by a point: mailers that turn addresses into links go on after it."""
    return signing.Signer(salt=salt, sep=".")
