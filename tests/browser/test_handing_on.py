"""Told in a browser: staff arrange that a box goes straight on, one authority gives it, the next counts and confirms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from materials.actions.handing_on import arrange_hand_on, give_on
from materials.answers import Findings
from materials.models import HandOn
from missione.shared import clock
from missione.shared.models import Letter
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_booking_a_seat import heading
from tests.browser.test_every_page import check, look
from tests.factories.materials import loan_of, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import fresh, lent, meter_box, page_of, stand
from tests.materials.test_working_an_order import approve

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box():
    return meter_box(units=1)


@pytest.fixture
def giving(member, box):
    return lent(PersonFactory(is_staff=True), team=team_of(member), article=box)


@pytest.fixture
def taking(leader, box, giving):
    loan = loan_of(team_of(leader), box, starts_in=60)
    approve(loan.line.order, PersonFactory(is_staff=True))
    return fresh(loan)


@pytest.mark.parametrize(("hand", "width", "javascript"), [(Mouse, 1280, True), (Keyboard, 390, False)])
def test_it_is_arranged_given_and_confirmed(new_page, staff, member, leader, giving, taking, hand, width, javascript):
    desk = new_page(width=width, javascript=javascript, person=staff)
    desk.goto(page_of(giving))
    desk.get_by_text("Direkt weitergeben lassen").first.click()
    desk.get_by_label("Hinweis für beide").fill("Bitte vorher anrufen.")
    desk.get_by_role("button", name="Direkt weitergeben lassen").click()
    desk.get_by_text("Direkte Weitergabe: Vereinbart").wait_for()

    giver = new_page(width=width, javascript=javascript, person=member)
    giver.goto(giving.get_absolute_url())
    assert leader.email in giver.locator("main").inner_text()
    hand(giver).follow("Übergabe eintragen")
    assert heading(giver) == "Was geben Sie weiter?"
    giver.get_by_label("Strommessgerät").fill("19")
    hand(giver).press("Übergabe eintragen")
    giver.get_by_text("Weitergegeben, noch nicht bestätigt").wait_for()

    taker = new_page(width=width, javascript=javascript, person=leader)
    taker.goto(taking.get_absolute_url())
    hand(taker).follow("Übernahme bestätigen")
    assert taker.get_by_label("Strommessgerät").input_value() == "19"
    taker.get_by_label("Strommessgerät").fill("18")
    hand(taker).press("Übernahme bestätigen")
    taker.get_by_text("Ausgeliehen bis").wait_for()

    assert (stand(giving)[0], stand(taking)[0]) == ("returned", "out")
    assert "übergeben 19, übernommen 18" in Letter.objects.get(kind="hand_on_differs").text
    desk.reload()
    assert "Die beiden Seiten haben Verschiedenes eingetragen" in desk.locator("main, #content").first.inner_text()


def test_pages_of_handing_on_have_no_finding(new_page, staff, member, leader, giving, taking):
    day = clock.today() + timedelta(days=40)
    arrange_hand_on(loan=giving, taking=taking, planned_on=day, note="Bitte vorher anrufen.", by=PersonFactory(is_staff=True))
    own, other = new_page(person=member, reduced_motion="reduce"), new_page(person=leader, reduced_motion="reduce")
    office = new_page(person=staff, reduced_motion="reduce")
    office.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    give = reverse("materials:give_on", args=[giving.reference])
    found = check(own, giving.get_absolute_url()) + check(own, give)

    own.watch.expects("422")
    own.set_viewport_size({"width": 1280, "height": 900})
    own.get_by_label("Strommessgerät").fill("21")
    Mouse(own).press("Übergabe eintragen")
    found += look(own, "one too many")
    give_on(hand_on=HandOn.objects.get(), findings=Findings(note="Ein Kratzer am Deckel."), by=member)
    found += check(other, taking.get_absolute_url()) + check(other, reverse("materials:take_over", args=[taking.reference]))
    found += check(office, page_of(giving))

    assert found == []
