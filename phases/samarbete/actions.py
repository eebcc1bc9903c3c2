"""What group and officer note during samarbete: information, dialogue, needs, viewpoints, support."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.group.actions import known_or_new, name_of_protected
from applications.identity import without_contact
from applications.lifecycle import Missing, WrongState, expect, locked, note, refuse_if
from applications.models import Case, CaseActor
from applications.states import Status
from phases.samarbete import guards
from phases.samarbete.models import (
    Communication,
    Compilation,
    DialogueActivity,
    Need,
    ProposedMeasure,
    SupportRequest,
)
from phases.samarbete.proposal import measures
from phases.samarbete.rows import add, change, contents, find, require_notable


# --- more actors are told (R24) -----------------------------------------------------------------------
def add_communication(pk: int, *, by: Any, at: datetime, **values: Any) -> Communication:
    """Note that the process was told to more actors. `values`: happened_on, channel, audience, note."""
    with locked(pk) as case:
        require_notable(case, "add_communication", by=by)
        refuse_if(_not_in_the_future(values["happened_on"], at, "#id_happened_on"))
        row = add(case, Communication, values, by=by, at=at)
        note(case, "add_communication", by=by, at=at, comment=row.channel, data={"communication": row.pk})
    return row


def change_communication(
    pk: int, row_id: int, *, by: Any, at: datetime, revision: int | None = None, **values: Any
) -> Communication:
    """Mend an entry. Raises Stale, Refused."""
    with locked(pk) as case:
        require_notable(case, "add_communication", by=by)
        refuse_if(_not_in_the_future(values["happened_on"], at, "#id_happened_on"))
        row = find(case, Communication, row_id)
        changed = change(row, values, by=by, at=at, revision=revision)
        data = {"communication": row.pk, "changed": changed}
        note(case, "add_communication", by=by, at=at, comment=_("Ändrad: %s") % row.channel, data=data)
    return row


def remove_communication(pk: int, row_id: int, *, by: Any, at: datetime) -> None:
    """Take away an entry that was wrong; the trail keeps what stood there."""
    with locked(pk) as case:
        require_notable(case, "add_communication", by=by)
        row = find(case, Communication, row_id)
        data = {"removed": contents(row, ("happened_on", "channel", "audience", "note"))}
        note(case, "add_communication", by=by, at=at, comment=_("Borttagen: %s") % row.channel, data=data)
        row.delete()


# --- who is in the area (R25, R26) ------------------------------------------------------------------------
IDENTITY = ("name", "kind", "organisation_number")


def map_actor(
    pk: int, *, name: str, kind: str, by: Any, at: datetime, organisation_number: str = "", **values: Any
) -> CaseActor:
    """Put an actor of the area on the case's list. `values`: contact_name, …_email, …_phone, support_wanted, note."""
    with locked(pk) as case:
        require_notable(case, "map_actors", by=by)
        refuse_if(name_of_protected(case, name))
        refuse_if(_already_there(case, name, organisation_number))
        actor = known_or_new(name, kind, organisation_number)
        values = without_contact(values, case)
        row = CaseActor.objects.create(case=case, actor=actor, added_at=at, **values)
        note(case, "map_actors", by=by, at=at, comment=actor.name, data={"case_actor": row.pk})
    return row


def change_mapping(pk: int, row_id: int, *, by: Any, at: datetime, **values: Any) -> CaseActor:
    """Mend an actor's contact, note and wish for support; its name, kind and number while only this case knows it."""
    with locked(pk) as case:
        require_notable(case, "map_actors", by=by)
        row = find(case, CaseActor, row_id)
        identity = {name: values.pop(name) for name in IDENTITY if name in values}
        refuse_if(name_of_protected(case, identity.get("name", "")))
        if identity and may_rename(row):
            for name, value in identity.items():
                setattr(row.actor, name, value)
            row.actor.save(update_fields=list(identity))
        values = without_contact(values, case)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        comment = _("Ändrad: %s") % row.actor.name
        note(case, "map_actors", by=by, at=at, comment=comment, data={"case_actor": row.pk})
    return row


def remove_mapping(pk: int, row_id: int, *, by: Any, at: datetime) -> None:
    """Take an actor off the list, unless it belongs to the group or is to do something."""
    with locked(pk) as case:
        require_notable(case, "map_actors", by=by)
        row = find(case, CaseActor, row_id)
        if row.in_group:
            refuse_if([Missing(_("Aktören hör till gruppen. Ändra det på gruppens sida."))])
        name = row.actor.name
        try:
            row.delete()
        except ProtectedError:
            refuse_if([Missing(_("%s ansvarar för en insats och går inte att ta bort.") % name)])
        note(case, "map_actors", by=by, at=at, comment=_("Borttagen: %s") % name, data={"removed": name})


def may_rename(row: CaseActor) -> bool:
    """Return whether the actor's own facts may be changed here: no other case knows it by them."""
    return not row.actor.case_actors.exclude(case=row.case_id).exists()


def _already_there(case: Case, name: str, organisation_number: str) -> Iterable[Missing]:
    for row in CaseActor.objects.filter(case=case).select_related("actor"):
        same_number = organisation_number and row.actor.organisation_number == organisation_number
        if same_number or row.actor.name.casefold() == name.strip().casefold():
            yield Missing(_("%s finns redan bland aktörerna i ärendet.") % row.actor.name, "#id_name")
            return


# --- dialogue (R27) --------------------------------------------------------------------------------------
def plan_dialogue(pk: int, *, by: Any, at: datetime, **values: Any) -> DialogueActivity:
    """Plan a dialogue activity. `values`: title, method, target_group, planned_on."""
    with locked(pk) as case:
        require_notable(case, "plan_dialogue", by=by)
        row = add(case, DialogueActivity, values, by=by, at=at)
        note(case, "plan_dialogue", by=by, at=at, comment=row.title, data={"dialogue": row.pk})
    return row


def change_dialogue(
    pk: int, row_id: int, *, by: Any, at: datetime, revision: int | None = None, **values: Any
) -> DialogueActivity:
    """Change the plan of an activity. Raises Stale, Refused."""
    with locked(pk) as case:
        require_notable(case, "plan_dialogue", by=by)
        row = find(case, DialogueActivity, row_id)
        changed = change(row, values, by=by, at=at, revision=revision)
        data = {"dialogue": row.pk, "changed": changed}
        note(case, "plan_dialogue", by=by, at=at, comment=_("Ändrad: %s") % row.title, data=data)
    return row


def hold_dialogue(
    pk: int,
    row_id: int,
    *,
    held_on: date,
    participants: int,
    summary: str,
    by: Any,
    at: datetime,
    revision: int | None = None,
) -> DialogueActivity:
    """Note that an activity was held: when, how many took part, what came up. May be mended. Raises Stale, Refused."""
    with locked(pk) as case:
        require_notable(case, "hold_dialogue", by=by)
        refuse_if(_not_in_the_future(held_on, at, "#id_held_on"))
        row = find(case, DialogueActivity, row_id)
        values = {"held_on": held_on, "participants": participants, "summary": summary}
        changed = change(row, values, by=by, at=at, revision=revision)
        data = {"dialogue": row.pk, "changed": changed}
        note(case, "hold_dialogue", by=by, at=at, comment=row.title, data=data)
    return row


def remove_dialogue(pk: int, row_id: int, *, by: Any, at: datetime) -> None:
    """Take away an activity that came to nothing. One that was held, or gave needs, stays."""
    with locked(pk) as case:
        require_notable(case, "plan_dialogue", by=by)
        row = find(case, DialogueActivity, row_id)
        refuse_if(_missing_for_remove_dialogue(row))
        data = {"removed": contents(row, ("title", "method", "target_group", "planned_on"))}
        note(case, "plan_dialogue", by=by, at=at, comment=_("Borttagen: %s") % row.title, data=data)
        row.delete()


def _missing_for_remove_dialogue(row: DialogueActivity) -> Iterable[Missing]:
    if row.held_on is not None:
        yield Missing(_("Dialogen är genomförd och går inte att ta bort."))
    elif row.needs.exists():
        yield Missing(_("Det finns behov som kom fram i dialogen. Ta bort dem först."))


# --- needs (R28) -----------------------------------------------------------------------------------------
def record_need(pk: int, *, activity: int, by: Any, at: datetime, **values: Any) -> Need:
    """Note a need that came up in an activity (its id). `values`: group, text."""
    with locked(pk) as case:
        require_notable(case, "record_needs", by=by)
        where = find(case, DialogueActivity, activity)
        row = add(case, Need, {**values, "activity": where}, by=by, at=at)
        note(case, "record_needs", by=by, at=at, comment=row.text, data={"need": row.pk})
    return row


def change_need(
    pk: int, row_id: int, *, activity: int, by: Any, at: datetime, revision: int | None = None, **values: Any
) -> Need:
    """Mend a need. Raises Stale, Refused."""
    with locked(pk) as case:
        require_notable(case, "record_needs", by=by)
        where = find(case, DialogueActivity, activity)
        row = find(case, Need, row_id)
        changed = change(row, {**values, "activity": where}, by=by, at=at, revision=revision)
        data = {"need": row.pk, "changed": changed}
        note(case, "record_needs", by=by, at=at, comment=_("Ändrad: %s") % row.text, data=data)
    return row


def remove_need(pk: int, row_id: int, *, by: Any, at: datetime) -> None:
    """Take away a need that no measure answers to."""
    with locked(pk) as case:
        require_notable(case, "record_needs", by=by)
        row = find(case, Need, row_id)
        if ProposedMeasure.objects.filter(needs=row).exists():
            refuse_if([Missing(_("En insats i förslaget svarar på behovet. Det går inte att ta bort."))])
        data = {"removed": contents(row, ("group", "text", "activity"))}
        note(case, "record_needs", by=by, at=at, comment=_("Borttaget: %s") % row.text, data=data)
        row.delete()


# --- the compilation (R30) -------------------------------------------------------------------------------
def can_compile(case: Case) -> bool:
    """Return whether the compilation is open: until the proposal is sent, and when it is asked for again."""
    if case.status == Status.PROPOSAL_COMPLETION:
        proposal = guards.unsent_proposal(case)
        return proposal is not None and proposal.is_open(measures.COMPILATION)
    return case.status == Status.COLLABORATION


def compile_viewpoints(
    pk: int, *, text: str, finished: bool, by: Any, at: datetime, revision: int | None = None
) -> Compilation:
    """Save the compilation of viewpoints; `finished` sets or clears its day. Raises Stale, Refused."""
    with locked(pk) as case:
        expect(case, "compile_viewpoints", by=by)
        if not can_compile(case):
            raise WrongState(case, "compile_viewpoints")
        if finished and not text.strip():
            refuse_if([Missing(_("Skriv sammanställningen innan ni markerar den som klar."), "#id_text")])
        row = Compilation.objects.filter(case=case).first() or add(case, Compilation, {}, by=by, at=at)
        finished_on = (row.finished_on or timezone.localdate(at)) if finished else None
        values = {"text": text, "finished_on": finished_on}
        changed = change(row, values, by=by, at=at, revision=revision)
        comment = _("Klar") if finished else ""
        note(case, "compile_viewpoints", by=by, at=at, comment=comment, data={"changed": sorted(changed)})
    return row


# --- support from the officer (R25, R29, R52) --------------------------------------------------------------
def ask_for_support(pk: int, *, about: str, text: str, by: Any, at: datetime) -> SupportRequest:
    """The group asks its officer for help with mapping, dialogue or organising; the officer gets a mail."""
    with locked(pk) as case:
        require_notable(case, "ask_for_support", by=by)
        row = add(case, SupportRequest, {"about": about, "text": text}, by=by, at=at)
        note(
            case,
            "ask_for_support",
            by=by,
            at=at,
            comment=row.get_about_display(),
            data={"support": row.pk},
            context={"support": row},
        )
    return row


def answer_support(pk: int, row_id: int, *, answer: str, by: Any, at: datetime) -> SupportRequest:
    """The officer answers, once; the group gets a mail."""
    with locked(pk) as case:
        require_notable(case, "answer_support", by=by)
        row = find(case, SupportRequest, row_id)
        if row.answered_at is not None:
            refuse_if([Missing(_("Önskemålet är redan besvarat av %s.") % row.answered_by)])
        row.answer, row.answered_at, row.answered_by = answer, at, by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        note(
            case,
            "answer_support",
            by=by,
            at=at,
            comment=row.get_about_display(),
            data={"support": row.pk},
            context={"support": row},
        )
    return row


def _not_in_the_future(day: date, at: datetime, url: str) -> Iterable[Missing]:
    if day > timezone.localdate(at):
        yield Missing(_("Datumet har inte varit än. Skriv dagen då det hände."), url)
