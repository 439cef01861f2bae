"""However people type the name of their authority, it is found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.actions import load_authorities
from teams.models import Agency
from teams.querysets import MOST_FOUND
from tests.factories.teams import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_the_state():
    load_authorities()


def found(typed):
    return [str(agency) for agency in Agency.objects.pickable().named_like(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("FA Wuppertal", "Finanzamt Wuppertal-Elberfeld"),
        ("fa elberfeld", "Finanzamt Wuppertal-Elberfeld"),
        ("Wuppertal Elberfeld Finanzamt", "Finanzamt Wuppertal-Elberfeld"),
        ("Wuppertal-Elberfeld", "Finanzamt Wuppertal-Elberfeld"),
        ("JVA", "Justizvollzugsanstalt Werl"),
        ("jva werl", "Justizvollzugsanstalt Werl"),
        ("BR Koeln", "Bezirksregierung Köln"),
        ("Bezirksregierung in Köln", "Bezirksregierung Köln"),
        ("AG Dortmund", "Amtsgericht Dortmund"),
        ("LG Muenster", "Landgericht Münster"),
        ("OLG", "Oberlandesgericht Hamm"),
        ("PP Köln", "Polizeipräsidium Köln"),
        ("Polizeipraesidium Essen", "Polizeipräsidium Essen"),
        ("ZfsL Krefeld", "Zentrum für schulpraktische Lehrerausbildung Krefeld"),
        ("LKA", "Landeskriminalamt NRW, Düsseldorf"),
        ("it.nrw", "Landesbetrieb Information und Technik NRW, Düsseldorf"),
        ("LANUV", "Landesamt für Natur, Umwelt und Klima NRW, Recklinghausen"),
        ("Verbraucherschutz Umwelt Natur", "Landesamt für Natur, Umwelt und Klima NRW, Recklinghausen"),
        ("Strassenbau Nordrhein-Westfalen", "Landesbetrieb Straßenbau NRW, Gelsenkirchen"),
        ("mkjfgfi", "Ministerium für Kinder, Jugend, Familie, Gleichstellung, Flucht und Integration, Düsseldorf"),
    ],
)
def test_the_right_one_stands_first(of_the_state, typed, first):
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Finnazamt Wuppertal", "Finanzamt Wuppertal-Elberfeld"),
        ("Bezriksregierung Detmold", "Bezirksregierung Detmold"),
        ("Bezirksregierung Munster", "Bezirksregierung Münster"),
        ("Oberlandesgerciht", "Oberlandesgericht Hamm"),
        ("Polizeipresidium Köln", "Polizeipräsidium Köln"),
        ("Geologischr Dinst", "Geologischer Dienst NRW, Krefeld"),
    ],
)
def test_slips_of_the_finger_are_forgiven(of_the_state, typed, first):
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "!?", "xyzqwv", "x" * 5000, "%", "_", "\\", "' OR 1=1 --", "ﷺ" * 50])
def test_what_means_nothing_finds_nothing(of_the_state, typed):
    assert found(typed) == []


def test_the_state_in_words_finds_the_state_in_short(of_the_state):
    assert "Landesarchiv NRW, Duisburg" in found("Landesarchiv Nordrhein-Westfalen")


def test_at_most_ten_are_shown():
    AgencyFactory.create_batch(MOST_FOUND + 3)

    assert len(found("Dienststelle")) == MOST_FOUND


def test_inactive_and_unconfirmed_ones_are_not_to_be_chosen():
    AgencyFactory(name="Amt für Altes", is_active=False)
    AgencyFactory(name="Amt für Neues", is_confirmed=False)
    AgencyFactory(name="Amt für Heutiges", city="")

    assert found("Amt") == ["Amt für Heutiges"]


def test_the_old_name_leads_to_the_new_one_behind_those_called_so_today():
    AgencyFactory(name="Amt für Klima", city="", former_names=["Amt für Wetter"])
    AgencyFactory(name="Institut für Wetter", city="")

    assert found("Wetter") == ["Institut für Wetter", "Amt für Klima"]


def test_the_search_takes_one_query_and_with_slips_two_more(of_the_state):
    with CaptureQueriesContext(connection) as straight:
        found("FA Wuppertal")
    found("Finnazamt Wuppertal")  # gathers the words
    with CaptureQueriesContext(connection) as with_slips:
        found("Finnazamt Wuppertal")

    assert (len(straight), len(with_slips)) == (1, 1 + 2)


def test_a_new_authority_is_found_with_slips_at_once(of_the_state):
    assert found("Zeppelinhaven") == []
    AgencyFactory(name="Amt am Zeppelinhafen", city="")

    assert found("Zeppelinhaven") == ["Amt am Zeppelinhafen"]


def test_the_index_is_asked():
    """On a table of this size PostgreSQL would rather read it all; that is forbidden here."""
    names = ["Finanzamt", "Amtsgericht"]
    Agency.objects.bulk_create(Agency(name=f"{names[n % 2]} Ort{n}", search_text=f" ort{n} ", city="") for n in range(300))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for asked in (Agency.objects.about(["ort17"]), Agency.objects.about(["ag"])):
        assert "agency_search" in asked.explain()
