"""The one way a letter leaves the house: a row in the outbox, saved with the deed that caused it."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from missione.shared.models import Letter
from missione.shared.validators import without_control_characters

# What staff read instead of a letter's kind. Every app names its own.
KINDS: dict[str, str] = {}
AT_ONCE = 100
_bundle: ContextVar[list[Letter] | None] = ContextVar("bundle", default=None)


def name_kinds(kinds: Mapping[str, str]) -> None:
    KINDS.update(kinds)


@dataclass(frozen=True)
class CalendarPart:
    """Calendar data of a letter. `sequence` counts per UID and recipient; the content is a whole VCALENDAR with its METHOD."""

    method: str  # REQUEST or CANCEL; the same stands in the content, or Outlook refuses it
    uid: str
    sequence: int
    content: str

    def __post_init__(self):
        if f"\nMETHOD:{self.method}" not in self.content:
            raise ValueError(f"The calendar data does not say METHOD:{self.method}.")


def post_letter(
    *,
    key: str,
    to: str,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    calendar: CalendarPart | None = None,
    not_after: datetime | None = None,
    bulk: bool = False,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
) -> None:
    """Write the letter that belongs to `key` (`booking:42:confirmed:3`) into the outbox, once; call it in the deed's transaction.

    `template` is the trunk of a trio: "seminars/mail/booking_confirmed" (.subject.txt, .txt, .html); the HTML one extends
    mail/base.html. Nothing is escaped in subject and text. Kinds that begin with "account" carry a key to an account: staff may
    see that they left, not what they say.
    A bulk letter (newsletter, digest, announcement) names the address that ends it by POST: `unsubscribe_url`.
    """
    if bulk and not unsubscribe_url:
        raise ValueError("A bulk letter needs an unsubscribe_url.")
    to_us = to == settings.CONTACT_EMAIL
    written = render(template, {**context, "unsubscribe_url": unsubscribe_url, "to_us": to_us})
    letter = Letter(
        key=key,
        message_id=f"<{uuid.uuid4().hex}@{settings.SITE_HOST}>",
        kind=kind,
        recipient=one_line(to),
        headers=headers_of(reply_to=reply_to, unsubscribe_url=unsubscribe_url),
        is_bulk=bulk,
        not_after=not_after,
        **written,
        **calendar_fields(calendar),
    )
    bundle = _bundle.get()
    if bundle is None:
        _write([letter])
    else:
        bundle.append(letter)


@contextmanager
def posted_together() -> Iterator[None]:
    """For a deed that tells many people: what is posted inside is written into the outbox in the end, a hundred at once."""
    letters: list[Letter] = []
    before = _bundle.set(letters)
    try:
        yield
    finally:
        _bundle.reset(before)
    _write(letters)


def _write(letters: list[Letter]) -> None:
    """No savepoint: a second letter for the same key is not an error, it is the first one."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=AT_ONCE)


def render(template: str, context: Mapping[str, Any]) -> dict[str, str]:
    everything = {
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "campaign_name": settings.CAMPAIGN_NAME,
        "campaign_claim": settings.CAMPAIGN_CLAIM,
        "sender_line": settings.SENDER_LINE,
        **context,
    }
    subject = one_line(plain(f"{template}.subject.txt", everything))[:255]
    everything["subject"] = subject
    text = re.sub(r"\n{3,}", "\n\n", plain(f"{template}.txt", everything)).strip() + "\n"
    html = get_template(f"{template}.html").render(everything)
    return {
        "subject": subject,
        "text": without_control_characters(text),
        "html": without_control_characters(html),
    }


def plain(name: str, context: Mapping[str, Any]) -> str:
    """What is no HTML is not escaped: O'Neill stays O'Neill."""
    return get_template(name).template.render(Context(dict(context), autoescape=False))


def headers_of(*, reply_to: str | None, unsubscribe_url: str | None) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated", "Reply-To": one_line(reply_to or settings.LETTERS_REPLY_TO)}
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{one_line(unsubscribe_url)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def calendar_fields(calendar: CalendarPart | None) -> dict[str, Any]:
    if calendar is None:
        return {}
    return {
        "calendar_method": calendar.method,
        "calendar_uid": calendar.uid,
        "calendar_sequence": calendar.sequence,
        "calendar_content": without_control_characters(calendar.content),
    }


def one_line(text: str) -> str:
    return " ".join(without_control_characters(text).split())
