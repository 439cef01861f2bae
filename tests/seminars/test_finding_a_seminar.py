"""Somebody looks for a seminar: the list, its filters, and what may stand in its address."""

import re
from datetime import datetime, timedelta

import pytest

from missione.shared import clock
from seminars.choices import Format, Mode, Topic
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.reading import chosen_in, field_of, links_in, titles_of, words_of

pytestmark = pytest.mark.django_db
LIST = "/seminare/"


def event(title, **facts):
    return EventFactory(offer__title=title, **facts)


def berlin(*moment):
    return datetime(*moment, tzinfo=clock.BERLIN)


def test_the_next_event_comes_first_and_past_ones_not_at_all(client):
    event("Später", starts_at=clock.now() + timedelta(days=20))
    event("Bald", starts_at=clock.now() + timedelta(days=2))
    event("Vorbei", past=True)

    page = client.get(LIST)

    assert titles_of(page) == ["Bald", "Später"]
    assert "2 Termine" in words_of(page)


def test_drafts_are_nowhere(client):
    event("Entwurf", draft=True)
    event("Entwurf des Angebots", offer__draft=True)
    event("Erst morgen sichtbar", published_at=clock.now() + timedelta(days=1))
    event("Sichtbar")

    assert titles_of(client.get(LIST)) == ["Sichtbar"]


def test_a_card_says_when_where_and_how_it_stands(client, clock_at):
    clock_at(berlin(2026, 11, 22, 9))
    event("Richtig heizen", starts_at=berlin(2026, 12, 8, 9, 30), onsite=True, seats=3, offer__topic=Topic.HEAT)

    words = words_of(client.get(LIST))

    assert "Noch 3 Plätze Kompakt-Webinar · Wärme Richtig heizen" in words
    assert "Di, 8. Dezember 2026, 9:30 bis 11:00 Uhr" in words
    assert "Vor Ort: Haus der Technik" in words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"full": True}, "Ausgebucht, Warteliste offen"),
        ({"cancelled": True}, "Dieser Termin fällt aus: Die Leitung ist erkrankt."),
        ({"seats": 1}, "Noch 1 Platz"),
        ({"seats": 16}, "Plätze frei"),
        ({"closes_at": clock.now() - timedelta(hours=1)}, "Anmeldeschluss vorbei"),
    ],
)
def test_the_state_is_always_said_in_words(client, facts, words):
    EventFactory(**facts)

    assert words in words_of(client.get(LIST))


def test_who_has_a_seat_sees_it_in_the_list(member, logged_in):
    BookingFactory(event=EventFactory(seats=3), person=member)

    words = words_of(logged_in(member).get(LIST))

    assert "Platz gebucht" in words
    assert "Noch 2 Plätze" not in words


def several():
    event("Strom sparen", offer__topic=Topic.ELECTRICITY, starts_at=berlin(2026, 12, 3, 10))
    event("Wärme halten", offer__topic=Topic.HEAT, onsite=True, starts_at=berlin(2026, 12, 10, 10))
    event("Netzwerktreffen", offer__format=Format.NETWORK_MEETING, hybrid=True, full=True, starts_at=berlin(2027, 1, 14, 10))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=waerme", ["Wärme halten"]),
        ("q=technik", ["Wärme halten", "Netzwerktreffen"]),
        ("q=technik+w%C3%A4rme", ["Wärme halten"]),
        ("thema=waerme", ["Wärme halten"]),
        ("teilnahme=online", ["Strom sparen", "Netzwerktreffen"]),
        ("teilnahme=vor-ort", ["Wärme halten", "Netzwerktreffen"]),
        ("monat=2026-12", ["Strom sparen", "Wärme halten"]),
        ("monat=2027-01", ["Netzwerktreffen"]),
        ("frei=1", ["Strom sparen", "Wärme halten"]),
        ("format=network_meeting", ["Netzwerktreffen"]),
        ("thema=strom&teilnahme=online&monat=2026-12", ["Strom sparen"]),
        ("q=&thema=&teilnahme=&monat=&frei=", ["Strom sparen", "Wärme halten", "Netzwerktreffen"]),
    ],
)
def test_each_filter_narrows_the_list(client, clock_at, query, titles):
    clock_at(berlin(2026, 11, 22, 9))
    several()

    page = client.get(f"{LIST}?{query}")

    assert titles_of(page) == titles


def test_an_event_on_the_last_evening_of_a_month_belongs_to_that_month(client, clock_at):
    clock_at(berlin(2026, 11, 22, 9))
    event("Silvester", starts_at=berlin(2026, 12, 31, 21, 30))

    assert titles_of(client.get(f"{LIST}?monat=2026-12")) == ["Silvester"]
    assert titles_of(client.get(f"{LIST}?monat=2027-01")) == []


def test_only_months_with_events_are_offered_and_the_chosen_one(client, clock_at):
    clock_at(berlin(2026, 11, 22, 9))
    several()

    page = client.get(f"{LIST}?monat=2027-06").content.decode()

    assert [month for month in ("2026-11", "2026-12", "2027-01", "2027-02", "2027-06") if f'value="{month}"' in page] == [
        "2026-12",
        "2027-01",
        "2027-06",
    ]


def test_a_set_filter_can_be_taken_away_and_the_others_stay(client):
    EventFactory()

    links = links_in(client.get(f"{LIST}?thema=strom&frei=1&q=&seite=1"))

    assert links["Filter entfernen: Strom"] == "/seminare/?frei=1"
    assert links["Filter entfernen: Nur freie Plätze"] == "/seminare/?thema=strom"
    assert links["Filter zurücksetzen"] == "/seminare/"


def test_nothing_found_shows_a_way_out(client):
    EventFactory()

    words = words_of(client.get(f"{LIST}?q=Quantenphysik"))

    assert "0 Termine" in words
    assert "Nehmen Sie einen Filter weg oder sehen Sie sich alle Termine an." in words


def test_without_any_events_the_list_says_whom_to_ask(client):
    assert "Zurzeit sind keine Termine geplant" in words_of(client.get(LIST))


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("thema=unfug", "Thema"),
        ("format=1%27+OR+1%3D1", "Format"),
        ("teilnahme=hybrid", "Teilnahme"),
        ("monat=2026-13", "Monat"),
        ("monat=9999-12", "Monat"),
        ("frei=ja", "Freie Plätze"),
        ("seite=-1", "Seite"),
        ("seite=" + "9" * 5000, "Seite"),
        ("q=%00%00", "Stichwort"),
        ("q=!!!", "Stichwort"),
        ("thema=a%00b&monat=%FF%FE", "Thema, Monat"),
    ],
)
def test_what_is_not_understood_is_left_out_and_named(client, query, named):
    event("Da")

    page = client.get(f"{LIST}?{query}")

    assert (page.status_code, titles_of(page)) == (200, ["Da"])
    assert f"Diese Filter konnten wir nicht lesen: {named}." in words_of(page)


def test_words_are_shown_as_words(client):
    page = client.get(LIST, {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_megabyte_of_words_is_cut(client):
    page = client.get(LIST, {"q": "strom " * 200_000})

    assert page.status_code == 200
    assert len(page.content) < 100_000


def test_thirteen_events_are_two_pages(client):
    for number in range(13):
        event(f"Termin {number:02}", starts_at=clock.now() + timedelta(days=number + 1))

    first, second, beyond = (client.get(f"{LIST}?thema=strom&seite={number}") for number in (1, 2, 99))

    assert len(titles_of(first)) == 12
    assert 'href="?thema=strom&amp;seite=2" rel="next"' in first.content.decode()
    assert titles_of(second) == titles_of(beyond) == ["Termin 12"]


def test_htmx_gets_the_results_alone_and_a_clean_address(client):
    event("Da")

    page = client.get(f"{LIST}?q=&thema=strom&frei=&monat=", headers={"HX-Request": "true"})

    assert page.content.decode().lstrip().startswith('<section class="me-results" id="ergebnisse"')
    assert page["HX-Push-Url"] == "/seminare/?thema=strom"
    assert "HX-Request" in page["Vary"]


def test_the_back_button_gets_the_whole_page(client):
    page = client.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<!DOCTYPE html>" in page.content.decode()


def test_the_filter_shows_what_is_chosen(client):
    page = client.get(f"{LIST}?q=Strom&thema=strom&teilnahme=online&frei=1")

    assert field_of(page, "q") == "Strom"
    assert (chosen_in(page, "teilnahme"), chosen_in(page, "frei")) == (["online"], ["1"])
    assert re.findall(r"<option[^>]*value=\"(\w+)\"[^>]* selected", page.content.decode()) == ["strom"]


@pytest.mark.parametrize("mode", Mode.values)
def test_the_way_of_taking_part_stands_on_the_card(client, mode):
    EventFactory(mode=mode)

    assert {"online": "Online", "vor-ort": "Vor Ort", "hybrid": "Vor Ort oder online"}[mode] in words_of(client.get(LIST))
