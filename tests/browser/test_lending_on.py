"""Told in a browser: a box is lent on. The slips are printed, a code is scanned, the stand counts; no script, no mouse needed."""

import re

import pytest
from django.urls import reverse

from materials.models import PieceLending
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_booking_a_seat import heading
from tests.browser.test_every_page import check, look
from tests.factories.documents import DocumentFactory
from tests.factories.materials import loan_out, meter_box, team_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loan(leader, member):
    DocumentFactory(title="Kurzanleitung")
    return loan_out(team_of(leader, member), meter_box(meters=3))


@pytest.mark.parametrize(("hand", "width", "javascript"), [(Mouse, 1280, True), (Keyboard, 390, False)])
def test_slips_are_printed_a_meter_goes_and_comes_and_the_stand_counts(new_page, member, loan, hand, width, javascript):
    stand = new_page(width=width, javascript=javascript, person=member)
    hands = hand(stand)
    stand.goto(loan.get_absolute_url())
    hands.press("Zettel und Zählseite anlegen")
    slips = stand.request.get(reverse("materials:counter_slips", args=[loan.reference]))
    assert (slips.status, slips.headers["content-type"]) == (200, "application/pdf")

    phone = new_page(width=width, javascript=javascript)
    own = hand(phone)
    phone.goto(reverse("materials:piece", args=[loan.pieces.get(number=2).key]))
    assert heading(phone) == "Strommessgerät Nr. 2"
    own.press("Ich nehme es mit")
    assert heading(phone) == "Viel Erfolg beim Messen!"
    assert phone.get_by_role("link", name="Kurzanleitung").is_visible()
    assert {cookie["name"] for cookie in phone.context.cookies()} <= {"csrftoken"}

    stand.reload()
    assert "1 von 3 sind unterwegs, insgesamt 1-mal verliehen" in stand.locator("main").inner_text()
    hands.press("Ausgeben: Nr. 3")
    assert stand.url.endswith("#nr-3")
    phone.go_back()
    phone.reload()
    own.press("Ich bringe es zurück")
    assert heading(phone) == "Danke, es ist wieder da"

    stand.reload()
    assert "1 von 3 sind unterwegs, insgesamt 2-mal verliehen" in stand.locator("main").inner_text()
    assert stand.get_by_role("button", name=re.compile("^Zurück")).count() == 1
    assert PieceLending.objects.filter(back_on=None).get().piece.number == 3


def test_pages_of_lending_on_have_no_finding(new_page, member, loan):
    page = new_page(person=member, reduced_motion="reduce")
    counter = reverse("materials:counter", args=[loan.reference])
    found = check(page, loan.get_absolute_url()) + check(page, counter)
    page.set_viewport_size({"width": 1280, "height": 900})
    Mouse(page).press("Zettel und Zählseite anlegen")
    Mouse(page).press("Ausgeben: Nr. 3")
    found += look(page, "the counter") + check(page, reverse("materials:counter_new_slips", args=[loan.reference]))
    found += check(page, loan.get_absolute_url())

    piece = loan.pieces.get(number=1)
    found += check(page, reverse("materials:piece", args=[piece.key]))
    Mouse(page).press("Ich nehme es mit")
    found += look(page, "taken along")
    found += check(page, reverse("materials:piece", args=[piece.key]))
    Mouse(page).press("Ich bringe es zurück")
    found += look(page, "brought back")
    page.watch.expects("404")
    found += check(page, "/material/zaehler/gibt-es-nicht/", status=404)

    assert found == []
