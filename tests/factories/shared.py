"""Letters in the outbox."""

import factory

from missione.shared import clock
from missione.shared.models import Letter


class LetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Letter

    class Params:
        bulk = factory.Trait(
            is_bulk=True,
            kind="newsletter",
            headers={
                "List-Unsubscribe": "<https://missione.example/abbestellen/x/>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        sent = factory.Trait(state=Letter.State.SENT, sent_at=factory.LazyFunction(clock.now), attempts=1)

    key = factory.Sequence(lambda n: f"test:{n}")
    message_id = factory.Sequence(lambda n: f"<{n}@testserver>")
    recipient = factory.Sequence(lambda n: f"person{n}@behoerde.example")
    kind = "booking_confirmed"
    subject = "Ihr Platz ist gebucht"
    text = "Guten Tag,\n\nIhr Platz ist gebucht.\n"
    html = "<p>Guten Tag,</p><p>Ihr Platz ist gebucht.</p>"


def calendar_letter(sequence, method="REQUEST", **fields):
    """A letter of the stream "entry-1" to one person."""
    lines = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", "UID:entry-1", f"SEQUENCE:{sequence}", "SUMMARY:Lüften"]
    content = "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])
    return LetterFactory(
        **{
            "recipient": "person@behoerde.example",
            "calendar_method": method,
            "calendar_uid": "entry-1",
            "calendar_sequence": sequence,
            "calendar_content": content,
            **fields,
        }
    )
