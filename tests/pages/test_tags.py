"""The tags and filters that several apps use."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.template import Context, Template

BERLIN = ZoneInfo("Europe/Berlin")


def shown(template, **context):
    return Template("{% load portal %}" + template).render(Context(context))


def test_dates_and_times_are_said_in_berlin():
    start = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)
    end = datetime(2026, 12, 8, 11, 30, tzinfo=BERLIN)
    next_day = datetime(2026, 12, 9, 16, 0, tzinfo=BERLIN)
    utc = start.astimezone(ZoneInfo("UTC"))

    assert shown("{{ a|weekday_date }}", a=utc) == "Dienstag, 8. Dezember 2026"
    assert shown("{{ a|short_date }}", a=utc) == "Di, 8. Dezember 2026"
    assert shown("{{ a|clock_time }}", a=utc) == "10:00 Uhr"
    assert shown("{{ a|time_range:b }}", a=utc, b=end) == "10:00 bis 11:30 Uhr"
    assert shown("{{ a|time_range:b }}", a=utc, b=next_day) == "8. Dezember, 10:00 Uhr bis 9. Dezember, 16:00 Uhr"
    assert shown("{{ a|time_range:b }}", a=None, b=None) == ""


def test_the_breadcrumb_ends_with_the_page_itself():
    html = shown('{% breadcrumb "Seminare" "/seminare/" title %}', title="<b>Strom</b>")

    assert html.count("<li>") == 3
    assert '<a href="/seminare/">Seminare</a>' in html
    assert '<span aria-current="page">&lt;b&gt;Strom&lt;/b&gt;</span>' in html
