"""The file's own response: to whom, in what part, under which name, with which headers."""

import os
import tracemalloc

import pytest
from structlog.testing import capture_logs

from materials.models import Document, DocumentDay, DocumentVersion
from materials.models.documents import DRAWER
from missione.shared.files import cabinet
from missione.shared.invariants import broken_promises
from tests import files
from tests.factories.documents import EntitlementFactory, add_file, document_with_file
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 800
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def logo():
    return document_with_file("Logo mission E.pdf", CONTENT, members_only=True, slug="logo")


@pytest.fixture
def as_member(logged_in, member):
    TeamFactory(members=[member])
    return logged_in(member)


FILE = "/mediathek/logo/datei/"


def test_the_whole_file_with_all_that_keeps_it_where_it_belongs(as_member, logo):
    response = as_member.get(FILE, headers={"accept-encoding": "gzip, br"})

    assert (response.status_code, body(response)) == (200, CONTENT)
    told = {name: response.headers[name] for name in ("Content-Type", "Content-Length", "Cache-Control", "Accept-Ranges")}
    assert told == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(CONTENT)),
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == SANDBOX
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Content-Encoding" not in response.headers
    assert logo.current.key not in str(response.headers)


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-", 206, 100, len(CONTENT) - 1),
        ("bytes=-50", 206, len(CONTENT) - 50, len(CONTENT) - 1),
        ("bytes=0-", 206, 0, len(CONTENT) - 1),
        ("bytes=204000-999999999", 206, 204000, len(CONTENT) - 1),
        ("bytes=5-2", 200, 0, len(CONTENT) - 1),
        ("bytes=0-1,5-6", 200, 0, len(CONTENT) - 1),
        ("bytes=-", 200, 0, len(CONTENT) - 1),
        ("seiten=1-2", 200, 0, len(CONTENT) - 1),
        ("bytes=٣-٥", 200, 0, len(CONTENT) - 1),
    ],
)
def test_a_part_of_it(as_member, logo, wanted, status, first, last):
    response = as_member.get(FILE, headers={"range": wanted})

    assert (response.status_code, body(response)) == (status, CONTENT[first : last + 1])
    assert response.headers["Content-Length"] == str(last + 1 - first)
    if status == 206:
        assert response.headers["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_does_not_exist(as_member, logo, wanted):
    response = as_member.get(FILE, headers={"range": wanted})

    assert (response.status_code, body(response)) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


def test_a_part_of_a_file_that_has_changed_is_the_whole_file(as_member, logo):
    etag = as_member.get(FILE).headers["ETag"]

    same = as_member.get(FILE, headers={"range": "bytes=0-9", "if-range": etag})
    changed = as_member.get(FILE, headers={"range": "bytes=0-9", "if-range": '"ein anderes"'})

    assert (same.status_code, changed.status_code, body(changed)) == (206, 200, CONTENT)


def test_not_again_what_is_known(as_member, logo):
    etag = as_member.get(FILE).headers["ETag"]

    known = as_member.get(FILE, headers={"if-none-match": etag})
    other = as_member.get(FILE, headers={"if-none-match": '"anderes"'})

    assert (known.status_code, body(known), other.status_code) == (304, b"", 200)
    assert known.headers["Cache-Control"] == "private, no-store"
    assert known.headers["Content-Security-Policy"] == SANDBOX


def test_the_head_alone(as_member, logo):
    response = as_member.head(FILE)

    assert (response.status_code, body(response), response.headers["Content-Length"]) == (200, b"", str(len(CONTENT)))


@pytest.mark.parametrize(
    ("name", "plain", "true"),
    [
        ("Öko-Bericht 100%.pdf", "Oeko-Bericht 100_.pdf", "%C3%96ko-Bericht%20100%25.pdf"),
        ('Plan "A".pdf', "Plan _A_.pdf", "Plan%20%22A%22.pdf"),
        ("Łódź.pdf", "odz.pdf", "%C5%81%C3%B3d%C5%BA.pdf"),
        ("計画.pdf", "Datei.pdf", "%E8%A8%88%E7%94%BB.pdf"),
    ],
)
def test_the_name_survives_the_way(client, name, plain, true):
    document = document_with_file(name, CONTENT)

    said = client.get(document.file_url).headers["Content-Disposition"]

    assert said == f"inline; filename=\"{plain}\"; filename*=UTF-8''{true}"


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("a.pdf", "inline"), ("a.png", "inline"), ("a.jpg", "inline"), ("a.webp", "inline"), ("a.mp4", "inline"),
        ("a.docx", "attachment"), ("a.odt", "attachment"), ("a.xlsx", "attachment"), ("a.zip", "attachment"),
        ("a.svg", "attachment"),
    ],
)  # fmt: skip
def test_only_what_cannot_act_is_opened_in_the_browser(client, name, way):
    document = document_with_file(name, CONTENT)

    assert client.get(document.file_url).headers["Content-Disposition"].startswith(f"{way};")


def test_what_everybody_may_have_a_browser_keeps_and_asks_each_time(client):
    document = document_with_file()

    assert client.get(document.file_url).headers["Cache-Control"] == "private, no-cache"


# --- Bytes for nobody who may not ----------------------------------------------------------------------------


def strangers(logged_in):
    """Nobody, somebody without a team, whose team is looked at, has ended, who has just been removed, who was locked out."""
    waiting, over, removed, locked = PersonFactory.create_batch(4)
    TeamFactory(asked=True, lead=waiting)
    TeamFactory(ended=True, lead=over)
    TeamFactory(members=[removed, locked])
    clients = [logged_in(person) for person in (PersonFactory(), waiting, over, removed, locked)]
    removed.memberships.all().delete()
    locked.is_active = False
    locked.save()
    return clients


WAYS = {
    "get": {},
    "head": {},
    "part": {"range": "bytes=0-9"},
    "end": {"range": "bytes=-9"},
    "conditional": {"if-none-match": "*"},
    "if-range": {"range": "bytes=0-9", "if-range": '"x"'},
}


def test_no_bytes_for_strangers_in_no_way_at_no_address(client, logged_in, as_member, logo):
    add_file(logo, "Logo neu.pdf", CONTENT, preview=cabinet.put_in(DRAWER, [b"RIFF"]).key, preview_width=1, preview_height=1)
    addresses = [FILE, "/mediathek/logo/stand/1/", "/mediathek/logo/stand/2/", "/mediathek/logo/vorschau/", "/mediathek/logo/"]
    assert {as_member.get(address).status_code for address in addresses} == {200}
    tricks = ["/mediathek/LOGO/datei/", "/MEDIATHEK/logo/datei/", "/mediathek/x/%2e%2e/logo/datei/", f"/_privat/{DRAWER}/x"]

    for someone in (client, *strangers(logged_in)):
        nonsense = someone.get("/mediathek/gibt-es-nicht/").content
        for address in [*addresses, *tricks]:
            for way, headers in WAYS.items():
                response = getattr(someone, "head" if way == "head" else "get")(address, headers=headers)
                assert (response.status_code, b"PDF" in body(response)) == (404, False), (address, way)
        assert len(someone.get("/mediathek/logo/").content) == len(nonsense)


def test_what_was_given_to_one_is_not_there_for_another_member(logged_in, as_member, member):
    kompendium = document_with_file("Kompendium.pdf", CONTENT, entitled_only=True)
    given = EntitlementFactory(document=kompendium).person

    assert as_member.get(kompendium.file_url).status_code == 404
    assert logged_in(given).get(kompendium.file_url).status_code == 200


def test_an_earlier_version_stays_until_it_is_taken_back(client):
    document = document_with_file(content=b"%PDF-1")
    add_file(document, "Neu.pdf", b"%PDF-2")
    before = body(client.get(f"/mediathek/{document.slug}/stand/1/"))

    document.versions.filter(number=1).update(withdrawn_at=document.published_at)

    assert (before, body(client.get(document.file_url))) == (b"%PDF-1", b"%PDF-2")
    assert client.get(f"/mediathek/{document.slug}/stand/1/").status_code == 404


def test_staff_look_at_a_draft_that_nobody_else_finds(logged_in, as_member, staff):
    draft = document_with_file(content=CONTENT, draft=True)
    address = f"/verwaltung-vorschau/datei/{draft.current.pk}/"

    assert body(logged_in(staff).get(address)) == CONTENT
    assert as_member.get(address).status_code == 404
    assert logged_in(staff).get(draft.file_url).status_code == 404


# --- Missing on the disk ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_nginx", [False, True])
@pytest.mark.parametrize("way", WAYS)
def test_what_the_disk_has_lost_is_the_usual_page_and_an_error_in_the_log(settings, as_member, logo, by_nginx, way):
    settings.FILES_BY_NGINX = by_nginx
    cabinet.throw_away(DRAWER, logo.current.key)

    with capture_logs() as logged:
        response = getattr(as_member, "head" if way == "head" else "get")(FILE, headers=WAYS[way])

    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert way == "head" or "Diese Seite gibt es nicht" in response.content.decode()
    assert "X-Accel-Redirect" not in response.headers and "Content-Disposition" not in response.headers
    missing = {"event": "a private file is missing", "log_level": "error", "drawer": DRAWER, "key": logo.current.key}
    assert missing in logged
    assert not DocumentDay.objects.exists()
    assert [line.rpartition(": ")[2] for line in broken_promises()] == ["clean, but a file of it is missing"]


# --- Counted per day ----------------------------------------------------------------------------------------------


def test_fetching_is_counted_looking_again_is_not(client):
    document = document_with_file(content=CONTENT)
    etag = client.get(document.file_url).headers["ETag"]
    client.get(document.file_url, headers={"range": "bytes=0-"})

    client.head(document.file_url)
    client.get(document.file_url, headers={"if-none-match": etag})
    client.get(document.file_url, headers={"range": "bytes=500-"})

    assert list(DocumentDay.objects.values_list("document", "downloads")) == [(document.pk, 2)]


# --- In production nginx sends the bytes -------------------------------------------------------------------------------


def test_in_production_the_file_is_named_to_nginx(settings, as_member, client, logo):
    settings.FILES_BY_NGINX = True

    response = as_member.get(FILE, headers={"range": "bytes=0-9"})

    assert (response.status_code, body(response)) == (200, b"")
    assert response.headers["X-Accel-Redirect"] == f"/_privat/{DRAWER}/{logo.current.key[:2]}/{logo.current.key}"
    assert response.headers["Content-Type"] == "application/pdf"
    assert "X-Accel-Redirect" not in client.get(FILE).headers


def test_a_film_is_sent_piece_by_piece(client):
    document = document_with_file("Film.mp4", files.mp4(bytes(300_000)))

    pieces = list(client.get(document.file_url).streaming_content)

    assert max(map(len, pieces)) == cabinet.PIECE
    assert Document.objects.get().current.size == sum(map(len, pieces))


def test_two_hundred_megabytes_take_no_more_memory_than_a_few_pieces(client):
    document = document_with_file("Film.mp4", files.mp4(bytes(300_000)))
    path = cabinet.path_of(DRAWER, document.current.key)
    path.chmod(0o600)
    os.truncate(path, 200_000_000)  # a hole takes no room on the disk
    DocumentVersion.objects.update(size=200_000_000)

    tracemalloc.start()
    sent = sum(map(len, client.get(document.file_url).streaming_content))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent == 200_000_000
    assert most < 5_000_000
