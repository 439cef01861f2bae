"""How each column of a spreadsheet is read and written. What cannot be read is said in a German sentence."""

import re

from import_export.widgets import Widget

from missione.shared.spreadsheets import as_typed, harmless
from teams.models import Agency, Ministry

SEPARATOR = "|"
THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
YES, NO = "ja", "nein"


class Text(Widget):
    def clean(self, value, row=None, **kwargs):
        return as_typed(value.strip())

    def render(self, value, obj=None, **kwargs):
        return harmless(str(value or ""))


class Number(Text):
    def clean(self, value, row=None, **kwargs):
        typed = value.strip()
        if THOUSANDS.fullmatch(typed):
            typed = typed.replace(".", "")
        if not typed:
            return None
        if not re.fullmatch("[0-9]{1,9}", typed):
            raise ValueError(f"„{value}“ ist keine ganze Zahl.")
        return int(typed)


class Several(Text):
    def clean(self, value, row=None, **kwargs):
        return [as_typed(part.strip()) for part in as_typed(value.strip()).split(SEPARATOR) if part.strip()]

    def render(self, value, obj=None, **kwargs):
        return harmless(f" {SEPARATOR} ".join(value or []))


class YesOrNo(Text):
    def clean(self, value, row=None, **kwargs):
        typed = value.strip().lower() or YES
        if typed not in (YES, NO):
            raise ValueError(f"Schreiben Sie „{YES}“ oder „{NO}“ statt „{value}“.")
        return typed == YES

    def render(self, value, obj=None, **kwargs):
        return YES if value else NO


class KindInWords(Text):
    kinds = {label.lower(): value for value, label in Agency.Kind.choices}

    def clean(self, value, row=None, **kwargs):
        typed = value.strip().lower()
        if typed and typed not in self.kinds:
            raise ValueError(f"Die Art „{value}“ gibt es nicht. Möglich sind: {', '.join(Agency.Kind.labels)}.")
        return self.kinds.get(typed, Agency.Kind.OTHER)

    def render(self, value, obj=None, **kwargs):
        return Agency.Kind(value).label


class MinistryByAbbreviation(Text):
    def clean(self, value, row=None, **kwargs):
        typed = as_typed(value.strip())
        if not typed:
            return None
        found = Ministry.objects.filter(abbreviation__iexact=typed).first() or Ministry.objects.filter(name__iexact=typed).first()
        if not found:
            raise ValueError(f"Das Ressort „{value}“ gibt es nicht. Legen Sie es zuerst unter „Ressorts“ an.")
        return found


class AgencyAbove(Text):
    """By its number, or by its name if only one active authority is called so."""

    def clean(self, value, row=None, **kwargs):
        typed = as_typed(value.strip())
        if not typed:
            return None
        active = Agency.objects.filter(is_active=True)
        found = list(
            (active.filter(pk=int(typed)) if re.fullmatch("[0-9]{1,9}", typed) else active.filter(name__iexact=typed))[:2]
        )
        if not found:
            raise ValueError(f"Die übergeordnete Dienststelle „{value}“ gibt es nicht. Sie muss weiter oben stehen.")
        if len(found) > 1:
            raise ValueError(f"„{value}“ heißen mehrere Dienststellen. Schreiben Sie die Nummer der übergeordneten.")
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return str(value.pk) if value else ""
