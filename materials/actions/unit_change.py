"""A unit as it is found: usable again, damaged, lost; and new ones. Who was to have what nobody can use gets another one."""

from django.db import transaction

from materials.actions.protocols import Findings, write_report
from materials.actions.stock import locked_articles
from materials.actions.waiting import offer_what_is_free
from materials.choices import HandOnState, ReportKind
from materials.counted import latest_report
from materials.errors import AlreadyWorkedOn, UnitStillAway
from materials.models import Article, LoanReport, Unit
from teams.models import Person


@transaction.atomic
def check_unit(*, unit: Unit, findings: Findings, by: Person, seen: int | None = None) -> LoanReport | None:
    """Staff look at what lies on the shelf. `seen` is the newest protocol they saw. None: this very deed was done before."""
    locked_articles([unit.article_id])
    unit = Unit.objects.select_related("article").get(pk=unit.pk)
    latest = latest_report(unit)
    if seen is not None and seen != getattr(latest, "pk", 0):
        if latest and _says(latest, findings, by):
            return None
        raise AlreadyWorkedOn("Inzwischen gibt es ein neues Protokoll zu diesem Gerät. Bitte sehen Sie noch einmal nach.")
    if unit.loans.out().exists():
        raise UnitStillAway(f"{unit.number} ist ausgeliehen. Nehmen Sie das Gerät zurück, oder melden Sie es dort verloren.")
    if unit.loans.filter(taken_over__state=HandOnState.GIVEN).exists():
        raise UnitStillAway(f"{unit.number} ist gerade auf dem Weg von einer Dienststelle zur nächsten.")
    report = write_report(unit=unit, kind=ReportKind.CHECKED, findings=findings, by=by)
    becomes(unit, report.condition)
    return report


def becomes(unit: Unit, condition: str) -> None:
    """The newest protocol says how it is. The row of the article is held."""
    if unit.condition != condition:
        unit.condition = condition
        unit.save(update_fields=["condition", "changed_at"])
    offer_what_is_free(unit.article)


@transaction.atomic
def units_added(article: Article) -> None:
    """Somebody may wait for one."""
    offer_what_is_free(locked_articles([article.pk])[article.pk])


def _says(report: LoanReport, findings: Findings, by: Person) -> bool:
    return (report.kind, report.by_id, report.condition, report.note) == (
        ReportKind.CHECKED, by.pk, findings.condition, findings.note,
    )  # fmt: skip
