"""Readings before and during an action, and the saving that they come to."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from missione.shared.invariants import broken_promises
from teams.effects import effect_of
from teams.models import MeterReading, SavingsAssumption
from tests.factories.local_actions import LocalActionFactory, MeterReadingFactory, an_assumption, measured
from tests.factories.teams import TeamFactory
from tests.seminars.admin_desk import told, typed_in
from tests.seminars.reading import words_of

pytestmark = pytest.mark.django_db
BEFORE = {"ref_from": "2026-11-02", "ref_to": "2026-11-06"}
DURING = {"act_from": "2026-11-16", "act_to": "2026-11-20"}


@pytest.fixture
def action(member, leader):
    return LocalActionFactory(
        team=TeamFactory(lead=leader, members=[member]), starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 20)
    )


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


def page_of(action, number=None):
    of = [action.team.slug, action.slug]
    return reverse("teams:action_meter", args=[*of, number]) if number else reverse("teams:action_meters", args=of)


def enter(desk, action, **said):
    """A new meter; its days during the action are there already."""
    return desk.post(page_of(action), typed_in(desk.get(page_of(action)), meter="Hauptzähler", **said), follow=True)


def change(desk, action, number=1, **said):
    return desk.post(page_of(action, number), typed_in(desk.get(page_of(action, number)), **said), follow=True)


def read():
    return list(MeterReading.objects.values_list("phase", "start_kwh", "end_kwh", "used_kwh"))


# --- Entering ------------------------------------------------------------------------------------------------


def test_readings_as_germans_write_them_give_the_saving(desk, action):
    answer = enter(
        desk, action, **BEFORE, ref_start="12.345,5", ref_end="12845,5", act_start="13 000", act_end="13.450", note="Ohne Server"
    )

    assert told(answer) == ["Der Zähler ist eingetragen."]
    assert read() == [
        ("reference", Decimal("12345.500"), Decimal("12845.500"), None),
        ("action", Decimal(13000), Decimal(13450), None),
    ]
    words = words_of(desk.get(action.team_url))
    assert "Während der Aktion wurde Strom eingespart : 50,0 kWh 10,0 Prozent 15,00 Euro 18,2 kg CO₂" in words
    assert "Hauptzähler vorher 100,0 kWh am Tag, dann 90,0 kWh am Tag 50,0 kWh weniger" in words
    assert "Strompreis (Cent je kWh) 30 Annahme der Kampagne, 2026" in words
    assert "CO₂-Ausstoß (Gramm je kWh) 363 Umweltbundesamt" in words


def test_more_is_said_as_more(desk, action):
    answer = enter(desk, action, **BEFORE, ref_used="400", act_used="420")

    assert "wurde mehr verbraucht als vorher: 20,0 kWh 5,0 Prozent 6,00 Euro 7,3 kg CO₂" in words_of(answer)
    assert "20,0 kWh mehr" in words_of(answer)


def test_the_reference_may_come_first_and_the_page_says_what_is_missing(desk, action):
    answer = enter(desk, action, **BEFORE, ref_start="100", ref_end="600")
    assert "Hauptzähler: Im Aktionszeitraum fehlen die Zählerstände." in words_of(answer)
    assert "Für die Einsparung fehlt noch Hauptzähler" in words_of(desk.get(action.team_url))
    change(desk, action, act_start="700")
    assert "Hauptzähler: Im Aktionszeitraum fehlt der Stand am Ende." in words_of(desk.get(action.team_url))
    change(desk, action, act_end="1150")

    assert effect_of(action).total.kwh == 50


def test_without_a_reference_nothing_is_compared(desk, action):
    enter(desk, action, act_used="100")

    assert "Hauptzähler: Die Messung im Referenzzeitraum fehlt." in words_of(desk.get(action.team_url))
    assert effect_of(action).total is None


def test_several_meters_are_added_and_an_incomplete_one_is_left_out(desk, action):
    measured(action, before=500, during=450)
    measured(action, before=200, during=210, number=2, meter="Neubau")
    MeterReadingFactory(action=action, number=3, meter="Serverraum")
    words = words_of(desk.get(action.team_url))

    assert effect_of(action).total.kwh == 40
    assert "Noch nicht mitgerechnet Serverraum: Die Messung im Referenzzeitraum fehlt." in words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"act_start": "500", "act_end": "400"}, "Wurde der Zähler gewechselt, oder fing er wieder bei null an?"),
        ({"act_start": "1", "act_used": "4"}, "Tragen Sie entweder die beiden Stände ein oder nur den Verbrauch."),
        ({"act_used": "-1"}, "Geben Sie eine Zahl ein, die nicht kleiner als 0 ist."),
        ({"act_used": "1000000000000"}, "Die Zahl ist zu groß. Möglich ist höchstens 99.999.999."),
        ({"act_used": "９９"}, "Diese Zahl können wir nicht lesen."),
        ({"act_used": "NaN"}, "Diese Zahl können wir nicht lesen."),
        ({"act_used": "1e5"}, "Diese Zahl können wir nicht lesen."),
        ({"act_used": "1,2345"}, "Höchstens 3 Stellen nach dem Komma sind möglich."),
        ({"act_from": "", "act_to": ""}, "Tragen Sie mindestens einen der beiden Zeiträume ein."),
        ({"act_from": "", "act_used": "3"}, "Geben Sie den ersten Tag im Aktionszeitraum an."),
        ({"act_from": "2026-11-20", "act_to": "2026-11-16"}, "Der letzte Tag liegt vor dem ersten."),
        ({"ref_from": "2026-11-18", "ref_to": "2026-11-19"}, "Die beiden Zeiträume überschneiden sich."),
        ({"ref_from": "0001-01-01", "ref_to": "9999-12-31"}, "Möglich sind Tage vom 1. Januar 2020 bis zum"),
        ({"ref_from": "2024-01-01", "ref_to": "2026-01-01"}, "Länger als ein Jahr kann ein Zeitraum nicht sein."),
        ({"meter": ""}, "Geben Sie dem Zähler einen Namen."),
        ({"meter": "a" * 61}, "Kürzen Sie den Namen auf höchstens 60 Zeichen."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(desk, action, said, words):
    answer = desk.post(page_of(action), typed_in(desk.get(page_of(action)), **{"meter": "Hauptzähler", **said}))

    assert answer.status_code == 422
    assert words in words_of(answer)
    assert read() == []


def test_the_same_form_twice_is_one_meter(desk, action):
    data = typed_in(desk.get(page_of(action)), meter="Hauptzähler", act_used="4")

    assert [desk.post(page_of(action), data).status_code for _ in range(2)] == [302, 302]
    assert MeterReading.objects.count() == 1


def test_there_is_an_end_to_meters(desk, action):
    for number in range(1, 21):
        MeterReadingFactory(action=action, number=number)

    assert "Mehr als 20 Zähler lassen sich nicht eintragen." in words_of(enter(desk, action, act_used="1"))


# --- Changing ------------------------------------------------------------------------------------------------


def test_two_who_edit_a_meter_at_once_lose_nothing_silently(logged_in, member, leader, action):
    measured(action)
    mine, hers = logged_in(member), logged_in(leader)
    my_form, her_form = (typed_in(client.get(page_of(action, 1))) for client in (mine, hers))
    hers.post(page_of(action, 1), her_form | {"act_used": "444"})
    answer = mine.post(page_of(action, 1), my_form | {"act_used": "333"})

    assert answer.status_code == 409
    assert "Das ist jetzt gespeichert Aktionszeitraum, Oder nur der Verbrauch in kWh 444" in words_of(answer)
    assert MeterReading.objects.get(phase="action").used_kwh == 444
    mine.post(page_of(action, 1), typed_in(answer))
    assert MeterReading.objects.get(phase="action").used_kwh == 333


def test_a_phase_that_is_emptied_goes(desk, action):
    measured(action)
    change(desk, action, ref_from="", ref_to="", ref_used="")

    assert [phase for phase, *_ in read()] == ["action"]


def test_a_meter_is_removed_after_asking(desk, action):
    measured(action)
    page = reverse("teams:action_meter_remove", args=[action.team.slug, action.slug, 1])
    assert "Hauptzähler" in words_of(desk.get(page))
    assert read() != []
    answer = desk.post(page, follow=True)

    assert told(answer) == ["Der Zähler „Hauptzähler“ ist entfernt."]
    assert (read(), desk.post(page).status_code) == ([], 404)


def test_a_number_nobody_gave_is_not_there(desk, action):
    measured(action)

    assert [desk.get(page_of(action, number)).status_code for number in (1, 2, 99, 2**40)] == [200, 404, 404, 404]


def test_both_phases_keep_one_name(desk, action):
    measured(action)
    change(desk, action, meter="Altbau")

    assert set(MeterReading.objects.values_list("meter", flat=True)) == {"Altbau"}
    assert [line for line in broken_promises() if line.startswith("teams")] == []


# --- What it is worth ------------------------------------------------------------------------------------------


def test_the_assumption_that_held_when_the_action_began_is_used(action):
    measured(action)
    an_assumption("price", "20", action.starts_on - timedelta(days=1))
    an_assumption("price", "25", action.starts_on, "Rahmenvertrag")
    an_assumption("price", "99", action.starts_on + timedelta(days=1))

    effect = effect_of(action)

    assert (effect.price.source, effect.euros) == ("Rahmenvertrag", Decimal("12.5"))


def test_where_no_assumption_held_yet_the_page_says_so(desk, action):
    measured(action)
    SavingsAssumption.objects.all().delete()
    words = words_of(desk.get(action.team_url))

    assert "50,0 kWh 10,0 Prozent" in words
    assert "Euro" not in words and "kg CO₂" not in words
    assert "kein Strompreis hinterlegt" in words


def test_the_first_assumptions_name_source_and_year():
    rows = SavingsAssumption.objects.order_by("kind", "valid_from").values_list("kind", "value", "year")

    assert list(rows) == [("co2", 433, 2022), ("co2", 386, 2023), ("co2", 363, 2024), ("price", 30, 2026)]
    assert SavingsAssumption.objects.get(kind="price").source == "Annahme der Kampagne"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to_day": date(2026, 11, 15)}, "reading_ends_after_its_start"),
        ({"start_kwh": 5, "end_kwh": 4, "used_kwh": None}, "meter_runs_forward"),
        ({"start_kwh": 5}, "reading_or_consumption_not_both"),
        ({"used_kwh": -1}, "reading_used_kwh_is_possible"),
        ({"number": 21}, "meter_has_a_number"),
    ],
)
def test_the_database_has_the_last_word(action, wrong, words):
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        MeterReadingFactory(action=action, **wrong)
