"""The letters about an account that we write ourselves; allauth writes the others (accounts/letters.py)."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from missione.shared import clock
from missione.shared.letters import name_kinds, one_line, post_letter
from teams.models import DataExport, Person

name_kinds(
    {
        "account_data_failed": "Konto: Datei mit eigenen Daten gescheitert",
        "account_data_ready": "Konto: Datei mit eigenen Daten fertig",
        "account_deleted": "Konto: gelöscht",
        "account_deletion_announced": "Konto: lange unbenutzt, Löschung angekündigt",
        "account_second_factor_taken_off": "Konto: Anmeldung in zwei Schritten ausgeschaltet",
        "account_unused_deleted": "Konto: gelöscht, weil lange unbenutzt",
    }
)


def data_ready(export: DataExport) -> None:
    """Leads to the page, never to the file."""
    _post(export.person, "data_ready", key=str(export.pk), page_url=_page(), ends_at=export.ends_at, not_after=export.ends_at)


def data_failed(export: DataExport) -> None:
    _post(export.person, "data_failed", key=str(export.pk), page_url=_page())


def second_factor_taken_off(person: Person) -> None:
    _post(person, "second_factor_taken_off", key=str(uuid4()))


def deletion_announced(person: Person, *, since: datetime, on: datetime) -> None:
    _post(
        person,
        "deletion_announced",
        key=f"{person.pk}:{on:%Y-%m-%d}",
        since=since,
        on=on,
        login_url=settings.SITE_URL + reverse("account_login"),
        not_after=on,
    )


def unused_account_deleted(*, to: str, name: str, key: str) -> None:
    _write("unused_deleted", to=to, name=name, key=key)


def account_deleted(*, to: str, name: str, key: str) -> None:
    """The last letter, to an address that the row does not know any more."""
    _write("deleted", to=to, name=name, key=key)


def _page() -> str:
    return settings.SITE_URL + reverse("own_data")


def _post(person: Person, occasion: str, *, key: str, not_after: datetime | None = None, **context) -> None:
    _write(occasion, to=person.email, name=person.name, key=key, not_after=not_after, **context)


def _write(occasion: str, *, to: str, name: str, key: str, not_after: datetime | None = None, **context) -> None:
    post_letter(
        key=f"account:{occasion}:{key}",
        to=to,
        template=f"account/email/{occasion}",
        context={"name": one_line(name), "timestamp": clock.now(), **context},
        kind=f"account_{occasion}",
        not_after=not_after,
    )
