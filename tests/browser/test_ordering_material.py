"""Told in a browser: a lead orders and borrows with one form, a guest asks without an account, a loan is found by its days."""

from datetime import date, datetime, timedelta

import pytest

from materials.choices import OrderState
from materials.models import Loan, Order
from missione.shared import clock
from missione.shared.models import Letter
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_booking_a_seat import WAYS, heading
from tests.browser.test_every_page import check, look
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, order_of, pictured_article, team_of
from tests.factories.teams import AgencyFactory
from tests.materials.desk import link_in

pytestmark = pytest.mark.django_db(transaction=True)

NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def november(clock_at):
    clock_at(NOVEMBER)


@pytest.fixture
def hanger():
    return ArticleFactory(
        title="Türklinkenhänger „Alles aus?“", stock=4000, limit_per_year=500, per_employee="0.6", rule_of_thumb="1 je Bürotür"
    )


@pytest.fixture
def box():
    return ArticleFactory(loan=True, units=2, title="Strommessgeräte, Paket mit 20 Stück")


@pytest.fixture
def team(leader, member):
    team = team_of(leader, member, agency=AgencyFactory(headcount=310))
    DeliveryAddressFactory(agency=team.agency, recipient="Poststelle")
    return team


@pytest.mark.parametrize(("hand", "width", "javascript"), WAYS)
def test_a_lead_orders_and_borrows_with_one_form(new_page, leader, team, hanger, box, hand, width, javascript):
    ArticleFactory(title="Plakat", stock=20)
    page = new_page(width=width, javascript=javascript, person=leader)
    hands = hand(page)

    page.goto("/material/")
    hands.follow("Türklinkenhänger")
    page.get_by_label("Stückzahl").fill("")
    hands.write("Stückzahl", "300")
    hands.press("In den Korb")
    hands.follow("1 Artikel im Korb")
    assert heading(page) == "Material bestellen"

    page.get_by_label("Weiterer Artikel").select_option(box.slug)
    page.get_by_text("Nur beim Ausleihen").click()
    page.get_by_label("Vom").fill("2027-02-01")
    page.get_by_label("Bis zum").fill("2027-03-05")
    hands.press("Zur Liste hinzufügen")
    hands.write("Wofür brauchen Sie das Material?", "Aktionswoche im Februar")
    page.keyboard.press("Enter")
    page.get_by_text("bestellt ist noch nichts").wait_for()
    assert not Order.objects.exists()
    assert page.get_by_label("Poststelle, Hauptstraße 1").is_checked()
    hands.press("Verbindlich bestellen")

    order = Order.objects.get()
    assert heading(page) == order.reference
    said = page.locator("main").inner_text()
    assert "Das ist bei uns angekommen." in said and said.count("für Sie reserviert") == 3
    assert "Das Paket ist voraussichtlich bis Montag, 7. Dezember 2026 bei Ihnen." in said
    assert "Was Sie ausleihen, bekommen Sie zum ersten Tag der Ausleihe." in said
    assert [line.requested for line in order.lines.all()] == [300, 1]
    assert (order.team, order.purpose, order.is_other_address) == (team, "Aktionswoche im Februar", False)
    loan = Loan.objects.get()
    assert (loan.from_day, loan.to_day) == (date(2027, 2, 1), date(2027, 3, 5))

    hands.follow("Stornieren")
    hands.press("Stornieren")
    order.refresh_from_db()
    hanger.refresh_from_db()
    assert (order.state, hanger.reserved) == (OrderState.CANCELLED, 0)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_a_guest_asks_without_an_account(new_page, hanger, clock_at, width, javascript):
    page = new_page(width=width, javascript=javascript)
    hands = Mouse(page)

    page.goto("/kontakt/")
    hands.follow("Material bestellen")
    page.get_by_label("Artikel", exact=True).select_option(hanger.slug)
    for label, words in {
        "Stückzahl": "20",
        "Ihr Name": "Gerda Gast",
        "Ihre dienstliche E-Mail-Adresse": "gerda.gast@amt.example",
        "Ihre Dienststelle": "Amtsgericht Musterstadt",
        "Name oder Stelle": "Geschäftsstelle",
        "Straße und Hausnummer": "Gerichtsweg 2",
        "Postleitzahl": "45127",
        "Ort": "Essen",
    }.items():
        page.get_by_label(label, exact=True).first.fill(words)
    clock_at(NOVEMBER + timedelta(minutes=2))
    hands.press("Anfrage senden")
    assert heading(page) == "Fast geschafft: Bestätigen Sie Ihre E-Mail-Adresse"
    assert Order.objects.get().state == OrderState.UNCONFIRMED

    page.goto(link_in(Letter.objects.get()))
    assert heading(page) == "Haben Sie das angefragt?"
    hands.press("Bestätigen")

    order = Order.objects.get()
    assert (order.state, heading(page)) == (OrderState.RECEIVED, order.reference)
    assert "Reserviert ist noch nichts." in page.locator("main").inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_when_others_were_faster_nothing_typed_is_lost(new_page, leader, team, javascript):
    scarce = ArticleFactory(title="Bingokarte", stock=100)
    page = new_page(javascript=javascript, person=leader)
    hands = Mouse(page)
    page.watch.expects("409")
    page.goto(scarce.get_absolute_url())
    hands.write("Stückzahl", "80")
    hands.press("In den Korb")
    hands.follow("1 Artikel im Korb")
    hands.write("Wofür brauchen Sie das Material?", "Bingo")
    order_of(team_of(), scarce, 60)

    hands.press("Verbindlich bestellen")

    assert "Davon sind nur noch 40 Stück frei." in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Wofür brauchen Sie das Material?").input_value() == "Bingo"
    hands.write("Stückzahl", "40")
    hands.press("Verbindlich bestellen")
    assert Order.objects.get(team=team).lines.get().requested == 40


@pytest.mark.parametrize("javascript", [True, False])
def test_a_loan_is_found_by_its_days(new_page, box, javascript):
    ArticleFactory(loan=True, units=0, title="Infostand")
    page = new_page(javascript=javascript)
    page.goto("/material/")

    page.get_by_label("Vom").fill("2027-02-01")
    page.get_by_label("Bis zum").fill("2027-03-05")
    page.get_by_role("button", name="Ergebnisse zeigen").click()
    page.get_by_role("heading", name="1 Artikel", exact=True).wait_for()

    assert page.get_by_role("link", name="Strommessgeräte").count() == 1
    assert "Frei vom 1. Februar bis 5. März" in page.locator("#ergebnisse").inner_text()


def test_another_address_is_asked_for_only_when_it_is_chosen(new_page, leader, team):
    page = new_page(person=leader)
    page.goto("/kontakt/?worum=material")
    assert not page.get_by_label("Straße und Hausnummer").is_visible()

    page.get_by_label("An eine andere Adresse").check()

    assert page.get_by_label("Straße und Hausnummer").is_visible()


def test_the_field_for_programs_is_seen_by_nobody_and_out_of_the_way_of_the_keyboard(new_page):
    page = new_page()
    page.goto("/kontakt/?worum=frage")

    field = page.get_by_label("Bitte leer lassen")
    assert field.bounding_box()["x"] < 0
    Keyboard(page).write("Ihre Nachricht" if page.get_by_label("Ihre Nachricht").count() else "Ihre Frage", "Wie geht das?")
    assert field.input_value() == ""


# --- every page, in both colours, wide and narrow ---


def test_pages_of_the_catalogue_have_no_finding(new_page, hanger, box):
    article = pictured_article(title="Energiebewusstseinsförderungsmaßnahmenplakat", stock=10, document=None)
    box.parts.create(name="Strommessgerät", quantity=20)
    template, gone = ArticleFactory(download=True), ArticleFactory(title="Vergriffenes")
    addresses = ["/material/", "/material/?q=nichts&art=ausleihen", "/material/?von=2027-02-01&bis=2027-03-01"]
    addresses += [each.get_absolute_url() for each in (hanger, box, article, template, gone)]
    page = new_page()

    assert [line for address in addresses for line in check(page, address)] == []


def test_pages_of_the_contact_form_have_no_finding(new_page, leader, team, hanger, box):
    visitor, own = new_page(), new_page(person=leader)
    addresses = [
        "/kontakt/",
        "/kontakt/gesendet/",
        "/kontakt/?worum=material",
        "/kontakt/?worum=ausleihe",
        "/kontakt/?worum=barriere",
    ]
    found = [line for page in (visitor, own) for address in addresses for line in check(page, address)]

    visitor.watch.expects("422")
    visitor.goto("/kontakt/?worum=material")
    visitor.get_by_role("button", name="Anfrage senden").click()
    visitor.get_by_role("alert").wait_for()
    found += look(visitor, "an empty order")

    assert found == []


def test_pages_of_orders_have_no_finding(new_page, leader, team, hanger, box):
    page = new_page(person=leader)
    found = check(page, "/material/bestellungen/")
    day = clock.today() + timedelta(days=20)
    order = order_of(team, hanger, 20)
    lent = order_of(team, box, from_day=day, to_day=day + timedelta(days=40))
    addresses = [
        "/material/bestellungen/",
        order.get_absolute_url(),
        lent.get_absolute_url(),
        f"{order.get_absolute_url()}stornieren/",
    ]

    assert found + [line for address in addresses for line in check(page, address)] == []
