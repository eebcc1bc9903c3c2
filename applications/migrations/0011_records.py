"""Masked copies and the registry; what a record says, and that something was read, cannot be changed (D2, D8)."""

import django.db.models.deletion
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_record", "applications_readevent"]


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("applications", "0010_confirmations")]
    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            "record",
            "copy_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="applications.record",
                verbose_name="Maskad kopia av",
            ),
        ),
        migrations.AddField(
            "record",
            "registered_at",
            models.DateTimeField(blank=True, null=True, verbose_name="Förd i diariet"),
        ),
        migrations.AddIndex(
            "record",
            models.Index(
                condition=models.Q(registered_at=None), fields=["case", "at"], name="record_not_registered"
            ),
        ),
        migrations.RunPython(install, remove),
    ]
