"""Markdown of editors as HTML that can do no harm: no HTML of their own, no pictures, links only where links may go."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h2", "h3", "h4"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")


def _below_the_page_title(tokens) -> None:
    """The page has its own h1, so the highest heading of the text becomes an h2, whatever the editor took."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, 4)}"


@lru_cache(maxsize=500)
def render(text: str) -> SafeString:
    """The same text gives the same HTML, so a process works it out once."""
    tokens = _markdown.parse(text or "")
    _below_the_page_title(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"))
