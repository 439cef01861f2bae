"""The whole app at once: articles and their stock, orders, loans and their protocols, documents."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import materials.models.articles
import materials.models.counters
import materials.models.documents
import materials.models.orders
import missione.shared.clock
import missione.shared.models
import missione.shared.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("teams", "0016_price_in_plain_words"),
        ("teams", "__first__"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("kompendium", "Kompendium"),
                            ("praxisleitfaden", "Praxisleitfaden"),
                            ("anleitung", "Kurzanleitung"),
                            ("vorlage", "Vorlage"),
                            ("formular", "Formular"),
                            ("praesentation", "Präsentation"),
                            ("foto", "Foto"),
                            ("video", "Video"),
                            ("logo", "Logo"),
                        ],
                        max_length=20,
                        verbose_name="Art",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=150, validators=[missione.shared.validators.no_control_characters], verbose_name="Titel"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Letzter Teil der Internetadresse. Bleibt auch bei neuen Fassungen.",
                        max_length=80,
                        unique=True,
                        validators=[materials.models.documents.no_address_beside_a_document],
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="Steht in Listen.",
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="in einem Satz",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="Markdown.",
                        max_length=5000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Worum es geht",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("strom", "Strom"),
                            ("waerme", "Wärme"),
                            ("aktionen", "Aktionen vor Ort"),
                            ("kampagne", "Kampagne"),
                        ],
                        default="kampagne",
                        max_length=20,
                        verbose_name="Thema",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("leicht", "Leichte Sprache"),
                            ("dgs", "Deutsche Gebärdensprache"),
                            ("en", "Englisch"),
                            ("ohne", "Ohne Worte"),
                        ],
                        default="de",
                        max_length=10,
                        verbose_name="Sprache",
                    ),
                ),
                (
                    "is_accessible",
                    models.BooleanField(
                        default=False,
                        help_text="Mit Haken nur, wenn die Datei geprüft ist: Überschriften, Bilder in Worten.",
                        verbose_name="barrierefrei",
                    ),
                ),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Alle"),
                            ("members", "Mitglieder freigeschalteter Teams"),
                            ("entitled", "Nur wer es erhalten hat"),
                        ],
                        default="members",
                        max_length=10,
                        verbose_name="sichtbar für",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, help_text="Leer: Entwurf.", null=True, verbose_name="sichtbar ab"
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Urheber:in",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Quelle",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("cc0", "CC0 1.0 (frei)"),
                            ("cc-by", "CC BY 4.0"),
                            ("cc-by-sa", "CC BY-SA 4.0"),
                            ("dl-de-by", "Datenlizenz Deutschland – Namensnennung – 2.0"),
                            ("intern", "Nur für Dienststellen des Landes"),
                            ("alle-rechte", "Alle Rechte vorbehalten"),
                        ],
                        default="intern",
                        max_length=20,
                        verbose_name="Lizenz",
                    ),
                ),
                (
                    "credit_line",
                    models.CharField(
                        blank=True,
                        help_text="Zum Beispiel: Foto: Erika Muster / mission E",
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Nachweis zum Kopieren",
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("intranet", "Intranet"),
                                ("aushang", "Aushang und Druck"),
                                ("veranstaltung", "Veranstaltungen"),
                                ("web", "Öffentliche Internetseiten"),
                                ("social", "Soziale Medien"),
                                ("presse", "Presse"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Mindestens eins, bevor das Dokument zu sehen ist.",
                        size=None,
                        verbose_name="darf gezeigt werden",
                    ),
                ),
                (
                    "rights_end",
                    models.DateField(
                        blank=True,
                        help_text="Letzter Tag. Danach zeigt das Portal die Datei nicht mehr; 30 Tage vorher steht sie auf der Liste.",
                        null=True,
                        verbose_name="Rechte bis",
                    ),
                ),
                (
                    "transcript",
                    models.TextField(
                        blank=True,
                        help_text="Zu Videos: alles Gesagte. Ohne Worte: was zu sehen ist.",
                        max_length=60000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Wortlaut",
                    ),
                ),
                ("search_text", models.TextField(default="", editable=False)),
                ("proposed_at", models.DateTimeField(editable=False, null=True, verbose_name="vorgeschlagen am")),
                ("consent", models.CharField(blank=True, db_default="", editable=False, max_length=250, verbose_name="Zusage")),
                ("consent_at", models.DateTimeField(editable=False, null=True, verbose_name="zugesagt am")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="Vorschlag beantwortet am")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantwortet von",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="zugesagt von",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vorgeschlagen von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Dokument",
                "verbose_name_plural": "Dokumente",
                "ordering": ["title", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("rights_end__isnull", False)), fields=["rights_end"], name="document_rights_end"
                    ),
                    models.Index(
                        condition=models.Q(("proposed_at__isnull", False)), fields=["proposed_at"], name="document_proposed"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_text"], name="document_by_words", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("proposed_at__isnull", False), _connector="OR"),
                        name="document_answered_after_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None), ("proposed_at", None), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="document_published_after_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "kind",
                    models.CharField(
                        choices=[("give_away", "Zum Behalten"), ("loan", "Zum Ausleihen"), ("download", "Zum Herunterladen")],
                        default="give_away",
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[missione.shared.validators.no_control_characters], verbose_name="Titel"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=80,
                        unique=True,
                        validators=[materials.models.articles.no_address_of_a_page],
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        max_length=250, validators=[missione.shared.validators.no_control_characters], verbose_name="Kurz gesagt"
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="Markdown.",
                        max_length=5000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Beschreibung",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("strom", "Strom"),
                            ("waerme", "Wärme"),
                            ("aktionen", "Aktionen vor Ort"),
                            ("kampagne", "Kampagne"),
                        ],
                        default="kampagne",
                        max_length=20,
                        verbose_name="Thema",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, help_text="Leer: Entwurf.", null=True, verbose_name="sichtbar ab"),
                ),
                ("picture", models.CharField(blank=True, editable=False, max_length=40, verbose_name="Bild")),
                ("picture_width", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("picture_height", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "picture_alt",
                    models.CharField(
                        blank=True,
                        help_text="Für Menschen, die das Bild nicht sehen.",
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bild in Worten",
                    ),
                ),
                (
                    "picture_credit",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bildnachweis",
                    ),
                ),
                (
                    "pack_size",
                    models.PositiveIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="Stück je Packung"
                    ),
                ),
                (
                    "rule_of_thumb",
                    models.CharField(
                        blank=True,
                        help_text="Zum Beispiel: 1 je Bürotür.",
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Faustregel",
                    ),
                ),
                (
                    "per_employee",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="Daraus rechnet das Portal einen Vorschlag, zum Beispiel 0,6.",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="Stück je Beschäftigte",
                    ),
                ),
                (
                    "limit_per_year",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Je Dienststelle und Kalenderjahr. Leer: ohne Grenze.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="höchstens im Jahr",
                    ),
                ),
                ("lead_time_days", models.PositiveSmallIntegerField(default=14, verbose_name="Lieferzeit in Tagen")),
                (
                    "shelf",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Regal",
                    ),
                ),
                (
                    "reorder_threshold",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Sobald nur noch so viele frei sind, steht der Artikel auf der Liste. 0: nie.",
                        verbose_name="nachbestellen ab",
                    ),
                ),
                (
                    "restocked_on",
                    models.DateField(
                        blank=True, help_text="Wird gezeigt, solange nichts frei ist.", null=True, verbose_name="wieder da ab"
                    ),
                ),
                ("in_stock", models.PositiveIntegerField(default=0, editable=False, verbose_name="auf Lager")),
                ("reserved", models.PositiveIntegerField(default=0, editable=False, verbose_name="davon reserviert")),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Maße",
                    ),
                ),
                (
                    "weight",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Gewicht",
                    ),
                ),
                (
                    "set_up",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Aufbau",
                    ),
                ),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Transport",
                    ),
                ),
                (
                    "min_days",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="mindestens Tage"
                    ),
                ),
                (
                    "max_days",
                    models.PositiveSmallIntegerField(
                        default=90, validators=[django.core.validators.MinValueValidator(1)], verbose_name="höchstens Tage"
                    ),
                ),
                ("days_before", models.PositiveSmallIntegerField(default=3, verbose_name="Tage für den Hinweg")),
                ("days_after", models.PositiveSmallIntegerField(default=3, verbose_name="Tage für den Rückweg")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="Die Datei selbst, oder bei Gedrucktem ihre digitale Fassung.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="articles",
                        to="materials.document",
                        verbose_name="zum Herunterladen",
                    ),
                ),
            ],
            options={
                "verbose_name": "Artikel",
                "verbose_name_plural": "Artikel",
                "ordering": ["kind", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("in_stock__gte", models.F("reserved"))), name="no_more_reserved_than_in_stock"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("in_stock__gte", 0), ("reserved__gte", 0)), name="stock_never_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "give_away"), models.Q(("in_stock", 0), ("reserved", 0)), _connector="OR"),
                        name="stock_only_of_give_aways",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_days__gte", models.F("min_days"))),
                        name="article_lent_for_a_span",
                        violation_error_message="„Höchstens Tage“ darf nicht kleiner sein als „mindestens Tage“.",
                    ),
                    models.CheckConstraint(condition=models.Q(("pack_size__gte", 1)), name="article_in_packs"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("picture", ""), ("picture_height", None), ("picture_width", None)),
                            models.Q(
                                models.Q(("picture", ""), _negated=True),
                                models.Q(("picture_alt", ""), _negated=True),
                                ("picture_height__gte", 1),
                                ("picture_width__gte", 1),
                            ),
                            _connector="OR",
                        ),
                        name="article_picture_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=120, validators=[missione.shared.validators.no_control_characters], verbose_name="Bezeichnung"
                    ),
                ),
                (
                    "quantity",
                    models.PositiveSmallIntegerField(
                        default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name="Anzahl"
                    ),
                ),
                (
                    "is_lent_on",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Die Dienststelle leiht sie an Beschäftigte aus und bekommt Zettel und eine Zählseite dafür.",
                        verbose_name="wird einzeln weiterverliehen",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bestandteil",
                "verbose_name_plural": "Bestandteile",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "name"), name="part_once_per_article"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lent_on", True)),
                        fields=("article",),
                        name="one_part_is_lent_on",
                        violation_error_message="Nur ein Bestandteil kann einzeln weiterverliehen werden.",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="part_at_least_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "number",
                    models.CharField(
                        help_text="Wie auf dem Etikett: EM-03.",
                        max_length=20,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Nummer",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("usable", "In Ordnung"),
                            ("damaged", "Beschädigt"),
                            ("lost", "Verloren"),
                            ("retired", "Ausgemustert"),
                        ],
                        default="usable",
                        max_length=10,
                        verbose_name="Zustand",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bemerkung",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
            ],
            options={
                "verbose_name": "Leihgerät",
                "verbose_name_plural": "Leihgeräte",
                "ordering": ["article", "number"],
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="unit_number_once")],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Fassung")),
                ("stand", models.DateField(verbose_name="Stand")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Was ist neu",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("original_name", models.CharField(max_length=150, verbose_name="Dateiname")),
                ("media_type", models.CharField(max_length=100, verbose_name="Dateityp")),
                ("size", models.PositiveBigIntegerField(verbose_name="Größe")),
                ("sha256", models.CharField(max_length=64, verbose_name="Prüfsumme")),
                ("pages", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="Seiten")),
                ("text", models.TextField(blank=True, editable=False, verbose_name="Text der Datei")),
                ("preview", models.CharField(blank=True, editable=False, max_length=40)),
                ("preview_width", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("preview_height", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("captions", models.CharField(blank=True, editable=False, max_length=40)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="zurückgezogen am")),
                (
                    "scan_state",
                    models.CharField(
                        choices=[
                            ("unchecked", "Noch nicht geprüft"),
                            ("clean", "Geprüft"),
                            ("infected", "Schadsoftware gefunden"),
                            ("failed", "Prüfung gescheitert"),
                        ],
                        default="unchecked",
                        max_length=10,
                        verbose_name="Virenprüfung",
                    ),
                ),
                ("scan_note", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Ergebnis")),
                ("scanned_at", models.DateTimeField(editable=False, null=True, verbose_name="geprüft am")),
                ("scan_attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Versuche")),
                (
                    "next_scan_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="nächste Prüfung"),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="hochgeladen am"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="materials.document",
                        verbose_name="Dokument",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hochgeladen von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Fassung",
                "verbose_name_plural": "Fassungen",
                "ordering": ["document", "-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan_state", "unchecked")), fields=["next_scan_at"], name="version_to_be_scanned"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="one_version_per_number"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1), ("size__gte", 1)), name="version_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("scan_state", "unchecked"), ("scanned_at__isnull", False), _connector="OR"),
                        name="version_scanned_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("preview", ""), ("preview_height", None), ("preview_width", None)),
                            models.Q(
                                models.Q(("preview", ""), _negated=True), ("preview_height__gte", 1), ("preview_width__gte", 1)
                            ),
                            _connector="OR",
                        ),
                        name="version_preview_whole_or_none",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="current",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="materials.documentversion",
                verbose_name="gültige Fassung",
            ),
        ),
        migrations.CreateModel(
            name="DeliveryAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "recipient",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Name oder Stelle",
                    ),
                ),
                (
                    "extra",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Gebäude, Raum, Annahmestelle",
                    ),
                ),
                (
                    "street",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Straße und Hausnummer",
                    ),
                ),
                (
                    "postal_code",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Postleitzahl",
                    ),
                ),
                (
                    "city",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Ort",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_addresses",
                        to="teams.agency",
                        verbose_name="Dienststelle",
                    ),
                ),
            ],
            options={
                "verbose_name": "Lieferadresse",
                "verbose_name_plural": "Lieferadressen",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "recipient", "extra", "street", "postal_code", "city"), name="delivery_address_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "recipient",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Name oder Stelle",
                    ),
                ),
                (
                    "extra",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Gebäude, Raum, Annahmestelle",
                    ),
                ),
                (
                    "street",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Straße und Hausnummer",
                    ),
                ),
                (
                    "postal_code",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Postleitzahl",
                    ),
                ),
                (
                    "city",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Ort",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=materials.models.orders.new_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="Nummer",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "E-Mail-Adresse noch nicht bestätigt"),
                            ("received", "Eingegangen"),
                            ("in_review", "In Prüfung"),
                            ("partly_approved", "Teilweise zugesagt"),
                            ("approved", "Zugesagt"),
                            ("packed", "Gepackt"),
                            ("partly_shipped", "Teilweise versandt"),
                            ("shipped", "Versandt"),
                            ("done", "Abgeschlossen"),
                            ("declined", "Abgelehnt"),
                            ("cancelled", "Storniert"),
                            ("expired", "Verfallen"),
                        ],
                        default="received",
                        editable=False,
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "guest_name",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Name",
                    ),
                ),
                ("guest_email", models.EmailField(blank=True, max_length=254, verbose_name="E-Mail-Adresse")),
                (
                    "guest_agency",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Dienststelle laut Formular",
                    ),
                ),
                (
                    "is_request",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Nichts ist reserviert, bis das Kampagnenteam zusagt.",
                        verbose_name="Anfrage",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Wofür",
                    ),
                ),
                ("wished_for", models.DateField(blank=True, null=True, verbose_name="gebraucht am")),
                ("is_other_address", models.BooleanField(default=False, editable=False, verbose_name="andere Lieferadresse")),
                ("address_confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="Lieferadresse bestätigt")),
                (
                    "message",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Nachricht",
                    ),
                ),
                (
                    "tracking_number",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Sendungsnummer",
                    ),
                ),
                ("confirm_until", models.DateTimeField(editable=False, null=True, verbose_name="zu bestätigen bis")),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="bestätigt")),
                ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="entschieden")),
                ("packed_at", models.DateTimeField(editable=False, null=True, verbose_name="gepackt")),
                ("shipped_at", models.DateTimeField(editable=False, null=True, verbose_name="versandt")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="beendet")),
                ("forgotten_at", models.DateTimeField(editable=False, null=True, verbose_name="Namen gelöscht")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="teams.agency",
                        verbose_name="Dienststelle",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestellt von",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="teams.team",
                        verbose_name="Team",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bestellung",
                "verbose_name_plural": "Bestellungen",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "created_at"], name="order_by_state"),
                    models.Index(fields=["agency", "created_at"], name="order_of_agency"),
                    models.Index(fields=["team", "-created_at"], name="order_of_team"),
                    models.Index(condition=models.Q(("forgotten_at", None)), fields=["created_at"], name="order_remembered"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirm_until__isnull", False), ("state", "unconfirmed")),
                            models.Q(("state", "unconfirmed"), _negated=True),
                            _connector="OR",
                        ),
                        name="order_unconfirmed_until_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("state__in", ("done", "declined", "cancelled", "expired"))),
                            models.Q(
                                models.Q(("state__in", ("done", "declined", "cancelled", "expired")), _negated=True),
                                ("ended_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="order_ended_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("team", None), ("agency__isnull", False), _connector="OR"),
                        name="order_of_team_has_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("forgotten_at", None),
                            models.Q(
                                ("city", ""),
                                ("extra", ""),
                                ("guest_agency", ""),
                                ("guest_email", ""),
                                ("guest_name", ""),
                                ("message", ""),
                                ("person", None),
                                ("postal_code", ""),
                                ("purpose", ""),
                                ("recipient", ""),
                                ("street", ""),
                                ("tracking_number", ""),
                            ),
                            _connector="OR",
                        ),
                        name="order_forgotten_with_all_that_was_typed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("guest_email", ""), models.Q(("person", None), ("team", None)), _connector="OR"),
                        name="order_of_guest_or_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Angefragt"),
                            ("approved", "Zugesagt"),
                            ("partly_shipped", "Teilweise versandt"),
                            ("shipped", "Versandt"),
                            ("returned", "Zurückgegeben"),
                            ("declined", "Abgelehnt"),
                            ("cancelled", "Storniert"),
                            ("expired", "Verfallen"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "requested",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="gewünscht"
                    ),
                ),
                ("approved", models.PositiveIntegerField(blank=True, null=True, verbose_name="zugesagt")),
                ("reserved", models.PositiveIntegerField(default=0, editable=False, verbose_name="reserviert")),
                ("shipped", models.PositiveIntegerField(default=0, verbose_name="versandt")),
                ("returned", models.PositiveIntegerField(default=0, verbose_name="zurück")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Warum es weniger sind. Steht im Brief.",
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Grund",
                    ),
                ),
                ("from_day", models.DateField(blank=True, null=True, verbose_name="von")),
                ("to_day", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_lines",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="materials.order",
                        verbose_name="Bestellung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Position",
                "verbose_name_plural": "Positionen",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["article", "order"], name="line_of_article")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("from_day", None)), fields=("order", "article"), name="give_away_once_in_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("requested__gte", 1), ("requested__lte", 100000)), name="line_asks_for_pieces"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved", None), ("approved__lte", models.F("requested")), _connector="OR"),
                        name="line_promises_no_more_than_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned__lte", models.F("shipped"))), name="line_returns_no_more_than_sent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "requested__gte",
                                django.db.models.expressions.CombinedExpression(models.F("reserved"), "+", models.F("shipped")),
                            )
                        ),
                        name="line_holds_no_more_than_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved", None),
                            (
                                "approved__gte",
                                django.db.models.expressions.CombinedExpression(models.F("reserved"), "+", models.F("shipped")),
                            ),
                            _connector="OR",
                        ),
                        name="line_holds_no_more_than_promised",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("shipped", "returned", "declined", "cancelled", "expired")), _negated=True),
                            ("reserved", 0),
                            _connector="OR",
                        ),
                        name="line_given_up_holds_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_day", None), ("to_day", None)),
                            models.Q(
                                ("from_day__isnull", False), ("to_day__gte", models.F("from_day")), ("to_day__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="line_lent_from_day_to_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "reference",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
                    ),
                ),
                ("from_day", models.DateField(verbose_name="von")),
                ("to_day", models.DateField(verbose_name="bis")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Auf der Warteliste"),
                            ("offered", "Angeboten"),
                            ("taken", "Angenommen"),
                            ("withdrawn", "Zurückgezogen"),
                            ("expired", "Verfallen"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("offered_at", models.DateTimeField(editable=False, null=True, verbose_name="angeboten")),
                ("offered_until", models.DateTimeField(editable=False, null=True, verbose_name="zu beantworten bis")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="beendet")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="loan_wishes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vorgemerkt von",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loan_wishes",
                        to="teams.team",
                        verbose_name="Team",
                    ),
                ),
            ],
            options={
                "verbose_name": "Vormerkung",
                "verbose_name_plural": "Vormerkungen",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["article", "id"], name="wish_waiting"),
                    models.Index(condition=models.Q(("state", "offered")), fields=["offered_until"], name="wish_offered_until"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "offered"))),
                        fields=("team", "article"),
                        name="one_open_wish_per_team_and_article",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_day__gte", models.F("from_day"))), name="wish_from_day_to_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "offered"), _negated=True),
                            models.Q(("offered_at__isnull", False), ("offered_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_offered_until_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ("waiting", "offered"))),
                            models.Q(models.Q(("state__in", ("waiting", "offered")), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_ended_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "reference",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "Reserviert"),
                            ("out", "Ausgeliehen"),
                            ("returned", "Zurückgegeben"),
                            ("cancelled", "Storniert"),
                            ("lost", "Verloren"),
                        ],
                        default="reserved",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("from_day", models.DateField(verbose_name="von")),
                ("to_day", models.DateField(verbose_name="bis")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="mit Hin- und Rückweg")),
                ("handed_out_at", models.DateTimeField(editable=False, null=True, verbose_name="ausgegeben")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="beendet")),
                (
                    "wish",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="materials.loanwish",
                        verbose_name="Vormerkung",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="materials.orderline",
                        verbose_name="Position",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="materials.unit",
                        verbose_name="Leihgerät",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ausleihe",
                "verbose_name_plural": "Ausleihen",
                "ordering": ["from_day", "pk"],
                "indexes": [models.Index(condition=models.Q(("state", "out")), fields=["to_day"], name="loan_out_until")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ("reserved", "out"))),
                        expressions=[("unit", "="), ("period", "&&")],
                        name="one_loan_per_unit_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_day__gte", models.F("from_day"))), name="loan_from_day_to_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__endswith__gt", models.F("to_day")), ("period__startswith__lte", models.F("from_day"))
                        ),
                        name="loan_period_holds_the_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ("reserved", "out"))),
                            models.Q(models.Q(("state__in", ("reserved", "out")), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="loan_ended_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "out"), _negated=True), ("handed_out_at__isnull", False), _connector="OR"
                        ),
                        name="loan_out_since_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line__isnull", False), ("wish__isnull", False), _connector="OR"),
                        name="loan_for_a_line_or_a_wish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line__isnull", False), ("state__in", ("reserved", "cancelled")), _connector="OR"),
                        name="loan_leaves_only_for_an_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("reserved", "out"))),
                        fields=("wish",),
                        name="one_unit_at_a_time_for_a_wish",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoanReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("handed_out", "Ausgabe"),
                            ("taken_back", "Rücknahme"),
                            ("given_on", "Weitergabe"),
                            ("taken_over", "Übernahme"),
                            ("checked", "Prüfung"),
                        ],
                        max_length=12,
                        verbose_name="Anlass",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("usable", "In Ordnung"),
                            ("damaged", "Beschädigt"),
                            ("lost", "Verloren"),
                            ("retired", "Ausgemustert"),
                        ],
                        default="usable",
                        max_length=10,
                        verbose_name="Zustand",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bemerkung",
                    ),
                ),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="durch",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="materials.loan",
                        verbose_name="Ausleihe",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="materials.unit",
                        verbose_name="Leihgerät",
                    ),
                ),
            ],
            options={
                "verbose_name": "Protokoll",
                "verbose_name_plural": "Protokolle",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("loan", "kind"), name="report_of_a_kind_once_per_loan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "checked"), ("loan", None)),
                            models.Q(models.Q(("kind", "checked"), _negated=True), ("loan__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_of_a_loan_or_the_shelf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticlePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("size", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="materials.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "Bild eines Artikels",
                "verbose_name_plural": "Bilder von Artikeln",
                "constraints": [models.UniqueConstraint(fields=("name", "size"), name="one_rendition_per_size")],
            },
        ),
        migrations.CreateModel(
            name="BasketItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="Stück")),
                ("from_day", models.DateField(blank=True, null=True, verbose_name="von")),
                ("to_day", models.DateField(blank=True, null=True, verbose_name="bis")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="basket",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Artikel im Korb",
                "verbose_name_plural": "Körbe",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "article"), name="article_once_in_a_basket"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 100000)), name="basket_of_pieces"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_day", None), ("to_day", None)),
                            models.Q(
                                ("from_day__isnull", False), ("to_day__gte", models.F("from_day")), ("to_day__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="basket_from_day_to_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "reference",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("material", "Material bestellen"),
                            ("ausleihe", "Etwas ausleihen"),
                            ("seminar", "Seminar"),
                            ("coaching", "Coaching"),
                            ("frage", "Eine Frage"),
                            ("barriere", "Eine Barriere melden"),
                        ],
                        max_length=10,
                        verbose_name="Worum es geht",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        max_length=4000, validators=[missione.shared.validators.no_control_characters], verbose_name="Nachricht"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=120, validators=[missione.shared.validators.no_control_characters], verbose_name="Name"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-Mail-Adresse")),
                (
                    "agency_name",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Dienststelle laut Formular",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "E-Mail-Adresse noch nicht bestätigt"),
                            ("open", "Offen"),
                            ("answered", "Beantwortet"),
                        ],
                        default="unconfirmed",
                        editable=False,
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Notiz des Kampagnenteams",
                    ),
                ),
                ("confirm_until", models.DateTimeField(editable=False, null=True, verbose_name="zu bestätigen bis")),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="bestätigt")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="beantwortet")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contact_messages",
                        to="teams.agency",
                        verbose_name="Dienststelle",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"is_active": True, "is_staff": True},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kümmert sich",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contact_messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Nachricht",
                "verbose_name_plural": "Posteingang",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="message_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirm_until__isnull", False), ("confirmed_at", None), ("state", "unconfirmed")),
                            models.Q(models.Q(("state", "unconfirmed"), _negated=True), ("confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_confirmed_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("state", "answered")),
                            models.Q(models.Q(("state", "answered"), _negated=True), ("answered_at", None)),
                            _connector="OR",
                        ),
                        name="message_answered_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("expected", models.PositiveSmallIntegerField(verbose_name="soll")),
                ("counted", models.PositiveSmallIntegerField(verbose_name="gezählt")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="materials.loanreport",
                        verbose_name="Protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "gezählter Bestandteil",
                "verbose_name_plural": "gezählte Bestandteile",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("report", "name"), name="part_counted_once_per_report")],
            },
        ),
        migrations.CreateModel(
            name="DocumentDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Tag")),
                ("downloads", models.PositiveIntegerField(default=0, verbose_name="Abrufe")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="materials.document",
                        verbose_name="Dokument",
                    ),
                ),
            ],
            options={
                "verbose_name": "Abrufe an einem Tag",
                "verbose_name_plural": "Abrufe",
                "ordering": ["-day"],
                "constraints": [models.UniqueConstraint(fields=("document", "day"), name="one_count_per_document_and_day")],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "because",
                    models.CharField(
                        max_length=250, validators=[missione.shared.validators.no_control_characters], verbose_name="Anlass"
                    ),
                ),
                ("occasion", models.CharField(db_default="", default="", editable=False, max_length=40)),
                (
                    "given_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="freigegeben am"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entitlements",
                        to="materials.document",
                        verbose_name="Dokument",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="freigegeben von",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entitlements",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Freigabe",
                "verbose_name_plural": "Freigaben",
                "ordering": ["-given_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "document", "occasion"), name="given_once_per_occasion")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("arranged", "Vereinbart"),
                            ("given", "Übergeben"),
                            ("taken", "Übernommen"),
                            ("cancelled", "Abgesagt"),
                        ],
                        default="arranged",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="vereinbart für")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Hinweis")),
                ("given_at", models.DateTimeField(editable=False, null=True, verbose_name="übergeben")),
                ("taken_at", models.DateTimeField(editable=False, null=True, verbose_name="übernommen")),
                ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="abgesagt")),
                (
                    "arranged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vereinbart durch",
                    ),
                ),
                (
                    "giving",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_on",
                        to="materials.loan",
                        verbose_name="gibt weiter",
                    ),
                ),
                (
                    "taking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="materials.loan",
                        verbose_name="übernimmt",
                    ),
                ),
            ],
            options={
                "verbose_name": "Weitergabe",
                "verbose_name_plural": "Weitergaben",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("giving",),
                        name="one_hand_on_per_giving_loan",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("taking",),
                        name="one_hand_on_per_taking_loan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giving", models.F("taking")), _negated=True), name="hand_on_to_another_loan"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            models.Q(("cancelled_at", None), ("given_at", None), ("state", "arranged"), ("taken_at", None)),
                            models.Q(("cancelled_at", None), ("given_at__isnull", False), ("state", "given"), ("taken_at", None)),
                            models.Q(
                                ("cancelled_at", None),
                                ("given_at__isnull", False),
                                ("state", "taken"),
                                ("taken_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="hand_on_knows_its_moments",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unconfirmed", "E-Mail-Adresse noch nicht bestätigt"),
                            ("received", "Eingegangen"),
                            ("in_review", "In Prüfung"),
                            ("partly_approved", "Teilweise zugesagt"),
                            ("approved", "Zugesagt"),
                            ("packed", "Gepackt"),
                            ("partly_shipped", "Teilweise versandt"),
                            ("shipped", "Versandt"),
                            ("done", "Abgeschlossen"),
                            ("declined", "Abgelehnt"),
                            ("cancelled", "Storniert"),
                            ("expired", "Verfallen"),
                        ],
                        max_length=20,
                        verbose_name="von",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "E-Mail-Adresse noch nicht bestätigt"),
                            ("received", "Eingegangen"),
                            ("in_review", "In Prüfung"),
                            ("partly_approved", "Teilweise zugesagt"),
                            ("approved", "Zugesagt"),
                            ("packed", "Gepackt"),
                            ("partly_shipped", "Teilweise versandt"),
                            ("shipped", "Versandt"),
                            ("done", "Abgeschlossen"),
                            ("declined", "Abgelehnt"),
                            ("cancelled", "Storniert"),
                            ("expired", "Verfallen"),
                        ],
                        max_length=20,
                        verbose_name="nach",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="Nachricht")),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="durch",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="materials.order",
                        verbose_name="Bestellung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Schritt",
                "verbose_name_plural": "Verlauf",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Nummer")),
                (
                    "key",
                    models.CharField(default=materials.models.counters.new_piece_key, editable=False, max_length=40, unique=True),
                ),
                (
                    "times_lent",
                    models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name="so oft verliehen"),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="materials.loan",
                        verbose_name="Ausleihe",
                    ),
                ),
            ],
            options={
                "verbose_name": "Einzelstück",
                "verbose_name_plural": "Einzelstücke",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("loan", "number"), name="piece_number_once_per_loan"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="piece_numbers_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PieceLending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("out_on", models.DateField(default=missione.shared.clock.today, verbose_name="ausgegeben am")),
                ("back_on", models.DateField(blank=True, null=True, verbose_name="zurück am")),
                (
                    "piece",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lendings",
                        to="materials.piece",
                        verbose_name="Einzelstück",
                    ),
                ),
            ],
            options={
                "verbose_name": "Weiterverleih",
                "verbose_name_plural": "Weiterverleih",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("back_on", None)), fields=("piece",), name="piece_lent_to_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("back_on", None), ("back_on__gte", models.F("out_on")), _connector="OR"),
                        name="piece_back_after_it_left",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="Breite")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="Höhe")),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="materials.loanreport",
                        verbose_name="Protokoll",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bild zum Protokoll",
                "verbose_name_plural": "Bilder zum Protokoll",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="report_picture_has_a_size"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Zugang"),
                            ("reservation", "Reserviert"),
                            ("release", "Freigegeben"),
                            ("shipment", "Versandt"),
                            ("return", "Zurückgekommen"),
                            ("correction", "Berichtigt"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("quantity", models.IntegerField(verbose_name="Stück")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Grund",
                    ),
                ),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="materials.article",
                        verbose_name="Artikel",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="durch",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="materials.orderline",
                        verbose_name="Position",
                    ),
                ),
            ],
            options={
                "verbose_name": "Lagerbewegung",
                "verbose_name_plural": "Lagerbewegungen",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["article", "at"], name="entry_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            models.Q(("kind", "correction"), models.Q(("quantity", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="entry_of_pieces",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "correction"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("reservation", "release", "shipment", "return")), ("line__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ("reservation", "release", "shipment", "return")), _negated=True),
                                ("line", None),
                            ),
                            _connector="OR",
                        ),
                        name="entry_for_an_order_or_not",
                    ),
                ],
            },
        ),
    ]
