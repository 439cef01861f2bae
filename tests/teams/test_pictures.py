"""Pictures of an action: drawn anew, for the team alone or with consent for all, and handed out by one view."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image

from missione.shared import clock
from teams.models import LocalAction, Membership, Picture
from tests.factories.local_actions import LocalActionFactory, a_file, a_picture, picture_bytes
from tests.factories.teams import TeamFactory
from tests.seminars.admin_desk import told, typed_in
from tests.seminars.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(member, leader):
    return LocalActionFactory(team=TeamFactory(lead=leader, members=[member]), past=True)


@pytest.fixture
def desk(logged_in, member):
    return logged_in(member)


def page_of(action):
    return reverse("teams:action_pictures", args=[action.team.slug, action.slug])


def upload(desk, action, file, **said):
    typed = {"alt_text": "Infostand im Foyer", "credit": "Foto: Team", **said}
    return desk.post(page_of(action), typed_in(desk.get(page_of(action)), **typed, file=file), follow=True)


def seen(picture, size=640):
    return Image.open(io.BytesIO(picture.read(size)))


# --- Putting in ------------------------------------------------------------------------------------------------


def test_a_member_adds_a_picture_with_words_and_consent(desk, member, action):
    answer = upload(desk, action, a_file("stand.jpg"), has_consent="on")

    picture = Picture.objects.get()
    assert told(answer) == ["Das Bild ist hinzugefügt."]
    assert (picture.alt_text, picture.credit, picture.original_name) == ("Infostand im Foyer", "Foto: Team", "stand.jpg")
    assert (picture.uploaded_by, picture.consent_by, picture.may_be_public) == (member, member, True)
    assert (picture.width, picture.height) == (1280, 960)
    assert picture.size == sum(len(picture.read(size)) for size in Picture.SIZES)
    assert 'alt="Infostand im Foyer"' in desk.get(action.team_url).content.decode()


def test_without_words_there_is_no_picture(desk, action):
    answer = upload(desk, action, a_file(), alt_text=" ")

    assert "Beschreiben Sie in einem Satz, was auf dem Bild zu sehen ist." in words_of(answer)
    assert not Picture.objects.exists()


def test_two_sizes_are_kept_and_nothing_that_stood_in_the_file(desk, action):
    exif = Image.Exif()
    exif[0x010F] = "Kamera 3000"
    exif.get_ifd(0x8825)[2] = (51.0, 15.0, 0.0)
    content = picture_bytes(exif=exif, comment=b"Geheimnis", xmp=b"<x:xmpmeta>Geheimnis</x:xmpmeta>", icc_profile=b"Geheimnis")
    assert b"Kamera 3000" in content and content.count(b"Geheimnis") == 3
    upload(desk, action, a_file(content=content))
    picture = Picture.objects.get()

    assert [seen(picture, size).size for size in Picture.SIZES] == [(640, 480), (1280, 960)]
    for size in Picture.SIZES:
        assert b"Geheimnis" not in picture.read(size) and b"Kamera" not in picture.read(size)
        assert (dict(seen(picture, size).getexif()), "comment" in seen(picture, size).info) == ({}, False)


def test_a_picture_lying_on_its_side_is_put_upright(desk, action):
    exif = Image.Exif()
    exif[0x0112] = 6
    upload(desk, action, a_file(content=picture_bytes(exif=exif)))

    assert seen(Picture.objects.get()).size == (480, 640)


@pytest.mark.parametrize(("kind", "name"), [("PNG", "bild.png"), ("WEBP", "bild.webp"), ("JPEG", "BILD.JPEG")])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_kind_becomes_a_jpeg(desk, action, kind, name, mode):
    upload(desk, action, a_file(name, picture_bytes(kind, mode=mode)))

    assert (seen(Picture.objects.get()).format, seen(Picture.objects.get()).mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_was_transparent_becomes_white(desk, action, mode):
    clear = io.BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 0)).convert(mode).save(clear, "PNG", **({"transparency": 0} if mode == "P" else {}))
    upload(desk, action, a_file("leer.png", clear.getvalue()))

    assert seen(Picture.objects.get()).getpixel((150, 150)) == (255, 255, 255)


def test_a_small_picture_is_not_blown_up(desk, action):
    upload(desk, action, a_file(content=picture_bytes(size=(400, 300))))
    picture = Picture.objects.get()

    assert {seen(picture, size).size for size in Picture.SIZES} == {(400, 300)}
    assert picture.small_width == picture.width == 400


def test_the_same_form_twice_is_one_picture(desk, action):
    data = typed_in(desk.get(page_of(action)), alt_text="Stand")
    for _ in range(2):
        assert desk.post(page_of(action), data | {"file": a_file()}).status_code == 302
    other = desk.post(page_of(action), data | {"file": a_file(content=picture_bytes(size=(500, 500)))})

    assert Picture.objects.count() == 1
    assert other.status_code == 409


def test_twelve_pictures_fit(desk, action):
    for _ in range(12):
        a_picture(action)

    assert "Mehr Bilder passen nicht hierher." in words_of(desk.get(page_of(action)))
    assert "Zu einer Aktion passen 12 Bilder." in words_of(desk.post(page_of(action), drawn_before(desk, action)))


def drawn_before(desk, action):
    """What a form would send that was drawn before the twelfth came."""
    empty = LocalActionFactory(team=action.team)
    return typed_in(desk.get(page_of(empty)), alt_text="Noch eines", file=a_file())


def test_if_the_disk_is_full_there_is_neither_row_nor_half_a_picture(desk, action, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["private"], "_save", full)
    with pytest.raises(OSError):
        upload(desk, action, a_file())

    assert not Picture.objects.exists()


# --- Handing out -----------------------------------------------------------------------------------------------


@pytest.fixture
def readers(client, logged_in, member, leader, stranger, staff):
    """Whoever may ask: nobody, the member, the lead, the lead of another team, the campaign team."""
    TeamFactory(lead=stranger)
    return [client, *map(logged_in, (member, leader, stranger, staff))]


def answers(readers, picture):
    """By GET and by HEAD, for both sizes."""
    told = {
        " ".join(str(getattr(reader, way)(picture.url_of(size)).status_code) for reader in readers)
        for way in ("get", "head")
        for size in Picture.SIZES
    }
    assert len(told) == 1
    return told.pop()


@pytest.mark.parametrize(
    ("consent", "how", "expected"),
    [
        (True, {}, "200 200 200 200 200"),
        (False, {}, "404 200 200 404 200"),
        (True, {"draft": True}, "404 200 200 404 200"),
        (True, {"hidden": True}, "404 200 200 404 200"),
    ],
)
def test_strangers_see_only_what_is_public_and_has_consent(readers, member, leader, consent, how, expected):
    team = TeamFactory(lead=leader, members=[member])
    picture = a_picture(LocalActionFactory(team=team, past=True, **how), consent=consent)

    assert answers(readers, picture) == expected


def test_what_is_not_yours_and_what_is_not_there_look_alike(client, action):
    picture = a_picture(action, consent=False)
    there, nowhere = client.get(picture.small_url), client.get(reverse("local_actions:picture", args=["0" * 40, 640]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words_of(there) == words_of(nowhere)
    assert client.get(reverse("local_actions:picture", args=[a_picture(action).key, 641])).status_code == 404


def test_who_leaves_or_is_suspended_loses_the_picture_with_the_next_request(desk, member, action):
    picture = a_picture(action, consent=False)
    assert desk.get(picture.small_url).status_code == 200
    member.is_active = False
    member.save()
    assert desk.get(picture.small_url).status_code == 404
    member.is_active = True
    member.save()
    Membership.objects.of(member).delete()

    assert desk.get(picture.small_url).status_code == 404


def test_no_cache_keeps_what_is_not_public_and_nothing_in_it_can_act(desk, client, action):
    secret, public = a_picture(action, consent=False), a_picture(action)
    answer, open_answer = desk.get(secret.large_url), client.get(public.large_url)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert open_answer.headers["Cache-Control"] == "private, max-age=300"
    for each in (answer, open_answer):
        assert each.headers["Content-Type"] == "image/jpeg"
        assert each.headers["Content-Disposition"] == "inline"
        assert each.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert each.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("header", ["HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"])
def test_ranges_and_conditions_are_no_way_round(client, action, header):
    picture = a_picture(action, consent=False)
    value = {"HTTP_RANGE": "bytes=0-10", "HTTP_IF_NONE_MATCH": "*"}.get(header, "Sun, 22 Nov 2099 10:00:00 GMT")

    assert client.get(picture.small_url, **{header: value}).status_code == 404


def test_files_lie_outside_of_what_is_served_under_a_name_nobody_guesses(settings, action):
    picture = a_picture(action)
    path = storages["private"].path(picture.file_name(640))

    assert str(path).startswith(str(settings.PRIVATE_ROOT))
    assert not str(path).startswith((str(settings.STATIC_ROOT), str(settings.MEDIA_ROOT or "/nirgends")))
    assert len(picture.key) == 40 and "stand" not in path


def test_the_public_page_shows_only_pictures_with_consent(client, desk, action):
    with_consent, without = a_picture(action, alt_text="Alle lachen"), a_picture(action, consent=False, alt_text="Nur intern")

    for reader in (client, desk):
        page = reader.get(action.get_absolute_url()).content.decode()
        assert (with_consent.key in page, without.key in page, "Nur intern" in page) == (True, False, False)


# --- Changing and taking out -------------------------------------------------------------------------------------


def edit_page(picture):
    return reverse("teams:action_picture", args=[picture.action.team.slug, picture.action.slug, picture.key])


def test_consent_can_be_taken_back_and_is_forgotten(desk, client, member, action):
    picture = a_picture(action, by=member)
    data = typed_in(desk.get(edit_page(picture)))
    del data["has_consent"]
    desk.post(edit_page(picture), data)
    picture.refresh_from_db()

    assert (picture.consented_at, picture.consent_by) == (None, None)
    assert client.get(picture.small_url).status_code == 404


def test_consent_given_later_names_who_gave_it(desk, member, leader, action, clock_at):
    picture = a_picture(action, by=leader, consent=False)
    clock_at(clock.now() + timedelta(days=3))
    desk.post(edit_page(picture), typed_in(desk.get(edit_page(picture)), has_consent="on"))
    picture.refresh_from_db()

    assert (picture.consent_by, picture.consented_at - picture.created_at > timedelta(days=2)) == (member, True)


def test_two_who_describe_a_picture_at_once_lose_nothing_silently(logged_in, member, leader, action):
    picture = a_picture(action)
    mine, hers = logged_in(member), logged_in(leader)
    my_form, her_form = (typed_in(client.get(edit_page(picture))) for client in (mine, hers))
    hers.post(edit_page(picture), her_form | {"alt_text": "Ihre Worte"})
    answer = mine.post(edit_page(picture), my_form | {"alt_text": "Meine Worte"})

    assert answer.status_code == 409
    assert "Das ist jetzt gespeichert Bildbeschreibung Ihre Worte" in words_of(answer)
    picture.refresh_from_db()
    assert picture.alt_text == "Ihre Worte"


def test_a_picture_is_removed_with_its_files_after_asking(desk, action, django_capture_on_commit_callbacks):
    picture = a_picture(action)
    page = f"{edit_page(picture)}entfernen/"
    assert "Bild entfernen?" in words_of(desk.get(page))
    assert Picture.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(page, follow=True)

    assert told(answer) == ["Das Bild ist entfernt."]
    assert not any(storages["private"].exists(picture.file_name(size)) for size in Picture.SIZES)
    assert (desk.post(page).status_code, desk.get(picture.small_url).status_code) == (404, 404)


def test_a_picture_can_be_removed_at_any_time(desk, action):
    """Whoever is in it may change their mind, also while the team rests or after the action was called off."""
    LocalAction.objects.filter(pk=action.pk).update(cancelled_at=clock.now())
    action.team.state = "resting"
    action.team.save()
    picture = a_picture_of(action)

    assert "Entfernen" in words_of(desk.get(action.team_url))
    assert desk.post(f"{edit_page(picture)}entfernen/").status_code == 302
    assert not Picture.objects.exists()


def a_picture_of(action):
    """As it was put in before the team rested."""
    return Picture.objects.create(action=action, alt_text="Alt", width=1, height=1, size=1)


def test_another_actions_picture_is_not_there(desk, action):
    foreign = a_picture(LocalActionFactory())
    names = ("action_picture", "action_picture_remove")
    pages = [reverse(f"teams:{name}", args=[action.team.slug, action.slug, foreign.key]) for name in names]

    assert {desk.get(page).status_code for page in pages} | {desk.post(page).status_code for page in pages} == {404}
