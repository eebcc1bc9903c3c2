"""The groups of the network, with what each shows (R49)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0020_numbers_outside_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='Gruppens namn')),
                ('contact', models.CharField(blank=True, max_length=200, verbose_name='Kontaktväg')),
                ('about', models.TextField(blank=True, verbose_name='Kort om gruppen')),
                ('shows_phase', models.BooleanField(default=False, verbose_name='Visar fasen')),
                ('shows_area_kind', models.BooleanField(default=False, verbose_name='Visar slaget av område')),
                ('shows_neighbourhood', models.BooleanField(default=False, verbose_name='Visar delområdet')),
                ('joined_at', models.DateTimeField(verbose_name='Med sedan')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='Lämnade')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='network_entry', to='applications.case')),
                ('saved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'grupp i nätverket',
                'verbose_name_plural': 'grupper i nätverket',
                'ordering': ['-joined_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('left_at', None)), fields=['-joined_at', '-id'], name='network_now')],
            },
        ),
    ]
