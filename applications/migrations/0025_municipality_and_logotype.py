"""The municipality's own settings and logotype, change by change; what was kept is written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_cityversion", "applications_logotype"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0024_search_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Logotype',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.BinaryField()),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(verbose_name='När')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'logotyp',
                'verbose_name_plural': 'logotyper',
            },
        ),
        migrations.CreateModel(
            name='CityVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='Version')),
                ('chosen', models.JSONField(default=dict)),
                ('at', models.DateTimeField(verbose_name='När')),
                ('by_name', models.CharField(max_length=150, verbose_name='Vem')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('logotype', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='applications.logotype', verbose_name='Logotyp')),
            ],
            options={
                'verbose_name': 'version av kommunens uppgifter',
                'verbose_name_plural': 'kommunens uppgifter',
                'ordering': ['-number'],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
