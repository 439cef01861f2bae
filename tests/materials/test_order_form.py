"""The order form behind /kontakt/: prefilled, one number, and back it comes with all that was typed until the answer is yes."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from materials.choices import OrderState, Subject
from materials.models import BasketItem, Order
from missione.shared import clock
from missione.shared.models import Letter
from tests.conftest import person
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, order_of, team_of
from tests.factories.teams import AgencyFactory, TeamFactory
from tests.materials.desk import LINES, ORDER, order, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return team_of(leader, member, agency=AgencyFactory(headcount=310))


@pytest.fixture
def hanger():
    return ArticleFactory(title="Türklinkenhänger „Alles aus?“", slug="tuerklinkenhaenger", stock=1000, limit_per_year=500)


def page_of(answer):
    return answer.content.decode()


def test_the_door_asks_what_it_is_about(client):
    page = page_of(client.get("/kontakt/"))

    for subject in Subject:
        assert f'href="?worum={subject}"' in page and subject.label in page


def test_a_subject_that_nobody_knows_is_asked_again(client):
    answer = client.get("/kontakt/?worum=gewinnspiel")

    assert (answer.status_code, answer.templates[0].name) == (200, "materials/contact.html")


def test_the_form_knows_the_person_the_team_and_its_addresses(logged_in, leader, team):
    DeliveryAddressFactory(agency=team.agency, recipient="Warenannahme")
    DeliveryAddressFactory(recipient="Anderswo")

    answer = logged_in(leader).get(ORDER)

    page = page_of(answer)
    assert leader.email in page and str(team) in page and "Warenannahme" in page
    assert "Anderswo" not in page
    assert "name=email" not in page and 'name="email"' not in page


def test_a_lead_orders_with_one_form(logged_in, leader, team, hanger):
    answer = order(logged_in(leader), [(hanger, "300")], purpose="Aktionswoche", wished_for="2027-02-01")

    placed = Order.objects.get()
    assert answer.url == placed.get_absolute_url()
    assert (placed.team, placed.person, placed.state, placed.is_request) == (team, leader, OrderState.RECEIVED, False)
    assert placed.lines.get().reserved == 300
    assert (placed.purpose, str(placed.wished_for)) == ("Aktionswoche", "2027-02-01")


def test_two_articles_are_one_number(logged_in, leader, team, hanger):
    box = ArticleFactory(loan=True, units=1)
    first, last = (clock.today() + timedelta(days=days) for days in (20, 60))
    days = {f"von-{box.slug}": first.isoformat(), f"bis-{box.slug}": last.isoformat()}

    order(logged_in(leader), [(hanger, "300"), (box, "")], **days)

    assert [line.requested for line in Order.objects.get().lines.all()] == [300, 1]


def test_the_last_row_is_ordered_without_laying_it_aside_first(logged_in, leader, team, hanger):
    order(logged_in(leader), neu=hanger.slug, **{"menge-": "20"})

    assert Order.objects.get().lines.get().requested == 20


def test_who_is_in_several_teams_says_for_which(logged_in, leader, team, hanger):
    other = TeamFactory(lead=leader, name="Zweitteam")

    assert words(order(logged_in(leader), [(hanger, "5")])) == ["Wählen Sie das Team aus, für das Sie bestellen."]
    order(logged_in(leader), [(hanger, "5")], team=other.slug)

    assert Order.objects.get().team == other


def test_the_chosen_team_decides_on_addresses_and_limits(logged_in, leader, team, hanger):
    elsewhere = team_of(leader, agency=AgencyFactory(name="Finanzamt Anderswo"))
    order_of(team, hanger, 180)
    DeliveryAddressFactory(agency=team.agency, recipient="Warenannahme")
    known = DeliveryAddressFactory(agency=elsewhere.agency, recipient="Pförtnerloge")
    client = logged_in(leader)

    begun = page_of(client.post(ORDER, {"artikel": hanger.slug, "team": team.slug, "fuer": "1"}))
    changed = order(client, [(hanger, "300")], team=elsewhere.slug, fuer="1", purpose="Aktionswoche")
    order(client, [(hanger, "300")], team=elsewhere.slug, address=str(known.pk))

    assert "Warenannahme" in begun and "Pförtnerloge" not in begun and f"{team.agency}: 180 von 500" in begun
    page = page_of(changed)
    assert "Pförtnerloge" in page and "Warenannahme" not in page and f"{elsewhere.agency}: 0 von 500" in page
    assert 'value="300"' in page and 'value="Aktionswoche"' in page
    assert changed.context["form"]["address"].value() == str(known.pk)
    placed = Order.objects.get(team=elsewhere)
    assert (placed.agency, placed.recipient, placed.is_other_address) == (elsewhere.agency, "Pförtnerloge", False)


def test_a_link_chooses_the_team(logged_in, leader, team):
    elsewhere = team_of(leader)
    DeliveryAddressFactory(agency=elsewhere.agency, recipient="Pförtnerloge")

    form = logged_in(leader).get(f"{ORDER}&team={elsewhere.slug}").context["form"]

    assert form["team"].value() == elsewhere.slug
    assert "Pförtnerloge" in str(form["address"])


def test_the_address_of_the_other_authority_is_refused_with_those_of_the_team(logged_in, leader, team, hanger):
    elsewhere = team_of(leader, agency=AgencyFactory(name="Finanzamt Anderswo"))
    wrong = DeliveryAddressFactory(agency=team.agency, recipient="Warenannahme")
    DeliveryAddressFactory(agency=elsewhere.agency, recipient="Pförtnerloge")

    answer = order(logged_in(leader), [(hanger, "5")], team=elsewhere.slug, address=str(wrong.pk))

    assert answer.status_code == 422
    said = f"Diese Adresse gehört zu einer anderen Dienststelle. Wählen Sie eine Adresse von „{elsewhere.agency}“."
    assert words(answer) == [said]
    assert "Pförtnerloge" in page_of(answer) and "Warenannahme" not in page_of(answer)
    assert not Order.objects.exists()


def test_somebody_elses_team_is_not_among_the_choices(logged_in, leader, team, hanger):
    TeamFactory(lead=leader)
    strangers = team_of()

    answer = order(logged_in(leader), [(hanger, "5")], team=strangers.slug)

    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_a_known_address_is_chosen(logged_in, leader, team, hanger):
    known = DeliveryAddressFactory(agency=team.agency, street="Rathausplatz 4")

    order(logged_in(leader), [(hanger, "5")], address=str(known.pk))

    placed = Order.objects.get()
    assert (placed.street, placed.is_other_address) == ("Rathausplatz 4", False)


def test_the_address_of_another_authority_cannot_be_chosen(logged_in, leader, team, hanger):
    DeliveryAddressFactory(agency=team.agency)
    elsewhere = DeliveryAddressFactory(street="Geheimweg 1")

    answer = order(logged_in(leader), [(hanger, "5")], address=str(elsewhere.pk))

    assert words(answer) == ["Wählen Sie aus, wohin wir liefern sollen."]


def test_another_address_is_typed_whole(logged_in, leader, team, hanger):
    DeliveryAddressFactory(agency=team.agency)

    answer = order(logged_in(leader), [(hanger, "5")], address="andere", street="", postal_code="4512")

    assert words(answer) == ["Geben Sie Straße und Hausnummer an.", "Eine Postleitzahl hat fünf Ziffern."][::-1]


# --- what cannot be had ---


def test_a_lost_race_gives_the_filled_form_back_with_what_is_possible(logged_in, leader, team, hanger):
    order_of(team_of(), ArticleFactory(stock=1))
    scarce = ArticleFactory(title="Karte", stock=100)
    order_of(team_of(), scarce, 60)

    answer = order(logged_in(leader), [(scarce, "50"), (hanger, "300")], purpose="Aktionswoche", message="Danke!")

    assert answer.status_code == 409
    assert words(answer) == ["Davon sind nur noch 40 Stück frei. Jetzt können Sie noch 40 Stück bestellen."]
    for typed in ('value="50"', 'value="300"', 'value="Aktionswoche"', "Danke!"):
        assert typed in page_of(answer)
    assert Order.objects.filter(team=team).count() == 0


def test_the_quota_is_shown_before_choosing(logged_in, leader, team, hanger):
    order_of(team, hanger, 180)
    BasketItem.objects.create(person=leader, article=hanger, quantity=10)

    assert "180 von 500 in diesem Jahr" in page_of(logged_in(leader).get(ORDER))
    assert "180 von 500 in diesem Jahr" in page_of(logged_in(leader).get(hanger.get_absolute_url()))
    assert "180 von 500 in diesem Jahr" in page_of(logged_in(leader).get("/material/"))


@pytest.mark.parametrize(
    "typed", ["0", "-5", "1000000000", "５", "2.5", "2,5", "", "viele", "1e3", "0x10", "٣", "5\x00", "1" * 5000]
)
def test_what_is_no_quantity_is_refused_at_its_field(logged_in, leader, team, hanger, typed):
    answer = order(logged_in(leader), [(hanger, typed)])

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"menge-{hanger.slug}"]
    assert not Order.objects.exists()


def test_an_order_of_nothing_is_refused(logged_in, leader, team):
    assert words(order(logged_in(leader))) == ["Wählen Sie mindestens einen Artikel aus."]


@pytest.mark.parametrize("trait", ["draft", "download"])
def test_a_hidden_article_in_the_post_is_not_there(logged_in, leader, team, hanger, trait):
    hidden = ArticleFactory(**{trait: True}, title="Geheim")

    answer = order(logged_in(leader), [(hanger, "5"), (hidden, "5")])

    assert answer.status_code == 422
    assert words(answer) == ["Einen Artikel gibt es nicht mehr. Wir haben ihn aus der Bestellung genommen."]
    assert "Geheim" not in page_of(answer)


def test_what_nobody_asked_for_in_the_post_changes_nothing(logged_in, leader, team, hanger):
    strangers = team_of()
    added = {
        "price": "0", "agency": strangers.agency.pk, "state": "done", "is_request": "", "person": strangers.pk,
        "approved": "300", "reserved": "0", "reference": "MB-AAAA-AAAA", "limit_per_year": "9999",
    }  # fmt: skip

    order(logged_in(leader), [(hanger, "300")], **added)

    placed = Order.objects.get()
    assert (placed.agency, placed.person, placed.state) == (team.agency, leader, OrderState.RECEIVED)
    assert (placed.lines.get().approved, placed.lines.get().reserved) == (None, 300)
    assert placed.reference != "MB-AAAA-AAAA"


@pytest.mark.parametrize("name", ["purpose", "message", "recipient", "street", "city"])
def test_control_characters_are_refused(logged_in, leader, team, hanger, name):
    assert order(logged_in(leader), [(hanger, "5")], **{name: "bö\x0bse"}).status_code == 422


def test_a_day_that_is_over_is_no_wish(logged_in, leader, team, hanger):
    assert words(order(logged_in(leader), [(hanger, "5")], wished_for="2026-01-01")) == ["Dieser Tag ist schon vorbei."]


def test_the_same_form_twice_is_one_order_and_another_with_its_key_a_409(logged_in, leader, team, hanger):
    client, key = logged_in(leader), uuid4()

    answers = [order(client, [(hanger, number)], request_key=key) for number in ("5", "5", "6")]

    assert [answer.status_code for answer in answers] == [302, 302, 409]
    assert Order.objects.count() == 1


# --- the basket inside the form ---


def test_an_article_joins_the_list_and_nothing_typed_is_lost(logged_in, leader, team, hanger):
    poster = ArticleFactory(title="Plakat", stock=50)

    answer = order(logged_in(leader), [(hanger, "300")], dazu="1", neu=poster.slug, purpose="Aktionswoche", **{"menge-": "4"})

    assert answer.status_code == 200
    assert [(row["article"], row["fields"][0].value()) for row in answer.context["rows"]] == [(hanger, "300"), (poster, "4")]
    assert 'value="Aktionswoche"' in page_of(answer)
    assert dict(BasketItem.objects.values_list("article", "quantity")) == {hanger.pk: 300, poster.pk: 4}
    assert not Order.objects.exists()


def test_a_loan_joins_the_list_once_it_has_its_days(logged_in, leader, team):
    box = ArticleFactory(loan=True, units=1)

    answer = order(logged_in(leader), dazu="1", neu=box.slug)
    assert words(answer) == ["Geben Sie an, von wann bis wann Sie es ausleihen möchten."]

    days = {"von-": (clock.today() + timedelta(days=20)).isoformat(), "bis-": (clock.today() + timedelta(days=60)).isoformat()}
    answer = order(logged_in(leader), dazu="1", neu=box.slug, **days)
    assert [row["article"] for row in answer.context["rows"]] == [box]


def test_an_article_leaves_the_list(logged_in, leader, team, hanger):
    poster = ArticleFactory(stock=50)

    answer = order(logged_in(leader), [(hanger, "300"), (poster, "x")], weg=hanger.slug, purpose="Aktionswoche")

    assert [(row["article"], row["fields"][0].value()) for row in answer.context["rows"]] == [(poster, "x")]
    assert 'value="Aktionswoche"' in page_of(answer)


def test_enter_in_a_field_orders_nothing_and_keeps_what_was_typed(logged_in, leader, team, hanger):
    client = logged_in(leader)
    answer = order(client, [(hanger, "25")], behalten="1", purpose="Aktionswoche")

    assert not Order.objects.exists()
    assert [str(message) for message in answer.context["messages"]] == [
        "Ihre Angaben stehen noch da, bestellt ist noch nichts. Dafür gibt es den Knopf ganz unten."
    ]
    assert (answer.context["form"]["purpose"].value(), row_numbers(answer)) == ("Aktionswoche", ["25"])
    assert row_numbers(client.get("/kontakt/?worum=material")) == ["25"]  # laid in the basket


def row_numbers(answer):
    return [row["fields"][0].value() for row in answer.context["rows"]]


def test_the_basket_is_empty_after_the_order(logged_in, leader, team, hanger):
    BasketItem.objects.create(person=leader, article=hanger, quantity=10)

    order(logged_in(leader), [(hanger, "10")])

    assert not BasketItem.objects.exists()


def test_who_comes_to_borrow_is_not_asked_how_many(logged_in, leader, team, hanger):
    box = ArticleFactory(loan=True, units=1)
    days = {"von-": (clock.today() + timedelta(days=20)).isoformat(), "bis-": (clock.today() + timedelta(days=60)).isoformat()}
    client, borrow = logged_in(leader), "/kontakt/?worum=ausleihe"

    page = page_of(client.get(borrow))
    order(client, at=borrow, neu=box.slug, **days)

    assert "Stückzahl" not in page and box.title in page and hanger.title not in page
    assert Order.objects.get().lines.get().article == box


# --- who has no team ---


def test_an_authority_without_a_team_sends_a_request(logged_in, stranger, hanger):
    stranger.agency = AgencyFactory()
    stranger.save()

    answer = order(logged_in(stranger), [(hanger, "30")])

    asked = Order.objects.get()
    hanger.refresh_from_db()
    assert answer.url == asked.get_absolute_url()
    assert (asked.agency, asked.team, asked.is_request, asked.state) == (stranger.agency, None, True, OrderState.RECEIVED)
    assert hanger.reserved == 0


def test_a_request_counts_against_the_limit_too(logged_in, stranger, hanger):
    stranger.agency = AgencyFactory()
    stranger.save()

    assert words(order(logged_in(stranger), [(hanger, "501")])) == [
        "Je Dienststelle und Jahr sind es höchstens 500 Stück. Jetzt können Sie noch 500 Stück bestellen."
    ]


def test_a_request_does_not_wait_for_stock(logged_in, stranger):
    stranger.agency = AgencyFactory()
    stranger.save()

    order(logged_in(stranger), [(ArticleFactory(), "3")])

    assert Order.objects.get().is_request


def test_who_has_said_no_authority_is_asked_for_it(logged_in, stranger, hanger):
    client = logged_in(stranger)

    assert "Wo arbeiten Sie?" in page_of(client.get(ORDER))
    assert order(client, [(hanger, "3")]).status_code == 403
    assert not Order.objects.exists()


def test_private_people_are_told_kindly(logged_in, hanger):
    private = person("Paula", "Privat", agency=AgencyFactory())
    private.email = "paula.privat@gmx.de"
    private.save()
    client = logged_in(private)

    assert "Material gibt es nur für Dienststellen" in page_of(client.get(ORDER))
    assert order(client, [(hanger, "3")]).status_code == 403
    assert not Order.objects.exists()


def test_a_private_address_in_a_team_orders(logged_in, hanger):
    private = person("Paula", "Privat")
    private.email = "paula.privat@gmx.de"
    private.save()
    team_of(private)

    order(logged_in(private), [(hanger, "3")])

    assert Order.objects.get().team


def test_a_letter_says_when_it_arrives(logged_in, leader, team, hanger, clock_at):
    clock_at(datetime(2026, 12, 22, 9, tzinfo=UTC))

    answer = order(logged_in(leader), [(hanger, "3")], wished_for="2027-01-05")

    page = page_of(logged_in(leader).get(answer.url))
    assert (
        "Das Paket ist voraussichtlich bis <strong>Montag, 11. Januar 2027</strong>" in page
    )  # ten working days, none at Christmas
    for said in (page, Letter.objects.get(kind="order_received").text, Letter.objects.get(kind="order_received").html):
        assert "Das ist nach dem Tag, an dem Sie es brauchen (5. Januar)." in said
    clock_at(datetime(2027, 1, 12, 9, tzinfo=UTC))
    assert "Es dauert länger als gedacht." in page_of(logged_in(leader).get(answer.url))


def test_everything_that_a_form_may_hold_is_kept(logged_in, leader, team, hanger):
    said = {**LINES, "extra": "Haus B", "purpose": "Aktionswoche", "message": "Bitte\nbald"}

    order(logged_in(leader), [(hanger, "5")], **said)

    placed = Order.objects.get()
    assert {name: getattr(placed, name) for name in said} == said
