"""What the campaign team does with authorities: keep the list, confirm free entries, make one of two."""

import pytest
from django.dispatch import receiver

from missione.shared.invariants import broken_promises
from teams import signals
from teams.models import Agency, Team
from tests.factories.teams import AgencyFactory, MinistryFactory, PersonFactory, TeamFactory
from tests.seminars.admin_desk import rows, told, typed_in

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/teams/agency/"


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


def names(answer):
    return [row[1] for row in rows(answer)] if b'id="result_list"' in answer.content else []


def picked(field, agency):
    """Chosen from the list below the words."""
    return {field: agency.name, f"{field}_zu": agency.name, f"{field}_wahl": agency.pk}


def merge(desk, survivor, merged):
    address = f"{LIST}{merged.pk}/zusammenfuehren/?mit={survivor.pk}"
    return desk.post(address, {"survivor": survivor.pk}, follow=True)


def test_the_list_is_searched_as_people_search(desk):
    AgencyFactory(name="Finanzamt Soest", city="Soest")
    AgencyFactory(name="Amtsgericht Soest", city="Soest", former_names=["Kreisgericht Soest"])

    assert names(desk.get(LIST, {"q": "FA Soest"})) == ["Finanzamt Soest"]
    assert names(desk.get(LIST, {"q": "Kreisgerciht"})) == ["Amtsgericht Soest"]
    assert names(desk.get(LIST, {"q": "!!"})) == []


def test_the_list_is_filtered_by_standing(desk):
    AgencyFactory(name="A aktiv")
    AgencyFactory(name="B offen", is_confirmed=False)
    AgencyFactory(name="C inaktiv", is_active=False)

    found = {stand: names(desk.get(LIST, {"stand": stand})) for stand in ("aktiv", "offen", "inaktiv", "aufgegangen", "quatsch")}
    assert found == {
        "aktiv": ["A aktiv"],
        "offen": ["B offen"],
        "inaktiv": ["C inaktiv"],
        "aufgegangen": [],
        "quatsch": ["A aktiv", "B offen", "C inaktiv"],
    }


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_costs_the_same_however_long(desk, many, django_assert_num_queries):
    for _ in range(many):
        PersonFactory.create_batch(2, agency=AgencyFactory(ministry=MinistryFactory()))
    desk.get(LIST)
    with django_assert_num_queries(6):
        desk.get(LIST)


def test_a_new_one_is_entered(desk):
    ministry = MinistryFactory()
    page = desk.get(f"{LIST}add/")
    fields = {
        "name": "Amt für Brücken",
        "kind": "upper",
        "ministry": ministry.pk,
        "city": "Hagen",
        "is_active": "on",
        "mail_domains": "@Bruecken.example, amt.bruecken.example",
        "former_names": "Amt für Stege, Wege und Pfade\nStegeamt",
        "abbreviations": "AfB",
    }
    desk.post(f"{LIST}add/", typed_in(page, **fields))
    agency = Agency.objects.get()

    assert agency.mail_domains == ["bruecken.example", "amt.bruecken.example"]
    assert agency.former_names == ["Amt für Stege, Wege und Pfade", "Stegeamt"]
    assert agency.is_confirmed


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("mail_domains", "kein domain", "ist keine Domain"),
        ("headcount", "0", "größer oder gleich 1"),
        ("name", "Am\x07t", "Steuerzeichen"),
        ("former_names", "x" * 201, "mehr als 200 Zeichen"),
        ("name", "Amtsgericht Bonn", "gibt es an diesem Ort schon"),
    ],
)
def test_what_cannot_be_is_told(desk, field, value, sentence):
    AgencyFactory(name="Amtsgericht bonn", city="Bonn")
    agency = AgencyFactory(name="Amt", city="Bonn")
    address = f"{LIST}{agency.pk}/change/"
    answer = desk.post(address, {**typed_in(desk.get(address)), "is_active": "on", field: value})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Agency.objects.get(pk=agency.pk).name == "Amt"


def test_a_renamed_one_is_found_by_its_old_name(desk):
    agency = AgencyFactory(name="LANUV", city="")
    address = f"{LIST}{agency.pk}/change/"
    desk.post(address, typed_in(desk.get(address), name="LANUK"))

    assert Agency.objects.get().former_names == ["LANUV"]
    assert names(desk.get(LIST, {"q": "lanuv"})) == ["LANUK"]


def test_the_tree_cannot_be_turned_round(desk):
    top = AgencyFactory()
    middle = AgencyFactory(parent=top)
    bottom = AgencyFactory(parent=middle)
    address = f"{LIST}{top.pk}/change/"
    answer = desk.post(address, typed_in(desk.get(address), **picked("parent", bottom)))

    assert "liegt selbst unter der" in answer.content.decode()
    assert Agency.objects.get(pk=top.pk).parent is None


def test_free_entries_wait_until_they_are_confirmed(desk, member):
    entry = AgencyFactory(name="Amt für Brücken", is_confirmed=False)
    waiting = names(desk.get(LIST, {"stand": "offen"}))
    answer = desk.post(f"{LIST}{entry.pk}/bestaetigen/", follow=True)
    again = desk.post(f"{LIST}{entry.pk}/bestaetigen/", follow=True)

    assert waiting == ["Amt für Brücken"]
    assert "bestätigt und kann von allen gewählt werden" in told(answer)[0]
    assert told(again) == ["Dieser Eintrag ist schon bearbeitet."]
    assert Agency.objects.unconfirmed().count() == 0


def test_several_are_confirmed_at_once(desk):
    entries = AgencyFactory.create_batch(3, is_confirmed=False)
    desk.post(LIST, {"action": "confirm", "_selected_action": [entry.pk for entry in entries]})

    assert Agency.objects.pickable().count() == 3


def test_two_are_one_from_the_search_to_the_end(desk, member):
    right = AgencyFactory(name="Finanzamt Soest", city="Soest", mail_domains=["fa-soest.example"])
    entry = AgencyFactory(name="Fianzamt in Soest", city="", is_confirmed=False)
    member.agency = entry
    member.save()
    page = f"{LIST}{entry.pk}/zusammenfuehren/"

    assert "Finanzamt Soest" in desk.get(page, {"suche": "FA Soest"}).content.decode()
    preview = desk.get(page, {"mit": right.pk}).content.decode()
    answer = desk.post(f"{page}?mit={right.pk}", {"survivor": right.pk}, follow=True)
    member.refresh_from_db()
    entry.refresh_from_db()

    assert "Personen, die mitgehen: 1" in preview and "Fianzamt in Soest bleibt" not in preview
    assert told(answer) == ["„Fianzamt in Soest“ ist jetzt Teil von „Finanzamt Soest“."]
    assert member.agency == right
    assert (entry.is_active, entry.merged_into) == (False, right)
    assert Agency.objects.get(pk=right.pk).former_names == ["Fianzamt in Soest"]
    assert list(broken_promises()) == []


def test_names_domains_and_authorities_below_are_carried_along(desk):
    survivor = AgencyFactory(name="Neu", former_names=["Uralt"], mail_domains=["neu.example"])
    merged = AgencyFactory(name="Alt", former_names=["Älter", "uralt"], mail_domains=["alt.example"], abbreviations=["A"])
    below = AgencyFactory(parent=merged)
    earlier = AgencyFactory(is_active=False, merged_into=merged)
    merge(desk, survivor, merged)
    survivor.refresh_from_db()

    assert survivor.former_names == ["Uralt", "Alt", "Älter"]
    assert survivor.mail_domains == ["neu.example", "alt.example"]
    assert survivor.abbreviations == ["A"]
    assert list(Agency.objects.filter(parent=survivor)) == [below]
    assert set(survivor.merged.all()) == {merged, earlier}
    assert list(broken_promises()) == []


def test_one_below_can_take_over_the_one_above(desk):
    top = AgencyFactory()
    above = AgencyFactory(parent=top)
    between = AgencyFactory(parent=above)
    below = AgencyFactory(parent=between)
    merge(desk, below, above)

    assert [Agency.objects.get(pk=agency.pk).parent for agency in (below, between)] == [top, below]
    assert list(broken_promises()) == []


def test_apps_above_are_asked_before_and_told_after(desk):
    survivor, merged = AgencyFactory(), AgencyFactory()
    heard = []

    @receiver(signals.agencies_to_be_merged)
    def count(sender, merged, **kwargs):
        return [("Bestellungen", 3)]

    @receiver(signals.agencies_merged)
    def carry(sender, survivor, merged, **kwargs):
        heard.append((survivor.pk, merged.pk))

    preview = desk.get(f"{LIST}{merged.pk}/zusammenfuehren/", {"mit": survivor.pk}).content.decode()
    merge(desk, survivor, merged)

    assert "Bestellungen, die mitgehen: 3" in preview
    assert heard == [(survivor.pk, merged.pk)]


def test_a_receiver_that_fails_leaves_everything_as_it_was(desk):
    survivor, merged = AgencyFactory(), AgencyFactory()

    def fail(sender, **kwargs):
        raise RuntimeError

    signals.agencies_merged.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            merge(desk, survivor, merged)
    finally:
        signals.agencies_merged.disconnect(fail)

    assert Agency.objects.filter(is_active=True).count() == 2


def test_what_was_merged_is_not_merged_again_nor_revived(desk):
    survivor, merged, third = AgencyFactory.create_batch(3)
    merge(desk, survivor, merged)
    again = merge(desk, third, merged)
    address = f"{LIST}{merged.pk}/change/"
    desk.post(address, typed_in(desk.get(address), is_active="on"))

    assert told(again) == [
        "Eine der beiden Dienststellen ist inzwischen zusammengeführt oder inaktiv. Bitte laden Sie die Liste neu."
    ]
    assert Agency.objects.get(pk=merged.pk).merged_into == survivor
    assert list(broken_promises()) == []


def test_two_chosen_in_the_list_lead_to_the_preview(desk):
    pair = AgencyFactory.create_batch(2)
    third = AgencyFactory()
    chosen = desk.post(LIST, {"action": "merge", "_selected_action": [agency.pk for agency in pair]})
    too_many = desk.post(LIST, {"action": "merge", "_selected_action": [agency.pk for agency in (*pair, third)]}, follow=True)

    assert "/zusammenfuehren/?mit=" in chosen.url
    assert told(too_many) == ["Wählen Sie genau zwei Dienststellen aus."]


def test_people_are_listed_with_their_authority_and_filtered_by_it(desk, member, stranger):
    agency = AgencyFactory(name="Amtsgericht Soest", city="Soest")
    member.agency = agency
    member.save()
    people = "/verwaltung/teams/person/"
    there = rows(desk.get(people, {"dienststelle": agency.pk}))

    assert [row[0] for row in there] == [member.email]
    assert "Amtsgericht Soest" in there[0]
    assert member.email not in [row[0] for row in rows(desk.get(people, {"dienststelle": "ohne"}))]
    assert f"?dienststelle={agency.pk}" in desk.get(LIST).content.decode()


def test_staff_say_where_a_person_works_and_not_in_what_is_gone(desk, member):
    agency, gone = AgencyFactory(), AgencyFactory(is_active=False)
    address = f"/verwaltung/teams/person/{member.pk}/change/"
    desk.post(address, typed_in(desk.get(address), **picked("agency", agency)))
    member.refresh_from_db()
    before = member.agency
    refused = desk.post(address, typed_in(desk.get(address), **picked("agency", gone)))
    member.refresh_from_db()

    assert (before, member.agency) == (agency, agency)
    assert "steht nicht mehr zur Wahl" in refused.content.decode()


def test_hostile_names_stay_words_in_every_page(desk):
    name = '<script>alert(1)</script>"><img src=x>'
    one, other = AgencyFactory(name=name, former_names=[name + "2"], is_confirmed=False), AgencyFactory(name=name, city="X")
    PersonFactory(agency=one)
    pages = [LIST, f"{LIST}{one.pk}/change/", f"{LIST}{one.pk}/zusammenfuehren/?mit={other.pk}", "/verwaltung/teams/person/"]

    for page in pages:
        body = desk.get(page).content.decode()
        assert "&lt;script&gt;alert(1)" in body
        assert "<script>alert" not in body and "<img src=x" not in body


def test_only_the_campaign_team_comes_in(logged_in, client, member):
    agency = AgencyFactory()
    pages = [
        "",
        "importieren/",
        "dienststellen.csv",
        f"{agency.pk}/change/",
        f"{agency.pk}/zusammenfuehren/",
        f"{agency.pk}/bestaetigen/",
    ]

    for page in pages:
        assert client.get(LIST + page).status_code == 302
        assert logged_in(member).post(LIST + page).status_code in (302, 403)
    assert Agency.objects.get() == agency


def test_who_merges_is_led_on_to_the_team_that_waits_there(desk):
    survivor, merged = AgencyFactory(name="Finanzamt Köln"), AgencyFactory(name="FA Köln", is_confirmed=False)
    TeamFactory(agency=merged, asked=True)

    page = merge(desk, survivor, merged).content.decode()
    team = Team.objects.select_related("agency").get()

    assert f'<a href="/verwaltung/teams/team/{team.pk}/change/">{team}</a> wartet noch auf' in page
