"""Laying articles aside: kept for who is logged in, in the session for a guest. It holds nothing back."""

from datetime import timedelta

import pytest

from materials.models import BasketItem
from missione.shared import clock
from tests.factories.materials import ArticleFactory, order_of, team_of

pytestmark = pytest.mark.django_db

BASKET = "/material/korb/"


@pytest.fixture
def article():
    return ArticleFactory(title="Plakat", stock=10)


def put(client, article, follow=False, **typed):
    return client.post(BASKET, {"artikel": article.slug, **typed}, follow=follow)


def in_the_form(client):
    return [(row["article"], int(row["fields"][0].value())) for row in client.get(BASKET, follow=True).context["rows"]]


def test_the_basket_is_the_order_form(client):
    assert client.get(BASKET).url == "/kontakt/?worum=material"


def test_a_member_finds_it_again_on_another_day_and_device(logged_in, leader, article):
    team_of(leader)

    answer = put(logged_in(leader), article, menge="4")

    assert answer.url == article.get_absolute_url()
    assert in_the_form(logged_in(leader)) == [(article, 4)]


def test_a_guest_keeps_it_in_the_session(client, article):
    put(client, article, menge="4")

    assert in_the_form(client) == [(article, 4)]
    assert not BasketItem.objects.exists()
    assert "1 Artikel im Korb" in client.get("/material/").content.decode()


def test_the_same_article_again_replaces_what_was_said(client, article):
    for number in ("4", "7"):
        put(client, article, menge=number)

    assert in_the_form(client) == [(article, 7)]


def test_what_was_in_the_basket_before_logging_in_adds_to_what_was_there(client, leader, article):
    team_of(leader)
    other = ArticleFactory(title="Karte")
    BasketItem.objects.create(person=leader, article=article, quantity=3)
    put(client, article, menge="9")
    put(client, other, menge="2")

    client.force_login(leader)

    assert dict(in_the_form(client)) == {article: 3, other: 2}


def test_a_basket_reserves_nothing(client, article):
    put(client, article, menge="4")

    article.refresh_from_db()
    assert article.reserved == 0


def test_a_loan_is_laid_aside_with_its_days(client):
    box = ArticleFactory(loan=True, units=1)
    first, last = (clock.today() + timedelta(days=days) for days in (10, 50))

    assert put(client, box, von=first.isoformat(), bis=last.isoformat()).status_code == 302
    assert [row["article"] for row in client.get(BASKET, follow=True).context["rows"]] == [box]


@pytest.mark.parametrize("typed", [{"menge": "0"}, {"menge": "５"}, {"menge": ""}, {}])
def test_what_is_no_quantity_is_said_on_a_page_of_its_own(client, article, typed):
    answer = put(client, article, **typed)

    assert answer.status_code == 422
    assert in_the_form(client) == []


def test_days_the_wrong_way_round_are_said(client):
    box = ArticleFactory(loan=True)

    answer = put(client, box, von="2027-03-01", bis="2027-02-01")

    assert "Der letzte Tag liegt vor dem ersten." in answer.content.decode()


@pytest.mark.parametrize("trait", ["draft", "download"])
def test_what_cannot_be_ordered_cannot_be_laid_aside(client, trait):
    assert put(client, ArticleFactory(**{trait: True}), menge="1").status_code == 404


def test_what_is_hidden_meanwhile_is_not_offered(client, article):
    put(client, article, menge="4")
    article.published_at = None
    article.save()

    assert in_the_form(client) == []


def test_a_session_that_nobody_understands_is_an_empty_basket(client, article):
    put(client, article, menge="4")
    session = client.session
    session["materials_basket"] = [["x"], 5]
    session.save()

    assert in_the_form(client) == []


# --- the page of the article ---


def test_the_page_shows_what_of_it_lies_in_the_basket(client, article):
    answer = put(client, article, menge="4", follow=True)

    page = answer.content.decode()
    assert [str(message) for message in answer.context["messages"]] == ["Im Korb: 4 Stück Plakat."]
    assert "Im Korb ändern" in page and answer.context["form"]["menge"].value() == "4"


def test_the_page_of_what_is_lent_shows_its_days_in_the_basket(client):
    box = ArticleFactory(loan=True, units=1, title="Messkoffer")
    first, last = (clock.today() + timedelta(days=days) for days in (10, 50))

    page = put(client, box, von=first.isoformat(), bis=last.isoformat(), follow=True)

    assert (page.context["form"]["von"].value(), page.context["form"]["bis"].value()) == (first, last)
    assert page.context["laid"].startswith("Messkoffer, ")


def test_what_the_authority_has_had_this_year_is_no_longer_proposed(logged_in, leader):
    poster = ArticleFactory(stock=500, per_employee="1", pack_size=10, limit_per_year=400, rule_of_thumb="1 je Person")
    team = team_of(leader)
    team.agency.headcount = 100
    team.agency.save()
    order_of(team, poster, 70)

    page = logged_in(leader).get(poster.get_absolute_url())

    assert page.context["form"]["menge"].value() == "30"


def test_of_what_is_sold_out_no_day_of_arrival_is_promised(client):
    page = client.get(ArticleFactory(stock=0).get_absolute_url()).content.decode()

    assert "Zurzeit vergriffen" in page and "Gerade ist nichts da" in page
    assert "Heute bestellt" not in page
