"""A reading leaves the log when it is half a year old at least; the database lets no younger one go (D8)."""

from django.db import migrations

from applications import triggers

TABLES = ["applications_readevent"]


def renew(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)
    triggers.install(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("applications", "0026_network_posts")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
