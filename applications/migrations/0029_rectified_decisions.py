"""The points and members of a released decision change by a logged rectification only (D3)."""

from django.db import migrations

from applications import triggers

AGAIN = ["applications_decisionpoint"]
NEW = ["applications_memberconflict"]


def lock(apps, schema_editor):
    triggers.remove(schema_editor.connection, AGAIN)  # as an earlier release installed them
    triggers.install(schema_editor.connection, AGAIN + NEW)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, NEW)


class Migration(migrations.Migration):
    dependencies = [("applications", "0028_merged_actors")]
    operations = [migrations.RunPython(lock, unlock)]
