"""Which unit a loan has. Who calls holds the row of the article, and with it all of its units.

No loan loses its unit without a word: what finds no other one stands on the list of loans without a unit.
"""

from materials.actions import hand_on_ends
from materials.choices import Condition
from materials.counted import latest_report
from materials.errors import UnitStillAway
from materials.mails import loans as mails
from materials.models import Article, Loan, Unit
from materials.querysets import UnitQuerySet


def find_units(article: Article) -> None:
    """For what is reserved on something nobody can use, in the order in which it is needed."""
    for loan in Loan.objects.without_unit().filter(unit__article=article).locked().order_by("from_day", "pk"):
        if other := others_for(loan).first():
            move(loan, other)
        elif loan.line_id:
            mails.loan_without_unit(loan, latest_report(loan.unit))


def others_for(loan: Loan) -> UnitQuerySet:
    """Free in the same days, with those on the way."""
    return Unit.objects.filter(article=loan.unit.article_id).exclude(pk=loan.unit_id).free_in(loan.period).order_by("number")


def refuse_unusable(unit: Unit) -> None:
    if unit.condition != Condition.USABLE:
        raise UnitStillAway(f"{unit.number} ist nicht einsatzbereit. Geben Sie der Ausleihe zuerst ein anderes Gerät.")


def move(loan: Loan, unit: Unit) -> None:
    """What was arranged to go straight from one to the next was about the old one."""
    hand_on_ends.ends_with([loan], "Für eine der beiden Ausleihen ist ein anderes Gerät vorgesehen.", are_over=False)
    loan.unit = unit
    loan.save(update_fields=["unit", "changed_at"])
