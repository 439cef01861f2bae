"""The fixed words of the documents: what kinds there are, who finds them, and what the user reads."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    COMPENDIUM = "kompendium", "Kompendium"
    GUIDE = "praxisleitfaden", "Praxisleitfaden"
    SHEET = "anleitung", "Kurzanleitung"
    TEMPLATE = "vorlage", "Vorlage"
    FORM = "formular", "Formular"
    PRESENTATION = "praesentation", "Präsentation"
    PHOTO = "foto", "Foto"
    VIDEO = "video", "Video"
    LOGO = "logo", "Logo"


class Language(TextChoices):
    GERMAN = "de", "Deutsch"
    EASY = "leicht", "Leichte Sprache"
    SIGNS = "dgs", "Deutsche Gebärdensprache"
    ENGLISH = "en", "Englisch"
    NONE = "ohne", "Ohne Worte"


# What captions are written in: what is signed or shown without words is captioned in German.
CAPTIONED_IN = {Language.ENGLISH: ("en", "Englisch")}
CAPTIONED_IN |= {language: ("de", "Deutsch") for language in Language if language not in CAPTIONED_IN}


class Visibility(TextChoices):
    """Who finds a document, besides the campaign team."""

    PUBLIC = "public", "Alle"
    MEMBERS = "members", "Mitglieder freigeschalteter Teams"
    ENTITLED = "entitled", "Nur wer es erhalten hat"


class Licence(TextChoices):
    CC0 = "cc0", "CC0 1.0 (frei)"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    DL_DE_BY = "dl-de-by", "Datenlizenz Deutschland – Namensnennung – 2.0"
    STATE_ONLY = "intern", "Nur für Dienststellen des Landes"
    RESERVED = "alle-rechte", "Alle Rechte vorbehalten"


# Whoever shows a document under one of these has to say whose it is.
NAME_THE_AUTHOR = frozenset((Licence.CC_BY, Licence.CC_BY_SA, Licence.DL_DE_BY))


class Channel(TextChoices):
    """Where a document may be shown."""

    INTRANET = "intranet", "Intranet"
    PRINT = "aushang", "Aushang und Druck"
    EVENTS = "veranstaltung", "Veranstaltungen"
    WEB = "web", "Öffentliche Internetseiten"
    SOCIAL = "social", "Soziale Medien"
    PRESS = "presse", "Presse"


# What members confirm with a proposal, word for word as it is kept.
CONSENT = "Ich darf diese Datei weitergeben. Alle erkennbaren Personen sind einverstanden."


class ScanState(TextChoices):
    """What the virus scanner says of a file. Nothing but a clean one is handed out."""

    UNCHECKED = "unchecked", "Noch nicht geprüft"
    CLEAN = "clean", "Geprüft"
    INFECTED = "infected", "Schadsoftware gefunden"
    FAILED = "failed", "Prüfung gescheitert"
