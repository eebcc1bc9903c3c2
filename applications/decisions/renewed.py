"""The documents of a decision, ordered anew when a rectification changes what they say (D3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications import documents, snapshots
from applications.decisions import snapshot
from applications.models import Decision, DocumentOrder
from applications.states import Direction


def notice_base(decision: Decision) -> str:
    """Return the key under which the notice is ordered first."""
    return f"decision_notice:{decision.pk}"


def referral_base(pk: int) -> str:
    """Return the key under which the överlämnande of a referral is ordered first."""
    return f"referral:{pk}"


def extract_base(decision: Decision) -> str:
    """Return the key under which the extract of the minutes is ordered, without its version."""
    return f"minutes_extract:{decision.pk}"


def versions(base: str, version: int) -> list[str]:
    """Return the keys that the document may have been ordered under up to a version of the decision, newest first."""
    first = f"{base}:v1" if base.startswith("minutes_extract:") else base
    return [*(f"{base}:v{number}" for number in range(version, 1, -1)), first]


def newest(base: str, version: int) -> DocumentOrder | None:
    """Return the document as it was ordered last, None when it never was."""
    found = {order.key: order for order in DocumentOrder.objects.filter(key__in=versions(base, version))}
    return next((found[key] for key in versions(base, version) if key in found), None)


def snapshots_now(decision: Decision, *, at: datetime) -> dict[str, Any]:
    """Return what extract, every överlämnande and the notice, once sent, would say now, by the base of their keys."""
    today = timezone.localdate(at)
    now = {extract_base(decision): snapshot.document_of(decision)}
    for row in decision.referrals.select_related("to", "measure"):
        now[referral_base(row.pk)] = snapshot.referral(decision, row, informed_on=today)
    if decision.sent_on is not None:
        now[notice_base(decision)] = snapshot.decision_notice(decision, on=today)
    return now


def renew(
    decision: Decision, before: Mapping[str, Any], *, reason: str, by: Any, at: datetime
) -> list[DocumentOrder]:
    """Order what says something else than `before` (see `snapshots_now`) anew; it names the one it replaces (D3)."""
    ordered = []
    for base, said in snapshots_now(decision, at=at).items():
        old = newest(base, decision.version - 1)
        if old is None or said == before[base]:
            continue
        if base.startswith("referral:"):  # when the group was told does not change
            said["applicants_informed_on"] = old.snapshot["applicants_informed_on"]
        said["replaces"] = {
            "designation": old.designation,
            "issued_on": old.snapshot["issued_on"],
            "reason": reason,
        }
        name, to = _register(decision, base, said)
        sent = {} if base == extract_base(decision) else {"direction": Direction.OUTGOING}
        order = documents.order(
            decision.case,
            old.kind,
            key=f"{base}:v{decision.version}",
            designation=_("%(name)s, rättad %(day)s")
            % {"name": name, "day": snapshot.in_words(timezone.localdate(at))},
            snapshot=said,
            at=at,
            by=by,
            counterpart=to,
            replaces=old,
            **sent,
        )
        ordered.append(order)
    return ordered


def _register(decision: Decision, base: str, said: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the document is called in the register, and who it comes from or goes to."""
    if base == extract_base(decision):
        return snapshot.designation(decision), decision.committee.name
    if base == notice_base(decision):
        name = _("Underrättelse om beslut %(number)s") % {"number": decision.number_name}
        return name, snapshots.group_name(decision.case)[:200]
    return _("Överlämnande till %(committee)s") % {"committee": said["receiver"]}, said["receiver"]
