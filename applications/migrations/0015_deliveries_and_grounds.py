"""Support in kind as it was given, the register of legal grounds; what was recorded is written once (D2, D12)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from applications import triggers
from applications.registry import grounds

TABLES = ["applications_payment", "applications_delivery"]


def install(apps, schema_editor):
    grounds.install(apps.get_model("applications", "LegalGround"))


def lock(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def unlock(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0014_member_conflicts'),
    ]

    operations = [
        migrations.CreateModel(
            name='LegalGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='Lagrum')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='Vad det skyddar')),
                ('position', models.PositiveSmallIntegerField(default=10, verbose_name='Ordning')),
                ('is_active', models.BooleanField(default=True, help_text='Avmarkera för att inte längre erbjuda lagrummet.', verbose_name='Används')),
            ],
            options={
                'verbose_name': 'lagrum för sekretess',
                'verbose_name_plural': 'lagrum för sekretess',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('delivery', 'Lämnat'), ('return', 'Återlämnat')], max_length=10, verbose_name='Slag')),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10, verbose_name='Antal')),
                ('happened_on', models.DateField(verbose_name='Datum')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Anteckning')),
                ('at', models.DateTimeField(verbose_name='Antecknad')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='applications.case')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='applications.grant', verbose_name='Stöd')),
            ],
            options={
                'verbose_name': 'lämnat stöd',
                'verbose_name_plural': 'lämnat stöd',
                'ordering': ['happened_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='delivery_of_something')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunPython(lock, unlock),
    ]
