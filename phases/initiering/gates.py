"""Gates on facts that an officer may pass with a written reason (D23), phase by phase. Legal gates cannot be passed."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Case
from applications.states import Phase
from phases.initiering.models import Deviation

Gate = Deviation.Gate

GATES: dict[Phase, tuple[Gate, ...]] = {
    Phase.INITIERING: (Gate.FIRST_MEETING, Gate.POLYGON),
    Phase.SAMARBETE: (Gate.COMMUNICATION, Gate.DIALOGUE),
    Phase.UTFORANDE: (Gate.CHECK_IN, Gate.MEASURES, Gate.RESULT_COMMUNICATION),
}


def passed(case: Case, gate: Gate) -> bool:
    """Return whether the gate was passed with a reason."""
    return Deviation.objects.filter(case=case, gate=gate).exists()


def gate_link(case: Case, gate: Gate) -> Missing:
    """Return the way past a gate, for the officer who must write why."""
    return Missing(
        _("Eller gör avsteg med skäl: %(gate)s") % {"gate": gate.label},
        f"{reverse('admin:deviate', args=[case.reference])}?krav={gate.value}",
        instead=True,
    )


def rows(case: Case) -> list[dict[str, Any]]:
    """Return the deviations of the case, as they stand in the officer's report (Deviation of docs/dokument.md)."""
    deviations = Deviation.objects.filter(case=case).select_related("created_by")
    return [
        {
            "gate": str(deviation.get_gate_display()),
            "reason": deviation.reason,
            "by": str(deviation.created_by or ""),
            "on": timezone.localdate(deviation.created_at).isoformat(),
        }
        for deviation in deviations
    ]
