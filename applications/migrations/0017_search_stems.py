"""What cases are found by, without marks upon letters and with the stems of its words (D20)."""

from django.db import migrations

from applications import search


def index(apps, schema_editor):
    """Write what stands there in the new form; it is made of what stands there."""
    cases = apps.get_model("applications", "Case").objects.exclude(search_text="")
    for case in cases.only("pk", "search_text").iterator(chunk_size=500):
        case.search_text = search.indexed(case.search_text)
        case.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_saved_views")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
