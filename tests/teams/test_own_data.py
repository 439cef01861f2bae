"""The file with everything we know of a person: asked for, made by the worker, taken along by nobody else, gone after a week."""

import io
import json
import os
import re
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import book_seat
from teams.actions import own_data
from teams.choices import ExportState
from teams.models import DataExport, Picture
from teams.signals import personal_data_asked
from tests.factories.local_actions import LocalActionFactory, a_picture
from tests.factories.seminars import EventFactory
from tests.factories.teams import TeamFactory
from tests.teams.invited import invited

pytestmark = pytest.mark.django_db
PAGE, STATE, FILE = "/konto/daten/", "/konto/daten/stand/", "/konto/daten/herunterladen/"


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


def files():
    private = storages["private"]
    return set(private.listdir("exports")[1]) if private.exists("exports") else set()


def taken_along(client):
    answer = client.get(FILE)
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def part(archive, name):
    return json.loads(archive.read(f"daten/{name}.json"))


def test_asked_for_made_and_taken_along(desk, member):
    desk.post(PAGE)
    waiting = desk.get(PAGE).content.decode()
    early = desk.get(FILE).status_code
    own_data.make_exports()
    ready = desk.get(PAGE).content.decode()
    answer = desk.get(FILE)
    letter = Letter.objects.get()

    assert "Ihre Datei wird zusammengestellt: 0 Prozent" in waiting and 'hx-trigger="every 2s"' in waiting
    assert early == 404
    assert "Ihre Datei ist fertig." in ready and "hx-trigger" not in ready
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meine-daten-mission-e.zip"'
    assert (letter.recipient, letter.subject) == (member.email, "Ihre Daten liegen bereit")
    assert "http://testserver/konto/daten/" in letter.text and "herunterladen/" not in letter.text


def test_everything_is_in_it(desk, member):
    member.unit, member.needs = "Hausdienst", ["dgs"]
    member.save()
    team = TeamFactory(lead=member)
    booking = book_seat(event=EventFactory(), person=member)
    picture = a_picture(LocalActionFactory(team=team), by=member)
    desk.post(PAGE)
    own_data.make_exports()
    archive = taken_along(desk)

    assert archive.testzip() is None
    assert part(archive, "konto")[0]["Aufgabe oder Bereich"] == "Hausdienst"
    assert part(archive, "konto")[0]["Bedarf bei der Teilnahme"] == "Gebärdensprachdolmetschung"
    assert [row["Rolle"] for row in part(archive, "teams")] == ["Leitung"]
    assert [row["Buchungsnummer"] for row in part(archive, "buchungen")] == [booking.reference]
    assert [row["Betreff"] for row in part(archive, "e-mails")] == [Letter.objects.get(kind="booking_confirmed").subject]
    assert part(archive, "angemeldete-geraete")[0]["Gerät"] == "Unbekanntes Gerät"
    assert archive.read(f"bilder/{picture.key}.jpg") == picture.read(Picture.LARGE)
    assert "daten/buchungen.json: 1 Eintrag\n" in archive.read("README.txt").decode()
    assert all(re.fullmatch(r"README.txt|(daten|bilder)/[a-z0-9-]+\.(json|jpg)", name) for name in archive.namelist())


def test_invitations_stand_in_it_for_who_sent_them_and_for_who_got_them(desk, logged_in, member, stranger):
    team = TeamFactory(lead=member, name="Energieteam")
    invitation, address = invited(team, member, stranger.email)
    theirs = logged_in(stranger)
    for client in (desk, theirs):
        client.post(PAGE)
    own_data.make_exports()
    sent, got = taken_along(desk), taken_along(theirs)

    assert [(row["Team"], row["An"], row["Stand"]) for row in part(sent, "verschickte-einladungen")] == [
        ("Energieteam", stranger.email, "Offen")
    ]
    assert (part(sent, "einladungen"), part(got, "verschickte-einladungen")) == ([], [])
    assert [row["Team"] for row in part(got, "einladungen")] == ["Energieteam"]
    everything = b" ".join(sent.read(name) for name in sent.namelist()).decode()
    assert invitation.key_hash not in everything and address not in everything


def test_nothing_of_others_is_in_it(desk, stranger, member, leader):
    team = TeamFactory(lead=leader, members=[member, stranger])
    for person in (member, stranger, leader):
        book_seat(event=EventFactory(), person=person)
    desk.post(PAGE)
    own_data.make_exports()
    archive = taken_along(desk)
    everything = " ".join(archive.read(name).decode() for name in archive.namelist())

    assert str(team) in everything
    for person in (stranger, leader):
        assert person.email not in everything and person.last_name not in everything


def test_moments_are_told_in_german_time(desk, clock_at):
    clock_at(clock.now().replace(month=7, day=1, hour=22, minute=30))
    desk.post(PAGE)
    own_data.make_exports()

    assert part(taken_along(desk), "angemeldete-geraete")[0]["Zuletzt benutzt"][-6:] in ("+01:00", "+02:00")


def test_nobody_else_gets_the_file(desk, logged_in, stranger, staff, client):
    desk.post(PAGE)
    own_data.make_exports()

    assert logged_in(stranger).get(FILE).status_code == logged_in(staff).get(FILE).status_code == 404
    assert client.get(FILE).url.startswith("/konto/anmelden/")


def test_the_name_of_the_file_is_random_and_outside_of_what_is_served(desk, settings):
    desk.post(PAGE)
    own_data.make_exports()
    export = DataExport.objects.get()

    assert re.fullmatch(r"exports/[0-9a-f]{48}\.zip", export.file.name)
    assert export.file.path.startswith(str(settings.PRIVATE_ROOT))


def test_one_at_a_time(desk, member):
    desk.post(PAGE)
    desk.post(PAGE)

    assert DataExport.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        DataExport.objects.create(person=member)


def test_three_a_day(desk, clock_at):
    for _ in range(3):
        desk.post(PAGE)
        own_data.make_exports()
    refused = desk.post(PAGE, follow=True).content.decode()
    clock_at(clock.now() + timedelta(hours=25))
    desk.post(PAGE)

    assert "heute schon dreimal" in refused
    assert DataExport.objects.count() == 4


def test_the_progress_is_told_as_it_goes(desk, member, monkeypatch):
    said = []
    tell = own_data._tell
    monkeypatch.setattr(own_data, "_tell", lambda export, percent: (tell(export, percent), said.append(look(desk))))
    for _ in range(2):
        a_picture(LocalActionFactory(), by=member)
    desk.post(PAGE)
    own_data.make_exports()

    assert said == [40, 60, 77, 95]


def look(client):
    return DataExport.objects.get(person__in=[client.session["_auth_user_id"]]).progress


def test_the_part_that_looks_again_knows_the_same(desk):
    empty = desk.get(STATE).content.decode()
    desk.post(PAGE)
    waiting = desk.get(STATE).content.decode()
    own_data.make_exports()

    assert "Datei anfordern" in empty and "csrfmiddlewaretoken" in empty
    assert "0 Prozent" in waiting and "Stand neu laden" in waiting
    assert "Ihre Datei ist fertig." in desk.get(STATE).content.decode()


def test_after_a_week_it_is_gone(desk, clock_at):
    desk.post(PAGE)
    own_data.make_exports()
    file = DataExport.objects.get().file.path
    clock_at(clock.now() + timedelta(days=7, minutes=1))
    late = desk.get(FILE).status_code
    own_data.forget_old_exports()
    os.utime(file, (time.time() - 3600,) * 2)
    own_data.forget_old_exports()

    assert late == 404
    assert not DataExport.objects.exists() and not os.path.exists(file)
    assert "Datei anfordern" in desk.get(PAGE).content.decode()


def test_a_file_that_got_lost_is_said_to_be_gone(desk):
    desk.post(PAGE)
    own_data.make_exports()
    os.remove(DataExport.objects.get().file.path)

    assert desk.get(FILE).status_code == 404


@pytest.fixture
def broken():
    """An app that cannot answer."""

    def fail(sender, person, **kwargs):
        raise RuntimeError("broken")

    personal_data_asked.connect(fail)
    yield
    personal_data_asked.disconnect(fail)


def test_after_three_attempts_it_is_given_up_and_said(desk, broken, clock_at):
    desk.post(PAGE)
    for minutes in (0, 2, 4, 6):
        clock_at(clock.now() + timedelta(minutes=minutes))
        own_data.make_exports()

    assert DataExport.objects.get().state == ExportState.FAILED
    assert Letter.objects.get().subject == "Ihre Datei ist nicht fertig geworden"
    assert "Das hat nicht geklappt." in desk.get(PAGE).content.decode()


def test_one_that_fails_delays_nobody(desk, logged_in, stranger, monkeypatch, clock_at):
    pack = own_data.pack

    def fail_for_one(person, archive, **kwargs):
        if person != stranger:
            raise RuntimeError("broken")
        pack(person, archive, **kwargs)

    monkeypatch.setattr(own_data, "pack", fail_for_one)
    desk.post(PAGE)
    logged_in(stranger).post(PAGE)
    own_data.make_exports()

    assert DataExport.objects.get(person=stranger).is_ready


def test_who_was_taken_over_meanwhile_hands_nothing_out(desk, monkeypatch):
    """A worker that slept through its lease comes back: the file of the other counts."""
    pack, before = own_data.pack, files()

    def sleep_and_pack(person, archive, **kwargs):
        monkeypatch.setattr(own_data, "pack", pack)
        DataExport.objects.update(leased_until=clock.now() - timedelta(seconds=1))
        own_data.make_exports()
        pack(person, archive)

    monkeypatch.setattr(own_data, "pack", sleep_and_pack)
    desk.post(PAGE)
    own_data.make_exports()

    assert Letter.objects.count() == 1
    assert len(files() - before) == 1
    assert DataExport.objects.get().attempts == 2


def test_strays_are_swept_up_and_nothing_else(desk):
    desk.post(PAGE)
    own_data.make_exports()
    kept = DataExport.objects.get().file.path
    private = storages["private"]
    stray = private.path(private.save("exports/stray.zip", ContentFile(b"zip")))
    fresh = private.path(private.save("exports/fresh.zip", ContentFile(b"zip")))
    for path in (kept, stray):
        os.utime(path, (time.time() - 3600,) * 2)

    own_data.sweep_files()

    assert (os.path.exists(kept), os.path.exists(stray), os.path.exists(fresh)) == (True, False, True)


def test_what_nobody_makes_is_a_broken_promise(desk, clock_at):
    desk.post(PAGE)
    before = list(broken_promises())
    clock_at(clock.now() + timedelta(minutes=61))

    assert before == []
    assert [line.split(": ")[1] for line in broken_promises()] == ["files_with_own_data_are_made"]
