"""Word, Excel, PowerPoint and OpenDocument: an archive whose parts say what they are. Macros and what is fetched from elsewhere
are refused."""

import io
import re

from missione.shared.files.looking import markup
from missione.shared.files.looking.archives import Budget, Member, is_archive, members_of
from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

MB = 1024 * 1024
KEEP = 24 * MB  # of one part; more than that is text nobody reads
MACROS = "enthält Makros. Bitte speichern Sie sie ohne Makros und laden Sie sie noch einmal hoch."
OBJECTS = "enthält eingebettete Objekte oder Steuerelemente. Bitte fügen Sie den Inhalt als Bild oder Text ein."
FETCHES = "lädt beim Öffnen Inhalte aus dem Internet. Bitte entfernen Sie die Verknüpfungen und speichern Sie sie neu."
MISLABELLED = "ist keine gewöhnliche Office-Datei. Bitte speichern Sie sie neu, ohne Makros."

MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MACRO_PARTS = re.compile(r"vbaproject|vbadata|/macrosheets/|/basic/|^basic/|^scripts/|/scripts/|xlm", re.IGNORECASE)
_OBJECT_PARTS = re.compile(r"activex|oleobject|\.bin$|\.exe$|\.dll$|\.js$|\.vbs$|\.hta$|^object ?\d+/oleobject", re.IGNORECASE)
_HARMLESS_BINARIES = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_EMBEDDED_OFFICE = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx)$", re.IGNORECASE)
_DDE = re.compile(rb"(?:instrText[^>]*>|fldSimple[^>]*instr=\")\s*DDE|ddeLink", re.IGNORECASE)


def look(task: Task) -> Findings:
    with task.path.open("rb") as file:
        _look_into(file, task.kind, Budget())
    return {}


def _look_into(file, kind: str, budget: Budget, *, inside: bool = False) -> None:
    types = ""
    for member in members_of(file, budget, keep=KEEP):
        _part(member, budget, inside)
        if member.name == "[Content_Types].xml":
            types = member.content.decode("utf-8", "replace")
    if kind in MAIN_TYPES and (f'"{MAIN_TYPES[kind]}"' not in types or "macroEnabled" in types):
        raise Unacceptable(MACROS if "macroEnabled" in types else MISLABELLED)


def _part(member: Member, budget: Budget, inside: bool) -> None:
    if _MACRO_PARTS.search(member.name):
        raise Unacceptable(MACROS)
    if _EMBEDDED_OFFICE.search(member.name) and not inside:  # the figures behind a chart
        return _look_into(io.BytesIO(member.content), member.name.rpartition(".")[2].lower(), budget, inside=True)
    if is_archive(member.first) or (_OBJECT_PARTS.search(member.name) and not _HARMLESS_BINARIES.search(member.name)):
        raise Unacceptable(OBJECTS)
    if member.name.endswith((".xml", ".rels", ".rdf")):
        _markup(member)
    return None


def _markup(member: Member) -> None:
    if markup.declares_entities(member.content):
        raise Unacceptable(BROKEN)
    if _DDE.search(member.content):
        raise Unacceptable(FETCHES)
    if member.name.endswith(".rels") and any(_fetches(each) for each in markup.elements(member.content, "Relationship")):
        raise Unacceptable(FETCHES)
    if member.name.lower() == "content.xml" and any(_runs(each) for each in markup.elements(member.content, "event-listener")):
        raise Unacceptable(MACROS)


def _fetches(relation: dict[str, str]) -> bool:
    """A link that a person follows is fine; a template, a picture or an object from elsewhere is not."""
    if relation.get("TargetMode", "").lower() != "external":
        return False
    return not relation.get("Type", "").lower().endswith(("/hyperlink", "/externallinkpath", "/externallinklongpath"))


def _runs(listener: dict[str, str]) -> bool:
    return any(name.endswith("href") and value.lower().startswith("vnd.sun.star.script") for name, value in listener.items())
