"""Copies what npm installed to assets/vendor, as files the portal serves itself. There is no bundler."""

import re
import shutil
import struct
import sys
import zlib
from pathlib import Path

from devstack.css import join_css

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "node_modules"
OUT = ROOT / "assets" / "vendor"
KERN = NODE / "@kern-ux" / "native"
FIRA = NODE / "@fontsource" / "fira-sans"
FACES = [("400", "normal"), ("400", "italic"), ("600", "normal")]
STANDS_FOR = {"600": "500 600"}  # 500 beside 600 is hardly seen, and 24 kB more on a first visit
SUBSETS = ["latin", "latin-ext"]
FACE = (
    "@font-face{{font-family:'Fira Sans';font-style:{style};font-weight:{weight};font-display:swap;"
    "src:url(fonts/{file}) format('woff2');unicode-range:{unicode_range}}}\n"
)


def build(out: Path = OUT) -> None:
    if not KERN.exists() or not FIRA.exists():
        sys.exit("node_modules is not complete: run script/bootstrap first.")
    shutil.rmtree(out, ignore_errors=True)
    (out / "fonts").mkdir(parents=True)
    (out / "kern.css").write_text(kern_in_a_layer(), encoding="utf-8")
    (out / "fonts.css").write_text("".join(font_face(*face, subset) for face in FACES for subset in SUBSETS), encoding="utf-8")
    for weight, style in FACES:
        for subset in SUBSETS:
            shutil.copy(FIRA / "files" / font_file(weight, style, subset), out / "fonts")
    (out / "print").mkdir()
    for weight, style in FACES:
        for subset in SUBSETS:
            name = font_file(weight, style, subset).removesuffix("2")
            font = named_for(subset, unpacked((FIRA / "files" / name).read_bytes()))
            (out / "print" / name).with_suffix(".ttf").write_bytes(font)
    shutil.copy(KERN / "LICENSE.md", out / "KERN-LICENSE.md")
    shutil.copy(FIRA / "LICENSE", out / "fonts" / "LICENSE")


def kern_in_a_layer() -> str:
    """All of KERN in one cascade layer: our own rules, outside of it, win without tricks."""
    css = (KERN / "dist" / "kern.min.css").read_text(encoding="utf-8-sig")
    css = re.sub(r'@charset\s+"[^"]*";', "", css)
    return "@layer me-important,kern;@layer kern{" + css + "}\n"


def font_face(weight: str, style: str, subset: str) -> str:
    """One rule, with the unicode range that the font's own style sheet gives for the subset."""
    sheet = (FIRA / (f"{weight}.css" if style == "normal" else f"{weight}-{style}.css")).read_text(encoding="utf-8")
    rule = re.search(rf"/\* fira-sans-{subset}-{weight}-{style} \*/\s*@font-face\s*\{{(.*?)\}}", sheet, re.DOTALL).group(1)
    unicode_range = re.search(r"unicode-range:\s*([^;]+);", rule).group(1).strip()
    weights, file = STANDS_FOR.get(weight, weight), font_file(weight, style, subset)
    return FACE.format(weight=weights, style=style, file=file, unicode_range=unicode_range)


def font_file(weight: str, style: str, subset: str) -> str:
    return f"fira-sans-{subset}-{weight}-{style}.woff2"


def unpacked(woff: bytes) -> bytes:
    """The font inside a WOFF file, as programs that make PDF want it: the same tables, no longer compressed."""
    count = int.from_bytes(woff[12:14], "big")
    entries = sorted(struct.unpack(">4sIIII", woff[44 + 20 * number : 64 + 20 * number]) for number in range(count))
    largest = 1 << (count.bit_length() - 1)
    head = woff[4:8] + struct.pack(">HHHH", count, largest * 16, largest.bit_length() - 1, (count - largest) * 16)
    directory, tables, at = b"", b"", 12 + 16 * count
    for tag, offset, packed, length, checksum in entries:
        table = woff[offset : offset + packed]
        table = zlib.decompress(table) if packed < length else table
        directory += struct.pack(">4sIII", tag, checksum, at + len(tables), length)
        tables += table + bytes(-length % 4)
    return head + directory + tables


def named_for(subset: str, font: bytes) -> bytes:
    """Two halves of one alphabet under one name are one too many for who sets type: the rarer letters get a name as long."""
    if subset == "latin":
        return font
    for code in ("utf-16-be", "ascii"):
        font = font.replace("Fira Sans".encode(code), "Fira Mehr".encode(code))
    return font


if __name__ == "__main__":
    build()
    join_css(ROOT)
