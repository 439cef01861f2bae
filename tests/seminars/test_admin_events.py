"""The back office: the form of an event saves through the actions, and nothing behind them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import Span, cancel_event, change_seats, publish_event
from seminars.choices import Mode
from seminars.models import Event, Offer
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.seminars.admin_desk import told, typed_in

ADD = reverse("admin:seminars_event_add")
TEN_IN_BERLIN = datetime(2027, 5, 4, 8, 0, tzinfo=UTC)


def change(event):
    return reverse("admin:seminars_event_change", args=[event.pk])


def day(number, date, starts, ends):
    return {f"days-{number}-day": date, f"days-{number}-starts": starts, f"days-{number}-ends": ends}


def problems(answer):
    """All errors of the form and of its days, by field."""
    (days,) = answer.context["inline_admin_formsets"]
    found = dict(answer.context["adminform"].form.errors)
    for errors in days.formset.errors:
        found.update(errors)
    return {field: list(errors) for field, errors in found.items()} | (
        {"days": list(days.formset.non_form_errors())} if days.formset.non_form_errors() else {}
    )


@pytest.fixture
def event(db):
    return EventFactory(days=[Span(TEN_IN_BERLIN, TEN_IN_BERLIN + timedelta(hours=2))], seats=3)


def test_a_new_event_takes_what_is_left_empty_from_the_offer(desk):
    offer = OfferFactory(seats=12, mode=Mode.HYBRID)
    form = typed_in(desk.get(ADD, {"offer": offer.pk}), **day(0, "2027-05-04", "10:00", "12:00"))

    desk.post(ADD, form)

    event = Event.objects.get()
    assert (event.offer, event.seats, event.mode, event.slug) == (offer, 12, Mode.HYBRID, "2027-05-04")
    assert (event.starts_at, event.ends_at) == (TEN_IN_BERLIN, TEN_IN_BERLIN + timedelta(hours=2))
    assert event.published_at is None


def test_an_event_may_have_several_days(desk):
    offer = OfferFactory()
    days = day(1, "2027-05-04", "10:00", "16:00") | day(0, "2027-05-05", "9:00", "12:30")

    desk.post(ADD, typed_in(desk.get(ADD), offer=offer.pk, **days))

    assert [f"{day}" for day in Event.objects.get().days.all()] == ["04.05.2027 10:00", "05.05.2027 09:00"]


@pytest.mark.parametrize(
    ("days", "where", "sentence"),
    [
        (day(0, "2027-03-28", "02:30", "04:00"), "starts", "gibt es nicht, weil in dieser Nacht die Uhr vorgestellt wird"),
        (day(0, "2027-10-31", "01:00", "02:30"), "ends", "gibt es zweimal, weil in dieser Nacht die Uhr zurückgestellt wird"),
        (day(0, "2027-05-04", "12:00", "10:00"), "ends", "Das Ende muss nach dem Beginn liegen."),
        (day(0, "1027-05-04", "10:00", "12:00"), "day", "Dieses Jahr kann nicht stimmen."),
        (day(0, "2026-05-04", "10:00", "12:00"), "day", "Dieser Tag liegt in der Vergangenheit. Prüfen Sie Tag und Jahr."),
        (day(0, "", "", ""), "day", "Dieses Feld ist zwingend erforderlich."),
        (
            day(0, "2027-05-04", "10:00", "12:00") | day(1, "2027-05-04", "11:00", "13:00"),
            "days",
            "Zwei Tage überschneiden sich.",
        ),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(days, where, sentence, desk):
    answer = desk.post(ADD, typed_in(desk.get(ADD), offer=OfferFactory().pk, **days))

    assert sentence in problems(answer)[where][0]
    assert not Event.objects.exists()


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "published_at"])
def test_a_moment_that_does_not_exist_is_refused_in_our_words(field, desk):
    typed = {f"{field}_0": "2027-03-28", f"{field}_1": "02:30"}

    answer = desk.post(ADD, typed_in(desk.get(ADD), offer=OfferFactory().pk, **day(0, "2027-05-04", "10:00", "12:00"), **typed))

    assert problems(answer)[field] == [
        "Die Uhrzeit 28.03.2027, 02:30 Uhr gibt es nicht, weil in dieser Nacht die Uhr vorgestellt wird. Wählen Sie eine andere."
    ]


def test_a_moment_needs_date_and_time(desk):
    answer = desk.post(ADD, typed_in(desk.get(ADD), offer=OfferFactory().pk, closes_at_0="2027-05-01"))

    assert problems(answer)["closes_at"] == ["Geben Sie Datum und Uhrzeit an, oder keines von beiden."]


def test_moving_an_event_tells_everybody_and_keeps_their_seats(desk, event):
    booking = BookingFactory(event=event)

    desk.post(change(event), typed_in(desk.get(change(event)), **{"days-0-starts": "11:00"}))

    event.refresh_from_db()
    assert (event.starts_at, event.version) == (TEN_IN_BERLIN + timedelta(hours=1), 2)
    assert Letter.objects.filter(kind="event_changed", recipient=booking.person.email).count() == 1


def test_saving_without_a_change_moves_nothing_and_tells_nobody(desk):
    event = EventFactory(starts_at=clock.now() + timedelta(days=9), ends_at=clock.now() + timedelta(days=10, seconds=3))
    BookingFactory(event=event)
    before = Event.objects.values().get()

    desk.post(change(event), typed_in(desk.get(change(event))))

    after = Event.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"changed_at"}
    assert not Letter.objects.filter(kind="event_changed").exists()


def test_a_spelling_mistake_is_mended_without_a_letter(desk, event):
    BookingFactory(event=event)

    desk.post(change(event), typed_in(desk.get(change(event)), subtitle="für alle"))

    event.refresh_from_db()
    assert (event.subtitle, event.version) == ("für alle", 1)
    assert not Letter.objects.filter(kind="event_changed").exists()


def test_more_seats_let_the_next_person_move_up(desk, event):
    *_, waiting = BookingFactory.create_batch(4, event=event)

    desk.post(change(event), typed_in(desk.get(change(event)), seats=4))

    waiting.refresh_from_db()
    assert waiting.state == "booked"


def test_fewer_seats_than_are_taken_are_asked_back_first(desk, event):
    BookingFactory.create_batch(3, event=event)
    answer = desk.post(change(event), typed_in(desk.get(change(event)), seats=1))

    assert problems(answer)["seats"][0].startswith("3 Plätze sind vergeben: 2 über dem Limit. Niemand verliert den Platz")
    event.refresh_from_db()
    assert event.seats == 3

    answer = desk.post(change(event), typed_in(answer, over_limit_seen="on"), follow=True)

    event.refresh_from_db()
    assert (event.seats, event.over_limit) == (1, 2)
    assert "2 über dem Limit: niemand verliert den Platz, niemand rückt nach." in told(answer)
    assert event.bookings.filter(state="booked").count() == 3


def test_two_desks_do_not_overwrite_each_other(desk, event):
    opened_early = desk.get(change(event))
    change_seats(event=event, seats=8)

    answer = desk.post(change(event), typed_in(opened_early, subtitle="neu"))

    assert problems(answer)["__all__"][0].startswith("Jemand hat diesen Termin inzwischen geändert.")
    event.refresh_from_db()
    assert (event.seats, event.subtitle) == (8, "")


def test_what_the_action_refuses_comes_back_as_the_filled_form(desk, event):
    typed = typed_in(desk.get(change(event)), subtitle="getippt", **{"days-0-day": "2020-05-04"})

    answer = desk.post(change(event), typed)

    assert problems(answer)["__all__"] == ["Der neue Beginn liegt in der Vergangenheit. Prüfen Sie Tag und Jahr."]
    assert typed_in(answer) | {"csrfmiddlewaretoken": ""} == typed | {"csrfmiddlewaretoken": ""}
    event.refresh_from_db()
    assert event.subtitle == ""


def test_what_is_called_off_can_be_read_but_not_changed(desk, event):
    cancel_event(event=event, reason="Krank.")

    page = desk.get(change(event))

    assert page.status_code == 200
    assert desk.post(change(event), {"subtitle": "neu"}).status_code == 403


def test_what_is_called_off_says_why_and_when_it_would_have_been(desk, event):
    cancel_event(event=event, reason="Krank.")

    page = desk.get(change(event))

    (days,) = page.context["inline_admin_formsets"]
    assert "<strong>Abgesagt: Krank.</strong>" in page.content.decode()
    assert "Dienstag, 4. Mai 2027, 10:00 bis 12:00 Uhr" in page.content.decode()
    assert len(days.formset.forms) == 1
    assert "erfährt von einem neuen Ort" not in page.content.decode()


def test_what_is_over_can_still_be_corrected(desk):
    past = EventFactory(past=True)
    shifted = {"days-0-starts": "05:00", "days-0-ends": "06:00", "speakers": "Dr. Ute Kalk"}

    desk.post(change(past), typed_in(desk.get(change(past)), **shifted))

    past.refresh_from_db()
    assert (past.speakers, f"{past.starts_at.astimezone(clock.BERLIN):%H:%M}") == ("Dr. Ute Kalk", "05:00")


def test_a_draft_that_is_over_is_not_published_by_its_form(desk):
    past = EventFactory(past=True, draft=True)
    typed = {"published_at_0": "2026-01-01", "published_at_1": "08:00"}

    answer = desk.post(change(past), typed_in(desk.get(change(past)), **typed))

    past.refresh_from_db()
    assert past.published_at is None
    assert problems(answer)["__all__"] == ["Der Termin ist schon vorbei. Veröffentlichen lässt sich nur, was noch kommt."]


def test_only_a_draft_in_which_nobody_was_is_deleted(desk):
    draft, shown, used = EventFactory(draft=True), EventFactory(), EventFactory(draft=True)
    publish_event(event=shown)
    Event.objects.filter(pk=used.pk).update(last_number=1)

    codes = [desk.get(reverse("admin:seminars_event_delete", args=[event.pk])).status_code for event in (draft, shown, used)]

    assert codes == [200, 403, 403]


def test_several_drafts_are_published_at_once(desk):
    drafts = EventFactory.create_batch(2, draft=True)
    address = reverse("admin:seminars_event_changelist")

    desk.post(address, {"action": "publish", "_selected_action": [event.pk for event in drafts]})

    assert not Event.objects.filter(published_at=None).exists()


def test_of_several_drafts_those_that_are_over_stay(desk):
    past, coming = EventFactory(past=True, draft=True), EventFactory(draft=True)
    chosen = {"action": "publish", "_selected_action": [past.pk, coming.pk]}

    answer = desk.post(reverse("admin:seminars_event_changelist") + "?zeit=alle", chosen, follow=True)

    assert Event.objects.get(published_at=None) == past
    assert told(answer) == [
        f"{past}: Der Termin ist schon vorbei. Veröffentlichen lässt sich nur, was noch kommt.",
        "1 Termin veröffentlicht.",
    ]


def test_live_events_lead_to_their_page_and_drafts_to_the_preview(desk):
    live, draft = EventFactory(), EventFactory(draft=True)

    addresses = [desk.get(change(event)).context["absolute_url"] for event in (live, draft)]

    assert addresses == [live.get_absolute_url(), reverse("seminars:preview", args=[draft.pk])]


def test_the_dates_of_an_offer_are_a_click_away(desk):
    offer = OfferFactory()

    page = desk.get(reverse("admin:seminars_offer_change", args=[offer.pk])).content.decode()

    assert f'href="{ADD}?offer={offer.pk}"' in page
    assert f"offer__id__exact={offer.pk}&amp;zeit=alle" in page


def test_an_offer_is_written_and_hidden_again(desk):
    address = reverse("admin:seminars_offer_add")
    form = typed_in(
        desk.get(address), title="Neu", slug="neu", format="webinar", topic="strom", audience="employees", summary="Kurz."
    )

    desk.post(address, {**form, "reminder_days": "3, 1", "published_at_0": f"{date.today()}", "published_at_1": "00:00"})

    offer = OfferFactory._meta.model.objects.get(slug="neu")
    assert (offer.reminder_days, offer.is_live) == ([3, 1], True)


@pytest.fixture
def new_offer(desk):
    """Sends the form of a new offer with what is given."""

    def send(**typed):
        address = reverse("admin:seminars_offer_add")
        said = {"title": "Neu", "format": "webinar", "topic": "strom", "audience": "employees", "summary": "Kurz."}
        return desk.post(address, typed_in(desk.get(address), **said | typed))

    return send


def errors_of(answer):
    return {name: list(sentences) for name, sentences in answer.context["adminform"].form.errors.items()}


def test_the_address_of_an_offer_is_made_of_its_title(new_offer):
    for _ in range(2):
        new_offer(title="Heizung für Müller & Söhne: Größe zählt")

    addresses = Offer.objects.order_by("pk").values_list("slug", flat=True)
    assert list(addresses) == ["heizung-fuer-mueller-soehne-groesse-zaehlt", "heizung-fuer-mueller-soehne-groesse-zaehlt-2"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("für alle", "Die Adresse besteht nur aus Buchstaben ohne Umlaute, Ziffern, Bindestrichen und Unterstrichen."),
        ("strom", "Unter dieser Adresse gibt es schon eine Seite."),
    ],
)
def test_an_address_that_cannot_be_is_called_an_address(typed, sentence, new_offer):
    OfferFactory(slug="strom")

    assert errors_of(new_offer(slug=typed)) == {"slug": [sentence]}


@pytest.mark.parametrize("typed", ["7;x", "7, 0", "61", "6, 5, 4, 3, 2, 1", "-1"])
def test_days_to_remind_say_how_they_are_written(typed, new_offer):
    assert errors_of(new_offer(reminder_days=typed)) == {
        "reminder_days": ["Ganze Tage, durch Komma getrennt, zum Beispiel 7, 1. Höchstens fünf, jeder von 1 bis 60."]
    }


def test_the_address_of_an_offer_that_was_shown_stays(desk):
    offer = OfferFactory()

    desk.post(reverse("admin:seminars_offer_change", args=[offer.pk]), {"title": "Neu", "slug": "anders"})

    offer.refresh_from_db()
    assert offer.slug != "anders"
    assert 'name="slug"' not in desk.get(reverse("admin:seminars_offer_change", args=[offer.pk])).content.decode()
    draft = OfferFactory(draft=True)
    assert 'name="slug"' in desk.get(reverse("admin:seminars_offer_change", args=[draft.pk])).content.decode()
