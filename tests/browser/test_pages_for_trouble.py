"""The pages that nobody wants to see are as sound as the others: each comes with its status, by the way it would come."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from missione import pages
from tests.browser.test_every_page import check, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(new_page, member):
    page = new_page(person=member)
    for status in ("400", "403", "404", "429", "500", "503"):
        page.watch.expects(status)
    return page


@pytest.mark.parametrize(
    ("address", "status"), [("/seminare/gibt-es-nicht/", 404), ("/verwaltung/", 403), (f"/seminare/?{'a=1&' * 1100}", 400)]
)
def test_what_a_person_asked_for_and_does_not_get(page, address, status):
    assert check(page, address, status) == []


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("broken"), 500), (OperationalError("server closed"), 503)])
def test_what_broke_on_our_side(page, monkeypatch, error, status):
    def break_down(*_, **__):
        raise error

    monkeypatch.setattr(pages, "get_object_or_404", break_down)

    assert check(page, reverse("imprint"), status) == []


def test_too_many_tries(new_page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    page = new_page()
    page.watch.expects("429")

    for _ in range(2):
        page.goto(reverse("account_reset_password"))
        page.get_by_label("E-Mail").fill("niemand@behoerde.example")
        with page.expect_navigation() as answer:
            page.locator("main form button[type=submit]").click()

    assert answer.value.status == 429
    assert look(page, "429") == []


def test_a_form_that_comes_from_elsewhere(new_page):
    page = new_page()
    page.watch.expects("403")
    page.goto(reverse("account_login"))
    page.context.clear_cookies()

    with page.expect_navigation() as answer:
        page.locator("main form button[type=submit]").click()

    assert answer.value.status == 403
    assert look(page, "403 without a cookie") == []
