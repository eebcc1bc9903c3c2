"""What the city writes down in a case beside its phases."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import actions as case_actions
from applications import records
from applications.attachments import actions as attachments
from applications.group.actions import (
    has_representative,
    invite_first_contact,
    invite_member,
    open_invitations,
    withdraw_invitation,
)
from applications.language import kept_in_swedish
from applications.lifecycle import Missing, Refused, WrongState, expect, locked, note, refuse_if
from applications.mail import queue
from applications.models import Case, CaseContact, Note, Record
from applications.models.document import NOTE
from applications.notices import GROUP, Recipient
from applications.states import CameBy, Direction, Initiative, Role

LONGEST = 200  # letters of a designation


def write_file_note(
    pk: int,
    *,
    by: Any,
    at: datetime,
    happened_on: date,
    direction: str,
    designation: str,
    files: Iterable[Any] = (),
    **fields: Any,
) -> Record:
    """Register a call, mail or visit as a record of the case (D21). `fields` are fields of Record.

    Each of `files` becomes a record too, checked and scanned as every file, that the group does not see; with files
    and no description nothing was said: then they are no file note. Raises Refused when a file is not taken in.
    """
    with attachments.stored_files(files) as (stored, unfit), locked(pk) as case:
        refuse_if(Missing(text, "#id_files") for text in unfit)
        kept, too_much = attachments.keep_what_fits(case, stored, section=NOTE, by=by, at=at)
        refuse_if(Missing(text, "#id_files") for text in too_much)
        moment = datetime.combine(happened_on, time(12), tzinfo=timezone.get_current_timezone())
        is_note = not kept or bool(fields.get("description"))
        for file in kept:
            file.sent_at = at
            file.save(update_fields=["sent_at"])
        made = [
            records.register(
                case,
                designation if len(kept) < 2 else f"{designation}: {file.name}"[:LONGEST],  # noqa: PLR2004 several
                direction=Direction(direction),
                at=min(moment, at) if happened_on == timezone.localdate(at) else moment,
                by=by,
                is_file_note=is_note,
                attachment=file,
                **fields,
            )
            for file in kept or [None]
        ]
        said = "" if made[0].secret else designation
        note(
            case, "write_file_note" if is_note else "put_in_file", by=by, at=at, comment=said, for_group=False
        )
        return made[0]


def write_note(pk: int, text: str, *, by: Any, at: datetime) -> Note:
    """Keep an internal note; it never reaches the group."""
    with locked(pk) as case:
        written = Note.objects.create(case=case, author=by, text=text, at=at)
        note(case, "write_note", by=by, at=at, for_group=False)
        return written


# What the contact is called among the records of the case.
FIRST_CONTACT = {
    CameBy.PHONE: gettext_lazy("Telefonsamtal, första kontakten"),
    CameBy.PAPER: gettext_lazy("Papper från gruppen, första kontakten"),
    CameBy.VISIT: gettext_lazy("Besök, första kontakten"),
    CameBy.MAIL: gettext_lazy("Mejl, första kontakten"),
}
CITYS_START = gettext_lazy("Stadens initiativ, varför ärendet öppnades")


def open_city_case(
    title: str,
    *,
    by: Any,
    at: datetime,
    came_by: str | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    about: str = "",
    **fields: Any,
) -> Case:
    """The officer opens a case and becomes its kontaktperson (R46).

    `came_by`: how a group made contact, whose initiative it then is (R2) and whose contact is a record of the case
    (D21), with `about` as what was said; None: the city takes the initiative, and `about` is a file note of it. Of
    the contact, all that is known is kept; with an `email` it is invited, and speaks for the group from its first
    log-in on (D25).
    """
    initiative = Initiative.CITY if came_by is None else Initiative.ACTORS
    sender = Recipient(email.lower(), name or email) if email else None
    with kept_in_swedish(), transaction.atomic():
        case = case_actions.open_case(
            title, by=by, at=at, officer=by, initiative=initiative, came_by=came_by, sender=sender, **fields
        )
        if name or phone or email:
            CaseContact.objects.create(
                case=case, name=name, phone=phone, email=email.lower(), created_at=at, created_by=by
            )
        if sender is not None:
            invite_first_contact(case, sender, at=at, by=by)
        if came_by is None and about:
            records.register(
                case,
                str(CITYS_START),
                direction=Direction.INTERNAL,
                at=at,
                by=by,
                description=about,
                is_file_note=True,
            )
        if came_by is not None:
            records.register(
                case,
                str(FIRST_CONTACT[CameBy(came_by)]),
                direction=Direction.INCOMING,
                at=at,
                by=by,
                counterpart=name or email or phone,
                description=about,
                is_file_note=came_by in (CameBy.PHONE, CameBy.VISIT),
            )
    return case


def change_contact(pk: int, *, name: str, phone: str, email: str, by: Any, at: datetime) -> None:
    """Mend or add the contact in the group of a case that an officer opened (R46); the trail says which parts.

    A new address is invited to speak for the group while nobody does, and an invitation to the old one is taken back.
    Raises Refused when the address cannot be invited, WrongState when the group opened the case itself.
    """
    with kept_in_swedish(), locked(pk) as case:
        expect(case, "change_contact", by=by)
        if not case.was_written_by_city:
            raise WrongState(case, "change_contact")
        contact = CaseContact.objects.filter(case=case).first()
        contact = contact or CaseContact(case=case, created_at=at, created_by=by)
        before = contact.email
        given = {"name": name, "phone": phone, "email": email.lower()}
        changed = [part for part, value in given.items() if getattr(contact, part) != value]
        if not changed:
            return
        for part in changed:
            setattr(contact, part, given[part])
        contact.save()
        words = [str(CaseContact._meta.get_field(part).verbose_name).lower() for part in changed]  # noqa: SLF001
        note(case, "change_contact", by=by, at=at, comment=", ".join(words), for_group=False)
        if "email" in changed:
            _invite_instead(case, contact, before, by=by, at=at)


def _invite_instead(case: Case, contact: CaseContact, before: str, *, by: Any, at: datetime) -> None:
    for old in open_invitations(case).filter(email=before, role=Role.REPRESENTATIVE):
        withdraw_invitation(case.pk, old.pk, by=by, at=at)
    if contact.email and not has_representative(case):
        name = contact.name or contact.email
        invite_member(case.pk, email=contact.email, name=name, by=by, at=at, role=Role.REPRESENTATIVE)


def already(officer: Any) -> str:
    """Return why a case is not given to the officer who has it."""
    return _("%(name)s är redan kontaktperson.") % {"name": officer}


def assign_officer_to_many(
    pks: Iterable[int], *, officer: Any, by: Any, at: datetime, comment: str = ""
) -> dict[int, str]:
    """Give each case to `officer`, one at a time under its own lock (R6). `tell_of_many` tells the officer.

    Return, for each, why it did not go, or an empty text: one that is refused hinders no other.
    """
    results = {}
    for pk in pks:
        try:
            with locked(pk) as case:
                refuse_if([Missing(already(officer))] if case.officer == officer else [])
                case_actions.assign_officer(
                    pk, officer=officer, by=by, at=at, comment=comment, audiences=[GROUP]
                )
        except (Refused, WrongState, PermissionDenied) as refusal:
            results[pk] = str(refusal)
        else:
            results[pk] = ""
    return results


def tell_of_many(officer: Any, changed: int, *, by: Any, at: datetime, comment: str = "") -> None:
    """Tell the officer once of all the cases that were handed over together; nobody is told of an own act."""
    if changed and officer != by:
        context = {"by": by, "changed": changed, "comment": comment}
        with kept_in_swedish():
            queue(
                "account_took_over_officer",
                to=Recipient(officer.email, officer.name, officer),
                at=at,
                context=context,
            )
