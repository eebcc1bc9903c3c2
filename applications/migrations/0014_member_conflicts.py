"""Jäv as a row per member (D3); the receiver's name in the phrases that hand over (R17)."""

import django.db.models.deletion
from django.db import migrations, models

OLD, NEW = "{Nämnden} överlämnar ärendet.", "{Nämnden} överlämnar ärendet till {mottagarnämnden}."
OF_MEASURE = (
    "hand_over_measure",
    "Överlämna en insats",
    "{Nämnden} överlämnar insats {insatsen} till {mottagarnämnden}.",
)


def to_rows(apps, schema_editor):
    """Make a row of every name that was typed, one a line."""
    conflict = apps.get_model("applications", "MemberConflict")
    for decision in apps.get_model("applications", "Decision").objects.exclude(conflicts=""):
        for line in filter(str.strip, decision.conflicts.splitlines()):
            name, _comma, role = line.partition(" deltar inte")[0].strip(" .").partition(",")
            conflict.objects.create(decision=decision, name=name.strip()[:150], role=role.strip()[:150])
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table with checks left to the end


def to_text(apps, schema_editor):
    """Write the names back, one a line."""
    for row in apps.get_model("applications", "MemberConflict").objects.order_by("id"):
        decision = row.decision
        decision.conflicts = "\n".join(filter(None, (decision.conflicts, row.name)))
        decision.save(update_fields=["conflicts"])


def renew_phrases(apps, schema_editor):
    """Give the city's own first words about handing over the receiver's name, as a new version where they stand."""
    phrase = apps.get_model("applications", "Phrase")
    for old in phrase.objects.filter(use="hand_over", is_current=True, text=OLD):
        phrase.objects.filter(pk=old.pk).update(is_current=False)
        old.pk, old.version, old.text = None, old.version + 1, NEW
        old._state.adding = True
        old.save()
    use, title, text = OF_MEASURE
    if phrase.objects.exists() and not phrase.objects.filter(use=use).exists():
        number = phrase.objects.aggregate(last=models.Max("number"))["last"] + 1
        phrase.objects.create(number=number, use=use, position=10 * number, title=title, text=text)


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_draft_opened")]
    operations = [
        migrations.CreateModel(
            name="MemberConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="Ledamot")),
                ("role", models.CharField(blank=True, max_length=150, verbose_name="Parti eller uppdrag")),
                (
                    "substitute",
                    models.CharField(blank=True, max_length=150, verbose_name="Ersättare som tjänstgjorde"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="member_conflicts",
                        to="applications.decision",
                    ),
                ),
            ],
            options={"verbose_name": "jäv", "verbose_name_plural": "jäv", "ordering": ["id"]},
        ),
        migrations.RunPython(to_rows, to_text),
        migrations.RemoveField("decision", "conflicts"),
        migrations.AlterField(
            "phrase",
            "use",
            models.CharField(
                choices=[
                    ("dialogue", "Bevilja pengar till dialog"),
                    ("grant", "Bevilja stöd utan belopp"),
                    ("measure_money", "Bevilja pengar till en insats"),
                    ("measure", "Bevilja annat stöd till en insats"),
                    ("renew", "Bevilja fortsatt stöd"),
                    ("support", "Ge kontoret i uppdrag"),
                    ("refuse", "Avslå ansökan"),
                    ("refuse_measure", "Avslå en insats"),
                    ("refer_back", "Återremittera"),
                    ("table", "Bordlägga"),
                    ("hand_over", "Överlämna"),
                    ("hand_over_measure", "Överlämna en insats"),
                    ("other", "Annan punkt"),
                ],
                max_length=20,
                verbose_name="Används till",
            ),
        ),
        migrations.RunPython(renew_phrases, migrations.RunPython.noop),
    ]
