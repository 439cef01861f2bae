"""What was saved is arithmetic: for any readings, not only for those somebody thought of."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teams.savings import Meter, MeterRanBackwards, Period, Saving, missing_of, outcome_of, saving_of

MONDAY = date(2026, 11, 2)
NEARLY = Decimal("1e-12")

amounts = st.decimals(min_value=0, max_value=1_000_000, places=3)
lengths = st.integers(min_value=1, max_value=366)


def period(days, used, first=MONDAY):
    return Period(first, first + timedelta(days=days - 1), used=used)


@st.composite
def meters(draw, name="Hauptzähler"):
    before, during = draw(lengths), draw(lengths)
    return Meter(name, period(before, draw(amounts)), period(during, draw(amounts), first=date(2027, 3, 1)))


def alike(one, other):
    return abs(one - other) <= NEARLY * max(1, abs(one), abs(other))


@given(used=amounts, before=lengths, during=lengths)
def test_the_same_pace_saves_nothing_however_long_the_periods_are(used, before, during):
    meter = Meter("Zähler", period(before, used * before), period(during, used * during))

    assert alike(saving_of(meter).kwh, Decimal(0))


@given(meter=meters())
def test_with_swapped_signs_only_what_was_used_counts(meter):
    saving = saving_of(meter)

    assert alike(saving.kwh + saving.used, meter.reference.per_day * meter.action.days)
    assert saving.kwh <= saving.expected
    assert saving.more == -saving.kwh


@given(meter=meters())
def test_the_share_is_never_more_than_everything_and_has_the_sign_of_the_saving(meter):
    saving = saving_of(meter)

    assert (saving.percent is None) == (saving.expected == 0)
    if saving.percent is not None:
        assert saving.percent <= 100
        assert (saving.percent > 0) == (saving.kwh > 0)


@given(parts=st.lists(meters(), min_size=1, max_size=6))
def test_all_meters_together_save_what_each_saves(parts):
    total = outcome_of(parts).total

    assert alike(total.kwh, sum((saving_of(meter).kwh for meter in parts), Decimal(0)))


@given(meter=meters(), start=amounts)
def test_readings_and_consumption_give_the_same(meter, start):
    read = Period(meter.action.first, meter.action.last, start=start, end=start + meter.action.used)

    assert saving_of(Meter(meter.name, meter.reference, read)) == saving_of(meter)


@given(meter=meters(), times=st.integers(min_value=1, max_value=20))
def test_a_reference_measured_longer_at_the_same_pace_changes_nothing(meter, times):
    longer = period(meter.reference.days * times, meter.reference.used * times)

    assert alike(saving_of(Meter(meter.name, longer, meter.action)).kwh, saving_of(meter).kwh)


@given(saving=st.builds(Saving, amounts, amounts), value=amounts, factor=st.integers(min_value=0, max_value=100))
def test_money_and_carbon_dioxide_grow_with_the_saving_and_with_the_value(saving, value, factor):
    many = Saving(saving.expected * factor, saving.used * factor)

    assert many.euros(value) == saving.euros(value) * factor == saving.euros(value * factor)
    assert many.kilograms(value) == saving.kilograms(value) * factor
    assert saving.euros(Decimal(100)) == saving.kwh == saving.kilograms(Decimal(1000))


@given(start=amounts, end=amounts)
def test_a_meter_that_ran_backwards_is_refused(start, end):
    assume(end < start)

    with pytest.raises(MeterRanBackwards, match="gewechselt"):
        saving_of(Meter("Zähler", period(5, Decimal(1)), Period(MONDAY, MONDAY, start=start, end=end)))


@given(first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=lengths)
def test_the_share_of_the_weekend_is_counted_day_by_day(first, days):
    weekend = sum((first + timedelta(days=day)).weekday() >= 5 for day in range(days))

    assert period(days, Decimal(1), first).weekend_share == Decimal(weekend) / days


# --- By hand -------------------------------------------------------------------------------------------------


def test_ten_per_cent_less_in_a_week_of_five_days():
    meter = Meter("Zähler", period(10, Decimal(1000)), period(5, Decimal(450)))

    saving = saving_of(meter)

    assert (saving.kwh, saving.percent, saving.euros(Decimal(30)), saving.kilograms(Decimal(363))) == (
        Decimal(50), Decimal(10), Decimal(15), Decimal("18.15"),
    )  # fmt: skip


def test_more_is_said_as_more():
    saving = saving_of(Meter("Zähler", period(5, Decimal(100)), period(5, Decimal(120))))

    assert (saving.kwh, saving.percent, saving.more) == (-20, -20, 20)


def test_where_nothing_was_used_before_there_is_no_share():
    assert saving_of(Meter("Zähler", period(5, Decimal(0)), period(5, Decimal(3)))).percent is None


@pytest.mark.parametrize(
    ("meter", "words"),
    [
        (Meter("Altbau"), ["Altbau: Die Messung im Referenzzeitraum fehlt.", "Altbau: Die Messung im Aktionszeitraum fehlt."]),
        (Meter("Altbau", period(5, Decimal(1))), ["Altbau: Die Messung im Aktionszeitraum fehlt."]),
        (
            Meter("Altbau", period(5, Decimal(1)), Period(MONDAY, MONDAY)),
            ["Altbau: Im Aktionszeitraum fehlen die Zählerstände."],
        ),
        (
            Meter("Altbau", Period(MONDAY, MONDAY, start=Decimal(1)), period(5, Decimal(1))),
            ["Altbau: Im Referenzzeitraum fehlt der Stand am Ende."],
        ),
        (
            Meter("Altbau", Period(MONDAY, MONDAY, end=Decimal(1)), period(5, Decimal(1))),
            ["Altbau: Im Referenzzeitraum fehlt der Stand am Anfang."],
        ),
        (Meter("Altbau", period(5, Decimal(0)), period(5, Decimal(0))), []),
    ],
)
def test_what_is_missing_is_named(meter, words):
    assert missing_of(meter) == words
    assert (saving_of(meter) is None) == bool(words)


def test_a_meter_that_is_incomplete_does_not_count():
    complete = Meter("Altbau", period(5, Decimal(100)), period(5, Decimal(90)))

    outcome = outcome_of([complete, Meter("Neubau", period(5, Decimal(7)))])

    assert outcome.total == saving_of(complete)
    assert outcome.missing == ["Neubau: Die Messung im Aktionszeitraum fehlt."]


@pytest.mark.parametrize(
    ("before", "during", "words"),
    [
        ((5, MONDAY), (5, MONDAY + timedelta(days=14)), ""),
        ((5, MONDAY), (7, MONDAY + timedelta(days=14)), "Wochenendtage"),
        ((2, MONDAY), (2, MONDAY + timedelta(days=14)), "sehr kurz"),
        ((5, MONDAY), (5, MONDAY + timedelta(days=140)), "drei Monate"),
    ],
)
def test_what_makes_the_comparison_lame_is_said_once(before, during, words):
    meter = Meter("A", period(before[0], Decimal(9), before[1]), period(during[0], Decimal(8), during[1]))

    cautions = outcome_of([meter, meter]).cautions

    assert len(cautions) == (1 if words else 0)
    assert words in "".join(cautions)
