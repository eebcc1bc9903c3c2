"""What the city found out before the application was begun, as the evidence that criterion 5 asks for (R13, R46)."""

from itertools import groupby

from applications.language import kept_in_swedish
from applications.models import Case, Evidence
from applications.templatetags.samverkan import datum
from phases.samarbete.models import Need

METHOD_MAX = Evidence._meta.get_field("method").max_length  # noqa: SLF001 - Django's own


def evidence_from(case: Case) -> list[dict[str, str]]:
    """Return a row of evidence for every group of people in every dialogue that gave needs: fields of Evidence."""
    needs = Need.objects.filter(case=case).select_related("activity").order_by("activity", "group", "id")
    rows = []
    with kept_in_swedish():
        for (activity, _group), found in groupby(needs, key=lambda need: (need.activity, need.group)):
            same = list(found)
            rows.append(
                {
                    "group": same[0].get_group_display(),
                    "needs": "\n".join(need.text for need in same),
                    "method": f"{activity.title}, {activity.method}"[:METHOD_MAX],
                    "collected": datum(activity.held_on or activity.planned_on),
                }
            )
    return rows
