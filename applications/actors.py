"""Who an actor is: one row across cases for those with an organisation number, a row per case for the rest."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from applications.lifecycle import Missing
from applications.models import Actor, Case, CaseActor


def actor_for(*, name: str, kind: str, organisation_number: str = "") -> Actor:
    """Return the actor with this number as it is known, else a new one. Without a number always a new one."""
    if organisation_number:
        known = Actor.objects.filter(organisation_number=organisation_number).first()
        if known is not None:
            return known
    return Actor.objects.create(name=name, kind=kind, organisation_number=organisation_number)


def missing_for_new_actor(case: Case, *, name: str, organisation_number: str = "") -> Iterable[Missing]:
    """Yield why an actor cannot be added: it already stands in the case, by number or by name."""
    rows = CaseActor.objects.filter(case=case).select_related("actor")
    for row in rows:
        same_number = organisation_number and row.actor.organisation_number == organisation_number
        if same_number or row.actor.name.casefold() == name.strip().casefold():
            yield Missing(_("%s finns redan bland aktörerna i ärendet.") % row.actor.name, "#id_name")
            return


def may_rename(row: CaseActor) -> bool:
    """Return whether the actor's own facts may be changed here: nobody else's case knows it by them."""
    return not CaseActor.objects.filter(actor=row.actor_id).exclude(pk=row.pk).exists()
