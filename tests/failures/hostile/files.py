"""Files as somebody sends them who means no good, or does not know better. Each with the words that turn it away."""

import io
import random
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Dictionary, Name, String
from PIL import Image

from tests.files import SVG, mp4, office, open_document, pdf, picture, webm, zipped

BROKEN = "ist beschädigt oder unvollständig"
ELSEWHERE = "lädt Inhalte von anderswo"
SCRIPT = "enthält ein Skript"
MACROS = "Makros"
MISMATCH = "Name und Inhalt müssen zusammenpassen"
TOO_LARGE = "wird beim Entpacken zu groß"


def at_opening(action):
    def change(document):
        document.Root.OpenAction = document.make_indirect(action)

    return change


def js() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def named_scripts(document):
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=[String("a"), document.make_indirect(js())]))


def hidden_script(document):
    """In a compressed object, on the field of a form, far from the root."""
    field = Dictionary(FT=Name.Tx, T=String("a"), AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("1"))))
    document.Root.AcroForm = Dictionary(Fields=[document.make_indirect(field)])


def attachment(document):
    document.attachments["rechnung.exe"] = b"MZ"


def rich_media(document):
    note = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = document.make_indirect([document.make_indirect(note)])


def xfa(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=[])


def spelt_in_numbers() -> bytes:
    """/J#61vaScript is /JavaScript for whoever reads names as the standard says."""
    content = pdf(change=at_opening(js()), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return content.replace(b"/JavaScript", b"/J#61vaScript")


def in_a_forgotten_revision() -> bytes:
    """No table leads to it; a reader that mends the file finds it."""
    return pdf() + b"\n9 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\nstartxref\n0\n%%EOF\n"


def deep_pdf() -> bytes:
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /A " + b"[" * 20_000 + b"]" * 20_000)


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A head that promises so many pixels."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def text_bomb_png() -> bytes:
    """Small picture, huge comment."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    comment = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 300_000_000, 9))
    return picture()[:-12] + comment + chunk(b"IEND", b"")


def animated() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "green", "blue")]
    frames[0].save(file, "PNG", save_all=True, append_images=frames[1:])
    return file.getvalue()


def bomb(size: int = 400 * 1024 * 1024) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("nullen.txt", "w") as member:
        for _ in range(size // (1024 * 1024)):
            member.write(bytes(1024 * 1024))
    return file.getvalue()


def flat_bomb() -> bytes:
    """Harmless ratio, far too much of it: each file is noise repeated a hundred times."""
    noise = random.Random(4).randbytes(30_000)
    return zipped({f"{number}.txt": noise * 100 for number in range(150)})


def overlapping() -> bytes:
    """Every name in the table of contents leads to the same packed bytes."""
    content = bytearray(zipped({f"{number}.txt": bytes(100_000) for number in range(20)}))
    at = content.find(b"PK\x01\x02")
    while at != -1:
        content[at + 42 : at + 46] = bytes(4)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def with_password() -> bytes:
    content = bytearray(zipped({"a.txt": "geheim"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


def link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return file.getvalue()


def many(number: int = 5000) -> bytes:
    return zipped({f"{each}.txt": "a" for each in range(number)})


def lying_size() -> bytes:
    """Says ten bytes, unpacks to a hundred million."""
    content = bytearray(bomb(100 * 1024 * 1024))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def relation(kind: str, target: str = "https://boese.example/x.dotm") -> dict[str, str]:
    relation = f'<Relationship Id="r" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{relation}</Relationships>"}


def macro_workbook() -> bytes:
    return office("xlsx", extra={"xl/vbaProject.bin": b"\0"})


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def vtt(*blocks: str) -> bytes:
    return "\n\n".join(("WEBVTT", *blocks)).encode()


def svg(inside: str = "", attributes: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>{inside}</svg>".encode()


# name of the file, how it is made, what the person reads
CORPUS = [
    # what nobody meant to send
    ("leer.pdf", lambda: b"", "ist leer"),
    ("abgeschnitten.pdf", lambda: pdf()[:-60], BROKEN),
    ("abgeschnitten.png", lambda: picture(size=(400, 400))[:200], BROKEN),
    ("abgeschnitten.jpg", lambda: picture("JPEG", size=(400, 400))[:-300], BROKEN),
    ("abgeschnitten.docx", lambda: office("docx")[:-80], BROKEN),
    ("abgeschnitten.mp4", lambda: mp4(bytes(5000))[:-2000], BROKEN),
    ("abgeschnitten.webm", lambda: webm()[:-20], BROKEN),
    ("rauschen.pdf", lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(50_000) + b"%%EOF", BROKEN),
    ("rauschen.zip", lambda: b"PK\x03\x04" + random.Random(2).randbytes(50_000), BROKEN),
    ("zu groß.svg", lambda: svg("<g/>" * 600_000), "ist zu groß: 2,3 MB"),
    ("alt.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ist in einem alten Office-Format"),
    ("ohne Endung", lambda: pdf(), "hat ein Format, das wir nicht annehmen"),
    ("geschützt.pdf", lambda: pdf(encryption=pikepdf.Encryption(user="geheim", owner="geheim")), "mit einem Kennwort geschützt"),
    ("halb geschützt.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="geheim")), "mit einem Kennwort geschützt"),
    ("geschützt.zip", with_password, "mit einem Kennwort geschützt"),
    ("bewegt.png", animated, "ist ein bewegtes Bild"),
    # one thing under the name of another
    ("seite.png", lambda: b"<!DOCTYPE html><script>alert(1)</script>", "keine gültige PNG-Datei"),
    ("seite.svg.png", lambda: SVG, MISMATCH),
    ("programm.pdf", lambda: b"MZ" + bytes(500), "keine gültige PDF-Datei"),
    ("programm.exe", lambda: b"MZ" + bytes(500), "hat ein Format, das wir nicht annehmen"),
    ("rechnung.pdf.exe", pdf, "hat ein Format, das wir nicht annehmen"),
    ("bild.jpg", picture, MISMATCH),
    ("archiv.docx", lambda: zipped({"a.txt": "a"}), MISMATCH),
    ("tabelle.docx", lambda: office("xlsx"), MISMATCH),
    ("seite.html", lambda: b"<script>alert(1)</script>", "hat ein Format, das wir nicht annehmen"),
    ("spaet.pdf", lambda: b"<script>alert(1)</script>\n" + pdf(), "keine gültige PDF-Datei"),
    # two things in one
    ("pdf und zip.pdf", lambda: pdf() + zipped({"a.exe": "MZ"}), "ist beschädigt|ist zugleich PDF und Archiv"),
    ("zip vor pdf.pdf", lambda: pdf()[:-7] + zipped({"a.exe": "MZ"}) + b"\n%%EOF\n", "ist zugleich PDF und Archiv"),
    ("programm vor zip.zip", lambda: b"PK\x03\x04" + b"MZ" * 99 + zipped({"a.txt": "a"}), "noch etwas anderes als das Archiv"),
    ("zip mit anhang.zip", lambda: zipped({"a.txt": "a"}) + b"<script></script>" * 9, "beschädigt|noch etwas anderes"),
    # PDF that acts
    ("skript.pdf", lambda: pdf(change=at_opening(js())), SCRIPT),
    ("skript im baum.pdf", lambda: pdf(change=named_scripts), SCRIPT),
    ("skript gepackt.pdf", lambda: pdf(change=hidden_script, object_stream_mode=pikepdf.ObjectStreamMode.generate), SCRIPT),
    ("skript in ziffern.pdf", spelt_in_numbers, SCRIPT),
    ("skript vergessen.pdf", in_a_forgotten_revision, SCRIPT),
    ("start.pdf", lambda: pdf(change=at_opening(Dictionary(S=Name.Launch, F=String("cmd.exe")))), "startet beim Öffnen"),
    ("absender.pdf", lambda: pdf(change=at_opening(Dictionary(S=Name.SubmitForm, F=String("http://x")))), "schickt Eingaben"),
    ("anhang.pdf", lambda: pdf(change=attachment), "enthält angehängte Dateien"),
    ("medien.pdf", lambda: pdf(change=rich_media), "enthält eingebettete Medien"),
    ("xfa.pdf", lambda: pdf(change=xfa), "dynamisches Formular"),
    ("tief.pdf", deep_pdf, BROKEN),
    # pictures that grow
    ("riese.png", lambda: png(60_000, 60_000), "hat zu viele Bildpunkte"),
    ("lang.png", lambda: png(200_000, 10), "hat zu viele Bildpunkte"),
    ("luege.png", lambda: png(4000, 4000, bytes(100)), BROKEN),
    ("kommentar.png", text_bomb_png, BROKEN),
    # archives that grow, point elsewhere or hide something
    ("bombe.zip", bomb, TOO_LARGE),
    ("flache bombe.zip", flat_bomb, TOO_LARGE),
    ("übereinander.zip", overlapping, TOO_LARGE),
    ("lüge.zip", lying_size, f"{TOO_LARGE}|{BROKEN}"),
    ("viele.zip", many, "mehr als 2000 Dateien"),
    ("ausbruch.zip", lambda: zipped({"../../etc/passwd": "a"}), "unzulässigen Namen"),
    ("wurzel.zip", lambda: zipped({"/etc/passwd": "a"}), "unzulässigen Namen"),
    ("laufwerk.zip", lambda: zipped({"C:\\boot.ini": "a"}), "unzulässigen Namen"),
    ("rückwärts.zip", lambda: zipped({"\u202egpj.exe": "a"}), "unzulässigen Namen"),
    ("verweis.zip", link, "unzulässigen Namen"),
    ("doppelt.zip", lambda: zipped({"a.txt": "a", "A.TXT": "b"}), "denselben Dateinamen mehrmals"),
    ("verschachtelt.zip", lambda: zipped({"innen.zip": zipped({"a": "a"})}), "enthält ein weiteres Archiv"),
    ("verkleidet.zip", lambda: zipped({"bild.jpg": zipped({"a": "a"})}), "enthält ein weiteres Archiv"),
    # office files that act
    ("makro.docm", lambda: office("docx", main_type=MACRO_TYPE), MACROS),
    ("makro.docx", lambda: office("docx", extra={"word/vbaProject.bin": b"\0"}), MACROS),
    ("makrotyp.docx", lambda: office("docx", main_type=MACRO_TYPE), MACROS),
    ("makroblatt.xlsx", lambda: office("xlsx", extra={"xl/macrosheets/sheet1.xml": "<x/>"}), MACROS),
    ("makro.odt", lambda: open_document("odt", extra={"Basic/Standard/Modul1.xml": "<x/>"}), MACROS),
    ("innen makro.pptx", lambda: office("pptx", extra={"ppt/embeddings/a.xlsx": macro_workbook()}), MACROS),
    ("objekt.docx", lambda: office("docx", extra={"word/embeddings/oleObject1.bin": b"MZ"}), "eingebettete Objekte"),
    ("steuerelement.docx", lambda: office("docx", extra={"word/activeX/activeX1.xml": "<x/>"}), "eingebettete Objekte"),
    ("vorlage von fern.docx", lambda: office("docx", extra=relation("attachedTemplate")), "lädt beim Öffnen Inhalte"),
    ("bild von fern.docx", lambda: office("docx", extra=relation("image")), "lädt beim Öffnen Inhalte"),
    ("dde.docx", lambda: office("docx", text="</w:t><w:instrText> DDEAUTO c:\\\\cmd.exe</w:instrText><w:t>"), "lädt beim Öffnen"),
    ("lachen.docx", lambda: office("docx", extra={"word/styles.xml": ENTITIES}), BROKEN),
    ("bombe.docx", lambda: office("docx", extra={"word/media/a.txt": bytes(400 * 1024 * 1024)}), TOO_LARGE),
    # SVG, even from the campaign team
    ("skript.svg", lambda: svg("<script>alert(1)</script>"), SCRIPT),
    ("ereignis.svg", lambda: svg(attributes='onload="alert(1)"'), SCRIPT),
    ("verweis.svg", lambda: svg('<a xlink:href="javascript:alert(1)"><path/></a>'), SCRIPT),
    ("fremdes.svg", lambda: svg("<foreignObject><b/></foreignObject>"), SCRIPT),
    ("von fern.svg", lambda: svg('<image href="https://boese.example/zaehler.png"/>'), ELSEWHERE),
    ("stil.svg", lambda: svg("<style>@import url(https://boese.example/a.css)</style>"), ELSEWHERE),
    ("anderswo.svg", lambda: svg('<use href="bild.svg#a"/>'), ELSEWHERE),
    ("beide.svg", lambda: svg('<image href="//boese.example/a" xlink:href="#a"/>'), ELSEWHERE),
    ("beide andersherum.svg", lambda: svg('<image xlink:href="#a" href="//boese.example/a"/>'), ELSEWHERE),
    ("mit anderem Präfix.svg", lambda: svg('<use xmlns:x="urn:x" x:href="https://boese.example/#a"/>'), ELSEWHERE),
    ("gerückt.svg", lambda: svg('<a href="java&#10;script:alert(1)"><path/></a>'), SCRIPT),
    ("Seite als Ziel.svg", lambda: svg('<a href="data:text/html,x"><path/></a>'), SCRIPT),
    ("Bild im Bild.svg", lambda: svg('<image href="data:image/svg+xml,x"/>'), SCRIPT),
    ("fremdes Ereignis.svg", lambda: svg(attributes='xmlns:e="urn:e" e:onload="alert(1)"'), SCRIPT),
    ("Seite.svg", lambda: svg('<img xmlns="http://www.w3.org/1999/xhtml" alt=""/>'), SCRIPT),
    ("bewegt.svg", lambda: svg('<a href="#a"><animate attributeName="href" to="#b"/></a>'), SCRIPT),
    ("bewegt mit Präfix.svg", lambda: svg('<a href="#a"><set attributeName="xlink:href" to="#b"/></a>'), SCRIPT),
    ("gefüllt.svg", lambda: svg('<path fill="url(https://boese.example/a.svg#a)"/>'), ELSEWHERE),
    ("gefüllt nebenan.svg", lambda: svg('<path style="fill:url(a.svg#a)"/>'), ELSEWHERE),
    ("bewegt gefüllt.svg", lambda: svg('<path><set attributeName="fill" to="url(//boese.example/a)"/></path>'), ELSEWHERE),
    ("verschrieben.svg", lambda: svg("<style>a{fill:\\75rl(//boese.example/a)}</style>"), ELSEWHERE),
    ("verstellt.svg", lambda: svg("<style>a{fill:u<![CDATA[rl(//boese.example/a)]]>}</style>"), ELSEWHERE),
    ("beziffert.svg", lambda: svg("<style>&#64;import 'a.css';</style>"), ELSEWHERE),
    ("Auswahl.svg", lambda: svg("<style>a{fill:image-set('//boese.example/a' 1x)}</style>"), ELSEWHERE),
    ("Grund.svg", lambda: svg('<g xml:base="https://boese.example/"/>'), ELSEWHERE),
    ("Vorlage.svg", lambda: b'<?xml-stylesheet href="https://boese.example/a.css"?>' + svg(), ELSEWHERE),
    ("Vorlage danach.svg", lambda: b'<?xml version="1.0"?><?xml-stylesheet href="a.css"?>' + svg(), ELSEWHERE),
    ("fremde Art.svg", lambda: b'<!DOCTYPE svg SYSTEM "https://boese.example/a.dtd">' + svg(), ELSEWHERE),
    ("lachen.svg", lambda: b'<!DOCTYPE svg [<!ENTITY a "ha">]>' + svg("&a;"), ELSEWHERE),
    # captions
    ("ohne zeiten.vtt", lambda: b"WEBVTT\n\nHallo", "enthält keine Untertitel"),
    ("ohne Text.vtt", lambda: vtt("00:01.000 --> 00:02.000"), "keinen Text"),
    ("zwei in einem.vtt", lambda: vtt("00:01.000 --> 00:02.000\nEins\n00:03.000 --> 00:04.000\nZwei"), "keinen Text"),
    ("rückwärts.vtt", lambda: vtt("00:05.000 --> 00:04.000\nEins"), "enden, bevor sie beginnen"),
    ("durcheinander.vtt", lambda: vtt("00:05.000 --> 00:06.000\nZwei", "00:01.000 --> 00:02.000\nEins"), "nicht der Zeit nach"),
    ("loser Absatz.vtt", lambda: vtt("00:01.000 --> 00:02.000\nEins", "Zwei"), "Absatz ohne gültige Zeiten: „Zwei“"),
    ("mit Komma.vtt", lambda: vtt("00:01.000 --> 00:02.000\n1", "00:03,000 --> 00:04,000\n2"), "Absatz ohne gültige Zeiten"),
    ("Minute 77.vtt", lambda: vtt("77:01.000 --> 77:02.000\nEins"), "Absatz ohne gültige Zeiten"),
    ("latin.vtt", lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\nÖl".encode("latin-1"), "nicht als UTF-8 gespeichert"),
]  # fmt: skip
