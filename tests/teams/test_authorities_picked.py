"""A person says where they work: type, choose, or leave a free entry."""

import html
import re

import pytest

from teams.actions import confirm_agency
from teams.models import Agency
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.seminars.admin_desk import typed_in

pytestmark = pytest.mark.django_db
PAGE, SUGGESTIONS = "/konto/dienststelle/", "/konto/dienststelle/vorschlaege/"


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


@pytest.fixture
def courts():
    return [AgencyFactory(name=f"Amtsgericht {city}", city=city) for city in ("Aachen", "Bonn", "Soest")]


def offered(answer):
    """The labels of the radio buttons."""
    body = answer.content.decode()
    return [html.unescape(label) for label in re.findall(r'type="radio".*?<label[^>]*>(.*?)</label>', body)]


def agency_of(person):
    person.refresh_from_db()
    return person.agency


def test_type_choose_done(desk, member, courts):
    empty = desk.get("/konto/").content.decode()
    first = desk.post(PAGE, {"agency": "AG"})
    second = desk.post(PAGE, typed_in(first, agency_wahl=courts[1].pk), follow=True)

    assert "Noch nicht angegeben." in empty
    assert first.status_code == 422
    assert offered(first) == ["Amtsgericht Bonn", "Amtsgericht Soest", "Amtsgericht Aachen"]
    assert agency_of(member) == courts[1]
    assert "Ihre Dienststelle ist gespeichert: Amtsgericht Bonn." in second.content.decode()
    assert "Noch nicht angegeben." not in second.content.decode()


def test_the_full_name_needs_no_second_step(desk, member, courts):
    desk.post(PAGE, {"agency": "  amtsgericht   soest "})

    assert agency_of(member) == courts[2]


def test_other_words_make_the_earlier_choice_void(desk, member, courts):
    first = desk.post(PAGE, {"agency": "Amtsgericht"})
    second = desk.post(PAGE, typed_in(first, agency="Amtsgericht B", agency_wahl=courts[0].pk))

    assert second.status_code == 422
    assert offered(second)[0] == "Amtsgericht Bonn"
    assert agency_of(member) is None


def test_while_typing_the_same_list_comes_without_the_page(desk, courts):
    answer = desk.get(SUGGESTIONS, {"feld": "agency", "agency": "gericht soest"})

    assert offered(answer) == ["Amtsgericht Soest", "Nicht dabei? „gericht soest“ so eintragen"]
    assert "1 Dienststelle gefunden" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_nothing_typed_nothing_suggested(desk):
    assert desk.get(SUGGESTIONS, {"feld": "agency", "agency": " "}).content.strip() == b""
    assert desk.get(SUGGESTIONS, {"feld": "<script>", "agency": "x"}).status_code == 400


def test_an_empty_field_is_told(desk):
    refused = desk.post(PAGE, {"agency": ""})

    assert refused.status_code == 422
    assert "Geben Sie den Namen Ihrer Dienststelle ein." in refused.content.decode()


def test_who_does_not_find_theirs_leaves_an_entry_for_staff(desk, member, courts):
    first = desk.post(PAGE, {"agency": "Amt für Brückenbau"})
    saved = desk.post(PAGE, typed_in(first, agency_wahl="frei"), follow=True).content.decode()
    entry = agency_of(member)

    assert offered(first) == ["Nicht dabei? „Amt für Brückenbau“ so eintragen"]
    assert (entry.name, entry.is_confirmed) == ("Amt für Brückenbau", False)
    assert "Wartet auf Bestätigung" in saved
    assert offered(desk.get(SUGGESTIONS, {"feld": "agency", "agency": "Brückenbau"})) == [
        "Nicht dabei? „Brückenbau“ so eintragen"
    ]
    confirm_agency(agency=entry)
    assert "Wartet auf Bestätigung" not in desk.get("/konto/").content.decode()


def test_two_with_the_same_entry_share_it(logged_in, member, stranger):
    for person, name in ((member, "Amt für Brückenbau"), (stranger, "amt  für BRÜCKENBAU")):
        logged_in(person).post(PAGE, {"agency": name, "agency_zu": name, "agency_wahl": "frei"})

    assert agency_of(member) == agency_of(stranger)
    assert Agency.objects.count() == 1


def test_an_entry_is_dropped_when_nobody_stands_behind_it(desk, member, courts):
    desk.post(PAGE, {"agency": "Amt für Brüken", "agency_zu": "Amt für Brüken", "agency_wahl": "frei"})
    desk.post(PAGE, {"agency": "Amtsgericht Bonn"})

    assert agency_of(member) == courts[1]
    assert Agency.objects.unconfirmed().count() == 0


def test_the_entry_of_another_cannot_be_chosen(desk, member):
    foreign = AgencyFactory(name="Amt für Fremdes", is_confirmed=False)
    PersonFactory(agency=foreign)
    refused = desk.post(PAGE, {"agency": "Amt für Fremdes", "agency_zu": "Amt für Fremdes", "agency_wahl": foreign.pk})

    assert refused.status_code == 422
    assert agency_of(member) is None


def test_the_own_dienststelle_can_be_taken_back(desk, member, courts):
    desk.post(PAGE, {"agency": "Amtsgericht Bonn"})
    answer = desk.post("/konto/dienststelle/entfernen/", follow=True)

    assert agency_of(member) is None
    assert "Ihre Dienststelle ist gelöscht." in answer.content.decode()


def test_one_that_is_no_longer_there_is_said_so(desk, member, courts):
    desk.post(PAGE, {"agency": "Amtsgericht Bonn"})
    Agency.objects.filter(pk=courts[1].pk).update(is_active=False)

    assert "wird nicht mehr geführt" in desk.get("/konto/").content.decode()
    assert desk.post(PAGE, {"agency": "x", "agency_zu": "x", "agency_wahl": courts[1].pk}).status_code == 422


def test_visitors_are_asked_to_log_in(client):
    for address in (PAGE, SUGGESTIONS):
        assert client.get(address).url.startswith("/konto/anmelden/")
    assert client.post("/konto/dienststelle/entfernen/").url.startswith("/konto/anmelden/")


def test_hostile_names_stay_words(desk, member):
    for name in ("<script>alert(1)</script>", "{{ frame.url }}", '"><img src=x onerror=alert(1)>', "=HYPERLINK(1)"):
        page = desk.post(PAGE, {"agency": name}).content.decode()
        desk.post(PAGE, {"agency": name, "agency_zu": name, "agency_wahl": "frei"})

        assert agency_of(member).name == name
        assert "<script>alert" not in page and "<img src=x" not in page
        assert html.escape(name) in desk.get("/konto/").content.decode()


@pytest.mark.parametrize("many", [0, 30])
def test_the_pages_cost_the_same_however_many_there_are(desk, django_assert_num_queries, courts, many):
    AgencyFactory.create_batch(many)
    desk.get("/konto/")
    with django_assert_num_queries(7):
        desk.get("/konto/")
    with django_assert_num_queries(3):
        desk.get(SUGGESTIONS, {"feld": "agency", "agency": "Amtsgericht"})
