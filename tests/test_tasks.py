"""Every task of the worker, run twice, has the effect of once. A new task without a scene here fails."""

import os
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from materials.actions import lending_on
from materials.actions.contact import leave_message, send_message
from materials.actions.orders import ask_as_guest, cancel_order
from materials.actions.waiting import join_waiting_list
from materials.answers import Guest, Wish
from materials.choices import Subject
from materials.document_choices import ScanState
from materials.models import ContactMessage, Document, Loan, LoanWish, Order, Piece, PieceLending, ReportPicture
from materials.models.documents import DRAWER
from missione.celery import app
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.idempotency import take_key
from missione.shared.models import Letter, RequestKey
from missione.shared.wall_time import wall_moment
from seminars.actions import Answers, book_for_team, book_seat, cancel_booking
from seminars.choices import Need, State
from seminars.models import Booking
from teams.actions import save_draft
from teams.actions.invitations import invite
from teams.actions.joining import ask_to_join, withdraw_wish
from teams.actions.own_data import make_exports
from teams.models import DataExport, Invitation, JoinRequest, Person, Picture, TeamDraft
from tests.factories.documents import document_with_file
from tests.factories.materials import ANSWERS, ArticleFactory, loan_of, loan_out, meter_box, order_of, team_of
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.files import pdf
from tests.materials.lending import back, lent

LOANS = ReportPicture.DRAWER
OURS = ("missione.", "teams.", "materials.", "seminars.")


def due_things(clock_at):
    """An offer that ran out, a seat that got no name and one that wants it, a queue to close, a reminder that is due."""
    start = wall_moment(date(2027, 1, 4), time(12))
    clock_at(start)
    soon, begins = (EventFactory(seats=1, starts_at=start + timedelta(hours=hours)) for hours in (40, 2))
    for event in (soon, begins):
        seated = book_seat(event=event, person=PersonFactory())
        book_seat(event=event, person=PersonFactory(), join_waiting_list=True)
        if event is soon:
            cancel_booking(booking=seated, by=seated.person)
    book_seat(event=EventFactory(starts_at=start + timedelta(days=8)), person=PersonFactory())
    lead = PersonFactory()
    team = TeamFactory(lead=lead)
    for days in (3, 8):
        event = EventFactory(starts_at=start + timedelta(days=days))
        book_for_team(team=team, event=event, by=lead, people=[], unnamed=1)
    clock_at(start + timedelta(hours=30))


def old_things(clock_at):
    take_key("00000000-0000-4000-8000-000000000001", "digest")
    book_seat(event=EventFactory(), person=PersonFactory())
    Letter.objects.update(state=Letter.State.SENT, sent_at=clock.now())
    clock_at(clock.now() + timedelta(days=400))


def old_drafts(clock_at):
    save_draft(person=PersonFactory(), step=1, name="Energieteam")
    clock_at(clock.now() + timedelta(days=91))


def old_invitations(clock_at):
    team = TeamFactory(lead=PersonFactory())
    invite(team=team, by=None, emails=["gesa.gast@behoerde.example"])
    withdraw_wish(wish=ask_to_join(team=team, person=PersonFactory(agency=team.agency)))
    clock_at(clock.now() + timedelta(days=110))


def old_bookings(clock_at):
    booking = book_seat(event=EventFactory(), person=PersonFactory(), answers=Answers(needs=[Need.CAPTIONS], message="Vorn!"))
    clock_at(booking.event.ends_at + timedelta(days=800))


def old_order(clock_at):
    """Taken back by who ordered, who then asked something."""
    order = order_of(team_of(), ArticleFactory(stock=10), 3)
    cancel_order(order=order, by=order.person)
    send_message(person=order.person, subject=Subject.QUESTION, text="?")
    clock_at(clock.now() + timedelta(days=800))


def letters(clock_at):
    for _ in range(3):
        book_seat(event=EventFactory(), person=PersonFactory())


def stray_file(clock_at):
    """What a crash left behind two days ago, beside a file of somebody who is still at it."""
    storage = storages["private"]
    for key, age in (("alt", timedelta(days=2)), ("jung", timedelta(0))):
        path = storage.path(storage.save(f"{Picture.FOLDER}/{key}-640.jpg", ContentFile(b"jpeg")))
        os.utime(path, (time_of(age), time_of(age)))


def time_of(age):
    return (timezone.now() - age).timestamp()


def pictures_there():
    storage = storages["private"]
    return sorted(storage.listdir(Picture.FOLDER)[1]) if storage.exists(Picture.FOLDER) else []


def unconfirmed_things(clock_at):
    """A guest ordered and another one wrote; neither opened the link."""
    article = ArticleFactory()
    ask_as_guest(guest=Guest("Gerda Gast", "gerda@amt.example"), wishes=[Wish(article.pk, 1)], answers=ANSWERS)
    leave_message(guest=Guest("Gustav Gast", "gustav@amt.example"), subject=Subject.QUESTION, text="?")
    clock_at(clock.now() + timedelta(hours=49))


def an_offer_nobody_answers(clock_at):
    """Of one unit for which two wait."""
    box = ArticleFactory(loan=True, units=1)
    day = clock.today() + timedelta(days=60)
    days = {"from_day": day, "to_day": day + timedelta(days=29)}
    lent = order_of(team_of(), box, **days)
    for team in (team_of(), team_of()):
        join_waiting_list(person=team.memberships.get().person, team=team, article=box, **days)
    cancel_order(order=lent, by=lent.person)
    clock_at(clock.now() + timedelta(days=14))


def lendings_of_a_box_that_is_back(clock_at):
    """A year ago."""
    box = loan_out(team_of(), meter_box(meters=2))
    lending_on.set_up_counter(loan=box)
    for piece in box.pieces.all():
        lending_on.lend_piece(piece=piece, seen=0)
    Loan.objects.update(state="returned", ended_at=clock.now())
    clock_at(clock.now() + timedelta(days=366))


def unchecked_document(clock_at):
    """Of the campaign team, whose files pass here without a scanner."""
    document_with_file(content=pdf(), version={"scan_state": ScanState.UNCHECKED, "uploaded_by": PersonFactory(is_staff=True)})


def rights_that_end(clock_at):
    """Beside them a file that no row names."""
    document_with_file(rights_end=clock.today() + timedelta(days=20))
    stray = cabinet.path_of(DRAWER, cabinet.put_in(DRAWER, [b"verloren"]).key)
    os.utime(stray, (time_of(timedelta(days=2)), time_of(timedelta(days=2))))


def unused_accounts(clock_at):
    """One to be told, one who was told two months ago."""
    long_ago = clock.months_ago(24)
    PersonFactory(joined_at=long_ago)
    PersonFactory(joined_at=long_ago, deletion_announced_at=clock.now() - timedelta(days=61))


def asked_for_data(clock_at):
    DataExport.objects.create(person=PersonFactory())


def old_export(clock_at):
    asked_for_data(clock_at)
    make_exports()
    clock_at(clock.now() + timedelta(days=8))


def loans_that_end(clock_at):
    """One is to be sent back in a week, one should be back since yesterday and its next borrower waits; one was never fetched."""
    clock_at(wall_moment(date(2027, 1, 4), time(8)))
    staff, box = PersonFactory(is_staff=True), ArticleFactory(loan=True, units=1)
    lent(staff, article=box, starts_in=4, days=28)
    loan_of(team_of(), box, starts_in=39)
    lent(staff, starts_in=4, days=36)
    loan_of(team_of(), starts_in=4, days=28)
    clock_at(wall_moment(date(2027, 2, 5), time(9, 5)))


def old_protocol(clock_at):
    """With a picture; beside it a file that no row names."""
    staff = PersonFactory(is_staff=True)
    loan = lent(staff, pictured=True)
    back(loan, staff)
    stray = cabinet.path_of(LOANS, cabinet.put_in(LOANS, [b"verloren"]).key)
    os.utime(stray, (time_of(timedelta(days=2)), time_of(timedelta(days=2))))
    clock_at(clock.now() + timedelta(days=366))


SCENES = {
    "materials.tasks.forget_lendings": (
        lendings_of_a_box_that_is_back,
        lambda: not PieceLending.objects.exists() and sum(Piece.objects.values_list("times_lent", flat=True)) == 2,
    ),
    "materials.tasks.forget_unconfirmed": (
        unconfirmed_things,
        lambda: not Order.objects.exists() and not ContactMessage.objects.exists(),
    ),
    "materials.tasks.look_after_documents": (
        rights_that_end,
        lambda: Letter.objects.filter(kind="document_rights").exists() and len(list(cabinet.root().glob("documents/*/*"))) == 1,
    ),
    "materials.tasks.look_after_waiting_lists": (
        an_offer_nobody_answers,
        lambda: [wish.state for wish in LoanWish.objects.all()] == ["expired", "offered"],
    ),
    "materials.tasks.look_after_loan_pictures": (
        old_protocol,
        lambda: not ReportPicture.objects.exists() and not list(cabinet.root().glob("loans/*/*")),
    ),
    "materials.tasks.look_after_loans": (
        loans_that_end,
        lambda: (
            set(Letter.objects.values_list("kind", flat=True))
            >= {"order_expired", "loan_due_soon", "loan_overdue", "loan_late_for_you", "loan_overdue_to_staff"}
        ),
    ),
    "materials.tasks.scan_documents": (unchecked_document, lambda: Document.objects.get().current.is_clean),
    "missione.shared.tasks.deliver_letters": (letters, lambda: len(mail.outbox) == 3),
    "missione.shared.tasks.forget_what_is_old": (old_things, lambda: not RequestKey.objects.exists()),
    "teams.tasks.forget_old_drafts": (old_drafts, lambda: not TeamDraft.objects.exists()),
    "teams.tasks.forget_old_invitations": (
        old_invitations,
        lambda: not Invitation.objects.exists() and not JoinRequest.objects.exists(),
    ),
    "teams.tasks.forget_what_is_over": (old_export, lambda: not DataExport.objects.exists()),
    "teams.tasks.look_after_unused_accounts": (
        unused_accounts,
        lambda: (
            Person.objects.filter(deleted_at__isnull=False).count()
            == 1
            == Letter.objects.filter(kind="account_deletion_announced").count()
        ),
    ),
    "teams.tasks.make_data_exports": (asked_for_data, lambda: DataExport.objects.get().is_ready),
    "teams.tasks.sweep_picture_files": (
        stray_file,
        lambda: "alt-640.jpg" not in pictures_there() and "jung-640.jpg" in pictures_there(),
    ),
    "materials.tasks.forget_old_orders": (
        old_order,
        lambda: Order.objects.filter(person=None).exists() and not ContactMessage.objects.exists(),
    ),
    "seminars.tasks.forget_old_bookings": (
        old_bookings,
        lambda: Booking.objects.filter(person=None, message="").exists(),
    ),
    "seminars.tasks.do_what_is_due": (due_things, lambda: Letter.objects.filter(kind="reminder").exists()),
}


@pytest.fixture(autouse=True)
def the_registry_as_the_worker_fills_it():
    app.loader.import_default_modules()


def our_tasks():
    return {name for name in app.tasks if name.startswith(OURS)}


def everything():
    """All rows of all our tables, all letters that left, all files of pictures."""
    models = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    return {model: sorted(map(str, model.objects.values_list())) for model in models}, len(mail.outbox), pictures_there()


def test_every_task_of_the_timetable_and_the_registry_has_a_scene():
    assert our_tasks() == set(SCENES)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= our_tasks()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", SCENES)
def test_a_task_run_twice_has_the_effect_of_once(name, clock_at, settings, tmp_path):
    settings.TRUST_STAFF_UPLOADS = True
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path)}}}
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
def test_the_scene_of_due_things_has_all_of_them(clock_at):
    due_things(clock_at)

    app.tasks["seminars.tasks.do_what_is_due"].run()

    states = [state for (state,) in apps.get_model("seminars", "Booking").objects.order_by("pk").values_list("state")]
    assert states.count(State.EXPIRED) == 3
    assert Letter.objects.filter(kind="names_needed").count() == 1
