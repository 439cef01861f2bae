"""What no form of the portal takes in."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# Tab and line ends are text; other control characters and lone surrogates break databases, letters and calendar data.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


# As people write them who have one in their name. Domains may have umlauts; what stands before the @ does not.
WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


def email_address(value: str) -> None:
    """As Django checks it. Who typed a name as it is spoken reads what to type instead."""
    try:
        validate_email(value)
    except ValidationError:
        if sentence := _about_umlauts(value):
            raise ValidationError(sentence, code="umlaut") from None
        raise


def _about_umlauts(value: str) -> str:
    """Only if nothing else is wrong with the address."""
    before, at, domain = unicodedata.normalize("NFC", value).lower().rpartition("@")
    found = next((letter for letter in before if letter in WRITTEN_OUT), "")
    try:
        validate_email(before.translate(str.maketrans(WRITTEN_OUT)) + at + domain)
    except ValidationError:
        return ""
    return found and f"E-Mail-Adressen enthalten keine Umlaute: Schreiben Sie zum Beispiel {WRITTEN_OUT[found]} statt {found}."


def no_control_characters(value: str) -> None:
    """For every form field that takes words."""
    if CONTROL_CHARACTERS.search(value):
        raise ValidationError(
            "Der Text enthält unsichtbare Steuerzeichen. Bitte entfernen Sie sie oder tippen Sie die Stelle neu.",
            code="control_characters",
        )


def without_control_characters(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)
