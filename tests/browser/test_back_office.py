"""The campaign team at its desk, in a real browser: every page of the back office, and a series made with the mouse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter, TextPage
from seminars.actions import book_seat, change_seats
from seminars.models import Event
from tests.browser.test_every_page import check
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at(row, page):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{page}", args=[row.pk])


def test_every_page_of_the_back_office_is_clean(new_page, staff):
    event = EventFactory(hybrid=True, seats=3)
    booking = BookingFactory(event=event)
    booking.needs, booking.message = ["dgs"], "Ich komme mit dem Rad."
    booking.save()
    BookingFactory.create_batch(2, event=event)
    change_seats(event=event, seats=2)
    agency = AgencyFactory(name="Finanzamt für Großbetriebs- und Konzernbetriebsprüfung", city="Mönchengladbach")
    email = "annegret.von-der-wassermuehle-brinkhoff@grossbetriebspruefung.behoerde.example"
    guest = PersonFactory(last_name="von der Wassermühle-Brinkhoff", email=email, agency=agency, last_login=clock.now())
    asked = book_seat(event=EventFactory(offer__needs_approval=True), person=guest)
    past = BookingFactory(event=EventFactory(past=True)).event
    addresses = [reverse(f"admin:seminars_{name}_changelist") for name in ("offer", "event", "booking")]
    addresses += [reverse("admin:seminars_event_add"), reverse("admin:seminars_offer_add"), at(event.offer, "change")]
    addresses += [at(event, page) for page in ("change", "participants", "cancel", "copy")]
    addresses += [f"{at(event, 'enter')}?suche=brinkhoff", f"{at(past, 'enter')}?suche=brinkhoff"]
    addresses += [f"{at(event, 'series')}?first=2027-03-02&rhythm=monat&count=3"]
    addresses += [at(asked.event, "participants"), at(past, "participants"), at(asked, "change"), at(asked, "decline")]
    addresses += [at(booking, page) for page in ("change", "cancel", "move")]
    letter, text = Letter.objects.first(), TextPage.objects.first()
    addresses += [reverse(f"admin:{name}_changelist") for name in ("shared_letter", "shared_textpage", "teams_person")]
    addresses += [f"{reverse('admin:shared_letter_changelist')}?q=beispiel", at(letter, "change"), at(text, "change")]
    addresses += [at(booking.person, "change"), reverse("admin:teams_person_add"), reverse("admin:index")]
    page = new_page(person=staff)
    measured = new_page(person=staff, reduced_motion="reduce")  # or axe measures colours in mid-fade
    measured.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other

    for address in addresses:
        assert page.goto(address).status == 200
    assert [line for address in addresses for line in check(measured, address)] == []


def test_a_series_is_made_with_the_mouse(page_of_staff):
    event = EventFactory(starts_at=clock.now() + timedelta(days=9))
    page = page_of_staff

    page.goto(at(event, "change"))
    page.get_by_role("link", name="Serie anlegen").click()
    page.get_by_label("Erster neuer Termin").fill("2027-04-13")
    page.get_by_label("Wie viele").fill("3")
    page.get_by_role("button", name="Termine vorschlagen").click()
    page.get_by_label("Di, 11. Mai 2027").uncheck()
    page.get_by_role("button", name="Entwürfe anlegen").click()

    page.get_by_text("2 Termine sind als Entwurf angelegt.").wait_for()
    assert [one.slug for one in Event.objects.filter(published_at=None).order_by("starts_at")] == ["2027-04-13", "2027-06-08"]


def test_a_day_is_added_without_script(new_page, staff):
    event = EventFactory()
    page = new_page(person=staff, javascript=False)

    page.goto(at(event, "change"))
    page.locator("#id_days-1-day").fill("2027-04-13")
    page.locator("#id_days-1-starts").fill("10:00")
    page.locator("#id_days-1-ends").fill("12:00")
    page.get_by_role("button", name="Sichern", exact=True).click()

    assert event.days.count() == 2


@pytest.fixture
def page_of_staff(new_page, staff):
    return new_page(person=staff)
