"""What is kept no longer than needed."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session

from missione.shared import clock, forgetting
from missione.shared.models import Letter, RequestKey
from missione.shared.tasks import forget_what_is_old
from tests.factories.shared import LetterFactory, calendar_letter

pytestmark = pytest.mark.django_db


def days_ago(days):
    return clock.now() - timedelta(days=days)


def test_keys_of_forms_are_forgotten_after_30_days(monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for n, age in enumerate([29, 31, 32, 33, 34, 35]):
        RequestKey.objects.create(key=f"00000000-0000-0000-0000-00000000000{n}", digest="x", created_at=days_ago(age))

    forget_what_is_old()
    forget_what_is_old()

    assert RequestKey.objects.get().created_at > days_ago(30)


def test_what_letters_said_is_forgotten_after_180_days():
    old = calendar_letter(0, sent=True, created_at=days_ago(181))
    young = LetterFactory(sent=True, created_at=days_ago(179))

    forget_what_is_old()

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.subject, old.text, old.html, old.headers, old.calendar_content) == ("", "", "", {}, "")
    assert old.sent_at is not None
    assert young.text


def test_a_letter_still_under_way_keeps_its_words():
    held = LetterFactory(state=Letter.State.HELD, created_at=days_ago(200))

    forget_what_is_old()

    held.refresh_from_db()
    assert held.text


def test_that_letters_and_changes_were_is_forgotten_with_the_names_on_bookings(settings, staff):
    settings.PERSONAL_DATA_MONTHS = 12
    for age in (360, 370):
        LetterFactory(sent=True, created_at=days_ago(age))
        entry = LogEntry.objects.log_actions(staff.pk, [staff], CHANGE, "Geändert.", single_object=True)
        LogEntry.objects.filter(pk=entry.pk).update(action_time=days_ago(age))
    LetterFactory(state=Letter.State.HELD, created_at=days_ago(370))

    forget_what_is_old()
    forget_what_is_old()

    assert LogEntry.objects.get().action_time > days_ago(365)
    assert sorted(Letter.objects.values_list("state", flat=True)) == [Letter.State.HELD, Letter.State.SENT]


def test_sessions_that_ran_out_are_deleted_and_others_stay(logged_in, member, stranger):
    logged_in(member)
    logged_in(stranger)
    over = Session.objects.first()
    Session.objects.filter(pk=over.pk).update(expire_date=days_ago(1))

    forget_what_is_old()

    assert Session.objects.exclude(pk=over.pk).count() == Session.objects.count() == 1
