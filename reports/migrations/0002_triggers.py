"""An issued document is never changed, not even past the application (D3)."""

from django.db import migrations

from applications import triggers

TABLES = [table for table in triggers.LOCKED_WHEN if table.startswith("reports_")]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
