"""The same nginx and granian as in production, started by the same scripts, on this machine."""

import re
import socket
import ssl

import pytest

from tests.failures.celery_worker import wait_until
from tests.failures.production.carried import check
from tests.ops.servers import HOST


def test_nothing_is_written_beside_tmp(web, nginx):
    """The image's root is read-only."""
    before = {path: path.stat().st_mtime_ns for path in web.root.rglob("*") if path.is_file()}

    for address in ("/", "/seminare/", "/konto/anmelden/", "/gibt-es-nicht/"):
        nginx.ask(address)

    assert {path: path.stat().st_mtime_ns for path in web.root.rglob("*") if path.is_file()} == before


def test_the_image_holds_nothing_of_a_checkout(web):
    names = {path.name for path in web.root.iterdir()}

    assert not names & {"devstack", "node_modules", "requirements", "tests", "var", "script", ".env", ".git"}
    assert {"manage.py", "missione", "staticfiles", "templates"} <= names


# --- The way in ---------------------------------------------------------------------------------------


def test_http_leads_to_https(web, nginx):
    answer = nginx.ask_unencrypted("/seminare/?monat=2027-01")

    assert (answer.status, answer.headers["Location"]) == (301, f"{nginx.site_url}/seminare/?monat=2027-01")
    assert answer.headers["Strict-Transport-Security"] is None  # means nothing there


def test_a_name_nobody_gave_us_gets_no_page_and_no_certificate(web, nginx):
    with pytest.raises(OSError):
        nginx.ask_unencrypted("/", Host="anders.example")
    with pytest.raises(ssl.SSLError):
        nginx.tls(name="anders.example")


def test_old_tls_is_refused(web, nginx):
    old = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", nginx.https)) as plain:
        old.wrap_socket(plain, server_hostname=HOST)


# --- What comes out -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, status",
    [
        ("/", 200), ("/seminare/", 200), ("/konto/anmelden/", 200), ("/gibt-es-nicht/", 404), ("/meine-termine/", 302),
        ("/verwaltung/", 302), ("/gesund/", 200), ("/gesund/bereit", 200), ("/stoerung/pause.html", 200),
        ("/stoerung/gibt-es-nicht", 404), ("/%00", 400),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers(web, nginx, address, status):
    answer = nginx.ask(address)

    assert answer.status == status
    check(answer)


def test_cookies_travel_by_https_alone(web, nginx):
    cookies = nginx.ask("/konto/anmelden/").headers.get_all("Set-Cookie")

    assert cookies
    assert [cookie for cookie in cookies if not re.search(r"; HttpOnly; .*SameSite=Lax; Secure", cookie)] == []


def test_a_form_is_believed_only_from_our_own_pages(web, nginx):
    page = nginx.ask("/konto/anmelden/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1]
    cookie = page.headers["Set-Cookie"].split(";")[0]
    body = b"csrfmiddlewaretoken=" + token + b"&login=eva@behoerde.example&password=falsch"
    form = {"Cookie": cookie, "Content_Type": "application/x-www-form-urlencoded"}

    ours = nginx.ask("/konto/anmelden/", "POST", body, Origin=nginx.site_url, **form)
    foreign = nginx.ask("/konto/anmelden/", "POST", body, Origin="https://anders.example", **form)

    assert (ours.status, foreign.status) == (422, 403)  # a wrong password, and no entry
    check(ours), check(foreign)


def test_static_files_are_small_and_kept_for_ever(web, nginx):
    page = nginx.ask("/").body.decode()
    [sheet] = re.findall(r'href="(/static/[^"]*portal\.[0-9a-f]{12}\.css)"', page)

    answers = {coding: nginx.ask(sheet, Accept_Encoding=coding) for coding in ("identity", "gzip", "br")}

    assert {coding: answer.headers["Content-Encoding"] for coding, answer in answers.items()} == {
        "identity": None, "gzip": "gzip", "br": "br",
    }  # fmt: skip
    assert len(answers["br"].body) < len(answers["gzip"].body) < len(answers["identity"].body) / 3
    for answer in answers.values():
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert answer.headers["Vary"] == "Accept-Encoding"
        check(answer)


def test_pages_are_compressed(web, nginx):
    answer = nginx.ask("/", Accept_Encoding="gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.body) < len(nginx.ask("/").body) / 2


def test_figures_stay_inside(web, nginx):
    right = {"Authorization": "Bearer right"}
    for _ in range(6):
        nginx.ask("/seminare/")

    inside = [web.get("/gesund/zahlen", **right) for _ in range(4)]  # of both processes, whichever is asked
    assert len({re.search(rb'_count{.*"seminars:list".*} (.*)', answer.body)[1] for answer in inside}) == 1
    for address in ("/gesund/zahlen", "/gesund/zahlen/", "/gesund//zahlen", "/gesund/%7aahlen", "/x/../gesund/zahlen"):
        answer = nginx.ask(address, **right)
        assert answer.status == 404 and b"portal_" not in answer.body, address


def test_what_is_too_big_is_told_in_german(web, nginx):
    answer = nginx.ask("/konto/anmelden/", "POST", b"x" * 4_000_000)

    assert answer.status == 413
    assert "größer als 3" in answer.body.decode()
    check(answer)


def test_the_answer_and_the_log_share_the_name_of_the_request(web, nginx):
    answer = nginx.ask("/impressum/", X_Request_ID="f" * 32)

    name = answer.headers["X-Request-ID"]
    assert name != "f" * 32
    assert '"route": "imprint"' in line_with(web.log, name)
    assert '"web_status":"200"' in line_with(nginx.log, name)


def line_with(log, name: str) -> str:
    return wait_until(lambda: [line for line in log.read_text().splitlines() if name in line])[0]


def test_the_logs_hold_no_address_of_a_person_and_no_query(web, nginx):
    nginx.ask("/seminare/?q=geheime-suche", User_Agent="besonderer-browser")
    nginx.ask("/gibt/es/nicht/geheimer-pfad/")
    line_with(web.log, nginx.ask("/impressum/").headers["X-Request-ID"])

    for log in (web.log, nginx.log):
        assert re.findall("geheim|besonderer|127.0.0.1", log.read_text().replace("http://127.0.0.1", "")) == []


@pytest.mark.parametrize(
    "address, fits, is_too_much",
    [
        ("/team/t-x/aktionen/a-x/bilder/", 10, 12),
        ("/material/ausleihen/00000000-0000-4000-8000-000000000001/weitergeben/", 50, 55),
        ("/material/ausleihen/00000000-0000-4000-8000-000000000001/uebernehmen/", 50, 55),
        ("/team/t-x/aktionen/a-x/bearbeiten/", 2, 4),
        ("/material/ausleihen/00000000-0000-4000-8000-000000000001/", 2, 4),
    ],
)
def test_only_where_pictures_are_sent_they_fit(web, nginx, address, fits, is_too_much):
    """Without a token the web says no; that it is asked at all is nginx's yes."""
    assert [nginx.ask(address, "POST", bytes(size * 1_000_000)).status for size in (fits, is_too_much)] == [403, 413]


def test_a_no_to_a_long_upload_is_heard(web, nginx):
    """The web knows its answer at once; if it did not read on, nginx would lose its connection, and the answer, now and then."""
    loan = "/material/ausleihen/00000000-0000-4000-8000-000000000001/weitergeben/"

    answers = [nginx.ask(loan, "POST", bytes(50_000_000)) for _ in range(30)]

    assert {(answer.status, answer.headers["Content-Type"]) for answer in answers} == {(403, "text/html; charset=utf-8")}
    assert all("Formular" in answer.body.decode() for answer in answers)
