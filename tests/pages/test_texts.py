"""The texts of imprint, privacy and accessibility, written in Markdown by editors."""

import pytest

from missione.shared.markdown import render
from missione.shared.models import TextPage


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/impressum/", "Impressum"),
        ("/datenschutz/", "Datenschutz"),
        ("/barrierefreiheit/", "Erklärung zur Barrierefreiheit"),
    ],
)
def test_the_legal_pages_are_there_from_the_start(client, address, title):
    page = client.get(address)

    assert page.status_code == 200
    assert f'<h1 class="kern-heading-x-large">{title}</h1>' in page.content.decode()


@pytest.mark.django_db
def test_the_privacy_text_says_how_long_people_are_remembered(client, settings):
    page = client.get("/datenschutz/").content.decode()

    assert f"{settings.PERSONAL_DATA_MONTHS} Monate nach dem Termin" in page
    assert f"höchstens {settings.UNUSED_ACCOUNT_MONTHS} Monate, nachdem Sie es zuletzt benutzt haben" in page
    assert f"{settings.PERSONAL_DATA_MONTHS} Monate nach dem Ende der Bestellung" in page
    assert f"Nachrichten an uns: {settings.MESSAGE_MONTHS} Monate nach der Antwort" in page
    assert "lässt), den Tag" in page and ">Wenn Sie in einem Team mitmachen<" in page


@pytest.mark.django_db
def test_an_edited_text_is_shown_at_once(client):
    TextPage.objects.filter(slug="impressum").update(body="Landesamt für **Beispiele**")

    assert "Landesamt für <strong>Beispiele</strong>" in client.get("/impressum/").content.decode()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# Eins\n\n## Zwei", "<h2>Eins</h2>\n<h3>Zwei</h3>\n"),
        ("### Klein angefangen", "<h2>Klein angefangen</h2>\n"),
        ("Straße 1\n12345 Ort", "<p>Straße 1<br>\n12345 Ort</p>\n"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"),
        ("[hier](https://beispiel.example)", '<p><a href="https://beispiel.example" rel="noopener noreferrer">hier</a></p>\n'),
        ("[hier](mailto:a@b.example)", '<p><a href="mailto:a@b.example" rel="noopener noreferrer">hier</a></p>\n'),
        ("[hier](/seminare/)", '<p><a href="/seminare/" rel="noopener noreferrer">hier</a></p>\n'),
        # a picture from elsewhere would tell them who reads this: it becomes a link
        ("![Bild](https://b.example/x.gif)", '<p>!<a href="https://b.example/x.gif" rel="noopener noreferrer">Bild</a></p>\n'),
        ("", ""),
        (None, ""),
    ],
)
def test_markdown_becomes_plain_html(markdown, html):
    assert render(markdown) == html


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,alert)",
        "[x](vbscript:alert)",
        "<img src=x onerror=alert(1)>",
        '<a href="https://x.example" style="position:fixed">x</a>',
    ],
)
def test_nothing_harmful_comes_through(markdown):
    html = render(markdown)

    for danger in ("<script", "<img", "<b ", "<a "):
        assert danger not in html
