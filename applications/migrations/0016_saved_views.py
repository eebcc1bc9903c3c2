"""Views of the case list that people save (D20)."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0015_deliveries_and_grounds"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="Namn")),
                ("query", models.TextField(editable=False, verbose_name="Vad den visar")),
                ("shared", models.BooleanField(default=False, verbose_name="Dela med alla på staden")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="Sparad")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Vems",
                    ),
                ),
            ],
            options={
                "verbose_name": "sparad vy",
                "verbose_name_plural": "sparade vyer",
                "ordering": [django.db.models.functions.text.Lower("name"), "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("owner"),
                        django.db.models.functions.text.Lower("name"),
                        name="saved_view_name_once",
                    )
                ],
            },
        ),
    ]
