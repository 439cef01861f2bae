"""Looking for a document: the list with its filters, and the page of one."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from materials.choices import Topic
from materials.document_choices import Channel, DocumentKind, Language, Licence
from missione.shared import clock
from tests.factories.documents import DocumentFactory, EntitlementFactory, add_file, document_with_file
from tests.factories.teams import TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]
LIST = "/mediathek/"
MOST_QUERIES = 8


def titles(client, query=""):
    return [document.title for document in client.get(LIST + query).context["page"].object_list]


def test_the_newest_stands_first_and_nobody_reads_what_is_not_theirs(client, logged_in, member):
    TeamFactory(members=[member])
    now = clock.now()
    DocumentFactory(title="Alt", published_at=now - timedelta(days=2))
    DocumentFactory(title="Neu", published_at=now - timedelta(days=1))
    DocumentFactory(title="Logo", members_only=True)
    DocumentFactory(title="Kompendium", entitled_only=True)
    EntitlementFactory(person=member, document=DocumentFactory(title="Praxisleitfaden", entitled_only=True))
    DocumentFactory(title="Entwurf", draft=True)

    assert titles(client) == ["Neu", "Alt"]
    assert set(titles(logged_in(member))) == {"Neu", "Alt", "Logo", "Praxisleitfaden"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=Messgeräte", ["Messdatenblatt", "Kurzanleitung"]),
        ("?q=messgeraet", ["Messdatenblatt", "Kurzanleitung"]),
        ("?q=kurz anleitung strom", ["Kurzanleitung"]),
        ("?q=gibtesnicht", []),
        ("?art=formular", ["Messdatenblatt"]),
        ("?thema=waerme", ["Easy"]),
        ("?sprache=en", ["Easy"]),
        ("?barrierefrei=1", ["Kurzanleitung"]),
        ("?art=formular&thema=waerme", []),
        ("?art=unfug&seite=-1&sprache=xx", ["Easy", "Kurzanleitung", "Messdatenblatt"]),
    ],
)
def test_filters_by_words_kind_topic_language_and_accessibility(client, query, found):
    then = clock.now() - timedelta(days=9)
    power = {"topic": Topic.ELECTRICITY, "published_at": then}
    DocumentFactory(title="Messdatenblatt", kind=DocumentKind.FORM, summary="Zum Messgerät", **power)
    DocumentFactory(title="Kurzanleitung", is_accessible=True, description="Das Strommessgerät", **power)
    DocumentFactory(title="Easy", topic=Topic.HEAT, language=Language.ENGLISH)

    assert sorted(titles(client, query)) == sorted(found)


def test_what_is_not_understood_is_said(client):
    page = client.get(LIST + "?art=unfug").content.decode()

    assert "Diese Filter konnten wir nicht lesen: Art." in page


def test_a_word_in_the_file_is_found_a_word_in_the_title_comes_first(client):
    DocumentFactory(title="Plakat zur Thermoscheckkarte", published_at=clock.now() - timedelta(days=5))
    hidden = DocumentFactory(title="Handbuch", version__text="Auf Seite 9 steht die Thermoscheckkarte.")
    hidden.save()

    assert titles(client, "?q=Thermoscheckkarten") == ["Plakat zur Thermoscheckkarte", "Handbuch"]


def test_htmx_gets_the_list_alone(client):
    DocumentFactory(title="Vorlage")

    response = client.get(LIST + "?q=vorlage", headers={"hx-request": "true"})

    assert response.headers["HX-Push-Url"] == "/mediathek/?q=vorlage"
    assert "<html" not in response.content.decode()


def test_a_list_of_many_asks_the_database_no_more_than_a_list_of_few(client, logged_in, member):
    TeamFactory(members=[member])
    for number in (10, 490):
        DocumentFactory.create_batch(number)
        for someone in (client, logged_in(member)):
            with CaptureQueriesContext(connection) as captured:
                assert someone.get(LIST + "?q=vorlage").status_code == 200
            assert len(captured) <= MOST_QUERIES


def test_the_page_says_all_that_one_has_to_know(client):
    document = document_with_file(
        "Leitfaden.pdf",
        title="Leitfaden",
        description="Für **alle**, die beginnen.",
        author="Kampagnenteam",
        licence=Licence.CC_BY,
        credit_line="mission E, CC BY 4.0",
        channels=[Channel.INTRANET, Channel.PRINT],
        rights_end=date(2031, 12, 31),
        version={"stand": date(2026, 3, 3), "pages": 4},
    )
    add_file(document, "Leitfaden 2.pdf", b"%PDF-1.7 2", stand=date(2027, 1, 12), note="mit Checkliste")

    page = client.get(document.get_absolute_url()).content.decode()

    for words in (
        "<strong>alle</strong>", "Kampagnenteam", "CC BY 4.0", "mission E, CC BY 4.0", "Intranet, Aushang und Druck",
        "31. Dezember 2031", "12. Januar 2027", "mit Checkliste", "Stand 3. März 2026", f'href="{document.file_url}"',
    ):  # fmt: skip
        assert words in page


def test_where_nobody_has_decided_nobody_reads_everywhere(client):
    page = client.get(DocumentFactory(channels=[]).get_absolute_url()).content.decode()

    assert "noch nicht festgelegt, bitte fragen Sie uns vorher" in page and "überall" not in page


def test_a_film_has_captions_and_its_words_on_the_page(client):
    document = document_with_file("Film.mp4", b"\0" * 40, transcript="Guten **Tag**.", version={"captions": "0" * 40})

    page = client.get(document.get_absolute_url()).content.decode()

    assert f'<video class="me-document__video" controls preload="metadata" src="{document.file_url}">' in page
    assert f'<track kind="captions" srclang="de" label="Deutsch" src="{document.captions_url}" default>' in page
    assert "Guten <strong>Tag</strong>." in page


@pytest.mark.parametrize(
    ("language", "track", "words"),
    [
        ("en", 'srclang="en" label="Englisch"', '<div class="me-prose" lang="en">'),
        ("leicht", 'srclang="de" label="Deutsch"', '<div class="me-prose">'),
        ("dgs", 'srclang="de" label="Deutsch"', '<div class="me-prose">'),
        ("ohne", 'srclang="de" label="Deutsch"', '<div class="me-prose">'),
    ],
)
def test_captions_say_in_which_language_they_are(client, language, track, words):
    facts = {"language": language, "transcript": "Good morning.", "version": {"captions": "0" * 40}}
    page = client.get(document_with_file("Film.mp4", b"\0" * 40, **facts).get_absolute_url()).content.decode()

    assert track in page and words in page


def test_a_stranger_with_the_copied_address_reads_the_same_as_about_nonsense(client, logged_in, stranger):
    document = DocumentFactory(members_only=True)

    for someone in (client, logged_in(stranger)):
        copied, nonsense = (someone.get(f"/mediathek/{slug}/") for slug in (document.slug, "gibt-es-nicht"))
        assert (copied.status_code, nonsense.status_code) == (404, 404)
        assert without_token(copied) == without_token(nonsense)


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
