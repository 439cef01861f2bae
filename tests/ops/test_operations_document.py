"""docs/operations.md names every variable there is, and none that is not."""

import re

from devstack.place import ROOT

NAME = r"[A-Z][A-Z_]+[A-Z]"
# Set for a script by nobody, or spoken to by others under a name of theirs: no variables of ours.
OTHERS = {"DJANGO_SETTINGS_MODULE", "PLAYWRIGHT_BROWSERS_PATH", "HERE", "HOST", "TMPDIR", "POSTGRES_USER"}


def named() -> set[str]:
    rows = re.findall(r"^\| (\**`[^|]*) \|", text("docs/operations.md"), re.MULTILINE)
    return set(re.findall(f"`({NAME})`", " ".join(rows)))


def used() -> set[str]:
    settings = re.findall(rf'\b(?:env(?:\.\w+)?|text|number)\(\s*"({NAME})"', text("missione/settings.py"))
    celery = re.findall(rf'environ\.get\("({NAME})"', text("missione/celery.py"))
    compose = re.findall(rf"\$\{{({NAME})", text("docker-compose.yml")) + re.findall(
        rf"^      ({NAME}):", text("docker-compose.yml"), re.MULTILINE
    )
    scripts = [name for script in (ROOT / "deploy").rglob("*.sh") for name in re.findall(rf"\$\{{?({NAME})", script.read_text())]
    return {*settings, *celery, *compose, *scripts, *read_in_a_checkout()} - OTHERS


def read_in_a_checkout() -> set[str]:
    programs = [*(ROOT / "devstack").glob("*.py"), ROOT / "tests" / "browser_tools.py"]
    asked = [name for program in programs for name in re.findall(rf'environ\.get\("({NAME})"', program.read_text())]
    shell = [name for script in (ROOT / "script").iterdir() for name in re.findall(rf"\$\{{({NAME}):-", script.read_text())]
    return {*asked, *shell}


def text(path: str) -> str:
    return (ROOT / path).read_text()


def test_every_variable_is_explained():
    assert len(used()) > 30
    assert used() - named() == set()


def test_nothing_is_explained_that_is_not_there():
    assert named() - used() == set()


def test_the_example_names_what_must_be_set_and_gives_no_secret():
    lines = dict(re.findall(rf"^({NAME})=(.*)$", text("deploy/env.example"), re.MULTILINE))
    optional = set(re.findall(rf"^# ({NAME})=", text("deploy/env.example"), re.MULTILINE))
    required = set(re.findall(rf"^\| \*\*`({NAME})`\*\*", text("docs/operations.md"), re.MULTILINE))

    assert (required, optional - used()) == (set(lines), set())
    assert {lines[name] for name in required} <= {"", "https://"}


def test_every_service_is_explained():
    services = re.findall(r"^  (\w+):$", text("docker-compose.yml").split("\nservices:")[1].split("\nnetworks:")[0], re.MULTILINE)

    assert len(services) == 8
    assert [name for name in services if f"`{name}`" not in text("docs/operations.md")] == []
