"""A signed report to the committee is what was signed: the database lets nobody change it or its points (D24)."""

from django.db import migrations

from applications import triggers

TABLES = ["applications_officerreport", "applications_proposedpoint"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0037_list_file_rows'),
    ]

    operations = [migrations.RunPython(lock, unlock)]
