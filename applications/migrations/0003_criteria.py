"""The six criteria in the city's first wording."""

from django.db import migrations

from applications import criteria


def install(apps, schema_editor):
    criteria.install(apps.get_model("applications", "Criterion"))


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_triggers")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
