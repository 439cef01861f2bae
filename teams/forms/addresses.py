"""A list of mail addresses, pasted from wherever people keep them: commas, semicolons, lines, "Name <mail>"."""

import re
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError

from missione.shared.validators import email_address, no_control_characters

LONGEST_EMAIL = 254
LONGEST_TEXT = 500_000
NO_ADDRESS = "ist keine E-Mail-Adresse."
MOST_TOLD = 10  # of what is wrong: who pasted the wrong thing sees it from the first lines
IN_BRACKETS = re.compile(r"<([^<>]*)>")
BETWEEN = re.compile(r"[,;\t]")
BETWEEN_PEOPLE = re.compile(r"[;\t]")  # a comma may stand inside a name: Lindner, Petra <petra.lindner@behoerde.example>
AROUND = " \"'“”„‚‘()[]."


class AddressListField(forms.CharField):
    """Cleans to a list of addresses, each once, in small letters, in the order typed."""

    widget = forms.Textarea
    default_error_messages = {
        "required": "Geben Sie mindestens eine E-Mail-Adresse ein.",
        "none": "Darin steht keine E-Mail-Adresse. Sie sieht so aus: vorname.nachname@behoerde.example.",
        "too_long": "Das ist zu viel Text. Fügen Sie nur die E-Mail-Adressen ein.",
    }

    def __init__(self, *, most: int, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**kwargs)
        self.most = most

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        text = super().clean(value)
        if not text:
            return []
        if len(text) > LONGEST_TEXT:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        no_control_characters(text)
        return self._addresses(list(_pieces(text)))

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def _addresses(self, pieces: list[tuple[int, str]]) -> list[str]:
        addresses = list(dict.fromkeys(piece.lower() for _, piece in pieces))
        if not addresses:
            raise ValidationError(self.error_messages["none"], code="none")
        if len(addresses) > self.most:
            raise ValidationError(self._too_many(len(addresses)), code="too_many")
        if junk := [(line, piece, wrong) for line, piece in pieces if (wrong := _what_is_wrong(piece))]:
            raise ValidationError(list(_told(junk)), code="junk")
        return addresses

    def _too_many(self, count: int) -> str:
        number = f"{count:,}".replace(",", ".")
        return f"Das sind {number} Adressen. Mehr als {self.most} auf einmal gehen nicht. Bitte teilen Sie die Liste auf."


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(number of the line, what should be an address)."""
    for number, line in enumerate(text.splitlines(), 1):
        for piece in _in_line(line):
            if piece := piece.strip(AROUND).removeprefix("mailto:"):
                yield number, piece


def _in_line(line: str) -> Iterator[str]:
    *named, rest = IN_BRACKETS.split(line)
    for before, address in zip(named[::2], named[1::2], strict=True):
        *others, name = BETWEEN_PEOPLE.split(before)
        yield from _plain(",".join(others))
        yield from (word for word in _plain(name) if "@" in word)
        yield address
    yield from _plain(rest)


def _plain(text: str) -> Iterator[str]:
    """Addresses with only blanks between them are several; any other words are told as they stand."""
    for part in BETWEEN.split(text):
        words = part.split()
        yield from words if len(words) > 1 and all("@" in word for word in words) else [part]


def _what_is_wrong(piece: str) -> str:
    try:
        email_address(piece.lower())
    except ValidationError as refusal:
        return f"geht so nicht. {refusal.message}" if refusal.code == "umlaut" else NO_ADDRESS
    return NO_ADDRESS if len(piece) > LONGEST_EMAIL else ""


def _told(junk: list[tuple[int, str, str]]) -> Iterator[str]:
    for line, piece, wrong in junk[:MOST_TOLD]:
        shown = piece if len(piece) <= 60 else f"{piece[:60]} …"
        yield f"Zeile {line}: „{shown}“ {wrong}"
    if left := len(junk) - MOST_TOLD:
        if left > 0:
            yield f"Und noch {left} {'weitere Stelle' if left == 1 else 'weitere Stellen'}."
