"""How authorities are written, and how people type them: "FA Wuppertal", "PP Koeln", "Bez.-Reg. Arnsberg"."""

import re
from collections.abc import Iterable

from missione.shared.search import normalise

# The beginning of a name as it is searched, and how everybody abbreviates it.
ABBREVIATED = {
    "amtsgericht": "ag",
    "arbeitsgericht": "arbg",
    "bezirksregierung": "br bezreg",
    "finanzamt": "fa",
    "finanzgericht": "fg",
    "generalstaatsanwaltschaft": "gsta gensta",
    "hochschule": "hs",
    "justizvollzugsanstalt": "jva",
    "justizvollzugskrankenhaus": "jvk",
    "kreispolizeibehoerde": "kpb",
    "landesarbeitsgericht": "lag larbg",
    "landesbetrieb": "lb",
    "landessozialgericht": "lsg",
    "landgericht": "lg",
    "oberfinanzdirektion": "ofd",
    "oberlandesgericht": "olg",
    "oberverwaltungsgericht": "ovg",
    "polizeipraesidium": "pp",
    "sozialgericht": "sg",
    "staatsanwaltschaft": "sta",
    "staatskanzlei": "stk",
    "verwaltungsgericht": "vg",
    "zentrum fuer schulpraktische lehrerausbildung": "zfsl",
}
STATE = re.compile(r"\bnrw\b")
# Words that many names share and that tell nothing; three letters and fewer are looked for at the beginning of a word.
EMPTY_WORDS = {"am", "an", "das", "dem", "den", "der", "des", "die", "fuer", "im", "in", "und", "von", "zu", "zum", "zur"}
MOST_WORDS = 8
LONGEST_WORD = 60
SHORT = 3


def searchable(*texts: str) -> str:
    """All of it in one spelling, hyphens both joined and parted, between blanks: every word begins after one."""
    words: dict[str, None] = {}
    for text in filter(None, texts):
        for spelt in (normalise(text), normalise(text.replace("-", " ").replace("/", " "))):
            words.update(dict.fromkeys(f"{spelt} {_abbreviations_of(spelt)}".split()))
    return f" {' '.join(words)} " if words else ""


def _abbreviations_of(name: str) -> str:
    found = [short for begin, short in ABBREVIATED.items() if re.search(rf"\b{begin}\b", name)]
    return " ".join(found + (["nordrhein westfalen nordrheinwestfalen"] if STATE.search(name) else []))


def words_of(typed: str) -> list[str]:
    """What somebody looks for, word by word; the empty ones only if there are no others."""
    words = list(dict.fromkeys(word[:LONGEST_WORD] for word in normalise(typed).split()))
    return ([word for word in words if word not in EMPTY_WORDS] or words)[:MOST_WORDS]


def one_spelling(name: str) -> str:
    """A name without doubled blanks."""
    return " ".join(name.split())


def distinct(values: Iterable[str]) -> list[str]:
    """In their order, each once, upper and lower case alike, without the empty ones."""
    kept = {}
    for value in map(one_spelling, values):
        kept.setdefault(value.lower(), value)
    return [value for key, value in kept.items() if key]
