"""The signed extract of a decision: written once, its file too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_signedextract", "applications_attachment"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0007_phrases'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedExtract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='Version')),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True, verbose_name='Varför det byttes')),
                ('at', models.DateTimeField(verbose_name='Tillagt')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed_extract', to='applications.attachment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_extracts', to='applications.decision')),
            ],
            options={
                'verbose_name': 'undertecknat utdrag',
                'verbose_name_plural': 'undertecknade utdrag',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'version'), name='signed_extract_version_once')],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
