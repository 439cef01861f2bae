"""The same nginx and granian as in production, started by the same scripts, on this machine."""

import contextlib
import os
import re
import signal
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from devstack.place import Place
from devstack.valkey import Valkey
from tests.ops.name_server import NameServer
from tests.ops.servers import HOST, Nginx, Web, built_image, new_database

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
ONCE = [*EVERYWHERE, "Content-Security-Policy", "Permissions-Policy", "Cache-Control"]


@pytest.fixture(scope="module")
def place():
    place = Place.throwaway()
    yield place
    place.remove()


@pytest.fixture(scope="module")
def nginx(place):
    nginx = Nginx(place)
    yield nginx
    nginx.stop()


@pytest.fixture(scope="module")
def redis(place):
    redis = Valkey(place, throwaway=True)
    redis.start()
    yield redis
    redis.process.send_signal(signal.SIGCONT)
    redis.stop()


@pytest.fixture(scope="module")
def names():
    names = NameServer("127.0.0.1")
    yield names
    names.end()


@pytest.fixture(scope="module")
def web(place, nginx, redis, names):
    """Built and migrated as the image and the compose file do it; nginx asks for its address as it asks Docker."""
    image, database = built_image(place), new_database(os.environ["DATABASE_URL"])
    web = Web(place, root=image, database_url=database, redis_url=redis.url, site_url=nginx.site_url, METRICS_TOKEN="right")
    web.manage("check", "--deploy", "--fail-level", "WARNING")
    web.manage("migrate", "--noinput")
    web.start()
    nginx.before(f"web:{web.port}", resolver=names.address)
    yield web
    web.stop()


def check(answer):
    assert {name: answer.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert {name: len(answer.headers.get_all(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Server"] == "nginx"


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
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if found := [line for line in log.read_text().splitlines() if name in line]:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"{name} is not in {log}")


def test_the_logs_hold_no_address_of_a_person_and_no_query(web, nginx):
    nginx.ask("/seminare/?q=geheime-suche", User_Agent="besonderer-browser")
    nginx.ask("/gibt/es/nicht/geheimer-pfad/")
    line_with(web.log, nginx.ask("/impressum/").headers["X-Request-ID"])

    for log in (web.log, nginx.log):
        assert re.findall("geheim|besonderer|127.0.0.1", log.read_text().replace("http://127.0.0.1", "")) == []


# --- What goes wrong ----------------------------------------------------------------------------------


def test_half_open_clients_stop_nobody(web, nginx):
    with contextlib.ExitStack() as open_ones:
        for _ in range(150):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", nginx.https)))
            open_ones.enter_context(nginx.tls()).sendall(b"POST /konto/anmelden/ HTTP/1.1\r\nHost: " + HOST.encode())
        for _ in range(40):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", web.port))).sendall(b"GET / HT")
        begun = time.monotonic()

        assert nginx.ask("/seminare/").status == 200
        assert time.monotonic() - begun < 2


def test_a_slow_upload_holds_no_thread_of_the_web(web, nginx):
    with contextlib.ExitStack() as open_ones:
        for _ in range(30):
            head = f"POST /konto/anmelden/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\nlogin="
            open_ones.enter_context(nginx.tls()).sendall(head.encode())
        begun = time.monotonic()

        assert nginx.ask("/seminare/").status == 200
        assert time.monotonic() - begun < 2


def test_a_frozen_redis_is_noticed_by_health_alone(web, nginx, redis):
    redis.process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        ready, page = nginx.ask("/gesund/bereit"), nginx.ask("/seminare/")
        took = time.monotonic() - begun
    finally:
        redis.process.send_signal(signal.SIGCONT)

    assert (ready.status, page.status) == (200, 200)
    assert b'"degraded"' in ready.body
    assert took < 2


@pytest.fixture
def second_web(web, nginx, place, names):
    """--scale web=2: nginx learns of it by itself."""
    second = Web(
        place, root=web.root, database_url=web.environment["DATABASE_URL"], redis_url=web.environment["REDIS_URL"],
        site_url=nginx.site_url, host="127.0.0.2", port=web.port, SECRET_KEY=web.environment["SECRET_KEY"],
    )  # fmt: skip
    second.start()
    names.addresses.append("127.0.0.2")
    yield second
    names.addresses.remove("127.0.0.2")
    second.stop()


def test_webs_come_and_go_without_a_reload(web, nginx, second_web):
    def requests_of_the_second():
        return second_web.log.read_text().count('"route": "imprint"')

    end = time.monotonic() + 20
    while not requests_of_the_second() and time.monotonic() < end:
        assert nginx.ask("/impressum/").status == 200
        time.sleep(0.2)
    assert requests_of_the_second()

    second_web.stop()

    assert [nginx.ask("/impressum/").status for _ in range(40)] == [200] * 40


def test_a_killed_worker_is_replaced_and_nobody_notices(web, nginx, second_web):
    time.sleep(6)  # until nginx knows of both
    before, started = web.workers(), web.workers_started()
    assert len(before) == 2

    os.kill(min(before), signal.SIGKILL)
    answers = [nginx.ask("/impressum/").status for _ in range(40)]

    assert answers == [200] * 40
    web.wait_for_workers(started + 1)
    assert len(web.workers()) == 2 and web.workers() != before


def test_a_running_request_is_finished_before_the_web_ends(web, nginx):
    with ThreadPoolExecutor() as pool, psycopg.connect(web.environment["DATABASE_URL"]) as database:
        database.execute("LOCK TABLE shared_textpage IN ACCESS EXCLUSIVE MODE")
        running = pool.submit(nginx.ask, "/impressum/")
        wait_for_a_waiting_statement(database)
        web.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert not running.done() and web.process.poll() is None
        database.rollback()

        assert running.result().status == 200
    assert web.process.wait(10) == 0
    web.start()


def wait_for_a_waiting_statement(database):
    end = time.monotonic() + 10
    while not database.execute("SELECT pid FROM pg_locks WHERE NOT granted").fetchone():
        assert time.monotonic() < end, "nothing waits for the lock"
        time.sleep(0.02)


def test_while_the_web_is_away_a_german_page_says_so(web, nginx):
    web.stop()
    try:
        answer = nginx.ask("/seminare/")
        sheet = nginx.ask("/stoerung/style.css")
    finally:
        web.start()

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "macht gerade eine kurze Pause" in answer.body.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert (sheet.status, sheet.headers["Content-Type"]) == (200, "text/css")
    check(answer), check(sheet)
    assert nginx.ask("/seminare/").status == 200


# --- What the web is told -------------------------------------------------------------------------------


class Echo(threading.Thread):
    """A web that answers with the head of the request it got."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.start()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.socket.accept()
                with client:
                    head = client.recv(65536)
                    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(head), head))


@pytest.fixture
def nginx_before_echo(place):
    echo, nginx = Echo(), Nginx(place)
    yield nginx.before(echo.address)
    nginx.stop()
    echo.socket.close()


def test_a_client_cannot_choose_its_address_scheme_or_host(nginx_before_echo):
    answer = nginx_before_echo.ask(
        "/",
        X_Forwarded_For="9.9.9.9", X_Real_IP="9.9.9.9", X_Forwarded_Proto="http", X_Forwarded_Host="anders.example",
        X_Forwarded_Port="1", Forwarded="for=9.9.9.9;host=anders.example", X_Request_ID="f" * 32, Proxy="anders.example",
    )  # fmt: skip

    told = dict(line.lower().split(": ", 1) for line in answer.body.decode().split("\r\n")[1:] if line)
    assert re.fullmatch("[0-9a-f]{32}", told["x-request-id"]) and told.pop("x-request-id") != "f" * 32
    assert told == {
        "host": HOST, "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", "x-forwarded-proto": "https",
        "accept-encoding": "identity",
    }  # fmt: skip


def test_a_machine_that_posts_on_and_on_is_slowed_down_and_readers_are_not(nginx_before_echo):
    def ask(method):
        return nginx_before_echo.ask("/konto/anmelden/", method, b"a=b" if method == "POST" else None)

    with ThreadPoolExecutor(8) as pool:
        posts = list(pool.map(ask, ["POST"] * 80))
        reading = [answer.status for answer in pool.map(ask, ["GET"] * 80)]

    refused = [answer for answer in posts if answer.status == 429]
    assert 30 <= len(refused) <= 39  # 41 at once, and two more each second
    assert "sehr viele Anmeldungen" in refused[0].body.decode()
    assert refused[0].headers["Retry-After"] == "10"
    check(refused[0])
    assert reading == [200] * 80
