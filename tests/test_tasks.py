"""Every task of the worker, run twice, has the effect of once. A new task without a scene here fails."""

from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.core import mail

from missione.celery import app
from missione.shared import clock
from missione.shared.idempotency import take_key
from missione.shared.models import Letter, RequestKey
from missione.shared.wall_time import wall_moment
from seminars.actions import book_seat, cancel_booking
from seminars.choices import State
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory

OURS = ("missione.", "teams.", "seminars.")


def due_things(clock_at):
    """An offer that ran out, a queue to close, a reminder that is due."""
    start = wall_moment(date(2027, 1, 4), time(12))
    clock_at(start)
    soon, begins = (EventFactory(seats=1, starts_at=start + timedelta(hours=hours)) for hours in (40, 2))
    for event in (soon, begins):
        seated = book_seat(event=event, person=PersonFactory())
        book_seat(event=event, person=PersonFactory(), join_waiting_list=True)
        if event is soon:
            cancel_booking(booking=seated, by=seated.person)
    book_seat(event=EventFactory(starts_at=start + timedelta(days=8)), person=PersonFactory())
    clock_at(start + timedelta(hours=30))


def old_things(clock_at):
    take_key("00000000-0000-4000-8000-000000000001", "digest")
    book_seat(event=EventFactory(), person=PersonFactory())
    Letter.objects.update(state=Letter.State.SENT, sent_at=clock.now())
    clock_at(clock.now() + timedelta(days=400))


def letters(clock_at):
    for _ in range(3):
        book_seat(event=EventFactory(), person=PersonFactory())


SCENES = {
    "missione.shared.tasks.deliver_letters": (letters, lambda: len(mail.outbox) == 3),
    "missione.shared.tasks.forget_what_is_old": (old_things, lambda: not RequestKey.objects.exists()),
    "seminars.tasks.do_what_is_due": (due_things, lambda: Letter.objects.filter(kind="reminder").exists()),
}


@pytest.fixture(autouse=True)
def the_registry_as_the_worker_fills_it():
    app.loader.import_default_modules()


def our_tasks():
    return {name for name in app.tasks if name.startswith(OURS)}


def everything():
    """All rows of all our tables, and all letters that left."""
    models = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    return {model: sorted(map(str, model.objects.values_list())) for model in models}, len(mail.outbox)


def test_every_task_of_the_timetable_and_the_registry_has_a_scene():
    assert our_tasks() == set(SCENES)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= our_tasks()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SCENES)
def test_a_task_run_twice_has_the_effect_of_once(name, clock_at):
    prepare, has_worked = SCENES[name]
    prepare(clock_at)
    before = everything()

    app.tasks[name].run()
    once = everything()
    app.tasks[name].run()

    assert has_worked()
    assert before != once
    assert everything() == once


@pytest.mark.django_db
def test_the_scene_of_due_things_has_all_three(clock_at):
    due_things(clock_at)

    app.tasks["seminars.tasks.do_what_is_due"].run()

    states = [state for (state,) in apps.get_model("seminars", "Booking").objects.order_by("pk").values_list("state")]
    assert states.count(State.EXPIRED) == 2
