"""An index for the search on SQLite, filled with the cases that are there (see applications.search_index)."""

from django.db import migrations

from applications import search_index


def create(apps, schema_editor):
    search_index.install(schema_editor.connection)


def drop(apps, schema_editor):
    search_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("applications", "0034_absences")]
    operations = [migrations.RunPython(create, drop)]
