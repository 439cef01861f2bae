"""Reading a page as a person does: words, without markup."""

import html
import re


def words_of(response):
    """The words of the page's main part, single spaces between them."""
    page = response.content.decode()
    main = page.split("<main", 1)[-1].split("</main>", 1)[0].partition(">")[2] or page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def titles_of(response):
    """The titles of the cards or rows, in order."""
    page = response.content.decode()
    found = re.findall(r'class="(?:kern-link--stretched|me-event__title)"[^>]*>([^<]+)<', page)
    return [" ".join(html.unescape(title).split()) for title in found]


def field_of(response, name):
    """The value of a hidden or text field of the form."""
    page = response.content.decode()
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1)


def chosen_in(response, name):
    """The values of the radio buttons or checkboxes that are ticked."""
    inputs = re.findall(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    return [re.search(r'value="([^"]*)"', tag).group(1) for tag in inputs if re.search(r"\bchecked\b", tag)]


def links_in(response):
    """Where the links of the page lead, by their words."""
    found = re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S)
    return {" ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split()): html.unescape(href) for href, words in found}
