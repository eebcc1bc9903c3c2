"""The box around the drawn area of every case, with its index (D18)."""

from django.db import migrations, models

from applications import geo


def fill(apps, schema_editor):
    """Give the cases that were drawn before their boxes."""
    cases = apps.get_model("applications", "Case").objects.filter(area_polygon__isnull=False)
    for case in cases.only("pk", "area_polygon").iterator(chunk_size=500):
        case.area_west, case.area_south, case.area_east, case.area_north = geo.bounds(case.area_polygon)
        case.save(update_fields=["area_west", "area_south", "area_east", "area_north"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_criteria")]
    operations = [
        *(
            migrations.AddField(
                model_name="case",
                name=f"area_{side}",
                field=models.FloatField(blank=True, editable=False, null=True),
            )
            for side in ("west", "south", "east", "north")
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("area_west__isnull", False)),
                fields=["area_west", "area_east", "area_south", "area_north"],
                name="case_area_box",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
