"""Meetings of the network, with who comes (R50)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0032_mail_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='NetworkMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Vad träffen handlar om')),
                ('starts_at', models.DateTimeField(verbose_name='Börjar')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='Slutar')),
                ('place', models.CharField(max_length=250, verbose_name='Plats eller videolänk')),
                ('agenda', models.TextField(blank=True, verbose_name='Att ta upp')),
                ('for_all', models.BooleanField(default=True, verbose_name='Alla bjuds in')),
                ('booked_at', models.DateTimeField(verbose_name='Bokad')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='Inställd')),
                ('cancelled_why', models.CharField(blank=True, max_length=250, verbose_name='Varför den är inställd')),
                ('notes', models.TextField(blank=True, verbose_name='Anteckningar')),
                ('noted_at', models.DateTimeField(blank=True, null=True, verbose_name='Antecknad')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, related_name='meetings', to='applications.networkentry')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Bokad av')),
                ('saved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'nätverksträff',
                'verbose_name_plural': 'nätverksträffar',
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NetworkAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('yes', 'Jag kommer'), ('maybe', 'Kanske'), ('no', 'Jag kommer inte')], max_length=5, verbose_name='Svar')),
                ('at', models.DateTimeField(verbose_name='När')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.networkentry')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='applications.networkmeeting')),
            ],
            options={
                'verbose_name': 'svar på träff',
                'verbose_name_plural': 'svar på träffar',
            },
        ),
        migrations.AddIndex(
            model_name='networkmeeting',
            index=models.Index(fields=['starts_at'], name='network_meeting_when'),
        ),
        migrations.AddConstraint(
            model_name='networkanswer',
            constraint=models.UniqueConstraint(fields=('meeting', 'user'), name='network_answer_once'),
        ),
    ]
