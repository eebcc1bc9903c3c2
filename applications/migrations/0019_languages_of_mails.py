"""Which language a mail is written in, and which one an invited person reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0018_calendars")]
    operations = [
        migrations.AddField("outgoingmail", "language", models.CharField(editable=False, max_length=5, null=True)),
        migrations.AddField("invitation", "language", models.CharField(editable=False, max_length=5, null=True)),
    ]
