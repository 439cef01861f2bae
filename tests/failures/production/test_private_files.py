"""Private files through the real nginx: the bytes, their headers, and nothing for anybody who may not."""

import http.client
import io
import json
import re
import zipfile
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from tests.failures.production.carried import check

MB = 1024 * 1024
SIZE = 200 * MB
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 40
# Run by manage.py shell of the image: people with sessions, and documents as the portal would have taken them in.
SCENE = """
import hashlib, json
from django.test import Client
from materials.models import Document, DocumentVersion
from missione.shared import clock
from missione.shared.files import cabinet
from teams.models import Agency, Membership, Person, Team

agency = Agency.objects.create(name="Amt", city="Essen")
content = b"%PDF-1.7\\n" + bytes(range(256)) * 40

def document(slug, name, media_type, pieces, **facts):
    document = Document.objects.create(title=slug, slug=slug, kind="vorlage", published_at=clock.now(), **facts)
    for number in (1, 2):
        kept = cabinet.put_in("documents", pieces())
        about = dict(key=kept.key, size=kept.size, sha256=kept.sha256, original_name=name, media_type=media_type)
        preview = cabinet.put_in("documents", [b"RIFF"]).key
        seen = dict(preview=preview, preview_width=1, preview_height=1, scan_state="clean", scanned_at=clock.now())
        version = DocumentVersion.objects.create(document=document, number=number, stand=clock.today(), **about, **seen)
    document.current = version
    document.save()
    return version.key

def session(email, state=None, **facts):
    person = Person.objects.create_user(email, None, first_name="V", last_name="N", **facts)
    if state:
        since = clock.now() if state == "approved" else None
        team = Team.objects.create(agency=agency, site=email, state=state, approved_at=since)
        Membership.objects.create(team=team, person=person)
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value

key = document("logo", "Öko-Bericht 100%.pdf", "application/pdf", lambda: [content], visibility="members")
document("vorlage", "Vorlage.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", lambda: [content],
         visibility="public")
document("film", "Film.mp4", "video/mp4", lambda: (bytes(1 << 20) for _ in range(200)), visibility="public")
people = {"member": session("m@x.example", "approved"), "pending": session("p@x.example", "asked"),
          "without": session("o@x.example"), "removed": session("r@x.example", "approved")}
Person.objects.get(email="r@x.example").memberships.all().delete()
print("SCENE " + json.dumps({"key": key, **people}))
"""


@pytest.fixture(scope="module")
def scene(web):
    told = web.manage("shell", "-c", SCENE)
    return json.loads(next(line for line in told.splitlines() if line.startswith("SCENE ")).removeprefix("SCENE "))


@pytest.fixture
def ask(nginx, scene):
    """ask(path, "member", Range=…)"""

    def asked(path, who="", method="GET", **headers):
        cookie = {"Cookie": f"sessionid={scene[who]}"} if who else {}
        return nginx.ask(path, method, **cookie, **headers)

    return asked


FILE = "/mediathek/logo/datei/"


def test_the_answer_carries_what_nginx_would_drop(ask, scene):
    answer = ask(FILE, "member", Accept_Encoding="gzip")

    assert (answer.status, answer.body) == (200, CONTENT)
    check(answer)
    told = {
        name: answer.headers[name] for name in ("Content-Security-Policy", "Cache-Control", "Content-Type", "X-Frame-Options")
    }
    assert told == {
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": "private, no-store",
        "Content-Type": "application/pdf",
        "X-Frame-Options": "DENY",
    }
    name = "inline; filename=\"Oeko-Bericht 100_.pdf\"; filename*=UTF-8''%C3%96ko-Bericht%20100%25.pdf"
    assert answer.headers["Content-Disposition"] == name
    assert scene["key"] not in str(answer.headers)
    assert "X-Accel-Redirect" not in answer.headers


def test_parts_heads_and_what_is_known_already(ask):
    whole = ask(FILE, "member")
    etag = whole.headers["ETag"]

    part = ask(FILE, "member", Range="bytes=10-19")
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, CONTENT[10:20], f"bytes 10-19/{len(CONTENT)}")
    assert ask(FILE, "member", Range="bytes=999999-").status == 416
    head = ask(FILE, "member", "HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(CONTENT)))
    known = ask(FILE, "member", If_None_Match=etag)
    assert (known.status, known.body, known.headers["Cache-Control"]) == (304, b"", "private, no-store")
    assert ask(FILE, "member", Range="bytes=0-9", If_Range=etag).status == 206
    assert ask(FILE, "member", Range="bytes=0-9", If_Range='"anderes"').body == CONTENT
    for answer in (part, head, known):
        assert answer.headers["Content-Security-Policy"] == SANDBOX


def test_what_can_act_is_saved_and_never_shown(ask):
    answer = ask("/mediathek/vorlage/datei/")

    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("who", ["", "pending", "without", "removed"])
def test_no_bytes_for_who_may_not(ask, scene, who):
    inside = f"/_privat/documents/{scene['key'][:2]}/{scene['key']}"
    addresses = [
        FILE, "/mediathek/logo/", "/mediathek/logo/vorschau/", "/mediathek/logo/stand/1/", "/mediathek/logo/stand/2/",
        "/mediathek/LOGO/datei/", "/MEDIATHEK/logo/datei/", "/mediathek/x/%2e%2e/logo/datei/",
        "/mediathek/logo/%2e%2e/logo/datei/", inside, f"/_privat/../_privat{inside[8:]}", f"/static/%2e%2e{inside}",
        f"/static/..%2f..{inside}",
    ]  # fmt: skip
    ways = [{}, {"Range": "bytes=0-9"}, {"If_None_Match": "*"}, {"If_Modified_Since": "Mon, 01 Jan 2035 00:00:00 GMT"}]

    for address in addresses:
        for headers in ways:
            answer = ask(address, who, **headers)
            assert answer.status in (400, 404), (address, headers)
            assert b"PDF" not in answer.body and b"RIFF" not in answer.body
        assert ask(address, who, "HEAD").status in (400, 404)


def test_not_even_members_reach_the_folder_itself(ask, scene):
    assert ask(f"/_privat/documents/{scene['key'][:2]}/{scene['key']}", "member").status == 404


def test_a_client_cannot_lead_nginx_there(ask, scene):
    inside = f"/_privat/documents/{scene['key'][:2]}/{scene['key']}"

    assert b"PDF" not in ask("/mediathek/", X_Accel_Redirect=inside).body


def test_a_selection_holds_what_the_person_may_see(ask):
    query = urlencode({"dokument": ["logo", "vorlage"]}, doseq=True)

    def names(who):
        with zipfile.ZipFile(io.BytesIO(ask(f"/mediathek/auswahl/?{query}", who).body)) as archive:
            return set(archive.namelist())

    assert names("") == names("pending") == names("removed") == {"Nachweise.txt", "Vorlage.docx"}
    assert names("member") == {"Nachweise.txt", "Vorlage.docx", "Öko-Bericht 100%.pdf"}


def test_a_film_of_100_mb_is_taken_in_and_costs_the_web_little_memory(ask, web, nginx, scene):
    """Anything larger than a page is passed on as it comes and written to the disk of the private files."""
    page = ask("/mediathek/vorschlagen/", "member")
    token, key = (
        re.search(f'name="{name}" value="([^"]+)"', page.body.decode())[1] for name in ("csrfmiddlewaretoken", "request_key")
    )
    said = {
        "csrfmiddlewaretoken": token, "request_key": key, "title": "Film", "kind": "video", "topic": "strom", "language": "de",
        "description": "Lang", "author": "Wir", "licence": "intern", "channels": "intranet", "may_be_shared": "on",
    }  # fmt: skip
    film = b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov" + (100 * MB + 8).to_bytes(4, "big") + b"mdat" + bytes(100 * MB)
    headers = {
        "Cookie": f"sessionid={scene['member']}; {page.headers['Set-Cookie'].split(';')[0]}",
        "Content_Type": "multipart/form-data; boundary=grenze",
        "Referer": f"{nginx.site_url}/mediathek/vorschlagen/",
    }
    before = memory_of(web)

    answer = nginx.ask("/mediathek/vorschlagen/", "POST", multipart(said, "Film.mp4", film), timeout=120, **headers)

    assert (answer.status, answer.headers["Location"]) == (302, "/mediathek/")
    assert memory_of(web) - before < 40 * MB


def multipart(said, name, content):
    fields = "".join(
        f'--grenze\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n' for each, value in said.items()
    )
    head = f'--grenze\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: video/mp4\r\n\r\n'
    return (fields + head).encode() + content + b"\r\n--grenze--\r\n"


@pytest.mark.parametrize("path", ["/mediathek/film/datei/", "/mediathek/auswahl/?dokument=film"])
def test_200_mb_cost_the_web_no_memory(scene, web, nginx, path):
    """The first by nginx alone, the second packed by the web while it is sent."""
    total, more = measured(web, nginx, path)

    assert total >= SIZE
    assert more < 30 * MB


def memory_of(web):
    """Of all workers together, what is theirs alone."""
    total = 0
    for pid in web.workers():
        with open(f"/proc/{pid}/smaps_rollup") as told:
            total += sum(int(line.split()[1]) for line in told if line.startswith("Private_")) * 1024
    return total


@contextmanager
def read_from(nginx, path):
    """The body, a megabyte at a time."""
    with nginx.tls(timeout=60) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {nginx.site_url[8:]}\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert answer.status == 200
        yield iter(lambda: answer.read(1 << 20), b"")


def measured(web, nginx, path):
    """How many bytes came, and how much more memory the web had meanwhile."""
    before, highest, total = memory_of(web), 0, 0
    with read_from(nginx, path) as pieces:
        for number, piece in enumerate(pieces):
            total += len(piece)
            if number % 10 == 0:
                highest = max(highest, memory_of(web))
    return total, highest - before
