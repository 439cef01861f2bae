"""What becomes of orders, addresses and messages when authorities merge, teams end, and people leave."""

from datetime import timedelta

import pytest

from materials.actions.contact import send_message
from materials.actions.orders import place_order, request_order
from materials.answers import Wish
from materials.choices import LoanState, OrderState, Subject
from materials.errors import LinesRefused
from materials.models import BasketItem, ContactMessage, DeliveryAddress, Loan, Order
from missione.shared import clock
from teams import signals
from teams.actions import choose_agency, merge_agencies, move_team, propose_agency
from teams.models import Agency, Team
from tests.factories.materials import ANSWERS, ArticleFactory, DeliveryAddressFactory, order_of, team_of
from tests.factories.teams import AgencyFactory

pytestmark = pytest.mark.django_db


def told(signal, **facts):
    """What our receivers answer; lists of several apps are joined."""
    return [answer for _, answers in signal.send(sender=Team, **facts) for answer in answers or ()]


def test_orders_addresses_and_messages_go_along_when_authorities_merge(leader):
    team = team_of(leader)
    leader.agency = team.agency
    leader.save()
    survivor = AgencyFactory()
    for agency in (team.agency, survivor):
        DeliveryAddressFactory(agency=agency)
    DeliveryAddressFactory(agency=team.agency, street="Nebenstraße 2")
    order = order_of(team, ArticleFactory(stock=10), 2)
    send_message(person=leader, subject=Subject.QUESTION, text="?")

    counted = told(signals.agencies_to_be_merged, merged=team.agency)
    assert {("Bestellungen", 1), ("Lieferadressen", 2), ("Nachrichten", 1)} <= set(counted)
    merge_agencies(survivor=survivor, merged=Agency.objects.get(pk=team.agency_id))

    order.refresh_from_db()
    assert (order.agency, ContactMessage.objects.get().agency) == (survivor, survivor)
    assert sorted(DeliveryAddress.objects.filter(agency=survivor).values_list("street", flat=True)) == [
        "Hauptstraße 1",
        "Nebenstraße 2",
    ]


def test_the_used_part_of_a_limit_goes_along(leader):
    team, survivor = team_of(leader), AgencyFactory()
    article = ArticleFactory(stock=100, limit_per_year=50)
    order_of(team, article, 40)

    merge_agencies(survivor=survivor, merged=team.agency)

    with pytest.raises(LinesRefused, match="So können wir das nicht zusagen"):
        order_of(Team.objects.get(pk=team.pk), article, 11)


def test_orders_and_the_used_part_of_a_limit_go_along_with_a_team_that_is_moved(leader, staff):
    team, to = team_of(leader), AgencyFactory()
    article = ArticleFactory(stock=100, limit_per_year=50)
    order = order_of(team, article, 40)

    move_team(team=team, to=to, site="", by=staff)

    order.refresh_from_db()
    assert order.agency == to
    with pytest.raises(LinesRefused, match="So können wir das nicht zusagen"):
        order_of(Team.objects.get(pk=team.pk), article, 11)


def test_a_free_entry_with_orders_outlives_the_person_who_goes_elsewhere(leader):
    propose_agency(person=leader, name="Amt für Neues")
    order = request_order(person=leader, wishes=[Wish(ArticleFactory(stock=10).pk, 1)], answers=ANSWERS)

    choose_agency(person=leader, agency=AgencyFactory())

    assert Order.objects.get(pk=order.pk).agency.name == "Amt für Neues"


def test_a_team_that_ends_is_told_of_open_orders(leader):
    team = team_of(leader)
    order = order_of(team, ArticleFactory(stock=10), 2)

    assert told(signals.obligations_asked, team=team, person=None) == [
        f"Die Bestellung {order.reference} ist noch offen (Eingegangen)."
    ]
    assert told(signals.obligations_asked, team=team, person=leader) == []


def test_what_was_shipped_hinders_nobody_but_a_loan_does(leader):
    team = team_of(leader)
    day = clock.today() + timedelta(days=10)
    order = order_of(team, ArticleFactory(loan=True, units=1, min_days=1), from_day=day, to_day=day)
    Order.objects.update(state=OrderState.SHIPPED)
    assert told(signals.obligations_asked, team=team, person=None) == []

    Loan.objects.update(state=LoanState.OUT, handed_out_at=clock.now())
    assert told(signals.obligations_asked, team=team, person=None) == [
        f"Aus der Bestellung {order.reference} ist noch etwas ausgeliehen."
    ]


def test_who_deletes_the_account_is_forgotten_and_the_teams_orders_stay(leader, stranger):
    team, article = team_of(leader), ArticleFactory(stock=100)
    leader.agency = AgencyFactory()
    leader.save()
    teams_order = order_of(team, article, 20)
    own = request_order(person=leader, wishes=[Wish(article.pk, 5)], answers=ANSWERS)
    send_message(person=leader, subject=Subject.QUESTION, text="?")
    BasketItem.objects.create(person=leader, article=article)

    signals.person_leaving.send(sender=Team, person=leader)

    teams_order.refresh_from_db()
    own.refresh_from_db()
    assert (teams_order.state, teams_order.person) == (OrderState.RECEIVED, None)
    assert (own.state, own.person) == (OrderState.CANCELLED, None)
    assert not ContactMessage.objects.exists() and not BasketItem.objects.exists()


def test_everybody_may_read_what_we_know_of_them(leader):
    team, article = team_of(leader), ArticleFactory(title="Plakat", stock=100)
    order = place_order(person=leader, team=team, wishes=[Wish(article.pk, 5)], answers=ANSWERS)
    send_message(person=leader, subject=Subject.QUESTION, text="Wie lange noch?")
    BasketItem.objects.create(person=leader, article=article, quantity=3)

    parts = dict(answer for _, answer in signals.personal_data_asked.send(sender=Team, person=leader))

    assert parts["Bestellungen"][0]["Nummer"] == order.reference
    assert parts["Bestellungen"][0]["Artikel"] == ["5 × Plakat: für Sie reserviert"]
    assert parts["Nachrichten an das Kampagnenteam"][0]["Text"] == "Wie lange noch?"
    assert parts["Korb"] == [{"Artikel": "Plakat", "Stück": 3}]
