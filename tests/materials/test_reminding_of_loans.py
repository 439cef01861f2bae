"""A week before the last day, and after it: once each, whatever the tick does; an extended loan is due again."""

from datetime import date, time, timedelta

import pytest

from materials.actions import reminding
from materials.actions.reminding import remind_of_loans
from materials.models import Loan
from missione.shared import clock
from missione.shared.due import SomeFailed
from missione.shared.models import Letter
from missione.shared.wall_time import wall_moment
from tests.factories.materials import loan_of, team_of
from tests.materials.lending import back, lent, meter_box

pytestmark = pytest.mark.django_db

START = date(2027, 1, 4)
LAST = date(2027, 2, 14)  # of a loan that begins ten days later and takes 32


@pytest.fixture
def morning(clock_at):
    def move(day, at=time(9, 1)):
        clock_at(wall_moment(day, at))

    move(START)
    return move


@pytest.fixture
def box():
    return meter_box(units=1)


@pytest.fixture
def loan(morning, staff, box):
    return lent(staff, article=box, starts_in=10, days=32)


def told(kind):
    return Letter.objects.filter(kind=kind).count()


def day(number):
    return LAST + timedelta(days=number)


def test_a_week_before_its_last_day_at_nine(morning, loan):
    assert loan.to_day == LAST
    for moment, letters in (
        ((day(-8), time(12)), 0),
        ((day(-7), time(8, 59)), 0),
        ((day(-7), time(9)), 1),
        ((day(-7), time(9, 10)), 1),
        ((day(-6), time(9)), 1),
        ((day(0), time(18)), 1),
    ):
        morning(*moment)
        remind_of_loans()
        assert (moment, told("loan_due_soon")) == (moment, letters)

    letter = Letter.objects.get(kind="loan_due_soon")
    assert letter.subject == "Bitte bis 14. Februar zurückschicken: Strommessgeräte"
    assert loan.get_absolute_url() in letter.text and "verlängern" in letter.text
    assert told("loan_overdue") == 0


def test_a_loan_that_cannot_be_written_about_delays_no_other(morning, staff, loan, monkeypatch):
    other = lent(staff, article=meter_box(units=1), starts_in=10, days=32)
    write = reminding.mails.loan_due_soon

    def fail_for_one(each):
        if each.pk == loan.pk:
            raise RuntimeError("a fault of this loan alone")
        write(each)

    monkeypatch.setattr(reminding.mails, "loan_due_soon", fail_for_one)
    morning(day(-7))
    with pytest.raises(SomeFailed):
        remind_of_loans()

    letter = Letter.objects.get(kind="loan_due_soon")
    assert other.get_absolute_url() in letter.text and loan.get_absolute_url() not in letter.text


def test_a_worker_that_slept_makes_up_for_it_once(morning, loan):
    morning(day(-2))
    remind_of_loans()
    morning(day(9))
    remind_of_loans()

    assert told("loan_due_soon") == 1
    assert [letter.key for letter in Letter.objects.filter(kind="loan_overdue")] == [f"loan:{loan.pk}:overdue:{LAST}:2"]


def test_overdue_every_week_three_times_to_the_borrower_and_to_staff(morning, loan):
    for number in (*range(1, 17), 22, 60, 365):
        morning(day(number))
        remind_of_loans()

    for kind in ("loan_overdue", "loan_overdue_to_staff"):
        keys = Letter.objects.filter(kind=kind).order_by("pk").values_list("created_at", flat=True)
        assert [(moment.astimezone(clock.BERLIN).date() - LAST).days for moment in keys] == [1, 8, 15]
    staff = Letter.objects.filter(kind="loan_overdue_to_staff").earliest("pk")
    assert staff.subject == "Überfällig seit 1 Tag: Strommessgeräte, EM-01"
    assert "die 1. von höchstens 3 Erinnerungen" in staff.text and "/verwaltung/materials/loan/" in staff.text


@pytest.mark.parametrize(("starts", "told_on"), [(5, 1), (10, 1), (14, 4), (40, None)])
def test_the_next_borrower_is_told_when_it_comes_near_without_a_name(morning, loan, box, starts, told_on):
    """Transport takes 3 days: ten days before their first one, or as soon as it is late."""
    Loan.objects.filter(pk=loan.pk).update(period=(loan.period.lower, day(1)))
    first = day(starts)
    waiting = loan_of(team_of(), box, starts_in=(first - clock.today()).days)
    assert waiting.from_day == first

    for number in range(1, 8):
        morning(day(number))
        remind_of_loans()
        assert told("loan_late_for_you") == (told_on is not None and number >= told_on)

    for letter in Letter.objects.filter(kind="loan_late_for_you"):
        assert letter.recipient == waiting.line.order.person.email
        assert str(loan.line.order.agency) not in letter.text and loan.line.order.person.name not in letter.text


def test_an_extended_loan_is_due_again_by_its_new_day(morning, loan):
    morning(day(-7))
    remind_of_loans()
    until = day(21)
    Loan.objects.filter(pk=loan.pk).update(to_day=until, period=(loan.period.lower, until + timedelta(days=4)))
    for number in (1, 13, 14, 21, 22):
        morning(day(number))
        remind_of_loans()

    assert (told("loan_due_soon"), told("loan_overdue")) == (2, 1)


def test_nothing_about_what_is_back_or_has_not_left(morning, staff, loan):
    back(loan, staff)
    loan_of(team_of(), meter_box(), starts_in=3)
    for number in (-7, 1, 60):
        morning(day(number))
        remind_of_loans()

    assert not Letter.objects.filter(kind__in=("loan_due_soon", "loan_overdue", "loan_late_for_you")).exists()


def test_who_gets_it_today_has_just_read_until_when(morning, staff):
    lent(staff, article=meter_box(min_days=1), starts_in=3, days=2)

    assert remind_of_loans() == 0
    morning(START + timedelta(days=1))
    assert remind_of_loans() == 1
