"""The back office: how many days an event may have, however many arrive."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from seminars.actions import Span
from seminars.models import Event
from tests.factories.seminars import EventFactory, OfferFactory
from tests.seminars.admin_desk import typed_in

ADD = reverse("admin:seminars_event_add")
TEN_IN_BERLIN = datetime(2027, 5, 4, 8, 0, tzinfo=UTC)
TOO_MANY = "Ein Termin hat höchstens 14 Tage. Legen Sie für die übrigen Tage einen zweiten Termin an."


def typed_days(prefix, number, *, month=6):
    rows = {f"{prefix}-TOTAL_FORMS": number}
    for n in range(number):
        rows |= {f"{prefix}-{n}-day": f"2027-{month:02}-{n + 1:02}"}
        rows |= {f"{prefix}-{n}-starts": "10:00", f"{prefix}-{n}-ends": "12:00"}
    return rows


def at(event, name):
    return reverse(f"admin:seminars_event_{name}", args=[event.pk])


def said_of_the_days(answer):
    (days,) = answer.context["inline_admin_formsets"]
    return days.formset.non_form_errors()


@pytest.fixture
def fortnight(db):
    one = Span(TEN_IN_BERLIN, TEN_IN_BERLIN + timedelta(hours=2))
    return EventFactory(
        days=[Span(one.starts_at + n * timedelta(days=1), one.ends_at + n * timedelta(days=1)) for n in range(14)]
    )


def test_a_fortnight_of_days_is_one_event(desk):
    desk.post(ADD, {**typed_in(desk.get(ADD), offer=OfferFactory().pk), **typed_days("days", 14)})

    assert Event.objects.get().days.count() == 14


def test_a_day_more_is_a_second_event(desk):
    answer = desk.post(ADD, {**typed_in(desk.get(ADD), offer=OfferFactory().pk), **typed_days("days", 15)})

    assert said_of_the_days(answer) == [TOO_MANY]
    assert TOO_MANY in answer.content.decode()
    assert not Event.objects.exists()


def test_a_day_more_is_no_copy_either(desk):
    event = EventFactory()

    answer = desk.post(at(event, "copy"), {**typed_in(desk.get(at(event, "copy"))), **typed_days("form", 15)})

    assert answer.context["formset"].non_form_errors() == [TOO_MANY]
    assert TOO_MANY in answer.content.decode()
    assert Event.objects.get() == event


def test_all_days_of_a_fortnight_are_taken_out_and_put_in_anew(desk, fortnight):
    form = typed_in(desk.get(at(fortnight, "change")))
    kept = {name: value for name, value in typed_days("days", 28).items() if name.split("-")[1] not in map(str, range(14))}

    desk.post(at(fortnight, "change"), {**form, **kept, **{f"days-{n}-DELETE": "on" for n in range(14)}})

    assert [f"{day:%d.%m.}" for day in fortnight.days.values_list("starts_at", flat=True)] == [f"{n}.06." for n in range(15, 29)]


@pytest.mark.parametrize("claimed", [1000, 2**62])
def test_who_claims_thousands_of_days_gets_a_page_of_few(desk, claimed):
    answer = desk.post(ADD, {**typed_in(desk.get(ADD)), "days-TOTAL_FORMS": claimed})

    assert said_of_the_days(answer) == [TOO_MANY]
    (days,) = answer.context["inline_admin_formsets"]
    assert len(days.formset.forms) == 28
