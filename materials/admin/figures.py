"""The figures of the years: what was sent, what was lent, what authorities lent on."""

from collections.abc import Iterable

from django.db.models import Count, F, Sum
from django.db.models.functions import ExtractYear
from django.views.decorators.http import require_safe

from materials.admin.charts import Chart, bars
from materials.choices import EntryKind
from materials.models import Article, Loan, Piece, StockEntry
from missione.shared import clock
from missione.shared.back_office import staff_only, work_page

YEARS = 3
Row = tuple[Article, dict[int, int]]


@staff_only
@require_safe
def figures(request):
    """How many of each article left the house, less what came back; how often what is lent went out; by year."""
    this_year = clock.today().year
    years = list(range(this_year - YEARS + 1, this_year + 1))
    typed = request.GET.get("jahr", "")
    chosen = int(typed) if typed in map(str, years) else this_year
    sent, lent, lent_on = (
        counted(years) for counted in (_sent_by_article_and_year, _lent_by_article_and_year, _lent_on_by_article_and_year)
    )
    context = {
        "years": years,
        "chosen": chosen,
        "chart": _chart(sent, chosen),
        "table": _table(sent, years),
        "lent_chart": _chart(lent, chosen),
        "lent": _table(lent, years),
        "lent_on": _table(lent_on, years),
    }
    return work_page(request, "admin/materials/article/figures.html", model=Article, title="Zahlen", **context)


def _chart(rows: list[Row], year: int) -> Chart:
    return bars([(article.title, numbers[year]) for article, numbers in rows if numbers[year] > 0])


def _table(rows: list[Row], years: list[int]) -> list[tuple[Article, list[tuple[int, int]]]]:
    return [(article, [(year, numbers[year]) for year in years]) for article, numbers in rows]


def _lent_by_article_and_year(years: list[int]) -> list[Row]:
    """How often units left, from our store or straight from another authority, by the year of the day on which they did."""
    sums = (
        Loan.objects.filter(handed_out_at__isnull=False)
        .annotate(year=ExtractYear("handed_out_at", tzinfo=clock.BERLIN), of=F("unit__article"))
        .order_by()
        .values("of", "year")
        .annotate(times=Count("pk"))
    )
    return _by_article(((row["of"], row["year"], row["times"]) for row in sums), years)


def _lent_on_by_article_and_year(years: list[int]) -> list[Row]:
    """How often authorities lent pieces on to employees, by the year in which the box left: their days are not kept."""
    sums = (
        Piece.objects.annotate(year=ExtractYear("loan__handed_out_at", tzinfo=clock.BERLIN), of=F("loan__unit__article"))
        .order_by()
        .values("of", "year")
        .annotate(times=Sum("times_lent"))
    )
    return _by_article(((row["of"], row["year"], row["times"]) for row in sums), years)


def _sent_by_article_and_year(years: list[int]) -> list[Row]:
    signs = {EntryKind.SHIPMENT: 1, EntryKind.RETURN: -1}
    sums = (
        StockEntry.objects.filter(kind__in=signs)
        .annotate(year=ExtractYear("at", tzinfo=clock.BERLIN), of=F("article"))
        .order_by()
        .values("of", "year", "kind")
        .annotate(pieces=Sum("quantity"))
    )
    return _by_article(((row["of"], row["year"], signs[EntryKind(row["kind"])] * row["pieces"]) for row in sums), years)


def _by_article(counted: Iterable[tuple[int, int, int]], years: list[int]) -> list[Row]:
    """From (article, year, number); of other years only that there was something."""
    found: dict[int, dict[int, int]] = {}
    for article, year, number in counted:
        by_year = found.setdefault(article, dict.fromkeys(years, 0))
        if year in by_year:
            by_year[year] += number
    return [(article, found[article.pk]) for article in Article.objects.filter(pk__in=found).order_by("title")]
