"""What no form takes in."""

import pytest
from django.core.exceptions import ValidationError

from missione.shared.validators import no_control_characters, without_control_characters


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\udfff"])
def test_invisible_characters_are_refused_with_a_sentence(character):
    with pytest.raises(ValidationError, match="unsichtbare Steuerzeichen"):
        no_control_characters(f"Grü{character}ße")

    assert without_control_characters(f"Grü{character}ße") == "Grüße"


@pytest.mark.parametrize("text", ["Grüße aus Köln", "Zeile 1\r\nZeile 2\tmit Tab", "Ärger 😀 мир 中文", "soft\u00adhyphen"])
def test_words_of_any_language_are_welcome(text):
    no_control_characters(text)

    assert without_control_characters(text) == text
