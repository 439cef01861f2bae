"""A portal that looks used: a catalogue with stock, and orders. Loaded by manage.py load_sample, never in production."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db.models import F

from materials.models import Article
from materials.sample.articles import DRAWINGS, hang_drawings, link_twins, load_articles
from materials.sample.documents import FILES, load_documents, load_hand_outs, propose
from materials.sample.lending_on import load_lending_on
from materials.sample.loans import load_loans
from materials.sample.making import Workbench, workbench
from materials.sample.orders import load_orders
from missione.shared.models import Letter

__all__ = ["load", "load_papers", "papers_made"]


def papers_made() -> AbstractContextManager[Workbench]:
    is_new = not Article.objects.exists()
    return workbench(FILES if is_new else (), DRAWINGS if is_new else ())


def load(bench: Workbench) -> None:
    """Once: what is there already stays as it is."""
    if Article.objects.exists():
        return
    with _letters_sent():
        load_articles()
        load_orders()
        load_loans()
        load_lending_on()
        load_hand_outs(bench.papers)


def load_papers(bench: Workbench) -> None:
    """All that only has to be there in the end: the later it is asked for, the less anybody waits."""
    if not bench.papers:
        return
    with _letters_sent():
        load_documents(bench.papers)
        propose(bench.papers)
        link_twins()
        hang_drawings(bench.drawings)


@contextmanager
def _letters_sent() -> Iterator[None]:
    before = set(Letter.objects.values_list("pk", flat=True))
    yield
    sent = Letter.objects.exclude(pk__in=before)
    sent.update(state=Letter.State.SENT, attempts=1, sent_at=F("created_at"))
