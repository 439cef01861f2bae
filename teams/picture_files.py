"""Whether the files of the pictures and their rows agree."""

from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from teams.models import Picture

STRAY_AFTER = timedelta(days=1)


def stray_files() -> list[str]:
    """Files that no row knows, left by a crash between the two. A young one may belong to a deed that is not done yet.

    Files know the time of the machine, not of the portal's clock.
    """
    storage, known, old = storages["private"], _keys(), timezone.now() - STRAY_AFTER
    strays = [f"{Picture.FOLDER}/{name}" for name in _files_there() if name.partition("-")[0] not in known]
    return [name for name in strays if storage.get_modified_time(name) < old]


def pictures_without_files() -> list[int]:
    there = set(_files_there())
    names = [f"-{size}.jpg" for size in Picture.SIZES]
    return [pk for key, pk in _keys().items() if not there.issuperset(f"{key}{name}" for name in names)]


def _files_there() -> list[str]:
    storage = storages["private"]
    return storage.listdir(Picture.FOLDER)[1] if storage.exists(Picture.FOLDER) else []


def _keys() -> dict[str, int]:
    return dict(Picture.objects.order_by("pk").values_list("key", "pk"))
