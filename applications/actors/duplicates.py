"""Which rows of the register of actors seem to be the same actor, and what a merge of two moves."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Actor, ActorMerge, Case, CaseActor

MOST = 50  # groups shown
FORMS = frozenset(
    {
        "ab",
        "hb",
        "kb",
        "ek",
        "för",
        "ekonomisk",
        "ideell",
        "förening",
        "föreningen",
        "brf",
        "bostadsrättsförening",
    }
    | {"bostadsrättsföreningen", "aktiebolag", "aktiebolaget", "stiftelse", "stiftelsen", "the", "publ"}
)


class Pair(NamedTuple):
    """Two rows that seem to be the same actor: the one to keep first (with a number, more cases, older)."""

    kept: Actor
    gone: Actor


class Moved(NamedTuple):
    """What a merge does to the cases of the actor that goes: moved, or left where the other one takes part too."""

    moved: list[CaseActor]
    left: list[CaseActor]
    unseen: int  # cases among them that the reader may not open


def key(name: str) -> tuple[str, ...]:
    """Return what two spellings of the same name have in common: words without case, order and form of company."""
    words = re.findall(r"\w+", name.casefold())
    return tuple(sorted(set(words) - FORMS or set(words)))


class Alike(NamedTuple):
    """Rows that seem to be one actor: the one to keep, and the others, each with how many cases it takes part in."""

    kept: Any
    others: list[Any]


def alike(pairs: Iterable[Pair], *, user: Any) -> list[Alike]:
    """Return pairs by the actor that is kept, each row with `in_cases`: references that `user` may see. Two queries."""
    groups: dict[int, Alike] = {}
    for pair in pairs:
        groups.setdefault(pair.kept.pk, Alike(pair.kept, [])).others.append(pair.gone)
    rows = {row.pk: row for group in groups.values() for row in (group.kept, *group.others)}
    seen = CaseActor.objects.filter(actor__in=rows, case__in=Case.objects.visible_to(user)).order_by("-case")
    for row in rows.values():
        row.in_cases = []
    for actor, reference in seen.values_list("actor", "case__reference"):
        rows[actor].in_cases.append(reference)
    return list(groups.values())


def suspected() -> list[Pair]:
    """Return rows that seem to be the same actor, up to MOST pairs. One query, however many actors there are."""
    by_name: dict[tuple[str, ...], list[Actor]] = defaultdict(list)
    rows = Actor.objects.filter(merged_into=None).annotate(cases=Count("case_actors")).order_by("pk")
    for actor in rows:
        by_name[key(actor.name)].append(actor)
    pairs: list[Pair] = []
    for same in by_name.values():
        first, *others = sorted(same, key=_keep_first)
        pairs += [Pair(first, other) for other in others if not differ(first, other)]
        if len(pairs) >= MOST:
            break
    return pairs[:MOST]


def cases_of(actor: Actor, *, user: Any) -> list[Case]:
    """Return the cases that an actor takes part in now, of those that `user` may open, by reference."""
    parts = CaseActor.objects.filter(actor=actor).values("case")
    return list(Case.objects.visible_to(user).filter(pk__in=parts).order_by("reference"))


def goes_back(merge: ActorMerge, *, user: Any) -> Moved:
    """Return what an undone merge moves back, as the reader may know it."""
    parts = list(
        CaseActor.objects.filter(pk__in=merge.moved).select_related("case").order_by("case__reference")
    )
    seen = Case.objects.visible_to(user).filter(pk__in=[part.case_id for part in parts])
    keys = set(seen.values_list("pk", flat=True))
    shown = [part for part in parts if part.case_id in keys]
    return Moved(shown, [], len(parts) - len(shown))


def _keep_first(actor: Any) -> tuple[bool, int, int]:
    return (not actor.organisation_number, -actor.cases, actor.pk)


def differ(one: Actor, other: Actor) -> bool:
    """Return whether the two bear different numbers: they are then different in law, whatever they are called."""
    return bool(
        one.organisation_number
        and other.organisation_number
        and one.organisation_number != other.organisation_number
    )


def against(kept: Actor, gone: Actor) -> Iterable[Missing]:
    """Yield why the two cannot be made one."""
    if kept.pk == gone.pk:
        yield Missing(_("Välj två olika aktörer."), "#id_gone")
    if kept.merged_into_id or gone.merged_into_id:
        yield Missing(_("En av aktörerna är redan sammanslagen med en annan."))
    if differ(kept, gone):
        yield Missing(
            _("Aktörerna har olika organisationsnummer och är inte samma. Rätta numret först om det är fel."),
            "#id_gone",
        )


def moves(kept: Actor, gone: Actor, *, user: Any = None) -> Moved:
    """Return what a merge moves; with `user` only the cases that the person may open, and how many others."""
    parts = list(CaseActor.objects.filter(actor=gone).select_related("case").order_by("case__reference"))
    both = set(CaseActor.objects.filter(actor=kept).values_list("case_id", flat=True))
    seen = {part.case_id for part in parts}
    if user is not None:
        visible = Case.objects.visible_to(user).filter(pk__in=seen)
        seen &= set(visible.values_list("pk", flat=True))
    shown = [part for part in parts if part.case_id in seen]
    return Moved(
        [part for part in shown if part.case_id not in both],
        [part for part in shown if part.case_id in both],
        len(parts) - len(shown),
    )
