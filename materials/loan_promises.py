"""The promises of loans, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef

from materials.choices import LineState, LoanState, ReportKind
from materials.models import Loan, LoanReport, ReportPicture, Unit
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.invariants import promise

GRACE = timedelta(days=2)  # what belongs to nothing is swept up after one
_LEFT = (ReportKind.HANDED_OUT, ReportKind.TAKEN_OVER)
_CAME = (ReportKind.TAKEN_BACK, ReportKind.GIVEN_ON)
_LINE_OF = {
    LoanState.OUT: (LineState.SHIPPED,),
    LoanState.RETURNED: (LineState.RETURNED,),
    LoanState.LOST: (LineState.SHIPPED,),
}


@promise
def what_left_and_came_has_a_protocol() -> Iterator[str]:
    """Of each loan that is out somebody wrote down what was in it; of each that is over, what came back."""
    for kinds, states in ((_LEFT, (LoanState.OUT,)), (_CAME, (LoanState.RETURNED, LoanState.LOST))):
        written = LoanReport.objects.filter(loan=OuterRef("pk"), kind__in=kinds)
        for loan in Loan.objects.filter(~Exists(written), state__in=states):
            yield f"loan {loan.pk}: {loan.state} without a protocol"


@promise
def lines_agree_with_their_loans() -> Iterator[str]:
    """What is out was sent, what is back was returned."""
    for state, fitting in _LINE_OF.items():
        for loan in Loan.objects.filter(state=state, line__isnull=False).exclude(line__state__in=fitting).select_related("line"):
            yield f"loan {loan.pk}: {loan.state}, its line {loan.line_id} is {loan.line.state}"


@promise
def units_are_in_one_place() -> Iterator[str]:
    """Nobody has what somebody else has; and it is how its newest protocol says."""
    another = Loan.objects.out().filter(unit=OuterRef("unit")).exclude(pk=OuterRef("pk"))
    for loan in Loan.objects.out().filter(Exists(another)):
        yield f"loan {loan.pk}: unit {loan.unit_id} is out twice"
    newest = LoanReport.objects.filter(unit=OuterRef("unit"), pk__gt=OuterRef("pk"))
    for report in LoanReport.objects.filter(~Exists(newest)).exclude(condition=F("unit__condition")).select_related("unit"):
        yield f"unit {report.unit_id}: is {report.unit.condition}, its newest protocol says {report.condition}"


@promise
def nobody_lacks_a_unit_while_one_is_free() -> Iterator[str]:
    """A reservation on what nobody can use moves to another one as soon as there is one."""
    for loan in Loan.objects.without_unit().select_related("unit"):
        if Unit.objects.filter(article=loan.unit.article_id).free_in(loan.period).exists():
            yield f"loan {loan.pk}: unit {loan.unit_id} is {loan.unit.condition}, another one is free"


@promise
def every_picture_has_its_file() -> Iterator[str]:
    """And every file its picture, within two days."""
    keys = dict(ReportPicture.objects.values_list("key", "pk"))
    for key, pk in keys.items():
        if not cabinet.is_there(ReportPicture.DRAWER, key):
            yield f"picture {pk}: its file is missing"
    for _ in cabinet.strangers_in(ReportPicture.DRAWER, known=set(keys), before=clock.now() - GRACE):
        yield "a file in the drawer of loans belongs to no protocol"
