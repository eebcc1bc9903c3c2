"""What becomes of the conditions of a decision that a later one changes; a released decision is guarded anew (D3)."""

import django.db.models.deletion
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_decision", "applications_condition"]


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)  # as an earlier release installed them


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0030_report_editions'),
    ]

    operations = [
        migrations.RunPython(unlock, migrations.RunPython.noop),
        migrations.AddField(
            model_name='condition',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_conditions', to='applications.decision', verbose_name='Gäller inte längre efter'),
        ),
        migrations.AddField(
            model_name='decision',
            name='keeps_conditions',
            field=models.BooleanField(blank=True, null=True, verbose_name='Villkoren i det ändrade beslutet gäller fortfarande'),
        ),
        migrations.RunPython(lock, unlock),
    ]
