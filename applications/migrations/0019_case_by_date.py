"""An index in the order that the case list has by itself (D20)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0018_calendars'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['due_on', '-opened_at', '-id'], name='case_by_date'),
        ),
    ]
