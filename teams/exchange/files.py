"""Reading and writing the files: CSV as a German Excel writes it, and XLSX. What is read is text, cell by cell."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

from openpyxl import Workbook, load_workbook
from tablib import Dataset

from missione.shared.errors import Refused
from teams.exchange.resource import NAME, NUMBER, AgencyResource
from teams.models import Agency

LARGEST = 1_000_000  # bytes of the file
LARGEST_UNPACKED = 30_000_000
MOST_ROWS = 1_000
MOST_COLUMNS = 30
LONGEST_CELL = 5_000


class FileNotRead(Refused):
    sentence = "Die Datei lässt sich nicht lesen. Speichern Sie sie als XLSX oder CSV und versuchen Sie es noch einmal."


def read(content: bytes) -> Dataset:
    """The rows under their headings. Refuses what is too large, unreadable, or has other columns than ours."""
    if len(content) > LARGEST:
        raise FileNotRead("Die Datei ist größer als 1 MB. Teilen Sie sie auf.")
    lines = _lines_of_workbook(content) if content.startswith(b"PK") else _lines_of_csv(content)
    try:
        rows = list(islice(lines, MOST_ROWS + 2))
    except FileNotRead:
        raise
    except Exception:  # a broken archive fails in a dozen ways inside zipfile, the XML parser and openpyxl
        raise FileNotRead from None
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS + 1:
        raise FileNotRead(f"Die Datei hat mehr als {MOST_ROWS} Zeilen. Teilen Sie sie auf.")
    return _under_headings(rows)


def _under_headings(rows: list[list[str]]) -> Dataset:
    headings, *body = rows or [[]]
    while headings and not headings[-1]:
        headings.pop()
    known = AgencyResource().columns()
    if unknown := [heading or "ohne Überschrift" for heading in headings if heading not in known]:
        raise FileNotRead(f"Diese Spalten kennen wir nicht: {', '.join(unknown)[:200]}. Möglich sind: {', '.join(known)}.")
    if not body:
        raise FileNotRead("In der Datei steht unter den Überschriften nichts.")
    if len(set(headings)) < len(headings):
        raise FileNotRead("Eine Überschrift steht zweimal da.")
    if NAME not in headings and NUMBER not in headings:
        raise FileNotRead(f"Die Spalte „{NAME}“ fehlt.")
    width = len(headings)
    if wide := [str(line) for line, row in enumerate(body, 2) if any(row[width:])]:
        raise FileNotRead(
            f"Mehr Zellen als Überschriften: Zeile {', '.join(wide[:20])}. Vielleicht steht ein Trennzeichen in einem Namen, "
            "der nicht in Anführungszeichen steht."
        )
    return Dataset(*((row + [""] * width)[:width] for row in body), headers=headings)


def _lines_of_csv(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content:
        raise FileNotRead
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    delimiter = max(";\t,", key=text.split("\n", 1)[0].count)
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_text(cell) for cell in line[:MOST_COLUMNS]]


def _lines_of_workbook(content: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise FileNotRead("Die Datei ist ausgepackt zu groß.")
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # the file may claim any
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell).strip()
    if len(text) > LONGEST_CELL:
        raise FileNotRead(f"Eine Zelle hat mehr als {LONGEST_CELL} Zeichen.")
    return text


# --- writing ---


def _table(agencies: Iterable[Agency]) -> Iterator[list[str]]:
    resource = AgencyResource()
    yield resource.columns()
    yield from (list(resource.cells(agency).values()) for agency in agencies)


def as_csv(agencies: Iterable[Agency]) -> bytes:
    page = io.StringIO()
    csv.writer(page, delimiter=";", quoting=csv.QUOTE_ALL).writerows(_table(agencies))
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def as_xlsx(agencies: Iterable[Agency]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dienststellen")
    for row in _table(agencies):
        sheet.append(row)
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()
