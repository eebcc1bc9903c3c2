"""When a group let its kontaktperson read its unsent application (D19)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0012_hidden_words")]
    operations = [
        migrations.AddField(
            model_name="application",
            name="opened_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="Öppnad för kontaktpersonen"
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
