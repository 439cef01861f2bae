"""Idempotency: one key, one deed, one answer."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from missione.shared import idempotency
from missione.shared.errors import DifferentRequest
from missione.shared.idempotency import answer_once, remember_answer
from missione.shared.models import RequestKey
from tests.races.many import at_once

BODY = {"deed": "book_seat", "by": 1, "event": 2, "message": "Grüße"}


@pytest.mark.django_db
def test_the_same_form_gets_the_same_answer():
    key = uuid4()

    assert answer_once(key, digest_of=BODY) is None
    remember_answer(key, 42)

    assert answer_once(str(key), digest_of=dict(reversed(BODY.items()))) == "42"


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"by": 3}, {"deed": "cancel_booking"}, {"message": "Grüsse"}, {"needs": "Rampe"}])
def test_the_same_key_with_something_else_is_refused(change):
    key = uuid4()
    answer_once(key, digest_of=BODY)

    with pytest.raises(DifferentRequest):
        answer_once(key, digest_of={**BODY, **change})


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "tampered", "1234", "\x00", "🙂" * 10])
def test_a_key_that_is_none_is_refused(key):
    with pytest.raises(DifferentRequest):
        answer_once(key, digest_of=BODY)


@pytest.mark.django_db
def test_a_deed_that_was_refused_gives_its_key_back():
    key = uuid4()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        answer_once(key, digest_of=BODY)
        1 / 0  # noqa: B018

    assert answer_once(key, digest_of=BODY) is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_question_is_a_mistake():
    with pytest.raises(TransactionManagementError):
        answer_once(uuid4(), digest_of=BODY)


def ten_at_once(key):
    """How many did the deed, and what the others are told."""

    @transaction.atomic
    def post(_):
        answer = answer_once(key, digest_of=BODY)
        if answer is None:
            remember_answer(key, "booked")
        return answer

    answers = at_once(post, range(10), width=10)
    return answers.count(None), [answer for answer in answers if answer]


@pytest.mark.django_db(transaction=True)
def test_ten_identical_posts_at_once_do_it_once():
    assert ten_at_once(uuid4()) == (1, ["booked"] * 9)
    assert RequestKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_key_in_the_database_ten_posts_do_it_ten_times(monkeypatch):
    """The control: the same ten, with the protection taken out."""
    monkeypatch.setattr(idempotency, "take_key", lambda key, digest: True)

    done, _ = ten_at_once(uuid4())

    assert done == 10
