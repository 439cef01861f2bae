"""When staff confirmed that a parcel may go to an address they did not know."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("materials", "0012_given_on_an_occasion")]
    operations = [
        migrations.AddField(
            "order",
            "address_confirmed_at",
            models.DateTimeField(editable=False, null=True, verbose_name="Lieferadresse bestätigt"),
        ),
    ]
