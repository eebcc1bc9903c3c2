"""Copies of drafts as PDF, for the one who asked and for a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.models


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_draft_opened"), ("reports", "0002_triggers")]
    operations = [
        migrations.CreateModel(
            name="DraftCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.FileField(blank=True, upload_to=reports.models.copy_path)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "utskrift av utkast",
                "verbose_name_plural": "utskrifter av utkast",
                "ordering": ["-ordered_at", "-id"],
                "indexes": [
                    models.Index(fields=["user", "case", "-ordered_at"], name="draft_copy_of_user")
                ],
            },
        ),
    ]
