"""What no form of the portal takes in."""

import re

from django.core.exceptions import ValidationError

# Tab and line ends are text; other control characters and lone surrogates break databases, letters and calendar data.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def no_control_characters(value: str) -> None:
    """For every form field that takes words."""
    if CONTROL_CHARACTERS.search(value):
        raise ValidationError(
            "Der Text enthält unsichtbare Steuerzeichen. Bitte entfernen Sie sie oder tippen Sie die Stelle neu.",
            code="control_characters",
        )


def without_control_characters(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)
