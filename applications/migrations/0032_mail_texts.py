"""The texts of mails as the municipality changes them, version by version; each is written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_mailtext"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0031_closed_conditions'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=60, verbose_name='Mejl')),
                ('language', models.CharField(max_length=5, verbose_name='Språk')),
                ('number', models.PositiveIntegerField(verbose_name='Version')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('at', models.DateTimeField(verbose_name='När')),
                ('by_name', models.CharField(max_length=150, verbose_name='Vem')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mejltext',
                'verbose_name_plural': 'mejltexter',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('template', 'language', 'number'), name='mail_text_once')],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
