"""Two rows of the same actor can be made one, and two again; what a merge moved is written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_actormerge"]


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0027_read_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='actor',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='applications.actor'),
        ),
        migrations.CreateModel(
            name='ActorMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=list)),
                ('number', models.CharField(blank=True, max_length=11)),
                ('at', models.DateTimeField(verbose_name='När')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='Ångrad')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.actor', verbose_name='Aktören som gick upp')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.actor', verbose_name='Aktören som blev kvar')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sammanslagning',
                'verbose_name_plural': 'sammanslagningar',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]
