"""One spelling for searching: what people type and what is stored are compared in this form."""

import re
import unicodedata

# ı, ł and ø are letters of their own: taking accents away does not reach them.
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "₂": "2", "ı": "i", "ł": "l", "ø": "o"})
_ENDINGS = re.compile(r"(?:innen|ern|en|er|es|em|e|n|s)$")
MOST_WORDS = 8
_GENDER = re.compile(r"(?<=\w)[:*_·/]-?(?=innen\b|in\b)")


def normalise(text: str) -> str:
    """Lower case, umlauts as ae/oe/ue, no accents, gender forms and hyphens joined: "Roll-up" and "Rollup" are the same."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_FOLDED)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = _GENDER.sub("", text).replace("-", "").replace("\u00ad", "")
    return re.sub(r"[^\w]+", " ", text).strip()


def trunks_of(words: str) -> list[str]:
    """The words in one spelling without their endings, so that "Plakate" finds "Plakat", too. Short words stay as they are."""
    return [_trunk_of(word) for word in normalise(words).split()[:MOST_WORDS]]


def _trunk_of(word: str) -> str:
    trunk = _ENDINGS.sub("", word)
    return trunk if len(trunk) >= 4 else word
