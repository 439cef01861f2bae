"""What is left of the name a file had. It stands only in the database and in the answer's header, never on the disk."""

import re
import unicodedata
from urllib.parse import quote

LONGEST_NAME = 120
# Control characters, and those that turn the direction of reading: "gpj.exe" must not read as "exe.jpg".
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]+')
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def tidy_name(name: str) -> str:
    """The last part of the path, without anything unseen; "Datei" if nothing is left."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in _UNSEEN)
    last = re.split(r"[/\\]", name)[-1]
    last = " ".join(_NOT_IN_NAMES.sub("_", last).split()).strip(". ")
    return shortened(last) or "Datei"


def shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else name[:LONGEST_NAME]


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def with_ending(name: str, ending: str) -> str:
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{ending}"


def content_disposition(name: str, *, inline: bool) -> str:
    """Both spellings of RFC 6266: plain letters for old programs, and the true name.

    A percent sign stands only in the second: some browsers would decode it in the first.
    """
    plain = unicodedata.normalize("NFKD", name.translate(UMLAUTS)).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\%]', "_", plain).strip()
    plain = f"Datei{plain}" if plain.startswith(".") or not plain else plain
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
