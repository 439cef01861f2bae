"""granian and nginx as in production: started by the scripts under deploy/, which the image and the compose file start, too."""

import fcntl
import http.client
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from devstack.place import IS_ROOT, LOW, ROOT, Place, low_account, own_folder
from devstack.service import Service

HOST = "portal.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def built_image(place: Place) -> Path:
    """What the Dockerfile would ship as /app; built once for a run of the tests, beside its throw-away PostgreSQL."""
    sockets = Path(parse_qs(urlsplit(os.environ["DATABASE_URL"]).query).get("host", [""])[0])
    shared = sockets.parent if sockets.parent.name.startswith("missione-test-") else place.state
    with (shared / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "image").exists():
            build_image(shared / "half-built").rename(shared / "image")
    return shared / "image"


def build_image(image: Path) -> Path:
    """The files .dockerignore lets in, after the Dockerfile's own commands."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line.startswith("!"):
            _copy(ROOT / line[1:], image / line[1:])
    (image / "node_modules").symlink_to(ROOT / "node_modules")
    commands = re.search(r"^RUN (.*devstack\.assets.*(?:\n    .*)*)", dockerfile, re.MULTILINE)[1]
    commands = commands.replace("\\\n", "").replace("/opt/venv/bin/python", sys.executable)
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/tmp")}
    done = subprocess.run(["sh", "-ec", commands], cwd=image, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return image


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


class Web(Service):
    """The portal in granian, with the settings of production; `root` is a checkout or what `built_image` is."""

    name = "granian"

    def __init__(
        self,
        place: Place,
        *,
        root: Path,
        database_url: str,
        redis_url: str = "redis://127.0.0.1:9/0",
        site_url: str = f"https://{HOST}",
        host: str = "127.0.0.1",
        port: int = 0,
        **environment,
    ):
        self.root = root
        self.folder = own_folder(place.state / f"web-{uuid.uuid4().hex[:8]}")
        self.log, self.pidfile = self.folder / "log", self.folder / "pid"
        self.host, self.port = host, port or free_port()
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "TZ") if name in os.environ}
        self.environment = (
            kept
            | {
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "TMPDIR": str(self.folder),
                "PYTHONPATH": f"{root}:{ROOT}",  # the latter for the settings of negative controls, under tests/
                "PYTHONDONTWRITEBYTECODE": "1",
                "DJANGO_SETTINGS_MODULE": "missione.settings",
                "PRODUCTION": "1",
                "BEHIND_PROXY": "1",
                "SECRET_KEY": secrets.token_urlsafe(50),
                "ALLOWED_HOSTS": HOST,
                "SITE_URL": site_url,
                "CONTACT_EMAIL": "kampagnenteam@portal.example",
                "EMAIL_URL": "smtp://127.0.0.1:9",
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "WEB_HOST": host,
                "WEB_PORT": str(self.port),
            }
            | environment
        )

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        started = self.workers_started()
        super().start()
        self.wait_for_workers(started + 2)

    def wait_for_workers(self, started: int) -> None:
        """Until so many have started since the beginning: one that is told to end before that does not hear it."""
        end = time.monotonic() + 60
        while self.workers_started() < started:
            assert time.monotonic() < end, self.log.read_text()[-2000:]
            time.sleep(0.05)
        time.sleep(0.5)  # it says "Started" a moment before it listens to signals

    def stop(self, seconds: float = 60) -> None:
        super().stop(seconds)  # longer than granian waits for its workers: none may be left behind

    def workers_started(self) -> int:
        return self.log.read_text().count("Started worker-") if self.log.exists() else 0

    def launch(self) -> None:
        # granian imports the portal from where it stands, as in the image
        self.spawn(["sh", "-c", f'cd "{self.root}" && exec deploy/web/start.sh'], env=self.environment)

    def answers(self) -> bool:
        try:
            return self.get("/gesund/").status == 200
        except OSError:
            return False

    def get(self, path: str, timeout: float = 20, **headers) -> http.client.HTTPResponse:
        """Straight to granian, as nginx asks it."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        return _asked(connection, "GET", path, {"Host": HOST, "X-Forwarded-Proto": "https"} | _names(headers))

    def workers(self) -> set[int]:
        """The process ids of granian's workers; its helper is left out."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid) for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()}


class Nginx(Service):
    """Under another account, as in the container; so it gets a copy of its configuration where that account can read it."""

    name, process_name = "nginx", "nginx"

    def __init__(self, place: Place):
        self.folder = own_folder(place.state / f"nginx-{uuid.uuid4().hex[:8]}")
        self.log, self.pidfile = self.folder / "log", self.folder / "nginx.pid"
        self.log.touch()
        self.private = private_folder(place)
        self.http, self.https = free_port(), free_port()
        self.site_url = f"https://{HOST}:{self.https}"
        shutil.copytree(ROOT / "deploy" / "nginx", self.folder / "deploy")
        make_certificate(self.folder)
        if IS_ROOT:
            for path in [self.folder, *self.folder.rglob("*")]:
                shutil.chown(path, LOW)
        self.trusting = ssl.create_default_context(cafile=self.folder / "fullchain.pem")

    def before(self, address: str, *, resolver: str = "127.0.0.1") -> "Nginx":
        """Started before the web at this address, whose name the resolver knows if it is one."""
        if not shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
            pytest.fail("No nginx for the tests of the production shape: run script/servers, it says what to do.", pytrace=False)
        self.web_address, self.resolver = address, resolver
        self.start()
        return self

    def launch(self) -> None:
        environment = {
            "PATH": f"{os.environ['PATH']}:/usr/sbin",
            "SITE_URL": self.site_url,
            "RUN": str(self.folder),
            "HTTP_PORT": str(self.http),
            "HTTPS_PORT": str(self.https),
            "CERTIFICATES": str(self.folder),
            "PRIVATE_ROOT": str(self.private),
            "WEB_ADDRESS": self.web_address,
            "RESOLVER": self.resolver,
        }
        self.spawn([self.folder / "deploy" / "start.sh"], env=environment, **low_account())

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.https), timeout=1).close()
            return True
        except OSError:
            return False

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, timeout: float = 20, **headers):
        connection = http.client.HTTPSConnection("127.0.0.1", self.https, context=self.trusting, timeout=timeout)
        connection.sock = self.tls(timeout)
        return _asked(connection, method, path, {"Host": f"{HOST}:{self.https}"} | _names(headers), body)

    def ask_unencrypted(self, path: str, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=20)
        return _asked(connection, "GET", path, {"Host": HOST} | _names(headers))

    def tls(self, timeout: float = 20, name: str = HOST) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=timeout)
        return self.trusting.wrap_socket(plain, server_hostname=name)


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _asked(connection, method: str, path: str, headers: dict[str, str], body: bytes | None = None):
    """The answer with its body in `body`; the connection is closed."""
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer
    finally:
        connection.close()


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))


def private_folder(place: Place) -> Path:
    """What the web writes and nginx reads, as the volume in production: of a group that both are in."""
    folder = own_folder(place.state / "private", 0o750)
    if IS_ROOT:
        shutil.chown(folder, group=low_account()["group"])
        folder.chmod(0o2750)
    return folder


def new_database(server_url: str) -> str:
    """The address of an empty database on a running server, which takes it along when it ends."""
    name = f"production_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    address = urlsplit(server_url)
    return urlunsplit(address._replace(path=f"/{name}"))
