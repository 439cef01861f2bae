"""A portal that looks used: a catalogue with stock, and orders. Loaded by manage.py load_sample, never in production."""

from django.db.models import F

from materials.models import Article
from materials.sample.articles import link_twins, load_articles
from materials.sample.documents import Papers, load_documents, papers_made
from materials.sample.lending_on import load_lending_on
from materials.sample.loans import load_loans
from materials.sample.orders import load_orders
from missione.shared.models import Letter

__all__ = ["load", "papers_made"]


def load(papers: Papers) -> None:
    """Once: what is there already stays as it is."""
    if Article.objects.exists():
        return
    before = set(Letter.objects.values_list("pk", flat=True))
    load_articles()
    load_documents(papers)
    link_twins()
    load_orders()
    load_loans()
    load_lending_on()
    sent = Letter.objects.exclude(pk__in=before)
    sent.update(state=Letter.State.SENT, attempts=1, sent_at=F("created_at"))
