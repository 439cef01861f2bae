"""SVG: drawings alone. Only the campaign team hands one in, and it is only ever saved, never shown.

What a browser or an office program would run or fetch is looked for where they look: in names without their prefix, in values
without what hides a letter, in style sheets as well as in attributes.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat

from missione.shared.files.looking import markup
from missione.shared.files.looking.findings import Findings, Task, Unacceptable

RUNS = "enthält ein Skript. Bitte speichern Sie die Grafik als „einfaches SVG“."
FETCHES = "lädt Inhalte von anderswo nach. Bitte betten Sie Bilder und Schriften ein oder wandeln Sie Texte in Pfade um."
OF_PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
_RUNNING = {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "audio", "video"}
_CHANGING = {"set", "animate"}  # these two change an attribute of any name
_ADDRESSES = {"href", "src"}
_LEADS_TO_A_PAGE = re.compile(r"#|https?:|mailto:", re.IGNORECASE)
_SCRIPTED = re.compile(r"(?:java|vb)script:|data:(?!image/(?:png|jpeg)[;,])", re.IGNORECASE)
_OWN = re.compile(r"#|data:image/(?:png|jpeg)[;,]|$", re.IGNORECASE)
# Possessive: a match must not step back over the quotation mark and find that what is within does not begin there.
_IN_STYLES = re.compile(
    r"""@import|url\(\s*+['"]?+\s*+(?!\#|data:(?:image/(?:png|jpeg)|font/|application/(?:x-)?font))"""
    r"""|(?:image-set|src|cross-fade)\(|expression\s*\(|-moz-binding|behavior\s*:""",
    re.IGNORECASE,
)
_HIDDEN_LETTER = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"[\x00-\x20]+")  # a browser leaves them out of an address
_OF_W3C = re.compile(r"https?://www\.w3\.org/(?:TR|Graphics/SVG)/[\w./-]+\.dtd")


def look(task: Task) -> Findings:
    for name, attributes in _elements(task.path.read_bytes()):
        _harmless(name.lower(), attributes)
    return {}


def _elements(content: bytes) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(name, attributes) of each element, without prefixes; of two attributes that differ by their prefix alone, both."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    styles: list[str] = []

    def begin(name: str, attributes: list[str]) -> None:
        if name.startswith(OF_PAGES):
            raise Unacceptable(RUNS)
        pairs = list(zip(map(_local, attributes[::2]), attributes[1::2], strict=True))
        found.append((_local(name), pairs))
        if _local(name).lower() == "style":
            parser.CharacterDataHandler = styles.append

    def end(name: str) -> None:
        if _local(name).lower() == "style":
            parser.CharacterDataHandler = None
            _fetches_nothing("".join(styles))
            styles.clear()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    parser.StartDoctypeDeclHandler = _doctype
    parser.ProcessingInstructionHandler = _instruction
    yield from markup.parsed(content, parser, found)


def _harmless(name: str, attributes: list[tuple[str, str]]) -> None:
    if name in _RUNNING:
        raise Unacceptable(RUNS)
    if name == "link":
        raise Unacceptable(FETCHES)
    for attribute, value in attributes:
        _harmless_attribute(name, attribute.lower(), value)


def _harmless_attribute(name: str, attribute: str, value: str) -> None:
    address = _BLANK.sub("", value)
    if attribute.startswith("on") or (attribute in _ADDRESSES and _SCRIPTED.match(address)):
        raise Unacceptable(RUNS)
    if name in _CHANGING and attribute == "attributename" and address.rpartition(":")[2].lower().startswith(("href", "on")):
        raise Unacceptable(RUNS)
    if attribute in _ADDRESSES and not (_LEADS_TO_A_PAGE if name == "a" else _OWN).match(address):
        raise Unacceptable(FETCHES)
    if attribute in {"base", "ping"}:
        raise Unacceptable(FETCHES)
    _fetches_nothing(value)


def _fetches_nothing(style: str) -> None:
    """As a style sheet reads it: letters may be written as numbers, and remarks may stand anywhere."""
    plain = _HIDDEN_LETTER.sub(_letter, style)
    if any(_IN_STYLES.search(each) for each in (plain, _REMARK.sub("", plain))):
        raise Unacceptable(FETCHES)


def _letter(hidden: re.Match) -> str:
    number, sign = hidden.groups()
    return sign if number is None else chr(min(int(number, 16), 0x10FFFF))


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _doctype(_name: str, system: str | None, _public: str | None, has_inside: int) -> None:
    """The one that drawing programs write; nobody fetches it. With something inside it could declare entities."""
    if has_inside or (system and not _OF_W3C.fullmatch(system)):
        raise Unacceptable(FETCHES)


def _instruction(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise Unacceptable(FETCHES)


def _refuse(*_) -> None:
    raise Unacceptable(FETCHES)
