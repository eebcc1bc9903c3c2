"""Actors confirm their part by a link or on paper; what they answered is never changed (D14)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_confirmation"]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0009_kept_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='caseactor',
            name='declined_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='Tackade nej'),
        ),
        migrations.AddField(
            model_name='caseactor',
            name='may_be_named',
            field=models.BooleanField(blank=True, null=True, verbose_name='Får nämnas offentligt'),
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('link', 'Genom en länk i mejl'), ('paper', 'På papper'), ('meeting', 'Muntligt, på ett möte'), ('mail', 'I ett mejl eller brev')], default='link', max_length=10, verbose_name='Sätt')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-postadress')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='Vem som fick frågan')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='Frågad')),
                ('open_until', models.DateField(blank=True, null=True, verbose_name='Länken gäller till och med')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='Påmind')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='Återtagen')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='Svarade')),
                ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='Vem som svarade')),
                ('takes_part', models.BooleanField(blank=True, null=True, verbose_name='Är med')),
                ('contribution_right', models.BooleanField(blank=True, null=True, verbose_name='Bidraget stämmer')),
                ('may_be_named', models.BooleanField(blank=True, null=True, verbose_name='Får nämnas offentligt')),
                ('comment', models.TextField(blank=True, verbose_name='Kommentar')),
                ('contributions', models.JSONField(blank=True, default=list)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.attachment')),
                ('case_actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='applications.caseactor')),
                ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bekräftelse',
                'verbose_name_plural': 'bekräftelser',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('answered_at', None), ('reminded_at', None), ('withdrawn_at', None)), fields=['asked_at'], name='question_to_remind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=('case_actor',), name='open_question_once')],
            },
        ),
        migrations.RunPython(install, remove),
    ]
