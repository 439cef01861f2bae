import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import materials.models.articles
import materials.models.orders
import missione.shared.clock
import missione.shared.models
import missione.shared.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("teams", "0005_teams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
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
                    "line",
                    models.ForeignKey(
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
                            models.Q(("from_day__isnull", False), ("to_day__gte", models.F("from_day"))),
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
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["state", "created_at"], name="order_by_state"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["agency", "created_at"], name="order_of_agency"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["team", "-created_at"], name="order_of_team"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirm_until__isnull", False), ("state", "unconfirmed")),
                    models.Q(("state", "unconfirmed"), _negated=True),
                    _connector="OR",
                ),
                name="order_unconfirmed_until_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ("done", "declined", "cancelled", "expired"))),
                    models.Q(
                        models.Q(("state__in", ("done", "declined", "cancelled", "expired")), _negated=True), ("ended_at", None)
                    ),
                    _connector="OR",
                ),
                name="order_ended_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("team", None), ("agency__isnull", False), _connector="OR"), name="order_of_team_has_an_agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("guest_email", ""), models.Q(("person", None), ("team", None)), _connector="OR"),
                name="order_of_guest_or_person",
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["article", "order"], name="line_of_article"),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("from_day", None)), fields=("order", "article"), name="give_away_once_in_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("requested__gte", 1), ("requested__lte", 100000)), name="line_asks_for_pieces"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved", None), ("approved__lte", models.F("requested")), _connector="OR"),
                name="line_promises_no_more_than_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("returned__lte", models.F("shipped"))), name="line_returns_no_more_than_sent"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "requested__gte",
                        django.db.models.expressions.CombinedExpression(models.F("reserved"), "+", models.F("shipped")),
                    )
                ),
                name="line_holds_no_more_than_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("shipped", "returned", "declined", "cancelled", "expired")), _negated=True),
                    ("reserved", 0),
                    _connector="OR",
                ),
                name="line_given_up_holds_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_day", None), ("to_day", None)),
                    models.Q(("from_day__isnull", False), ("to_day__gte", models.F("from_day"))),
                    _connector="OR",
                ),
                name="line_lent_from_day_to_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("article", "name"), name="part_once_per_article"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="part_at_least_one"),
        ),
        migrations.AddIndex(
            model_name="stockentry",
            index=models.Index(fields=["article", "at"], name="entry_of_article"),
        ),
        migrations.AddConstraint(
            model_name="stockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quantity__gt", 0),
                    models.Q(("kind", "correction"), models.Q(("quantity", 0), _negated=True)),
                    _connector="OR",
                ),
                name="entry_of_pieces",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "correction"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="correction_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stockentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("reservation", "release", "shipment", "return")), ("line__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ("reservation", "release", "shipment", "return")), _negated=True), ("line", None)
                    ),
                    _connector="OR",
                ),
                name="entry_for_an_order_or_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="unit_number_once"),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(condition=models.Q(("state", "out")), fields=["to_day"], name="loan_out_until"),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state__in", ("reserved", "out"))),
                expressions=[("unit", "="), ("period", "&&")],
                name="one_loan_per_unit_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day__gte", models.F("from_day"))), name="loan_from_day_to_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__endswith__gt", models.F("to_day")), ("period__startswith__lte", models.F("from_day"))
                ),
                name="loan_period_holds_the_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ("reserved", "out"))),
                    models.Q(models.Q(("state__in", ("reserved", "out")), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="loan_ended_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "out"), _negated=True), ("handed_out_at__isnull", False), _connector="OR"),
                name="loan_out_since_a_moment",
            ),
        ),
    ]
