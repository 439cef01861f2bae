"""What teams do: actions, readings, pictures, and picture files as they are uploaded."""

import io
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from missione.shared import clock
from teams.actions.pictures import add_picture
from teams.models import LocalAction, MeterReading, SavingsAssumption
from teams.querysets.local_actions import today
from tests.factories.teams import PersonFactory, TeamFactory


class LocalActionFactory(factory.django.DjangoModelFactory):
    """Planned for next week and public, unless a trait says otherwise."""

    class Meta:
        model = LocalAction

    class Params:
        draft = factory.Trait(published_at=None)
        past = factory.Trait(starts_on=factory.LazyFunction(lambda: today() - timedelta(days=10)))
        cancelled = factory.Trait(cancelled_at=factory.LazyFunction(clock.now), cancellation_reason="Das Foyer ist gesperrt.")
        hidden = factory.Trait(hidden_at=factory.LazyFunction(clock.now), hidden_reason="Bitte ohne Namen.")

    team = factory.SubFactory(TeamFactory)
    kind = LocalAction.Kind.WEEK
    title = factory.Sequence(lambda n: f"Aktionswoche {n}")
    starts_on = factory.LazyFunction(lambda: today() + timedelta(days=7))
    ends_on = factory.LazyAttribute(lambda action: action.starts_on + timedelta(days=4))
    published_at = factory.LazyFunction(clock.now)


class MeterReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeterReading

    action = factory.SubFactory(LocalActionFactory, past=True)
    number = 1
    meter = "Hauptzähler"
    phase = MeterReading.Phase.ACTION
    from_day = factory.LazyAttribute(lambda reading: reading.action.starts_on)
    to_day = factory.LazyAttribute(lambda reading: reading.from_day + timedelta(days=4))
    used_kwh = Decimal(100)


def measured(action: LocalAction, *, before: int = 500, during: int = 450, number: int = 1, meter: str = "Hauptzähler"):
    """Both phases, five days each, the reference two weeks earlier."""
    common = {"action": action, "number": number, "meter": meter}
    MeterReadingFactory(
        **common, phase=MeterReading.Phase.REFERENCE, from_day=action.starts_on - timedelta(days=14), used_kwh=Decimal(before)
    )
    MeterReadingFactory(**common, used_kwh=Decimal(during))


def an_assumption(kind: str, value: str, day: date, source: str = "Erfunden") -> SavingsAssumption:
    row = {"value": Decimal(value), "source": source, "year": day.year}
    return SavingsAssumption.objects.update_or_create(kind=kind, valid_from=day, defaults=row)[0]


def picture_bytes(kind: str = "JPEG", size: tuple[int, int] = (1600, 1200), mode: str = "RGB", **options) -> bytes:
    page = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(page, kind, **options)
    return page.getvalue()


def a_file(name: str = "infostand.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes() if content is None else content)


def a_picture(action: LocalAction, *, consent: bool = True, by=None, alt_text: str = "Ein Infostand im Foyer"):
    said = {"alt_text": alt_text, "credit": "Foto: Team", "has_consent": consent}
    return add_picture(action=action, by=by or PersonFactory(), file=a_file(), said=said)
