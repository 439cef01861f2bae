"""Pictures of an action: drawn anew, kept outside of what is served, shown to all only with consent."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from missione.shared import clock
from missione.shared.errors import Refused
from teams.actions.local_actions import ChangedInBetween, action_at_work, answered, forget_files, locked_action, remember
from teams.models import LocalAction, Person, Picture
from teams.models.local_actions import MOST_PICTURES
from teams.picture_files import stray_files
from teams.renditions import Rendition, develop, shown_name


class PictureGone(Refused):
    sentence = "Dieses Bild gibt es nicht mehr. Vielleicht hat es gerade jemand aus Ihrem Team entfernt."


class TooManyPictures(Refused):
    sentence = f"Zu einer Aktion passen {MOST_PICTURES} Bilder. Entfernen Sie zuerst eines."


def add_picture(
    *, action: LocalAction, by: Person, file: UploadedFile, said: Mapping[str, Any], request_key: UUID | None = None
) -> Picture:
    """Drawn before anybody is kept waiting by a lock. The same key again gives the same picture."""
    small, large = develop(file, Picture.SIZES)
    body = {"deed": "add_picture", "by": by.pk, "action": action.pk, "file": digest_of(file), **said}
    with transaction.atomic():
        action = action_at_work(action)
        if earlier := answered(request_key, **body):
            return _still_there(int(earlier))
        if action.pictures.count() >= MOST_PICTURES:
            raise TooManyPictures
        picture = Picture(action=action, uploaded_by=by, original_name=shown_name(file.name)[:200])
        picture.width, picture.height, picture.size = large.width, large.height, len(large.content) + len(small.content)
        _describe(picture, said, by)
        picture.save()
        remember(request_key, picture.pk)
        _keep(picture, small, large)
    return picture


@transaction.atomic
def describe_picture(*, picture: Picture, by: Person, said: Mapping[str, Any], seen_at: datetime) -> Picture:
    """Its words and the consent. Refused if somebody else has saved something else since the form was drawn."""
    action_at_work(picture.action)
    picture = _still_there(picture.pk)
    seen = picture.changed_at
    if not _describe(picture, said, by):
        return picture
    if seen != seen_at:
        raise ChangedInBetween
    picture.save()
    return picture


@transaction.atomic
def remove_picture(*, picture: Picture) -> None:
    """Also where the team rests or has ended: whoever is in the picture may change their mind at any time. Twice is once."""
    locked_action(picture.action)
    forget_files([picture])
    Picture.objects.filter(pk=picture.pk).delete()


def sweep_files() -> int:
    strays = stray_files()
    for name in strays:
        storages["private"].delete(name)
    return len(strays)


def digest_of(file: UploadedFile) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _describe(picture: Picture, said: Mapping[str, Any], by: Person) -> bool:
    """Whether that changes anything. Consent is a moment and who said so; taken back, both are forgotten."""
    changed = {name for name in ("alt_text", "credit") if said[name] != getattr(picture, name)}
    picture.alt_text, picture.credit = said["alt_text"], said["credit"]
    if said["has_consent"] == picture.may_be_public:
        return bool(changed)
    picture.consented_at, picture.consent_by = (clock.now(), by) if said["has_consent"] else (None, None)
    return True


def _keep(picture: Picture, small: Rendition, large: Rendition) -> None:
    """Last in the transaction: if a file cannot be written there is no row, either."""
    for size, rendition in zip(Picture.SIZES, (small, large), strict=True):
        storages["private"].save(picture.file_name(size), ContentFile(rendition.content))


def _still_there(pk: int) -> Picture:
    found = Picture.objects.select_related("action").filter(pk=pk).first()
    if found is None:
        raise PictureGone
    return found
