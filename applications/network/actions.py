"""A group goes into the network, changes what it shows, and leaves: each its own consent, logged in its case."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.lifecycle import WrongState, expect, locked, note, note_from_outside, refuse_if_stale
from applications.models import Case, NetworkEntry
from applications.models.network import may_be_in
from applications.network import meeting_actions, post_actions
from applications.states import IN_NETWORK

TEXTS = ("name", "contact", "about")
BOXES = ("shows_phase", "shows_area_kind", "shows_neighbourhood")
# How the trail tells what a group has said yes to showing, a sentence each.
CONSENTS = {
    "name": gettext_lazy("Gruppens namn visas."),
    "contact": gettext_lazy("Kontaktvägen visas."),
    "about": gettext_lazy("En kort text visas."),
    "phase": gettext_lazy("Fasen visas."),
    "area_kind": gettext_lazy("Slaget av område visas."),
    "neighbourhood": gettext_lazy("Delområdet visas."),
}


def entry_of(case: Case) -> NetworkEntry | None:
    """Return the group's entry, also one that it has left; None when it was never in the network."""
    return NetworkEntry.objects.filter(case=case).select_related("case__neighbourhood", "saved_by").first()


def join_network(
    pk: int, *, by: Any, at: datetime, revision: int | None = None, page: str = "", **values: Any
) -> NetworkEntry:
    """Let the group of a case show `values` (TEXTS and BOXES) in the network, anew or changed.

    Raises WrongState when the case cannot stand there, Stale when somebody changed the entry in between.
    """
    with locked(pk) as case:
        entry = NetworkEntry.objects.filter(case=case).first() or NetworkEntry(case=case)
        action = "change_network_entry" if entry.is_in else "join_network"
        expect(case, action, by=by)
        if not may_be_in(case):
            raise WrongState(case, action)
        if entry.is_in:
            refuse_if_stale(entry, revision, page)
        else:
            entry.joined_at, entry.left_at = at, None
        for name in TEXTS:
            setattr(entry, name, values.get(name, ""))
        for name in BOXES:
            setattr(entry, name, values.get(name, False))
        entry.revision += 1
        entry.saved_at, entry.saved_by = at, by
        entry.save()
        shows = entry.shows
        comment = " ".join(str(CONSENTS[name]) for name in shows) or _("Inget visas.")
        note(case, action, by=by, at=at, comment=comment, data={"shows": shows})
        if action == "join_network":
            meeting_actions.follow_guests(at=at)
        return entry


def leave_network(pk: int, *, by: Any, at: datetime, with_posts: bool = False) -> None:
    """Take the group out of the network: what it showed is gone at once, its posts too when asked for.

    Raises WrongState when it is not there.
    """
    with locked(pk) as case:
        expect(case, "leave_network", by=by)
        entry = NetworkEntry.objects.filter(case=case, left_at=None).first()
        if entry is None:
            raise WrongState(case, "leave_network")
        if with_posts:
            post_actions.delete_all_of(entry, by=by, at=at)
        _empty(entry, by, at)
        note(case, "leave_network", by=by, at=at)
        meeting_actions.follow_guests(at=at)


def _empty(entry: NetworkEntry, by: Any, at: datetime) -> None:
    """End the consents: what was shown is not kept."""
    entry.left_at, entry.name, entry.contact, entry.about = at, "", "", ""
    entry.shows_phase = entry.shows_area_kind = entry.shows_neighbourhood = False
    entry.revision += 1
    entry.saved_at, entry.saved_by = at, by
    entry.save()


def leave_when_over(*, at: datetime) -> int:
    """Take out the groups whose case has ended early or is archived; return how many. For the clock.

    They are hidden from the moment the case ended; a closed case stays, with its result to tell of.
    """
    over = NetworkEntry.objects.filter(left_at=None).exclude(case__status__in=IN_NETWORK)
    return sum(_leave_by_clock(pk, at) for pk in list(over.values_list("case_id", flat=True)))


def _leave_by_clock(pk: int, at: datetime) -> bool:
    with locked(pk) as case:
        entry = NetworkEntry.objects.filter(case=case, left_at=None).first()
        if entry is None or case.status in IN_NETWORK:
            return False
        _empty(entry, None, at)
        text = _("Ärendet är avslutat i förtid eller arkiverat.")
        note_from_outside(case, "leave_network", role="", name=str(_("Automatiskt")), at=at, comment=text)
        return True
