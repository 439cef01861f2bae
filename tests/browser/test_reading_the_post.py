"""Staff open the post, look at a letter as it was designed, and send it again. Nothing is blocked."""

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from tests.factories.seminars import BookingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letter(db):
    BookingFactory()
    Letter.objects.update(state=Letter.State.FAILED, attempts=6, last_error="Der Mailserver antwortete: 450 mailbox full")
    return Letter.objects.get()


def test_a_failed_letter_is_found_looked_at_and_sent_again(new_page, staff, letter):
    page = new_page(person=staff)
    page.goto(reverse("admin:shared_letter_changelist") + "?state__exact=failed")
    page.get_by_role("link", name=letter.subject).click()

    page.get_by_role("link", name="Brief ansehen").click()
    page.get_by_text("Ihr Platz ist gebucht.").wait_for()
    background = page.evaluate("getComputedStyle(document.querySelector('.me-head')).backgroundColor")
    page.go_back()
    page.get_by_role("button", name="Erneut senden").click()
    page.get_by_text("Erneut auf den Weg gebracht.").wait_for()

    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING
    assert background == "rgb(11, 90, 35)"  # its inline styles stand, although the portal's own policy forbids them
