"""A pasted list of addresses: whatever separates them, junk told line by line, each once."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given

from teams.forms.addresses import AddressListField
from tests.failures.hostile.inputs import anything, thorough

A, B, C = (f"{name}@behoerde.example" for name in ("anna.arndt", "bert.bock", "cem.can"))


def cleaned(text, most=30):
    return AddressListField(most=most).clean(text)


def told(text, most=30):
    with pytest.raises(ValidationError) as refused:
        cleaned(text, most)
    return refused.value.messages


@pytest.mark.parametrize(
    "typed",
    [
        f"{A},{B};{C}",
        f"{A}\n{B}\r\n{C}\n",
        f"{A} {B}\t{C}",
        f"Anna Arndt <{A}>; Bert Bock <{B}>, {C}",
        f"Arndt, Anna <{A}>; Bock, Bert <{B}>; Can, Cem <{C}>",
        f'"Arndt, Anna" <{A}>, "Bock, Bert" <{B}>, <{C}>;',
        f"{A}; Bock, Bert <{B}> {C}",
        f"mailto:{A}, ({B}), {C}.",
        f"{A.upper()}, {B}, {C}, {A}, Anna <{A.title()}>",
    ],
)
def test_however_it_is_pasted_each_address_is_there_once_in_small_letters(typed):
    assert cleaned(typed) == [A, B, C]


def test_junk_is_told_line_by_line_and_nothing_is_taken():
    assert told(f"{A}\nbert.bock\n{B}\nCem <cem.can>; bert@") == [
        "Zeile 2: „bert.bock“ ist keine E-Mail-Adresse.",
        "Zeile 4: „cem.can“ ist keine E-Mail-Adresse.",
        "Zeile 4: „bert@“ ist keine E-Mail-Adresse.",
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("anna.müller@behoerde.example", "Schreiben Sie zum Beispiel ue statt ü."),
        ("anna.mu\u0308ller@behoerde.example", "Schreiben Sie zum Beispiel ue statt ü."),
        ("Anna.ÄRMEL@behoerde.example", "Schreiben Sie zum Beispiel ae statt ä."),
        ("straße@behoerde.example", "Schreiben Sie zum Beispiel ss statt ß."),
    ],
)
def test_an_umlaut_is_named_and_what_to_write_instead(typed, sentence):
    assert told(f"{A}\n{typed}") == [f"Zeile 2: „{typed}“ geht so nicht. E-Mail-Adressen enthalten keine Umlaute: {sentence}"]


@pytest.mark.parametrize("typed", ["Grüße an alle", "müller", "mü ller@behoerde.example", "ü@@behoerde.example"])
def test_what_would_be_no_address_without_the_umlaut_either_is_called_none(typed):
    assert told(typed)[0].endswith("ist keine E-Mail-Adresse.")


def test_a_domain_may_have_an_umlaut():
    assert cleaned("anna@müller.example") == ["anna@müller.example"]


def test_a_line_that_is_no_address_before_one_in_brackets_is_not_swallowed():
    assert told(f"bert.bock; Anna <{A}>") == ["Zeile 1: „bert.bock“ ist keine E-Mail-Adresse."]


def test_of_much_junk_the_first_ten_are_told_and_how_many_more():
    messages = told("\n".join(f"Zeile{number}" for number in range(29)))

    assert len(messages) == 11
    assert messages[-1] == "Und noch 19 weitere Stellen."


def test_ten_thousand_addresses_are_told_in_one_sentence():
    pasted = "\n".join(f"person{number}@behoerde.example" for number in range(10_000))

    assert told(pasted) == ["Das sind 10.000 Adressen. Mehr als 30 auf einmal gehen nicht. Bitte teilen Sie die Liste auf."]


def test_the_same_address_ten_thousand_times_is_one():
    assert cleaned(f"{A};" * 10_000) == [A]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Geben Sie mindestens eine E-Mail-Adresse ein."),
        (" ,;\n<>", "Darin steht keine E-Mail-Adresse. Sie sieht so aus: vorname.nachname@behoerde.example."),
        (f"{A}\x0b{B}", "Der Text enthält unsichtbare Steuerzeichen. Bitte entfernen Sie sie oder tippen Sie die Stelle neu."),
        ("x" * 600_000, "Das ist zu viel Text. Fügen Sie nur die E-Mail-Adressen ein."),
        (f"{'a' * 250}@b.example", f"Zeile 1: „{'a' * 60} …“ ist keine E-Mail-Adresse."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(typed, sentence):
    assert told(typed) == [sentence]


def test_a_list_that_may_be_empty_is_empty():
    assert AddressListField(most=3, required=False).clean(" ") == []


def test_a_list_shown_again_stands_in_lines():
    assert AddressListField(most=3).prepare_value([A, B]) == f"{A}\n{B}"


@thorough
@given(text=anything)
def test_anything_is_a_list_of_addresses_or_a_refusal(text):
    try:
        assert all("@" in address and "\n" not in address for address in cleaned(text))
    except ValidationError as refused:
        assert refused.messages
