"""What is typed at the forms of the back office, and one try at one of them."""

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import reverse
from hypothesis import strategies as st

from missione.shared.models import Letter
from seminars.models import Booking, Event, Offer
from tests.failures.hostile.inputs import ENGLISH, anything, every_promise_is_kept, rows

WRITTEN = (Offer, Event, Booking, Letter, LogEntry)

number = st.one_of(anything, st.integers(-5, 2**65).map(str))
date = st.one_of(anything, st.sampled_from(["2027-03-28", "2027-10-31", "0001-01-01", "9999-12-31", "2027-05-04", "31.12.2027"]))
clock = st.one_of(anything, st.sampled_from(["02:30", "10:00", "24:00", "23:59"]))
choice = st.one_of(anything, st.sampled_from(["online", "vor-ort", "hybrid", "1", "on", ""]))


def throw(desk, address, data):
    """One try, undone: answered in German, and what was refused has written nothing."""
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = desk.post(address, data)
        assert response.status_code in (200, 302, 400, 404, 422)
        if response.status_code == 302:
            assert every_promise_is_kept("seminars")
        else:
            assert rows(*WRITTEN) == before
            assert not ENGLISH.search(response.content.decode())
        transaction.set_rollback(True)


def page_of(row, name):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{name}", args=[row.pk])
