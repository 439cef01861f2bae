"""The page of an event says all that a person needs to decide; drafts are there for the Kampagnenteam alone."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.templatetags.portal import icon
from seminars.actions import Span, cancel_booking, change_event
from seminars.models import Event
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.seminars.reading import titles_of, words_of

pytestmark = pytest.mark.django_db


def berlin(*moment):
    return datetime(*moment, tzinfo=clock.BERLIN)


@pytest.fixture
def now(clock_at):
    clock_at(berlin(2026, 11, 22, 9))


def test_everything_to_decide_stands_on_the_page(client, now):
    event = EventFactory(
        onsite=True,
        starts_at=berlin(2026, 12, 8, 9, 30),
        seats=3,
        speakers="Dr. Jo Beispiel",
        access_note="Stufenlos, Aufzug bis Raum 2.04.",
        closes_at=berlin(2026, 12, 7, 12),
        offer__title="Richtig heizen",
        offer__summary="In einer Stunde zum warmen Büro.",
        offer__description="Es geht um **Thermostate**.",
        offer__takeaways="- eine Checkliste",
        offer__requirements="Ein Lineal.",
        offer__duration="90 Minuten",
        offer__also_received="das Kompendium",
    )

    page = client.get(event.get_absolute_url())

    words = words_of(page)
    for fact in (
        "Kompakt-Webinar · Strom Richtig heizen In einer Stunde zum warmen Büro.",
        "Wann Dienstag, 8. Dezember 2026 9:30 bis 11:00 Uhr",
        "Wo Haus der Technik, Hauptstraße 1, 45127 Essen Stufenlos, Aufzug bis Raum 2.04.",
        "Leitung Dr. Jo Beispiel",
        "Plätze Noch 3 Plätze 3 Plätze insgesamt",
        "Buchen bis Mo, 7. Dezember 2026, 12:00 Uhr",
        "Stornieren bis So, 6. Dezember 2026, 9:30 Uhr",
        "Kosten kostenlos",
        "Worum es geht Es geht um Thermostate .",
        "Das nehmen Sie mit eine Checkliste",
        "Das brauchen Sie Ein Lineal.",
        "Für wen Multiplikatoren-Teams",
        "Dauer 90 Minuten",
        "Sie erhalten das Kompendium",
    ):
        assert fact in words
    assert "<strong>Thermostate</strong>" in page.content.decode()


def test_every_day_of_several_stands_on_a_line_of_its_own(client, now):
    days = [
        Span(berlin(2026, 12, 8, 9), berlin(2026, 12, 8, 16)),
        Span(berlin(2026, 12, 9, 9), berlin(2026, 12, 9, 12)),
    ]
    event = EventFactory(days=days)

    words = words_of(client.get(event.get_absolute_url()))

    assert "Dienstag, 8. Dezember 2026 9:00 bis 16:00 Uhr Mittwoch, 9. Dezember 2026 9:00 bis 12:00 Uhr" in words


@pytest.mark.parametrize(
    ("facts", "says", "button"),
    [
        ({}, "Zum Buchen melden Sie sich mit Ihrem Konto an.", "Platz buchen"),
        ({"full": True}, "Alle Plätze sind vergeben. Wird ein Platz frei, rücken Sie der Reihe nach auf.", "Auf die Warteliste"),
        ({"offer__needs_approval": True}, "Das Kampagnenteam prüft jede Anfrage und schreibt Ihnen.", "Platz anfragen"),
        ({"closes_at": berlin(2026, 11, 21, 12)}, "Der Anmeldeschluss ist vorbei.", None),
        ({"opens_at": berlin(2026, 12, 1, 9)}, "Sie können ab Dienstag, 1. Dezember 2026, 9:00 Uhr buchen.", None),
        ({"cancelled": True}, "Der Termin fällt aus.", None),
        ({"past": True}, "Dieser Termin ist vorbei.", None),
        ({"starts_at": berlin(2026, 11, 22, 8, 30)}, "Dieser Termin läuft gerade.", None),
    ],
)
def test_one_button_or_the_reason_why_there_is_none(client, now, facts, says, button):
    event = EventFactory(**{"starts_at": berlin(2026, 12, 8, 10), **facts} if "past" not in facts else facts)

    page = client.get(event.get_absolute_url())

    assert says in words_of(page)
    link = f'href="{event.get_absolute_url()}buchen/"><span class="kern-label">{button}</span>'
    assert (link in page.content.decode()) == bool(button)
    assert page.content.decode().count("kern-btn--primary") == bool(button)


def test_a_cancelled_event_says_why_and_shows_other_dates(client, now):
    event = EventFactory(cancelled=True)
    EventFactory(offer=event.offer, starts_at=berlin(2027, 1, 12, 10))

    words = words_of(client.get(event.get_absolute_url()))

    assert "Dieser Termin ist abgesagt Die Leitung ist erkrankt." in words
    assert "Andere Termine 12 Jan" in words


def test_other_dates_are_upcoming_ones_of_the_same_offer(client, now):
    event = EventFactory(offer__title="Strom")
    EventFactory(offer=event.offer, starts_at=berlin(2027, 1, 12, 10))
    EventFactory(offer=event.offer, draft=True, starts_at=berlin(2027, 1, 13, 10))
    EventFactory(offer=event.offer, past=True)
    EventFactory(offer__title="Wärme")

    assert titles_of(client.get(event.get_absolute_url())) == ["Di, 12. Januar 2027, 10:00 bis 11:30 Uhr"]


def test_who_has_a_seat_is_led_to_the_booking(member, logged_in):
    booking = BookingFactory(person=member)

    page = logged_in(member).get(booking.event.get_absolute_url())

    assert "Sie haben einen Platz. Ihre Buchung ansehen" in words_of(page)
    assert f'href="{booking.get_absolute_url()}"' in page.content.decode()
    assert "buchen/" not in page.content.decode()


def test_a_cancelled_booking_leaves_the_way_open(member, logged_in):
    booking = BookingFactory(person=member)
    client = logged_in(member)
    client.post(f"{booking.get_absolute_url()}stornieren/")

    assert "Platz buchen" in words_of(client.get(booking.event.get_absolute_url()))


def test_an_old_address_leads_on_for_good(client, now):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10))
    old = event.get_absolute_url()
    change_event(event=event, days=[Span(berlin(2026, 12, 15, 10), berlin(2026, 12, 15, 11))])

    for path in ("", "termin.ics"):
        answer = client.get(old + path)
        assert (answer.status_code, answer["Location"]) == (308, f"/seminare/{event.offer.slug}/2026-12-15/{path}")


@pytest.mark.parametrize("facts", [{"draft": True}, {"offer__draft": True}])
@pytest.mark.parametrize("path", ["", "buchen/", "termin.ics"])
def test_a_draft_is_not_there_not_even_for_staff(staff, logged_in, facts, path):
    event = EventFactory(**facts)

    assert logged_in(staff).get(event.get_absolute_url() + path).status_code == 404


def test_an_event_is_not_there_under_another_offer(client):
    event, other = EventFactory(), OfferFactory()

    assert client.get(f"/seminare/{other.slug}/{event.slug}/").status_code == 404


def test_the_date_can_be_taken_into_a_calendar(client):
    event = EventFactory(offer__title="Strom; für alle")

    file = client.get(f"{event.get_absolute_url()}termin.ics")

    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == f'attachment; filename="{event.offer.slug}-{event.slug}.ics"'
    assert f"UID:{event.uid}" in file.content.decode()


def test_an_offer_lists_its_dates(client, now):
    offer = OfferFactory(title="Strom")
    EventFactory(offer=offer, starts_at=berlin(2027, 1, 12, 10))
    EventFactory(offer=offer, days=[Span(berlin(2026, 12, 8, 9), berlin(2026, 12, 9, 12))])
    EventFactory(offer=offer, draft=True)

    assert titles_of(client.get(offer.get_absolute_url())) == [
        "Di, 8. bis Mi, 9. Dezember 2026",
        "Di, 12. Januar 2027, 10:00 bis 11:30 Uhr",
    ]


def test_an_offer_without_dates_is_there_on_request(client, settings):
    page = client.get(OfferFactory(title="Für Ihr Haus").get_absolute_url())

    assert "Dieses Angebot gibt es auf Anfrage." in words_of(page)
    assert "?subject=F%C3%BCr%20Ihr%20Haus" in page.content.decode()


def test_a_draft_of_an_offer_is_not_there(client):
    assert client.get(OfferFactory(draft=True).get_absolute_url()).status_code == 404


@pytest.fixture
def draft(db):
    return EventFactory(draft=True, offer__draft=True, offer__title="Noch geheim")


@pytest.fixture
def previews(draft):
    return [reverse("seminars:preview", args=[draft.pk]), reverse("seminars:preview_offer", args=[draft.offer.pk])]


def test_the_kampagnenteam_sees_how_a_draft_will_look(previews, staff, logged_in):
    for address in previews:
        words = words_of(logged_in(staff).get(address))
        assert "Vorschau für das Kampagnenteam" in words
        assert "Noch geheim" in words


def test_a_preview_offers_no_booking(draft, staff, logged_in):
    page = logged_in(staff).get(reverse("seminars:preview", args=[draft.pk]))

    assert "In der Vorschau kann niemand buchen." in words_of(page)
    assert "buchen/" not in page.content.decode()


def test_for_others_a_preview_is_not_there(previews, member, logged_in):
    assert [logged_in(member).get(address).status_code for address in previews] == [404, 404]


def test_a_visitor_is_asked_to_log_in_before_a_preview(previews, client):
    assert [client.get(address)["Location"].split("?")[0] for address in previews] == ["/konto/anmelden/"] * 2


def test_two_events_of_a_day_have_addresses_of_their_own(client):
    first = EventFactory()
    second = EventFactory(offer=first.offer, starts_at=first.starts_at + timedelta(hours=1))

    assert [client.get(event.get_absolute_url()).status_code for event in (first, second)] == [200, 200]
    assert Event.objects.values("slug").distinct().count() == 2


def test_who_is_offered_a_seat_reads_until_when(member, logged_in, clock_at):
    clock_at(berlin(2026, 11, 23, 2))
    event = EventFactory(starts_at=berlin(2026, 11, 24, 13), full=True)
    BookingFactory(event=event, person=member)
    (holder,) = event.bookings.holding_a_seat()
    cancel_booking(booking=holder, by=holder.person)

    page = logged_in(member).get(event.get_absolute_url())

    assert "Bitte nehmen Sie ihn bis Mo, 23. November 2026, 14:00 Uhr an." in words_of(page)
    assert icon("check", "small") not in page.content.decode()


def test_who_waits_has_no_tick(member, logged_in):
    page = logged_in(member).get(BookingFactory(event=EventFactory(full=True), person=member).event.get_absolute_url())

    assert "Sie stehen auf der Warteliste." in words_of(page)
    assert icon("check", "small") not in page.content.decode()
