"""post_letter: a row in the outbox, with the deed that caused it."""

import pytest
from django.db import transaction
from django.test import override_settings

from missione.shared.letters import CalendarPart, post_letter, posted_together
from missione.shared.models import Letter

pytestmark = pytest.mark.django_db
TEMPLATES = {
    "test/hello.subject.txt": "Hallo {{ name }}\n",
    "test/hello.txt": '{% extends "mail/base.txt" %}{% block content %}Guten Tag {{ name }},\n\n\n\nschön.{% endblock %}',
    "test/hello.html": '{% extends "mail/base.html" %}{% block content %}<p>Guten Tag {{ name }},</p>{% endblock %}',
}


@pytest.fixture(autouse=True)
def hello(settings):
    [engine] = settings.TEMPLATES
    loaders = [
        ("django.template.loaders.locmem.Loader", TEMPLATES),
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    options = {**engine["OPTIONS"], "loaders": loaders}
    with override_settings(TEMPLATES=[{**engine, "APP_DIRS": False, "OPTIONS": options}]):
        yield


def post(**changes):
    letter = {
        "key": "test:1",
        "to": "miriam@behoerde.example",
        "template": "test/hello",
        "context": {"name": "Miriam"},
        "kind": "hello",
    }
    letter |= changes
    post_letter(**letter)
    return Letter.objects.get(key=letter["key"])


def test_the_same_occasion_has_one_letter():
    first = post()
    second = post(to="other@behoerde.example", context={"name": "Otto"})

    assert second == first
    assert Letter.objects.get().subject == "Hallo Miriam"


def test_letters_posted_together_are_one_statement_and_stay_in_order(django_assert_num_queries):
    with django_assert_num_queries(1), posted_together():
        for key in ("test:1", "test:2", "test:1"):
            post_letter(key=key, to="miriam@behoerde.example", template="test/hello", context={"name": key}, kind="hello")

    assert list(Letter.objects.order_by("pk").values_list("key", flat=True)) == ["test:1", "test:2"]


def test_whoever_gives_up_halfway_posts_nothing_not_even_later():
    with pytest.raises(ZeroDivisionError), posted_together():
        post_letter(key="test:1", to="miriam@behoerde.example", template="test/hello", context={"name": "Miriam"}, kind="hello")
        1 / 0  # noqa: B018

    assert post(key="test:2") == Letter.objects.get()


def test_a_deed_that_fails_leaves_no_letter():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        1 / 0  # noqa: B018

    assert not Letter.objects.exists()


def test_names_are_escaped_in_html_and_nowhere_else():
    letter = post(context={"name": "Sinéad O'Neill & <Co>"})

    assert letter.subject == "Hallo Sinéad O'Neill & <Co>"
    assert "Guten Tag Sinéad O'Neill & <Co>,\n\nschön.\n" in letter.text
    assert "Sinéad O&#x27;Neill &amp; &lt;Co&gt;" in letter.html


def test_what_no_mail_can_carry_is_left_out():
    letter = post(to="miriam@behoerde.example\r\nBcc: all@behoerde.example", context={"name": "Mi\x0bri\ud800am\nX: y\x00"})

    assert letter.subject == "Hallo Miriam X: y"
    assert letter.recipient == "miriam@behoerde.example Bcc: all@behoerde.example"
    assert "\x0b" not in letter.text + letter.html


def test_every_letter_says_that_a_machine_wrote_it_and_who_reads_the_answer(settings):
    settings.LETTERS_REPLY_TO = "team@missione.example"

    assert post().headers == {"Auto-Submitted": "auto-generated", "Reply-To": "team@missione.example"}
    assert post(key="test:2", reply_to="leitung@missione.example").headers["Reply-To"] == "leitung@missione.example"


def test_a_bulk_letter_can_be_ended_by_post():
    letter = post(bulk=True, unsubscribe_url="https://missione.example/abbestellen/abc/")

    assert letter.is_bulk
    assert letter.headers["List-Unsubscribe"] == "<https://missione.example/abbestellen/abc/>"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://missione.example/abbestellen/abc/" in letter.text
    assert 'href="https://missione.example/abbestellen/abc/"' in letter.html


def test_a_bulk_letter_that_cannot_be_ended_is_not_written():
    with pytest.raises(ValueError, match="unsubscribe_url"):
        post(bulk=True)


def test_calendar_data_must_say_what_the_header_says():
    with pytest.raises(ValueError, match="METHOD:CANCEL"):
        CalendarPart(method="CANCEL", uid="entry-1", sequence=1, content="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")


def test_letters_ask_for_nothing_from_outside():
    html = post().html

    assert "src=" not in html
    assert "url(" not in html
    assert "<script" not in html


def test_a_message_id_names_our_host_and_nothing_else(settings):
    letter = post()

    assert letter.message_id.endswith(f"@{settings.SITE_HOST}>")
    assert "miriam" not in letter.message_id
