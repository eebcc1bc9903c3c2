"""What the manager was given to read, kept to compare with (D24)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_reportedition"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0029_rectified_decisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts', models.JSONField(verbose_name='Texter')),
                ('at', models.DateTimeField(verbose_name='Till chefen')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='applications.officerreport')),
            ],
            options={
                'verbose_name': 'tjänsteskrivelse till chefen',
                'verbose_name_plural': 'tjänsteskrivelser till chefen',
                'ordering': ['id'],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
