"""What is printed: in the portal's own letters, and readable for who does not see it."""

import io

import pikepdf
import pypdfium2
import pytest

from missione.shared.typesetting import typeset, typeset_picture

PAPER = """
#import "/missione/shared/paper/house.typ": *
#let facts = json(bytes(sys.inputs.facts))
#show: page-of-the-house.with(title: "Packzettel")
= Packzettel
Für #facts.name: *drei* Stück, _bald_.
"""


@pytest.fixture
def paper(settings, tmp_path):
    """Typst reads below the portal's folder alone."""
    folder = settings.BASE_DIR / "var" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{tmp_path.name}.typ"
    path.write_text(PAPER)
    yield path
    path.unlink()


def fonts_of(pdf):
    return {
        str(thing.BaseFont).split("+")[-1]
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
    }


def test_the_facts_stand_in_it_in_our_letters(paper):
    content = typeset(paper, facts={"name": "Łukasz Şahin"})

    assert "Für Łukasz Şahin: drei Stück, bald." in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {name[:4] for name in fonts_of(pdf)} == {"Fira"}


def test_a_screen_reader_finds_title_language_and_order(paper):
    with pikepdf.open(io.BytesIO(typeset(paper, facts={"name": "x"}))) as pdf:
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("de-DE", True)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as about:
            assert (about["dc:title"], about["pdfuaid:part"]) == ("Packzettel", "1")


def test_what_comes_from_outside_is_text_and_no_command(paper):
    content = typeset(paper, facts={"name": '#panic("x") *fett*'})

    assert '#panic("x") *fett*' in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_bounded()


def test_a_page_as_a_picture(paper):
    assert typeset_picture(paper, facts={"name": "x"}).startswith(b"\x89PNG")
