"""Told in a browser: a lead orders 300, staff promise 200 and say why, pack and ship in two parcels; the team reads each step."""

import re

import pytest
from django.urls import reverse

from materials.choices import OrderState
from materials.models import Order
from missione.shared.models import Letter
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_booking_a_seat import heading
from tests.browser.test_every_page import check, look
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, order_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.materials.test_working_an_order import approve, packed, shipped

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/verwaltung/materials/order/"
NEXT = "Nächster Schritt"


@pytest.fixture
def hanger():
    return ArticleFactory(title="Türklinkenhänger „Alles aus?“", stock=4000, limit_per_year=500, shelf="A 3")


@pytest.fixture
def team(leader, member):
    team = team_of(leader, member, agency=AgencyFactory(headcount=310))
    DeliveryAddressFactory(agency=team.agency, recipient="Poststelle")
    return team


@pytest.mark.parametrize(("hand", "width", "javascript"), [(Mouse, 1280, True), (Keyboard, 390, False)])
def test_300_are_ordered_200_promised_packed_and_shipped(new_page, leader, staff, team, hanger, hand, width, javascript):
    own = new_page(width=width, javascript=javascript, person=leader)
    hands = hand(own)
    own.goto(hanger.get_absolute_url())
    own.get_by_label("Stückzahl").fill("300")
    hands.press("In den Korb")
    hands.follow("1 Artikel im Korb")
    hands.press("Verbindlich bestellen")
    order = Order.objects.get()

    desk = new_page(width=width, javascript=javascript, person=staff)
    desk.goto(LIST)
    desk.get_by_role("link", name=order.reference).click()
    step = desk.get_by_role("region", name=NEXT)
    step.get_by_label("Zusagen").fill("200")
    step.get_by_role("button", name="Zusagen").click()
    desk.watch.expects("422")
    assert "Schreiben Sie dazu, warum es weniger ist." in step.inner_text()
    step.get_by_label("Grund, wenn es weniger ist").fill("Es müssen alle etwas bekommen.")
    step.get_by_role("button", name="Zusagen").click()
    assert "200 statt 300. Der Grund: Es müssen alle etwas bekommen." in Letter.objects.get(kind="order_approved").text

    for name in ("Packliste", "Packzettel", "Adressaufkleber"):
        answer = desk.request.get(desk.get_by_role("link", name=name).get_attribute("href"))
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    step.get_by_role("button", name="Als gepackt eintragen").click()
    step.get_by_label("Im Paket").fill("150")
    step.get_by_label("Sendungsnummer").fill("00340-1")
    step.get_by_role("button", name="Als versandt eintragen").click()
    assert step.get_by_label("Im Paket").input_value() == "50"
    step.get_by_role("button", name="Als versandt eintragen").click()
    order.refresh_from_db()
    assert order.state == OrderState.SHIPPED

    own.goto(order.get_absolute_url())
    assert heading(own) == order.reference
    history = own.locator(".me-history li").all_inner_texts()
    steps = ["Eingegangen", "Teilweise zugesagt", "Gepackt", "Teilweise versandt", "Versandt"]
    assert [next(each for each in reversed(steps) if each in said) for said in history] == steps
    assert "00340-1" in own.locator("main").inner_text()


def test_an_old_page_ships_nothing_and_the_back_button_shows_what_is_left(new_page, staff, team, hanger):
    order = order_of(team, hanger, 300)
    packed(order, staff)
    address = reverse("admin:materials_order_change", args=[order.pk])
    page, old = new_page(person=staff), new_page(person=staff)
    for each in (page, old):
        each.goto(address)
    page.get_by_label("Im Paket").fill("100")
    page.get_by_role("button", name="Als versandt eintragen").click()
    page.get_by_text("Teilweise versandt").first.wait_for()

    old.get_by_label("Im Paket").fill("200")
    old.get_by_role("button", name="Als versandt eintragen").click()
    old.get_by_text(re.compile("Inzwischen hat .* etwas geändert")).wait_for()
    page.go_back()

    assert page.get_by_label("Im Paket").input_value() == "200"
    assert order.lines.get().shipped == 100


def test_pages_of_working_an_order_have_no_finding(new_page, staff, leader, team, hanger):
    boss = PersonFactory(is_staff=True)
    made = [order_of(team, ArticleFactory(title="Energiebewusstseinsförderungsmaßnahmenplakat", stock=100), 20) for _ in range(4)]
    approve(made[1], boss, 10, "Mehr ist nicht da.")
    packed(made[2], boss)
    shipped(made[3], boss, 5)
    page = new_page(person=staff, reduced_motion="reduce")  # or axe measures colours in mid-fade
    page.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    addresses = [LIST, *(reverse("admin:materials_order_change", args=[order.pk]) for order in made)]
    found = [line for address in addresses for line in check(page, address)]

    page.watch.expects("422")
    page.goto(addresses[1])
    page.get_by_role("region", name=NEXT).get_by_label("Zusagen").fill("7,5")
    page.get_by_role("button", name="Zusagen").click()
    page.get_by_text("Geben Sie eine ganze Zahl ein.").wait_for()
    found += look(page, "a number that is none")
    page.goto(addresses[1])
    for summary in page.locator(".me-decide summary").all():
        summary.click()
    found += look(page, "all that can be done")

    own = new_page(person=leader)
    assert found + [line for order in made for line in check(own, order.get_absolute_url())] == []


def test_the_list_of_orders_fits_beside_its_filter(new_page, staff, hanger):
    team = team_of(agency=AgencyFactory(name="Finanzamt für Groß- und Konzernbetriebsprüfung Düsseldorf I"))
    order = order_of(team, hanger, 300)
    desk = new_page(person=staff, width=1280)

    desk.goto(LIST)

    wide = desk.evaluate("document.querySelector('#result_list').scrollWidth")
    frame = desk.evaluate("document.querySelector('#changelist .results').clientWidth")
    assert wide <= frame
    assert desk.get_by_text(order.reference, exact=True).bounding_box()["height"] < 30
