"""The back office: calling off, copying and repeating an event."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import Span, cancel_event
from seminars.actions.events import monthly_dates
from seminars.models import Event
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.seminars.admin_desk import told, typed_in

TUESDAY_TEN = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, before the clocks go forward


@pytest.fixture
def event(db):
    days = [
        Span(TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=6)),
        Span(TUESDAY_TEN + timedelta(days=1), TUESDAY_TEN + timedelta(days=1, hours=3)),
    ]
    return EventFactory(days=days, subtitle="für Köln", venue="Raum 7", seats=9)


def at(event, deed):
    return reverse(f"admin:seminars_event_{deed}", args=[event.pk])


def wall_times(event):
    berlin = [(day.starts_at.astimezone(clock.BERLIN), day.ends_at.astimezone(clock.BERLIN)) for day in event.days.all()]
    return [f"{begin:%d.%m. %H:%M}-{end:%H:%M}" for begin, end in berlin]


# --- publish ---


def test_a_draft_is_published_by_its_button(desk):
    draft = EventFactory(draft=True)

    answer = desk.post(at(draft, "publish"), follow=True)

    draft.refresh_from_db()
    assert draft.is_live
    assert told(answer) == ["Der Termin ist veröffentlicht."]


def test_a_draft_that_is_over_is_not_published(desk):
    past = EventFactory(draft=True, past=True)

    answer = desk.post(at(past, "publish"), follow=True)

    past.refresh_from_db()
    assert past.published_at is None
    assert told(answer) == ["Der Termin ist schon vorbei. Veröffentlichen lässt sich nur, was noch kommt."]
    assert "Veröffentlichen</button>" not in answer.content.decode()


def test_staff_learn_that_the_offer_is_still_hidden(desk):
    draft = EventFactory(draft=True, offer=OfferFactory(draft=True))

    answer = desk.post(at(draft, "publish"), follow=True)

    assert told(answer)[1] == "Zu sehen ist er erst, wenn auch das Angebot veröffentlicht ist."


# --- call off ---


def test_the_page_says_how_many_people_hear_of_it(desk):
    event = EventFactory(seats=2)
    BookingFactory.create_batch(3, event=event)

    page = desk.get(at(event, "cancel"))

    assert page.context["concerned"] == [("Warteliste", 1), ("Gebucht", 2)]


def test_calling_off_needs_a_reason(desk, event):
    answer = desk.post(at(event, "cancel"), {"reason": "  "})

    assert answer.context["form"].errors["reason"] == ["Nennen Sie einen Grund. Er steht in den E-Mails an die Betroffenen."]
    event.refresh_from_db()
    assert not event.is_cancelled


def test_calling_off_tells_everybody_why(desk, event):
    bookings = BookingFactory.create_batch(2, event=event)

    desk.post(at(event, "cancel"), {"reason": "Die Leitung ist erkrankt."})

    event.refresh_from_db()
    assert event.situation == ("danger", "Abgesagt: Die Leitung ist erkrankt.")
    assert set(Letter.objects.filter(kind="event_cancelled").values_list("recipient", flat=True)) == {
        booking.person.email for booking in bookings
    }


def test_what_is_over_cannot_be_called_off(desk):
    past = EventFactory(past=True)

    answer = desk.post(at(past, "cancel"), {"reason": "Zu spät."}, follow=True)

    assert told(answer) == ["Der Termin ist schon vorbei."]


# --- copy ---


def test_one_event_is_one_event(desk):
    event = EventFactory(draft=True)
    chosen = {"action": "publish", "_selected_action": [event.pk]}

    answer = desk.post(reverse("admin:seminars_event_changelist"), chosen, follow=True)

    assert told(answer) == ["1 Termin veröffentlicht."]


def test_a_copy_is_a_draft_without_people_on_the_dates_given(desk, event):
    BookingFactory(event=event)
    form = typed_in(desk.get(at(event, "copy")))
    assert (form["form-0-day"], form["form-0-starts"], form["form-1-ends"]) == ("", "10:00", "13:00")

    desk.post(at(event, "copy"), {**form, "form-0-day": "2027-06-01", "form-1-day": "2027-06-02", "form-1-ends": "12:00"})

    copy = Event.objects.exclude(pk=event.pk).get()
    assert wall_times(copy) == ["01.06. 10:00-16:00", "02.06. 10:00-12:00"]
    assert (copy.offer, copy.subtitle, copy.venue, copy.seats) == (event.offer, "für Köln", "Raum 7", 9)
    assert (copy.published_at, copy.seats_taken, copy.uid == event.uid) == (None, 0, False)


def test_no_copy_lies_in_the_past(desk, event):
    form = {**typed_in(desk.get(at(event, "copy"))), "form-0-day": "2026-06-01", "form-1-day": "2027-06-02"}

    answer = desk.post(at(event, "copy"), form)

    assert answer.context["formset"].errors == [{"day": ["Dieser Tag liegt in der Vergangenheit. Prüfen Sie Tag und Jahr."]}, {}]
    assert Event.objects.get() == event


def test_the_days_of_a_copy_keep_their_order(desk, event):
    form = {**typed_in(desk.get(at(event, "copy"))), "form-0-day": "2027-06-02", "form-1-day": "2027-06-01"}

    answer = desk.post(at(event, "copy"), form)

    assert answer.context["formset"].errors == [{}, {"day": ["Tag 2 liegt vor Tag 1. Prüfen Sie beide."]}]
    assert Event.objects.get() == event


def test_what_was_called_off_can_be_copied(desk, event):
    cancel_event(event=event, reason="Krank.")
    form = {**typed_in(desk.get(at(event, "copy"))), "form-0-day": "2027-06-01", "form-1-day": "2027-06-02"}

    desk.post(at(event, "copy"), form)

    assert not Event.objects.exclude(pk=event.pk).get().is_cancelled


# --- series ---

MONTHLY = {"first": "2027-04-13", "rhythm": "monat", "count": 3}


def test_the_dates_of_a_series_are_shown_before_anything_is_made(desk, event):
    page = desk.get(at(event, "series"), MONTHLY)

    assert [proposal.day for proposal in page.context["proposals"]] == [date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8)]
    assert Event.objects.count() == 1


def test_a_series_keeps_the_time_on_the_wall_across_the_change_of_clocks(desk, event):
    dates = ["2027-03-23", "2027-03-30"]

    desk.post(at(event, "series"), {"first": "2027-03-16", "rhythm": "1", "count": 3, "date": dates})

    made = Event.objects.exclude(pk=event.pk).order_by("starts_at")
    assert [wall_times(one) for one in made] == [
        ["23.03. 10:00-16:00", "24.03. 10:00-13:00"],
        ["30.03. 10:00-16:00", "31.03. 10:00-13:00"],
    ]
    assert made[1].starts_at - made[0].starts_at == timedelta(days=7, hours=-1)


def test_a_date_whose_time_does_not_exist_is_told_and_left_out(desk):
    night = datetime.combine(date(2027, 3, 21), time(2, 30), clock.BERLIN)
    event = EventFactory(days=[Span(night, night + timedelta(hours=3))])
    series = {"first": "2027-03-28", "rhythm": "1", "count": 2}

    proposals = desk.get(at(event, "series"), series).context["proposals"]
    desk.post(at(event, "series"), {**series, "date": ["2027-03-28", "2027-04-04"]})

    assert [bool(proposal.refusal) for proposal in proposals] == [True, False]
    assert "gibt es nicht" in proposals[0].refusal
    assert [one.slug for one in Event.objects.exclude(pk=event.pk)] == ["2027-04-04"]


def test_a_date_that_is_taken_is_marked(desk, event):
    page = desk.get(at(event, "series"), {"first": "2027-03-09", "rhythm": "2", "count": 2})

    assert [proposal.is_taken for proposal in page.context["proposals"]] == [True, False]


def test_a_series_without_a_date_makes_nothing(desk, event):
    answer = desk.post(at(event, "series"), MONTHLY)

    assert told(answer) == ["Wählen Sie mindestens ein Datum aus."]
    assert Event.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"count": 54}, {"count": 0}, {"rhythm": "0"}, {"first": "0001-01-01"}, {"first": "morgen"}])
def test_a_series_that_cannot_be_is_answered_at_the_form(wrong, desk, event):
    answer = desk.post(at(event, "series"), {**MONTHLY, "date": ["2027-04-13"], **wrong})

    assert list(answer.context["form"].errors) == list(wrong)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "following"),
    [
        (date(2027, 1, 12), [date(2027, 2, 9), date(2027, 3, 9)]),
        (date(2026, 12, 1), [date(2027, 1, 5), date(2027, 2, 2)]),
        (date(2027, 1, 31), [date(2027, 2, 28), date(2027, 3, 28)]),
        (date(2027, 3, 30), [date(2027, 4, 27), date(2027, 5, 25)]),
    ],
)
def test_monthly_means_the_same_weekday_of_the_month(first, following):
    assert monthly_dates(first=first, count=3) == [first, *following]


def test_what_of_a_series_lies_in_the_past_is_not_made(desk, event, clock_at):
    clock_at(datetime(2027, 4, 20, 12, tzinfo=UTC))

    page = desk.get(at(event, "series"), MONTHLY)
    desk.post(at(event, "series"), {**MONTHLY, "date": ["2027-04-13", "2027-05-11"]})

    refusals = [proposal.refusal for proposal in page.context["proposals"]]
    assert refusals == ["Der 13.04.2027 liegt in der Vergangenheit.", "", ""]
    assert wall_times(Event.objects.exclude(pk=event.pk).get())[0] == "11.05. 10:00-16:00"


# --- who may ---


@pytest.mark.parametrize(
    "deed", ["publish", "cancel", "copy", "series", "participants", "participant_list", "enter", "all_attended"]
)
def test_no_deed_is_open_to_others(deed, event, leader, logged_in):
    client = logged_in(leader)

    answers = [client.get(at(event, deed), follow=True), client.post(at(event, deed), follow=True)]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize("deed", ["publish", "all_attended"])
def test_a_link_alone_does_nothing(deed, event, desk):
    assert desk.get(at(event, deed)).status_code == 405
