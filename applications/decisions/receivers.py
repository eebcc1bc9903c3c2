"""The receiving committee's name in a decision point: "överlämnar ärendet till kulturnämnden" (R17)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from applications.decisions.content import DecisionContent, PointContent, ReferralContent

RECEIVER = re.compile(r"\{mottagarnämnden\}", re.IGNORECASE)


def in_a_row(names: Iterable[str]) -> str:
    """Return "kulturnämnden", "kulturnämnden och miljönämnden", "a, b och c"; each name once."""
    *first, last = dict.fromkeys(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def with_receivers(content: "DecisionContent") -> "DecisionContent":
    """Return the registration with the chosen committees' names where its points wait for them.

    A point about a measure names those that the measure goes to. Without a receiver the placeholder stays, and hinders.
    """
    return content.replacing(points=[_filled(point, content.referrals) for point in content.points])


def _filled(point: "PointContent", referrals: "tuple[ReferralContent, ...]") -> "PointContent":
    own = [row for row in referrals if point.measure is None or row.measure == point.measure]
    if not own or not RECEIVER.search(point.text):
        return point
    return replace(point, text=RECEIVER.sub(in_a_row(row.to.name for row in own), point.text))
