"""docker-compose.yml, the Dockerfile and .dockerignore, read: what production promises about its shape."""

import json
import os
import re
import subprocess

import pytest
import yaml
from django.conf import settings
from django.urls import resolve

from devstack.place import ROOT
from materials.actions.scanning import LEASE
from missione.shared.files.kinds import KINDS, MB
from missione.shared.files.looking import archives
from missione.shared.files.scanning import ANSWER_SECONDS

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
LASTING = sorted(set(SERVICES) - {"migrate"})
PORTAL = ["web", "worker", "timetable", "migrate"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()

each_service = pytest.mark.parametrize("service", [pytest.param(SERVICES[name], id=name) for name in SERVICES])
each_lasting_service = pytest.mark.parametrize("service", [pytest.param(SERVICES[name], id=name) for name in LASTING])


def test_production_is_nginx_web_worker_timetable_postgresql_redis_and_a_virus_scanner():
    assert sorted(SERVICES) == ["clamav", "migrate", "nginx", "postgres", "redis", "timetable", "web", "worker"]
    assert SERVICES["postgres"]["image"].startswith("postgres:18")


@each_service
def test_nothing_runs_as_root_or_may_become_it(service):
    user, _, group = service["user"].partition(":")

    assert int(user) > 0 and int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service and "cap_add" not in service


@each_service
def test_the_root_is_read_only_and_what_is_written_has_a_limit(service):
    assert service["read_only"] is True
    assert service["tmpfs"]
    assert all("size=" in place for place in service["tmpfs"])


@each_service
def test_processor_memory_and_processes_are_limited(service):
    limits = service["deploy"]["resources"]["limits"]

    assert float(limits["cpus"]) > 0
    assert re.fullmatch(r"\d+[MG]", limits["memory"])
    assert limits["pids"] > 0


@each_service
def test_the_log_cannot_fill_the_disk(service):
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@each_lasting_service
def test_what_lasts_is_watched_and_comes_back(service):
    assert service["restart"] == "unless-stopped"
    assert {"test", "interval", "timeout", "retries"} <= set(service["healthcheck"])
    assert "stop_grace_period" in service


def test_only_nginx_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service or "network_mode" in service] == ["nginx"]
    assert [port.rsplit(":", 1)[1] for port in SERVICES["nginx"]["ports"]] == ["8080", "8443"]


def test_the_database_and_redis_have_no_way_out():
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["back"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert not {"back"} & set(SERVICES["nginx"]["networks"])


# --- The virus scanner --------------------------------------------------------------------------------


def test_without_a_word_in_the_settings_every_file_is_scanned():
    for name in PORTAL:
        assert SERVICES[name]["environment"]["CLAMD_URL"] == "${CLAMD_URL-tcp://clamav:3310}"
    assert "profiles" not in SERVICES["clamav"]
    assert set(SERVICES["clamav"]["networks"]) == {"back", "out"}
    assert SERVICES["clamav"]["networks"][0] in SERVICES["worker"]["networks"]


def test_letters_do_not_wait_for_the_scanner():
    assert "clamav" not in {name for service in SERVICES.values() for name in service.get("depends_on", {})}


def test_the_scanner_looks_into_whatever_the_portal_takes_in_or_says_that_it_did_not():
    limits = said_in("deploy/clamav/clamd.conf")
    in_mb = {name: int(limits[name].removesuffix("M")) * MB for name in ("StreamMaxLength", "MaxFileSize", "MaxScanSize")}

    assert max(kind.most_bytes for kind in KINDS.values()) < in_mb["StreamMaxLength"]
    assert archives.MOST_BYTES < in_mb["MaxFileSize"] <= in_mb["MaxScanSize"]
    assert limits["AlertExceedsMax"] == "yes"
    assert int(limits["MaxScanTime"]) < ANSWER_SECONDS * 1000
    assert 2 * ANSWER_SECONDS < LEASE.total_seconds()


def test_the_scanner_is_where_the_portal_and_its_signatures_look_for_it():
    limits = said_in("deploy/clamav/clamd.conf")
    freshclam = said_in("deploy/clamav/freshclam.conf")

    assert limits["TCPSocket"] == "3310"
    assert "signatures:" + limits["DatabaseDirectory"] in SERVICES["clamav"]["volumes"]
    assert freshclam["DatabaseDirectory"] == limits["DatabaseDirectory"]
    assert freshclam["NotifyClamd"] == "/deploy/clamav/clamd.conf"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_scale_to_many(name):
    service = SERVICES[name]

    assert not {"container_name", "ports", "hostname"} & set(service)
    assert service["deploy"]["replicas"] >= 1


def test_there_is_only_one_timetable():
    assert SERVICES["timetable"]["deploy"]["replicas"] == 1


@pytest.mark.parametrize("name", PORTAL)
def test_one_image_with_its_secrets_from_a_file(name):
    service = SERVICES[name]

    assert service["build"] == "." and service["image"] == SERVICES["web"]["image"]
    assert service["env_file"] == ".env"
    assert not {"SECRET_KEY", "EMAIL_URL", "METRICS_TOKEN"} & set(service["environment"])


def test_no_secret_stands_in_the_file():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not name.endswith("PASSWORD") or re.fullmatch(r"\$\{\w+:\?\}|", value), name


@pytest.mark.parametrize("name", PORTAL)
def test_the_portal_does_not_know_the_superuser(name):
    assert SERVICES[name]["environment"]["POSTGRES_PASSWORD"] == ""
    assert "//missione:" in SERVICES[name]["environment"]["DATABASE_URL"]


def test_the_tables_are_migrated_once_before_anything_uses_them():
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "worker", "timetable"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_nobody_is_killed_in_the_middle_of_work():
    kill_timeout = int(re.search(r"--workers-kill-timeout (\d+)", (ROOT / "deploy/web/start.sh").read_text())[1])

    assert seconds(SERVICES["web"]["stop_grace_period"]) > kill_timeout
    assert kill_timeout * 1000 > statement_timeout()
    assert seconds(SERVICES["worker"]["stop_grace_period"]) > settings.CELERY_TASK_TIME_LIMIT


def test_nginx_waits_longer_than_the_database_lets_a_statement_run():
    read_timeout = int(re.search(r"proxy_read_timeout (\d+)s", (ROOT / "deploy/nginx/proxy.conf").read_text())[1])

    assert read_timeout * 1000 > statement_timeout()


def test_the_connections_of_all_processes_fit_into_postgresql():
    start = (ROOT / "deploy/web/start.sh").read_text()
    workers, threads = (int(re.search(rf"WEB_{name}:-(\d+)", start)[1]) for name in ("WORKERS", "THREADS"))
    command = " ".join(SERVICES["postgres"]["command"])
    most = int(re.search(r"max_connections=(\d+)", command)[1])

    # Four webs and four workers of three connections each leave room for backups and people.
    assert 4 * workers * threads + 4 * 3 + 10 <= most


def test_the_scripts_that_are_started_exist_and_may_be_run():
    for script in ("deploy/nginx/start.sh", "deploy/web/start.sh", "deploy/clamav/start.sh", "deploy/postgres/10-portal.sh"):
        assert os.access(ROOT / script, os.X_OK), script
        subprocess.run(["sh", "-n", ROOT / script], check=True)


# --- The image ----------------------------------------------------------------------------------------


def test_the_image_refuses_debug_and_runs_without_root():
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]

    assert re.search(r"^ENV .*\bPRODUCTION=1\b", last_stage, re.MULTILINE)
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*deploy/web/healthcheck.py", last_stage, re.MULTILINE)
    assert "DEBUG" not in last_stage
    assert SERVICES["web"]["user"] == "10001:10001"


def test_the_image_installs_only_what_is_locked_with_hashes():
    installs = re.findall(r"pip install [^\n\\]*", DOCKERFILE)

    assert [re.search(r"-r (\S+)", line)[1] for line in installs] == ["requirements/uv.txt", "requirements/base.txt"]
    assert all("--require-hashes" in line for line in installs)
    assert "npm ci" in DOCKERFILE and "npm install" not in DOCKERFILE


def test_the_image_gets_what_it_needs_and_nothing_else():
    allowed = let_in()
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS} & {path.name for path in ROOT.iterdir()}

    assert ours | {"manage.py", "templates", "static", "deploy/web", "requirements/base.txt"} <= allowed
    assert not {"tests", "var", ".env", ".git", "certificates", "docs", "benchmarks", "script"} & allowed
    assert (ROOT / ".dockerignore").read_text().splitlines()[1] == "*"
    assert all((ROOT / path).exists() for path in allowed)


def test_the_log_of_granian_is_the_portals():
    configuration = json.loads((ROOT / "deploy/web/granian-log.json").read_text())

    assert configuration["formatters"]["ours"] == {"()": "missione.logs.formatter"}


def said_in(path: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in (ROOT / path).read_text().splitlines() if not line.startswith("#"))


def let_in() -> set[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return {line[1:] for line in lines if line.startswith("!")}


def seconds(period: str) -> int:
    return int(period.removesuffix("s"))


def statement_timeout() -> int:
    return int(re.search(r"statement_timeout=(\d+)", settings.DATABASES["default"]["OPTIONS"]["options"])[1])


def test_the_links_on_nginxs_own_pages_lead_somewhere():
    pages = sorted((ROOT / "deploy/nginx/pages/stoerung").glob("*.html"))
    links = {link for page in pages for link in re.findall(r'href="(/[^"]*)"', page.read_text())}

    assert len(pages) == 4
    assert sorted(links) == ["/", "/konto/anmelden/", "/stoerung/style.css"]
    assert (ROOT / "deploy/nginx/pages/stoerung/style.css").exists()
    assert [resolve(link).view_name for link in ("/", "/konto/anmelden/")] == ["home", "account_login"]
