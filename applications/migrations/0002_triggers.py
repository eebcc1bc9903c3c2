"""The trail and what was sent in cannot be changed, not even past the application (D8)."""

from django.db import migrations

from applications import triggers

# Guarded by later migrations: 0008_signed_extract, 0010_confirmations, 0015_deliveries_and_grounds,
# 0025_municipality_and_logotype, 0026_network_posts, 0028_merged_actors, 0029_rectified_decisions,
# 0030_report_editions, 0031_closed_conditions (which brings a column that its tables are guarded by),
# 0032_mail_texts, 0038_signed_reports.
LATER = {
    "applications_signedextract",
    "applications_attachment",
    "applications_confirmation",
    "applications_payment",
    "applications_delivery",
    "applications_actormerge",
    "applications_cityversion",
    "applications_logotype",
    "applications_mailtext",
    "applications_networkevent",
    "applications_decision",
    "applications_condition",
    "applications_memberconflict",
    "applications_reportedition",
    "applications_officerreport",
    "applications_proposedpoint",
}
TABLES = [t for t in triggers.LOCKED_WHEN if t.startswith("applications_") and t not in LATER]


def install(apps, schema_editor):
    triggers.install(schema_editor.connection, TABLES)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection, TABLES)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
