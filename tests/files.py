"""Files as people hand them in: good ones of every kind, made here, with nothing of anybody else in them."""

import io
import struct
import zipfile

import pikepdf
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
MAIN = {
    "docx": ("word/document.xml", f"{OOXML}.wordprocessingml.document.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OOXML}.presentationml.presentation.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OOXML}.spreadsheetml.sheet.main+xml"),
}


def zipped(members: dict[str, bytes | str], *, stored=(), **how) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return file.getvalue()


def office(kind: str, *, main_type: str = "", extra: dict[str, bytes | str] | None = None, text: str = "Strom sparen") -> bytes:
    part, its_type = MAIN[kind]
    types = f'<Types><Override PartName="/{part}" ContentType="{main_type or its_type}"/></Types>'
    body = f'<w:document xmlns:w="urn:w"><w:p><w:t>{text}</w:t></w:p></w:document>'
    link = '<Relationship Id="r1" Type="http://x/hyperlink" Target="https://a" TargetMode="External"/>'
    links = {f"{part.partition('/')[0]}/_rels/links.xml.rels": f"<Relationships>{link}</Relationships>"}
    return zipped({"[Content_Types].xml": types, part: body, **links, **(extra or {})})


def open_document(kind: str, *, extra: dict[str, bytes | str] | None = None, content: str = "<o:p>Wärme</o:p>") -> bytes:
    names = {"odt": "text", "odp": "presentation", "ods": "spreadsheet"}
    body = f'<?xml version="1.0"?><o:document xmlns:o="urn:o">{content}</o:document>'
    return zipped({"mimetype": f"{ODF}.{names[kind]}", "content.xml": body, **(extra or {})}, stored=("mimetype",))


def pdf(*, pages: int = 1, change=None, **how) -> bytes:
    """`change(pdf)` puts something in."""
    file = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if change:
            change(document)
        document.save(file, **how)
    return file.getvalue()


def picture(kind: str = "PNG", size=(80, 60), mode: str = "RGB", **how) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "#0b5a23" if mode == "RGB" else None).save(file, kind, **how)
    return file.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(frames: bytes = b"\0" * 64) -> bytes:
    return box(b"ftyp", b"isom\0\0\2\0isomiso2") + box(b"moov", b"\0" * 32) + box(b"mdat", frames)


def webm(frames: bytes = b"\0" * 64) -> bytes:
    head = b"\x42\x82\x84webm"
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(head)]) + head + b"\x18\x53\x80\x67" + bytes([0x40, len(frames)]) + frames


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#0b5a23"/></svg>'
# As a drawing program writes it: with its document type, remarks, gradients, a picture of its own and a link.
DRAWN_SVG = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ink="urn:ink" ink:label="image (1)">
<metadata><rdf:RDF xmlns:rdf="urn:rdf"><rdf:Bag rdf:resource="http://purl.org/dc/StillImage"/></rdf:RDF></metadata>
<style>.a { fill: url( "#verlauf" ) } @font-face { src: url('data:font/woff2;base64,AA==') }</style>
<linearGradient id="verlauf"/><image xlink:href="data:image/png;base64,AA==" href="#leer"/>
<a href="https://www.mission-e.nrw.example/"><path style="fill:url(#verlauf)" d="M0 0h9"/></a>
<circle r="3"><animate attributeName="r" values="3;4" dur="1s"/></circle></svg>"""
VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nDas Licht ist aus.\n"
# As programs write it: mark of order, line ends of Windows, notes, styles, names, places, hours, two voices at once.
FULL_VTT = (
    (
        "\ufeffWEBVTT - Energie sparen\n\nNOTE\nvon Hand\n\nSTYLE\n::cue { color: lime }\n\n"
        "1\n00:00:00.000 --> 00:00:02.500 line:80% align:start\n<v Erika>Guten Tag.\n\n\n"
        "zwei\n00:01.000 --> 00:03.000\n- Wer?\n- Ich.\n\n100:00:00.000 --> 100:00:01.000\nEnde\n"
    )
    .replace("\n", "\r\n")
    .encode()
)

GOOD = {
    "Leitfaden.pdf": pdf,
    "Flur.png": picture,
    "Flur.jpg": lambda: picture("JPEG"),
    "Flur.jpeg": lambda: picture("JPEG", exif=Image.Exif()),
    "Flur.webp": lambda: picture("WEBP"),
    "Logo durchsichtig.png": lambda: picture(mode="RGBA"),
    "Aushang.docx": lambda: office("docx"),
    "Folien.pptx": lambda: office("pptx", extra={"ppt/embeddings/Tabelle1.xlsx": office("xlsx")}),
    "Messdaten.xlsx": lambda: office("xlsx", extra={"xl/printerSettings/printerSettings1.bin": b"\0\1"}),
    "Aushang.odt": lambda: open_document("odt"),
    "Folien.odp": lambda: open_document("odp"),
    "Messdaten.ods": lambda: open_document("ods"),
    "Film.mp4": mp4,
    "Film.webm": webm,
    "Untertitel.vtt": lambda: VTT,
    "Untertitel mit allem.vtt": lambda: FULL_VTT,
    "Logo.svg": lambda: SVG,
    "Zeichnung.svg": lambda: DRAWN_SVG,
    "Druckdaten.zip": lambda: zipped({"Plakat/Plakat.pdf": pdf(), "Liesmich.txt": "Hallo"}),
}
