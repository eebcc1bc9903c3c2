"""Phrases of decision points, with the city's first words."""

from django.db import migrations, models

from applications import phrases


def install(apps, schema_editor):
    phrases.install(apps.get_model("applications", "Phrase"))


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_mail_delivery'),
    ]

    operations = [
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='Nummer')),
                ('version', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='Version')),
                ('use', models.CharField(choices=[('dialogue', 'Bevilja pengar till dialog'), ('grant', 'Bevilja stöd utan belopp'), ('measure_money', 'Bevilja pengar till en insats'), ('measure', 'Bevilja annat stöd till en insats'), ('renew', 'Bevilja fortsatt stöd'), ('support', 'Ge kontoret i uppdrag'), ('refuse', 'Avslå ansökan'), ('refuse_measure', 'Avslå en insats'), ('refer_back', 'Återremittera'), ('table', 'Bordlägga'), ('hand_over', 'Överlämna'), ('other', 'Annan punkt')], max_length=20, verbose_name='Används till')),
                ('position', models.PositiveSmallIntegerField(default=10, help_text='Den med lägst tal används när ett utkast skapas.', verbose_name='Ordning')),
                ('title', models.CharField(help_text='Det som står i listan när man väljer.', max_length=80, verbose_name='Namn')),
                ('text', models.TextField(max_length=1000, verbose_name='Text')),
                ('is_current', models.BooleanField(default=True, help_text='Avmarkera för att inte längre erbjuda frasen.', verbose_name='Används nu')),
            ],
            options={
                'verbose_name': 'fras',
                'verbose_name_plural': 'fraser till beslutspunkter',
                'ordering': ['position', 'number', '-version'],
                'constraints': [models.UniqueConstraint(fields=('number', 'version'), name='phrase_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('number',), name='one_current_phrase')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
