"""Told in a browser: 300 are ordered and a box is borrowed; 200 are promised; the box comes back with one meter missing."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from materials.actions.protocols import Findings
from materials.actions.unit_change import check_unit
from materials.choices import Condition, OrderState
from materials.models import Loan, Order
from missione.shared import clock
from missione.shared.models import Letter
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import check, look
from tests.factories.materials import ArticleFactory, DeliveryAddressFactory, png, team_of
from tests.factories.teams import AgencyFactory
from tests.materials.lending import back, fresh, lent, meter_box, packed_loan, page_of

pytestmark = pytest.mark.django_db(transaction=True)

NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def november(clock_at, settings, tmp_path):
    options = {"location": str(tmp_path / "private")}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": options}}
    clock_at(NOVEMBER)


@pytest.fixture
def team(leader, member):
    team = team_of(leader, member, agency=AgencyFactory(headcount=310))
    DeliveryAddressFactory(agency=team.agency, recipient="Poststelle")
    return team


def picture():
    file = png("fach-7.png")
    return {"name": file.name, "mimeType": "image/png", "buffer": file.read()}


@pytest.mark.parametrize(("hand", "width", "javascript"), [(Mouse, 1280, True), (Keyboard, 390, False)])
def test_the_box_comes_back_with_one_meter_missing(new_page, clock_at, leader, staff, team, hand, width, javascript):
    hanger, box = ArticleFactory(title="Türklinkenhänger", stock=4000), meter_box(units=2)
    own = new_page(width=width, javascript=javascript, person=leader)
    hands = hand(own)
    own.goto(hanger.get_absolute_url())
    own.get_by_label("Stückzahl").fill("300")
    hands.press("In den Korb")
    hands.follow("1 Artikel im Korb")
    own.get_by_label("Weiterer Artikel").select_option(box.slug)
    own.get_by_label("Vom").fill("2027-02-01")
    own.get_by_label("Bis zum").fill("2027-02-28")
    hands.press("Zur Liste hinzufügen")
    hands.press("Verbindlich bestellen")
    order = Order.objects.get()
    loan = Loan.objects.get()
    assert (loan.from_day, loan.to_day) == (date(2027, 2, 1), date(2027, 2, 28))

    desk = new_page(width=width, javascript=javascript, person=staff)
    at = hand(desk)
    desk.goto(reverse("admin:materials_order_change", args=[order.pk]))
    step = desk.get_by_role("region", name="Nächster Schritt")
    step.get_by_role("group", name="Türklinkenhänger").get_by_label("Zusagen").fill("200")
    step.get_by_role("group", name="Türklinkenhänger").get_by_label("Grund").fill("Es müssen alle etwas bekommen.")
    at.press("Zusagen")
    at.press("Als gepackt eintragen")
    at.press("Als versandt eintragen")
    clock_at(datetime(2027, 1, 28, 10, tzinfo=clock.BERLIN))
    desk.goto("/verwaltung/")
    at.follow("1 Ausleihe geht in den nächsten Tagen raus")
    at.follow("EM-01, Strommessgeräte")
    at.press("Ausgeben")
    assert "EM-01: Ausgegeben." in desk.locator(".messagelist").inner_text()
    assert "20 × Strommessgerät" in Letter.objects.get(kind="loan_handed_out").text

    clock_at(datetime(2027, 2, 26, 10, tzinfo=clock.BERLIN))
    step = desk.get_by_role("region", name="Nächster Schritt")
    step.get_by_label("Strommessgerät").fill("19")
    step.get_by_label("Bemerkung").fill("Fach 7 war leer.")
    step.get_by_label("Bilder").set_input_files([picture()])
    at.press("Zurücknehmen")

    letter = Letter.objects.get(kind="loan_taken_back")
    assert "1 × Strommessgerät" in letter.text and "Fach 7 war leer." in letter.text and letter.recipient == leader.email
    own.goto(loan.get_absolute_url())
    said = own.locator("main").inner_text()
    assert "19 von 20 (1 fehlt)" in said and "Fach 7 war leer." in said
    shown = own.get_by_alt_text("Bild 1 zum Protokoll: Rücknahme")
    shown.scroll_into_view_if_needed()
    assert own.request.get(shown.get_attribute("src")).headers["content-type"] == "image/jpeg"

    desk.goto(reverse("admin:materials_order_change", args=[order.pk]))
    at.press("Abschließen")
    order.refresh_from_db()
    assert order.state == OrderState.DONE


def test_pages_of_loans_have_no_finding(new_page, staff, leader, team):
    box = meter_box(units=3)
    loans = [
        packed_loan(staff, team=team, article=box),
        lent(staff, team=team, article=box, pictured=True),
        back(lent(staff, team=team, article=meter_box(), pictured=True), staff, meters=19, note="Fach 7 war leer."),
        packed_loan(staff, team=team, article=meter_box(units=1)),
    ]
    check_unit(unit=loans[3].unit, findings=Findings(Condition.DAMAGED, note="Kabelbruch"), by=staff)
    page = new_page(person=staff, reduced_motion="reduce")  # or axe measures colours in mid-fade
    page.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    units = [reverse("admin:materials_unit_change", args=[loan.unit_id]) for loan in (loans[0], loans[2])]
    lists = ["/verwaltung/", "/verwaltung/materials/loan/", "/verwaltung/materials/unit/"]
    found = [line for address in (*lists, *map(page_of, loans), *units) for line in check(page, address)]

    page.watch.expects("422")
    page.goto(page_of(loans[1]))
    page.get_by_label("Strommessgerät").fill("21")
    page.get_by_role("button", name="Zurücknehmen", exact=True).click()
    page.get_by_text("Dazu gehören 20.").wait_for()
    for summary in page.locator(".me-decide summary").all():
        summary.click()
    found += look(page, "all that can be done, with a number too high")

    own = new_page(person=leader)
    assert found + [line for loan in loans for line in check(own, fresh(loan).get_absolute_url())] == []
