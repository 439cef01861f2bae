"""Which row of a spreadsheet is which authority."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from import_export.fields import Field
from import_export.resources import ModelResource

from missione.shared.validators import CONTROL_CHARACTERS
from teams.exchange.columns import AgencyAbove, KindInWords, MinistryByAbbreviation, Number, Several, Text, YesOrNo
from teams.models import Agency
from teams.spelling import one_spelling

NUMBER, NAME, CITY = "Nummer", "Name", "Ort"


class AgencyResource(ModelResource):
    name = Field("name", NAME, Text())
    abbreviations = Field("abbreviations", "Kürzel", Several())
    kind = Field("kind", "Art", KindInWords())
    ministry = Field("ministry", "Ressort", MinistryByAbbreviation())
    city = Field("city", CITY, Text())
    parent = Field("parent", "Übergeordnet", AgencyAbove())
    headcount = Field("headcount", "Beschäftigte", Number())
    mail_domains = Field("mail_domains", "Maildomains", Several())
    former_names = Field("former_names", "Frühere Namen", Several())
    is_active = Field("is_active", "Aktiv", YesOrNo())

    class Meta:
        model = Agency
        fields = (
            "name", "abbreviations", "kind", "ministry", "city", "parent", "headcount",
            "mail_domains", "former_names", "is_active",
        )  # fmt: skip
        import_id_fields = ()
        clean_model_instances = True
        skip_unchanged = True
        skip_html_diff = True  # it colours with inline styles, which our pages forbid
        store_instance = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seen: dict[int, int] = {}

    def before_import_row(self, row, **kwargs):
        if any(CONTROL_CHARACTERS.search(cell) for cell in row.values()):
            raise ValidationError("Die Zeile enthält unsichtbare Steuerzeichen.")

    def get_instance(self, instance_loader, row) -> Agency | None:
        found = _by_number(row) if row.get(NUMBER, "").strip() else _by_name(row)
        if found and found.merged_into_id:
            raise ValidationError(f"Diese Dienststelle ist in „{found.merged_into}“ aufgegangen.")
        return found

    def after_init_instance(self, instance, new, row, **kwargs):
        """The same authority twice: one row would overwrite the other."""
        if new:
            return
        earlier = self.seen.setdefault(instance.pk, kwargs["row_number"])
        if earlier != kwargs["row_number"]:
            raise ValidationError(f"Diese Dienststelle steht schon in Zeile {earlier + 1}.")

    def after_import_row(self, row, row_result, **kwargs):
        if row_result.is_new():
            self.seen[row_result.instance.pk] = kwargs["row_number"]

    def save_instance(self, instance, is_create, row, **kwargs):
        with transaction.atomic():  # a no of the database ends this row, not the whole transaction
            super().save_instance(instance, is_create, row, **kwargs)

    def columns(self) -> list[str]:
        return [NUMBER, *(field.column_name for field in self.get_import_fields())]

    def cells(self, agency: Agency) -> dict[str, str]:
        return {NUMBER: str(agency.pk or "")} | {field.column_name: field.export(agency) for field in self.get_import_fields()}

    def words(self, agency: Agency) -> dict[str, str]:
        """Without numbers: those of new rows are only known once they stay."""
        cells = self.cells(agency) | {self.fields["parent"].column_name: str(agency.parent or "")}
        return {column: cell for column, cell in cells.items() if column != NUMBER}


def _by_number(row) -> Agency:
    typed = row[NUMBER].strip()
    known = typed.isascii() and typed.isdecimal() and len(typed) < 10
    found = Agency.objects.filter(pk=int(typed), is_confirmed=True).first() if known else None
    if not found:
        raise ValidationError(f"Eine Dienststelle mit der Nummer „{typed}“ gibt es nicht. Lassen Sie die Zelle für neue leer.")
    return found


def _by_name(row) -> Agency | None:
    """Among the active ones; without a column for the city only if the name tells one apart."""
    named = Agency.objects.filter(is_active=True).annotate(lower=Lower("name"), town=Lower("city"))
    named = named.filter(lower=Lower(Value(one_spelling(Text().clean(row.get(NAME, ""))))))
    if CITY in row:
        return named.filter(town=Lower(Value(one_spelling(Text().clean(row[CITY]))))).first()
    found = list(named[:2])
    if len(found) > 1:
        raise ValidationError("So heißen mehrere Dienststellen. Nennen Sie den Ort oder die Nummer.")
    return found[0] if found else None
