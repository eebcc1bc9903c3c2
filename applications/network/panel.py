"""The network on the case's home: the way in for a group that can be there, and to it for one that is."""

from typing import Any

from applications.models import Case, NetworkEntry
from applications.models.network import may_be_in
from applications.permissions import allowed


def panel(case: Case, user: Any) -> dict[str, Any] | None:
    """Return the variables of templates/applications/network/panel.html; None where the group cannot be there."""
    if not may_be_in(case):
        return None
    entry = NetworkEntry.objects.filter(case=case, left_at=None).first()
    return {
        "is_in": entry is not None,
        "is_member": case.role_of(user) is not None,
        "may_join": allowed("join_network", user=user, case=case),
        "may_leave": allowed("leave_network", user=user, case=case),
    }
