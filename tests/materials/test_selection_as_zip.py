"""Several documents as one ZIP."""

import io
import zipfile

import pytest
from structlog.testing import capture_logs

from materials import packing
from materials.models import DocumentDay
from materials.models.documents import DRAWER
from missione.shared.files import cabinet
from tests.factories.documents import document_with_file
from tests.factories.teams import TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]


def asked(client, *documents, **more):
    return client.get("/mediathek/auswahl/", {"dokument": [getattr(each, "slug", each) for each in documents]}, **more)


def unpacked(response):
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_under_their_names_and_whose_they_are(client):
    first = document_with_file("Öko-Bericht 100%.pdf", b"%PDF-1", title="A", credit_line="Foto: Erika Muster")
    second = document_with_file("Öko-Bericht 100%.pdf", b"%PDF-2", title="B")

    response = asked(client, first, second)
    files = unpacked(response)

    credits = files.pop("Nachweise.txt").decode("utf-8-sig")
    assert files == {"Öko-Bericht 100%.pdf": b"%PDF-1", "Öko-Bericht 100% (2).pdf": b"%PDF-2"}
    assert "Nachweis: Foto: Erika Muster" in credits and first.get_absolute_url() in credits
    assert response.headers["Content-Disposition"].startswith('attachment; filename="mission-E-Auswahl.zip"')
    assert response.headers["Cache-Control"] == "private, no-store"


def test_only_what_the_person_may_find_is_in_it(client, logged_in, member):
    TeamFactory(members=[member])
    public, logo = document_with_file("Plan.pdf"), document_with_file("Logo.pdf", members_only=True)
    draft = document_with_file("Entwurf.pdf", draft=True)
    wanted = (public, logo, draft, "gibt-es-nicht")

    assert set(unpacked(asked(client, *wanted))) == {"Nachweise.txt", "Plan.pdf"}
    assert set(unpacked(asked(logged_in(member), *wanted))) == {"Nachweise.txt", "Plan.pdf", "Logo.pdf"}


def test_nothing_of_it_says_that_there_is_something_else(client):
    logo = document_with_file("Logo.pdf", members_only=True)

    for wanted in ((), ("gibt-es-nicht",), (logo,)):
        response = client.get("/mediathek/auswahl/", {"dokument": [getattr(each, "slug", each) for each in wanted]}, follow=True)
        assert response.redirect_chain == [("/mediathek/", 302)]
        assert "Wählen Sie mindestens ein Dokument aus." in response.content.decode()


def test_what_the_disk_has_lost_is_named_and_the_rest_is_whole(client):
    lost = document_with_file("Plan.pdf", title="Energieplan", credit_line="Foto: Erika Muster")
    kept = document_with_file("Aushang.pdf", b"%PDF-1")
    cabinet.throw_away(DRAWER, lost.current.key)

    with capture_logs() as logged:
        files = unpacked(asked(client, lost, kept))

    assert set(files) == {"Aushang.pdf", "Nachweise.txt", "Nicht dabei.txt"}
    absent, credits = (files[name].decode("utf-8-sig") for name in ("Nicht dabei.txt", "Nachweise.txt"))
    assert "Diese Dateien haben wir gerade nicht gefunden." in absent and "- Energieplan\r\n" in absent
    assert "Erika Muster" not in credits
    assert [line["key"] for line in logged if line["event"] == "a private file is missing"] == [lost.current.key]
    assert list(DocumentDay.objects.values_list("document", flat=True)) == [kept.pk]


def test_of_nothing_but_lost_files_there_is_no_zip(client):
    lost = document_with_file()
    cabinet.throw_away(DRAWER, lost.current.key)

    response = asked(client, lost, follow=True)

    assert response.redirect_chain == [("/mediathek/", 302)]
    assert "Diese Dateien haben wir gerade nicht gefunden." in response.content.decode()
    assert not DocumentDay.objects.exists()


def test_no_document_takes_the_place_of_the_lists(client):
    names = ("Nachweise.txt.pdf", "nachweise.TXT", "Nicht dabei.txt")
    documents = [document_with_file("x.pdf", title=str(place)) for place in range(3)]
    for document, name in zip(documents, names, strict=True):
        document.versions.update(original_name=name)

    assert set(unpacked(asked(client, *documents))) == {
        "Nachweise.txt", "Nachweise.txt.pdf", "nachweise (2).TXT", "Nicht dabei (2).txt",
    }  # fmt: skip


def test_too_many_or_too_large_is_said(client, monkeypatch):
    documents = [document_with_file(f"{number}.pdf", b"%PDF-" + bytes(100)) for number in range(3)]

    monkeypatch.setattr("materials.views.selection.MOST_DOCUMENTS", 2)
    assert "Wählen Sie höchstens 2 Dokumente" in asked(client, *documents, follow=True).content.decode()
    monkeypatch.setattr("materials.views.selection.MOST_BYTES", 150)
    assert "Laden Sie große Dateien" in asked(client, *documents[:2], follow=True).content.decode()


def test_the_head_fetches_and_counts_nothing(client):
    document = document_with_file()

    response = client.head("/mediathek/auswahl/", {"dokument": [document.slug]})

    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
    assert not DocumentDay.objects.exists()


def test_it_is_made_piece_by_piece():
    document = document_with_file("Film.mp4", bytes(3_000_000))

    pieces = list(packing.packed([document]))

    assert max(map(len, pieces)) < 200_000
