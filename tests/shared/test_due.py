"""What is due for many: one row that fails delays no other, and whoever runs the timetable hears of it."""

import pytest

from missione.shared.due import SomeFailed, one_after_another, one_by_one


def halve(number):
    if number % 2:
        raise ValueError(number)
    return number > 0


def test_all_rows_are_done_and_counted():
    assert one_by_one(halve, [(2,), (0,), (4,)]) == 2


def test_the_rows_behind_one_that_fails_are_done_and_the_log_names_it(caplog):
    with pytest.raises(SomeFailed, match="halve: 1 failed, 2 done"):
        one_by_one(halve, [(2,), (3,), (4,)])

    said = [record.msg for record in caplog.records]
    assert [(line["event"], line["deed"], line["row"]) for line in said] == [("due_deed_failed", "halve", (3,))]


def test_the_deeds_behind_one_of_which_some_failed_are_done():
    done = []

    def first():
        raise SomeFailed("first: 1 failed, 0 done")

    with pytest.raises(ExceptionGroup) as failure:
        one_after_another(first, lambda: done.append("second"))

    assert [str(each) for each in failure.value.exceptions] == ["first: 1 failed, 0 done"]
    assert done == ["second"]


def test_a_fault_that_is_none_of_a_row_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        one_after_another(lambda: 1 / 0)
