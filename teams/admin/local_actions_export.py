"""The list of local actions for a spreadsheet, as it is filtered: figures by authority and month, nobody's name."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from missione.shared import clock
from missione.shared.spreadsheets import harmless
from teams.admin.base import work_view
from teams.effects import Effect, effects_of
from teams.models import LocalAction

COLUMNS = (
    "Dienststelle", "Ort", "Ressort", "Team", "Art", "Titel", "Von", "Bis", "Uhrzeit", "Raum", "Öffentlich", "Abgesagt",
    "Erreichte Beschäftigte", "Kurzbericht", "Zähler", "Eingespart (kWh)", "Eingespart (Prozent)", "Eingespart (Euro)",
    "Eingespart (kg CO₂)", "Strompreis (Cent je kWh)", "CO₂ (Gramm je kWh)",
)  # fmt: skip
Cell = str | Decimal | int | None


def export_view(model_admin) -> Callable[..., HttpResponse]:
    @work_view
    @require_GET
    def export(request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in WRITERS:
            raise Http404
        write, content_type = WRITERS[kind]
        try:
            listed = model_admin.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        actions = listed.select_related("team__agency__ministry").order_by("starts_on", "pk")
        name = f"lokale-aktionen-{localtime(clock.now()):%Y-%m-%d}.{kind}"
        return HttpResponse(
            write(table(actions)),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )

    return export


def table(actions: Iterable[LocalAction]) -> Iterator[list[Cell]]:
    """Numbers stay numbers; a text that a spreadsheet would take for a formula is made harmless."""
    actions = list(actions)
    effects = effects_of(actions)
    yield list(COLUMNS)
    for action in actions:
        row = [*_what(action), *_worth(effects[action.pk])]
        yield [harmless(cell) if isinstance(cell, str) else cell for cell in row]


def _what(action: LocalAction) -> list[Cell]:
    agency = action.team.agency
    return [
        agency.name, agency.city, agency.ministry.abbreviation if agency.ministry else "", action.team.name,
        action.get_kind_display(), action.title, f"{action.starts_on:%d.%m.%Y}", f"{action.ends_on:%d.%m.%Y}",
        action.time_text, action.site, "ja" if action.is_public else "nein", "ja" if action.is_cancelled else "nein",
        action.reached, action.report,
    ]  # fmt: skip


def _worth(effect: Effect) -> list[Cell]:
    saving = effect.total
    if not saving:
        return [len(effect.outcome.meters), None, None, None, None, None, None]
    return [
        len(effect.outcome.meters), _rounded(saving.kwh), _rounded(saving.percent), _rounded(effect.euros),
        _rounded(effect.kilograms), effect.price and effect.price.value, effect.co2 and effect.co2.value,
    ]  # fmt: skip


def _rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal("0.01"))


def _as_csv(rows: Iterable[list[Cell]]) -> bytes:
    """As a German Excel opens it: semicolons, commas in numbers, and a byte order mark for the umlauts."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([_in_german(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def _in_german(cell: Cell) -> str:
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else "" if cell is None else str(cell)


def _as_xlsx(rows: Iterable[list[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lokale Aktionen")
    for row in rows:
        sheet.append(row)
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


WRITERS = {
    "csv": (_as_csv, "text/csv; charset=utf-8"),
    "xlsx": (_as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
