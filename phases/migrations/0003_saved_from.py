"""Which page a proposal, a measure or a result report was last saved from.

SQLite makes a table anew to add a column, and its triggers go with it: they are put back.
"""

from django.db import migrations, models

from applications import triggers

TABLES = ["phases_proposal", "phases_proposedmeasure", "phases_resultreport"]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("phases", "0002_triggers")]
    operations = [
        migrations.RunPython(remove, install),
        *(
            migrations.AddField(
                model_name=name,
                name="saved_from",
                field=models.CharField(default="", editable=False, max_length=24),
            )
            for name in ("proposal", "proposedmeasure", "resultreport")
        ),
        migrations.RunPython(install, remove),
    ]
