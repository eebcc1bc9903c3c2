"""Making two rows of the same actor one, and undoing it: logged in the register and in every case that is touched."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from applications import search
from applications.actors import duplicates
from applications.lifecycle import Missing, Refused, denied, note
from applications.models import Actor, ActorMerge, Case, CaseActor
from applications.permissions import role_for


def require(user: Any, action: str = "merge_actors") -> None:
    """Raise PermissionDenied with who may, unless the person may merge actors."""
    if role_for(action, user=user, case=None) is None:
        raise denied(action)


def merge_actors(kept_id: int, gone_id: int, *, by: Any, at: datetime) -> ActorMerge:
    """Let the one actor go up in the other: its cases move, but for those where both take part.

    What was sent in or frozen holds its own words and keeps them. Raises Refused with why not.
    """
    require(by)
    with transaction.atomic():
        kept, gone = _locked(kept_id, gone_id)
        if missing := list(duplicates.against(kept, gone)):
            raise Refused(missing)
        parts = duplicates.moves(kept, gone).moved
        number = gone.organisation_number if not kept.organisation_number else ""
        gone.merged_into = kept
        if number:
            gone.organisation_number = ""
        gone.save(update_fields=["merged_into", "organisation_number"])
        if number:
            kept.organisation_number = number
            kept.save(update_fields=["organisation_number"])
        CaseActor.objects.filter(pk__in=[part.pk for part in parts]).update(actor=kept)
        merge = ActorMerge.objects.create(
            kept=kept, gone=gone, moved=[part.pk for part in parts], number=number, at=at, by=by
        )
        said = _("%(gone)s är nu %(kept)s") % {"gone": gone.name, "kept": kept.name}
        _note("merge_actors", merge, said, by=by, at=at)
    return merge


def split_actors(merge_id: int, *, by: Any, at: datetime) -> ActorMerge:
    """Undo a merge: what moved moves back, and the number too. Raises Refused when it can no longer be undone."""
    require(by, "split_actors")
    with transaction.atomic():
        merge = ActorMerge.objects.select_for_update(of=("self",)).get(pk=merge_id)
        kept, gone = _locked(merge.kept_id, merge.gone_id)
        if merge.undone_at is not None or gone.merged_into_id != kept.pk:
            raise Refused([Missing(_("Sammanslagningen är redan ångrad."))])
        if kept.merged_into_id is not None:
            raise Refused([Missing(_("Ångra först den senare sammanslagningen av %s.") % kept.name)])
        if merge.number and kept.organisation_number == merge.number:
            kept.organisation_number = ""
            kept.save(update_fields=["organisation_number"])
            gone.organisation_number = merge.number
        gone.merged_into = None
        gone.save(update_fields=["merged_into", "organisation_number"])
        CaseActor.objects.filter(pk__in=merge.moved, actor=kept).update(actor=gone)
        merge.undone_at, merge.undone_by = at, by
        merge.save(update_fields=["undone_at", "undone_by"])
        said = _("%(gone)s är åter en egen aktör") % {"gone": gone.name}
        _note("split_actors", merge, said, by=by, at=at)
    return merge


def _locked(*keys: int) -> list[Actor]:
    """Return the actors in the order of `keys`, locked in the order of the table."""
    rows = {
        row.pk: row
        for row in Actor.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    return [rows[key] for key in keys]


def _note(action: str, merge: ActorMerge, comment: str, *, by: Any, at: datetime) -> None:
    cases = Case.objects.filter(case_actors__in=merge.moved).select_related("officer").distinct()
    for case in cases:
        note(case, action, by=by, at=at, comment=comment, data={"merge": merge.pk}, for_group=False)
    if merge.number:  # it moved too: the cases that both were in already are found by it, or no longer
        both = CaseActor.objects.filter(actor__in=(merge.kept, merge.gone)).values("case")
        search.refresh_all(Case.objects.filter(pk__in=both))
