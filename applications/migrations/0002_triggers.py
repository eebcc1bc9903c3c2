"""The trail and what was sent in cannot be changed, not even past the application (D8)."""

from django.db import migrations

from applications import triggers


def _tables(connection):
    """Return the guarded tables that exist by now; later ones get their triggers with their own migration."""
    there = set(connection.introspection.table_names())
    return [
        table for table in triggers.LOCKED_WHEN if table.startswith("applications_") and table in there
    ]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, _tables(schema_editor.connection))


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, _tables(schema_editor.connection))


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
