"""A letter of the outbox as the MIME message that goes over the wire."""

import re
from dataclasses import dataclass
from email.encoders import encode_base64
from email.generator import BytesGenerator
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from email.utils import format_datetime
from hashlib import blake2s
from io import BytesIO

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from missione.shared.models import Letter


@dataclass(frozen=True)
class Sealed:
    """A letter ready for the postman; or what is wrong with it."""

    envelope: "Envelope | None" = None
    recipient: str = ""
    wire: bytes = b""
    flaw: str = ""


def seal(letter: Letter) -> Sealed:
    """Never raises: a letter that cannot be written must not stop the others."""
    try:
        envelope = Envelope(letter)
        return Sealed(envelope, sanitize_address(letter.recipient, "utf-8"), as_wire(envelope))
    except Exception as error:
        return Sealed(flaw=f"Der Brief lässt sich nicht als E-Mail schreiben: {error}")


class Envelope(EmailMultiAlternatives):
    """Text, HTML beside it, and calendar data where Outlook, Thunderbird, Apple Mail and web mailers look for it.

    The calendar data stands twice: as the last alternative, without a Content-Disposition, so that the mailer offers the
    date itself; and as an attached file, for those that only know files. Both in base64: no gateway may rewrap its lines.
    """

    def __init__(self, letter: Letter):
        # The same at every attempt: where a copy too many arrives, it is recognised as the same letter.
        headers = {**letter.headers, "Message-ID": letter.message_id, "Date": format_datetime(letter.created_at)}
        reply_to = [headers.pop("Reply-To")] if "Reply-To" in headers else None
        super().__init__(letter.subject, letter.text, to=[letter.recipient], reply_to=reply_to, headers=headers)
        self.letter = letter
        if letter.html:
            self.attach_alternative(letter.html, "text/html")
        if letter.calendar_content:
            self.attach(calendar_file(letter))

    def message(self):
        message = super().message()
        if self.letter.calendar_content:
            alternatives = message.get_payload(0)  # multipart/mixed of multipart/alternative and the file
            alternatives.attach(calendar_invitation(self.letter))
        set_boundaries(message, self.letter.message_id)
        return message


def set_boundaries(message, message_id: str) -> None:
    """Made from the Message-ID, which no text can guess: every attempt is the same to the last byte, and nothing is searched."""
    digest = blake2s(message_id.encode(), digest_size=12).hexdigest()
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.replace_header("Content-Type", f'{part.get_content_type()}; boundary="=_{number}_{digest}"')


def calendar_invitation(letter: Letter) -> MIMENonMultipart:
    part = MIMENonMultipart("text", "calendar", method=letter.calendar_method, charset="utf-8")
    part.set_payload(letter.calendar_content.encode())
    encode_base64(part)
    return part


def calendar_file(letter: Letter) -> MIMENonMultipart:
    part = MIMENonMultipart("application", "ics", name="termin.ics")
    part.add_header("Content-Disposition", "attachment", filename="termin.ics")
    part.set_payload(letter.calendar_content.encode())
    encode_base64(part)
    return part


class ShortHeaders(Compat32):
    """Headers that fit into a line are not folded, which takes a third of the time of writing a message."""

    def fold_binary(self, name, value):
        if isinstance(value, str) and value.isascii() and value.isprintable() and len(name) + len(value) < 76:
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


WIRE = ShortHeaders(linesep="\r\n")


def as_wire(envelope: Envelope) -> bytes:
    """As SMTP wants it: dots at the beginning of a line doubled, and one on the last line."""
    lines = BytesIO()
    BytesGenerator(lines, mangle_from_=False, policy=WIRE).flatten(envelope.message())
    text = re.sub(rb"(?m)^\.", b"..", lines.getvalue())
    return text + (b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n")
