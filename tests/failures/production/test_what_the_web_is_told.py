"""nginx before a web that answers with what it was told."""

import contextlib
import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.failures.production.carried import check
from tests.ops.servers import HOST, Nginx


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

    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        posts = list(pool.map(ask, ["POST"] * 80))
        seconds = time.monotonic() - begun
        reading = [answer.status for answer in pool.map(ask, ["GET"] * 80)]

    refused = [answer for answer in posts if answer.status == 429]
    assert refused and 41 <= 80 - len(refused) <= 42 + 2 * seconds  # 41 at once, and two more each second
    assert "sehr viele Anmeldungen" in refused[0].body.decode()
    assert refused[0].headers["Retry-After"] == "10"
    check(refused[0])
    assert reading == [200] * 80
