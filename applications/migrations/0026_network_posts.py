"""Posts, answers, reports and the trail of the network (R50)."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers

TABLES = ["applications_networkevent"]


def install(apps, schema_editor):
    """Guard the trail of the network."""
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    """Take the guards away."""
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0025_municipality_and_logotype'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=150, verbose_name='Rubrik')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('at', models.DateTimeField(verbose_name='Skrivet')),
                ('active_at', models.DateTimeField(verbose_name='Senast något hände')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='Ändrat')),
                ('deleted_at', models.DateTimeField(blank=True, null=True, verbose_name='Borttaget')),
                ('hidden_at', models.DateTimeField(blank=True, null=True, verbose_name='Dolt')),
                ('hidden_why', models.CharField(blank=True, max_length=500, verbose_name='Varför det är dolt')),
                ('cleared_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='Gallrat')),
                ('search_text', models.TextField(default='', editable=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='applications.networkentry', verbose_name='Grupp')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='applications.networkpost')),
            ],
            options={
                'verbose_name': 'inlägg i nätverket',
                'verbose_name_plural': 'inlägg i nätverket',
                'ordering': ['-active_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='NetworkEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=40, verbose_name='Händelse')),
                ('at', models.DateTimeField(verbose_name='När')),
                ('user_name', models.CharField(blank=True, max_length=150, verbose_name='Vem')),
                ('role', models.CharField(blank=True, max_length=20, verbose_name='Roll')),
                ('comment', models.TextField(blank=True, verbose_name='Kommentar')),
                ('data', models.JSONField(blank=True, default=dict)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trail', to='applications.networkpost')),
            ],
            options={
                'verbose_name': 'händelse i nätverket',
                'verbose_name_plural': 'händelser i nätverket',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NetworkReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=500, verbose_name='Varför')),
                ('at', models.DateTimeField(verbose_name='Anmält')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='Avgjort')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.networkentry')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='applications.networkpost')),
            ],
            options={
                'verbose_name': 'anmälan av inlägg',
                'verbose_name_plural': 'anmälningar av inlägg',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='networkpost',
            index=models.Index(fields=['parent', '-active_at', '-id'], name='network_threads'),
        ),
        migrations.AddIndex(
            model_name='networkreport',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['post'], name='network_report_waiting'),
        ),
        migrations.RunPython(install, remove),
    ]
