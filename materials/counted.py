"""What belongs to a unit, and how much of it was there when somebody looked last."""

from typing import NamedTuple

from materials.choices import IN_HAND
from materials.models import CountedPart, Loan, LoanReport, Part, Unit


class Expected(NamedTuple):
    """A part, and how many of it the newest protocol counted: all, before there is one."""

    part: Part
    last: int

    @property
    def missing(self) -> int:
        return self.part.quantity - self.last


def expected_in(unit: Unit) -> list[Expected]:
    report = latest_report(unit)
    counted = dict(report.parts.values_list("name", "counted")) if report else {}
    return [
        Expected(part, min(part.quantity, counted.get(part.name, part.quantity))) for part in unit.article.parts.order_by("pk")
    ]


def gaps_in(unit: Unit) -> list[Expected]:
    """What belongs to it and is not there; of what is lost or out of use nobody asks."""
    if unit.condition not in IN_HAND:
        return []
    return [each for each in expected_in(unit) if each.missing]


def latest_report(unit: Unit) -> LoanReport | None:
    return LoanReport.objects.latest_of(unit).first()


def missing_since(loan: Loan, report: LoanReport) -> list[CountedPart]:
    """What was there when the borrower got it, and is not in this protocol. What was missing before is not asked of them."""
    before = loan.reports.exclude(pk=report.pk).filter(pk__lt=report.pk).order_by("pk").first()
    had = dict(before.parts.values_list("name", "counted")) if before else {}
    parts = list(report.parts.all())
    for part in parts:
        part.gone = max(0, had.get(part.name, part.expected) - part.counted)
    return [part for part in parts if part.gone]


class Difference(NamedTuple):
    """What two people who looked at the same box saw differently."""

    what: str
    given: str
    taken: str


def differences(given: LoanReport, taken: LoanReport) -> list[Difference]:
    before, after = (dict(report.parts.values_list("name", "counted")) for report in (given, taken))
    names = list(dict.fromkeys([*before, *after]))
    found = [Difference(name, str(before.get(name, 0)), str(after.get(name, 0))) for name in names]
    found.append(Difference("Zustand", given.get_condition_display(), taken.get_condition_display()))
    return [each for each in found if each.given != each.taken]
