"""What a document of Word, Excel, PowerPoint and OpenDocument says, for the search."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from missione.shared.files.looking.findings import MOST_LETTERS, Findings, Task

MOST_OF_A_PART = 24 * 1024 * 1024
_PARTS = {
    "docx": r"word/(?:document|footnotes|endnotes)\.xml",
    "pptx": r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml",
    "xlsx": r"xl/sharedStrings\.xml",
    "odt": r"content\.xml",
    "odp": r"content\.xml",
    "ods": r"content\.xml",
}

_ENDS_A_LINE = {"p", "h", "si", "tab", "br"}


def read(task: Task) -> Findings:
    """Paragraph by paragraph, as far as the search needs it."""
    said = io.StringIO()
    with zipfile.ZipFile(task.path) as archive:
        for name in sorted(name for name in archive.namelist() if re.fullmatch(_PARTS[task.kind], name)):
            with archive.open(name) as part:
                for words in _spoken(part.read(MOST_OF_A_PART)):
                    said.write(words)
            if said.tell() > MOST_LETTERS:
                break
    return {"text": said.getvalue()[:MOST_LETTERS]}


def _spoken(content: bytes) -> Iterator[str]:
    """The text between the tags; the end of a paragraph, a cell or a string is a line end."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = found.append
    parser.EndElementHandler = lambda name: found.append("\n") if name.rpartition(":")[2] in _ENDS_A_LINE else None
    for start in range(0, len(content), 65536):
        try:
            parser.Parse(content[start : start + 65536], False)
        except expat.ExpatError:
            break
        yield from found
        found.clear()
