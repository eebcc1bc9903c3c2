"""What was typed on a page and could not be saved, kept for its writer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_signed_extract")]
    operations = [
        migrations.CreateModel(
            name="KeptText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300)),
                ("mark", models.CharField(max_length=16)),
                ("answers", models.JSONField()),
                ("kept_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_texts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "osparad text",
                "verbose_name_plural": "osparade texter",
                "indexes": [models.Index(fields=["kept_at"], name="kept_text_oldest")],
                "constraints": [models.UniqueConstraint(fields=("user", "path"), name="kept_text_once")],
            },
        ),
    ]
