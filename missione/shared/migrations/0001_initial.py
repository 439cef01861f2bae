from django.db import migrations, models

import missione.shared.clock
import missione.shared.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RequestKey",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_index=True, default=missione.shared.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "Formularschlüssel",
                "verbose_name_plural": "Formularschlüssel",
            },
        ),
        migrations.CreateModel(
            name="TextPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="Adresse")),
                ("title", models.CharField(max_length=120, verbose_name="Titel")),
                ("body", models.TextField(help_text="Markdown: # Überschrift, - Liste, [Text](https://…)", verbose_name="Text")),
            ],
            options={
                "verbose_name": "Textseite",
                "verbose_name_plural": "Textseiten",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="Für die Technik: Zu einem Anlass gibt es genau einen Brief.",
                        max_length=200,
                        unique=True,
                        verbose_name="Schlüssel",
                    ),
                ),
                ("message_id", models.CharField(max_length=255, unique=True, verbose_name="Message-ID")),
                ("kind", models.CharField(max_length=60, verbose_name="Art")),
                ("recipient", models.EmailField(max_length=254, verbose_name="Empfänger:in")),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="Betreff")),
                ("text", models.TextField(blank=True, verbose_name="Text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="Kopfzeilen")),
                ("is_bulk", models.BooleanField(default=False, verbose_name="Rundbrief")),
                ("calendar_method", models.CharField(blank=True, max_length=20, verbose_name="Kalender: Art")),
                ("calendar_uid", models.CharField(blank=True, max_length=255, verbose_name="Kalender: UID")),
                (
                    "calendar_sequence",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Je Termin und Person: Im Kalender gilt die höchste Zahl.",
                        null=True,
                        verbose_name="Kalender: Fassung",
                    ),
                ),
                ("calendar_content", models.TextField(blank=True, verbose_name="Kalender: Daten")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wartet"),
                            ("handing_over", "wird übergeben"),
                            ("sent", "versandt"),
                            ("failed", "gescheitert"),
                            ("held", "angehalten"),
                            ("superseded", "überholt"),
                            ("cancelled", "zurückgezogen"),
                            ("expired", "verfallen"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="Stand",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Versuche")),
                (
                    "doubts",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Die Verbindung brach ab, bevor der Mailserver bestätigt hat. Der Brief kann angekommen sein.",
                        verbose_name="ungewisse Versuche",
                    ),
                ),
                ("next_attempt_at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="nächster Versuch")),
                ("not_after", models.DateTimeField(blank=True, null=True, verbose_name="nicht später als")),
                ("leased_by", models.UUIDField(blank=True, editable=False, null=True, verbose_name="in Arbeit bei")),
                ("leased_until", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="in Arbeit bis")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="letzter Fehler")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="geschrieben am"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="versandt am")),
            ],
            options={
                "verbose_name": "Brief",
                "verbose_name_plural": "Post",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["is_bulk", "next_attempt_at", "id"], name="letter_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "handing_over")), fields=["leased_until"], name="letter_in_hand_over"
                    ),
                    models.Index(
                        condition=models.Q(("not_after__isnull", False), ("state", "waiting")),
                        fields=["not_after"],
                        name="letter_expiring",
                    ),
                    models.Index(
                        condition=models.Q(("calendar_uid", ""), _negated=True),
                        fields=["calendar_uid", "recipient", "calendar_sequence"],
                        name="letter_stream",
                    ),
                    models.Index(condition=models.Q(("text", ""), _negated=True), fields=["created_at"], name="letter_with_text"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "handing_over"), models.Q(("calendar_uid", ""), _negated=True)),
                        fields=("calendar_uid", "recipient"),
                        name="letter_one_in_hand_over_per_stream",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handing_over"), _negated=True),
                            models.Q(("leased_by__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_in_hand_over_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="letter_sent_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("calendar_method", ""), ("calendar_sequence__isnull", True), ("calendar_uid", "")),
                            models.Q(
                                models.Q(("calendar_method", ""), _negated=True),
                                models.Q(("calendar_uid", ""), _negated=True),
                                ("calendar_sequence__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="letter_calendar_whole_or_none",
                    ),
                ],
            },
        ),
        # The cache in PostgreSQL (settings.CACHES), as manage.py createcachetable would make it. It stands here and not in a
        # migration of its own, so that the first texts can be 0002 without waiting for it.
        migrations.RunSQL(
            """
            CREATE TABLE shared_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX shared_cache_expires ON shared_cache (expires);
            """,
            "DROP TABLE shared_cache",
        ),
    ]
