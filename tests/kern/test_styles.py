"""Templates and style sheets agree: no class without a rule, no rule without a template, nothing inline."""

import re

from django.conf import settings

from devstack.css import join_css

SOURCES = [*settings.BASE_DIR.glob("templates/**/*.html"), *settings.BASE_DIR.glob("missione/kern/templates/**/*.html")]
SOURCES += [path for folder in ("missione", "seminars") for path in (settings.BASE_DIR / folder).rglob("*.py")]
SOURCES += settings.BASE_DIR.glob("static/js/*.js")
SOURCES = [path for path in SOURCES if "mail" not in path.parts]  # letters carry their styles themselves
PAGES = [path for path in SOURCES if path.suffix == ".html"]
CLASS = re.compile(r"\bme-[a-z0-9]+(?:[-_]{1,2}[a-z0-9]+)*")
LAYER = {"me-important"}
ICON_SIZES = {"me-icon--small", "me-icon--large"}  # put together in icons.py


def in_templates():
    return {name for path in SOURCES for name in CLASS.findall(path.read_text(encoding="utf-8"))} | ICON_SIZES


def in_styles():
    css = "".join(path.read_text(encoding="utf-8") for path in settings.BASE_DIR.glob("static/css/*.css"))
    return set(re.findall(r"\.(me-[a-z0-9_-]+)", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))) - LAYER


def test_every_class_of_a_template_has_a_rule():
    assert in_templates() - in_styles() == set()


def test_every_rule_is_for_something_that_exists():
    assert in_styles() - in_templates() == set()


def test_no_page_carries_a_style_or_a_script_of_its_own():
    """The Content-Security-Policy would block it. JSON is no script: it is read, never run."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(src=|type=.application/json))|javascript:")

    assert [path.name for path in PAGES if inline.search(path.read_text(encoding="utf-8"))] == []


def test_the_parts_are_joined_in_the_order_of_their_names(tmp_path):
    for name, text in {
        "assets/vendor/kern.css": "@layer kern{}\n",
        "assets/vendor/fonts.css": "@font-face{src:url(fonts/a.woff2)}",
        "static/css/20-last.css": "b { color: red; }",
        "static/css/10-first.css": "/* why */\na { color: red; }",
        "static/css/admin.css": "c { color: red; }",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    join_css(tmp_path)

    joined = (tmp_path / "assets/portal.css").read_text()
    assert joined.split("\n") == [
        "@layer kern{}",
        "@font-face{src:url(vendor/fonts/a.woff2)}",
        "a { color: red; }",
        "b { color: red; }",
    ]
