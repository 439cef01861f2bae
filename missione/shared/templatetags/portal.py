"""Tags and filters used by several apps: {% load portal %}."""

from datetime import datetime

from django import template
from django.utils import dateformat, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from missione.shared import icons
from missione.shared.markdown import render

register = template.Library()

register.filter("markdown", render)


@register.filter
def kern_level(message) -> str:
    """Django's level of a message as KERN calls it: info, success, warning or danger."""
    return {"error": "danger", "debug": "info"}.get(message.level_tag, message.level_tag)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon "clock" "small" %}"""
    return icons.svg(name, size)


@register.simple_tag
def breadcrumb(*trail: str) -> SafeString:
    """{% breadcrumb "Seminare" list_url event.title %}: label and address in turn, at last the page itself."""
    *steps, here = trail
    labels, addresses = ("Startseite", *steps[::2]), ("/", *steps[1::2])
    items = "".join(
        f'<li><a href="{conditional_escape(address)}">{conditional_escape(label)}</a></li>'
        for label, address in zip(labels, addresses, strict=True)
    )
    return mark_safe(
        f'<nav class="me-crumbs" aria-label="Sie sind hier"><div class="me-wrap"><ol>{items}'
        f'<li><span aria-current="page">{conditional_escape(here)}</span></li></ol></div></nav>'
    )


class Remembered(template.Node):
    """The markup between the tags, kept for each set of values. It sees nothing else, so it can tell nobody about anybody."""

    LARGEST = 1000

    def __init__(self, nodelist: template.NodeList, values: dict):
        self.nodelist, self.values, self.known = nodelist, values, {}

    def render(self, context: template.Context) -> str:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = tuple(values.values())
        markup = self.known.get(key)
        if markup is None:
            if len(self.known) >= self.LARGEST:
                self.known.clear()
            markup = self.known[key] = self.nodelist.render(context.new(values))
        return markup


@register.tag
def remember(parser, token) -> Remembered:
    """{% remember title=event.title %}…{% endremember %}: rendered once in this process for equal, plain words."""
    values = template.base.token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(["endremember"])
    parser.delete_first_token()
    return Remembered(nodelist, values)


@register.filter
def weekday_date(moment: datetime | None) -> str:
    """Dienstag, 8. Dezember 2026"""
    return _berlin(moment, "l, j. F Y")


@register.filter
def short_date(moment: datetime | None) -> str:
    """Di, 8. Dezember 2026"""
    return _berlin(moment, "D, j. F Y")


@register.filter
def clock_time(moment: datetime | None) -> str:
    """9:30 Uhr"""
    return _berlin(moment, "G:i") and f"{_berlin(moment, 'G:i')} Uhr"


@register.filter
def time_range(start: datetime | None, end: datetime | None) -> str:
    """{{ event.starts_at|time_range:event.ends_at }}: 10:00 bis 11:30 Uhr; over several days with the days."""
    if not start or not end:
        return clock_time(start)
    if timezone.localtime(start).date() != timezone.localtime(end).date():
        return f"{_berlin(start, 'j. F, G:i')} Uhr bis {_berlin(end, 'j. F, G:i')} Uhr"
    return f"{_berlin(start, 'G:i')} bis {_berlin(end, 'G:i')} Uhr"


def _berlin(moment: datetime | None, layout: str) -> str:
    return dateformat.format(timezone.localtime(moment), layout) if moment else ""
