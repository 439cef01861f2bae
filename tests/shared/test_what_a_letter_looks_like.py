"""The message that goes over the wire."""

from datetime import UTC, datetime

import pytest

from missione.shared import envelopes
from missione.shared.delivery import deliver
from missione.shared.models import Letter
from tests.factories.shared import LetterFactory, calendar_letter

pytestmark = pytest.mark.django_db


def arrived(mail_server):
    deliver()
    [letter] = mail_server.received
    return letter.message


def test_it_has_a_text_and_beside_it_the_same_in_html(mail_server):
    LetterFactory(text="Schöne Grüße\n.\nmit einem Punkt allein\n", html="<p>Schöne Grüße</p>")

    message = arrived(mail_server)

    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message.get_body(["plain"]).get_content().splitlines() == ["Schöne Grüße", ".", "mit einem Punkt allein"]
    assert message.get_body(["html"]).get_content().splitlines() == ["<p>Schöne Grüße</p>"]


def test_every_attempt_is_the_same_to_the_last_byte(mail_server):
    letter = calendar_letter(0, created_at=datetime(2026, 11, 22, 8, 30, tzinfo=UTC))

    message = arrived(mail_server)

    assert message["Message-ID"] == letter.message_id
    assert message["Date"] == "Sun, 22 Nov 2026 08:30:00 +0000"
    assert envelopes.seal(letter).wire == envelopes.seal(Letter.objects.get()).wire


def test_an_invitation_stands_where_mailers_look_for_it(mail_server):
    letter = calendar_letter(0)

    message = arrived(mail_server)

    kinds = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics"]
    assert [part.get_content_type() for part in message.walk()] == kinds
    invitation, file = list(message.walk())[-2:]
    assert invitation["Content-Type"] == 'text/calendar; method="REQUEST"; charset="utf-8"'
    assert (invitation["Content-Disposition"], file.get_filename()) == (None, "termin.ics")
    for part in (invitation, file):
        assert part.get_payload(decode=True).decode() == letter.calendar_content


def test_the_method_in_the_header_is_the_one_in_the_body(mail_server):
    calendar_letter(1, "CANCEL")

    [calendar] = [part for part in arrived(mail_server).walk() if part.get_content_type() == "text/calendar"]

    assert calendar.get_param("method") == "CANCEL"
    assert b"METHOD:CANCEL" in calendar.get_payload(decode=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"Reply-To": "team@missione.example"},
        {"Reply-To": "Käthe Groß <team@missione.example>"},
        {
            "List-Unsubscribe": "<https://missione.example/" + "x" * 120 + "/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    ],
)
def test_unfolded_headers_are_the_ones_django_would_write(headers):
    letter = LetterFactory(headers=headers, subject="Führung durch das Haus, " * 5)
    envelope = envelopes.Envelope(letter)

    assert envelopes.as_wire(envelope) == envelope.message().as_bytes(linesep="\r\n") + b".\r\n"
