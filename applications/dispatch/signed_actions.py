"""The signed extract of the minutes: taken in as the authoritative text, replaced only by another with a reason."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications import records
from applications.attachments.actions import keep_what_fits, stored_files
from applications.attachments.kinds import PDF
from applications.attachments.sections import SIGNED
from applications.dispatch.guards import missing_for_signed_extract
from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Case, Decision, SignedExtract
from applications.states import Direction

FIELD = "#id_file"


def current(decision: Decision) -> SignedExtract | None:
    """Return the signed extract that stands, None while there is none."""
    return next(iter(decision.signed_extracts.all()), None)


def upload(pk: int, decision_pk: int, file: Any, *, reason: str = "", by: Any, at: datetime) -> SignedExtract:
    """Keep the signed extract of a released decision as the authoritative one, checked and scanned as every file (D3).

    It becomes a record of the case that its group reads. The first needs no reason, one that replaces it does.
    Raises Refused for anything but a sound PDF; the file is looked at and scanned before the case is locked.
    """
    expect(Case.objects.select_related("officer").get(pk=pk), "upload_signed_extract", by=by)
    with stored_files([file]) as (stored, refused), locked(pk) as case:
        refuse_if(Missing(text, FIELD) for text in refused)
        expect(case, "upload_signed_extract", by=by)
        decision = case.decisions.select_related("committee").get(pk=decision_pk)
        refuse_if(missing_for_signed_extract(decision))
        if stored[0].checked.kind != PDF:
            refuse_if([Missing(_("Välj utdraget som PDF."), FIELD)])
        before = current(decision)
        if before is not None and not reason.strip():
            refuse_if([Missing(_("Skriv varför utdraget byts ut."), "#id_reason")])
        version = before.version + 1 if before else 1
        name = designation(decision, version)
        found = stored[0].checked._replace(name=f"{name}.pdf")
        kept, too_much = keep_what_fits(
            case, [stored[0]._replace(checked=found)], section=SIGNED, by=by, at=at
        )
        refuse_if(Missing(text, FIELD) for text in too_much)
        attachment = kept[0]
        attachment.sent_at = at
        attachment.save(update_fields=["sent_at"])
        records.register(
            case,
            name,
            direction=Direction.INTERNAL,
            at=at,
            by=by,
            counterpart=decision.committee.name,
            description=reason,
            attachment=attachment,
        )
        extract = SignedExtract.objects.create(
            decision=decision,
            version=version,
            attachment=attachment,
            sha256=attachment.sha256,
            reason=reason,
            at=at,
            by=by,
        )
        note(
            case,
            "upload_signed_extract",
            by=by,
            at=at,
            comment=reason or name,
            data={"decision": decision.pk, "version": version, "sha256": extract.sha256},
        )
        return extract


def designation(decision: Decision, version: int) -> str:
    """Return what it is called: "Undertecknat protokollsutdrag § 99", from the second on with its version."""
    number = decision.number_name
    name = (
        _("Undertecknat protokollsutdrag %(number)s") % {"number": number}
        if decision.route == Decision.Route.COMMITTEE
        else _("Undertecknat %(number)s") % {"number": number[:1].lower() + number[1:]}
    )
    return name if version == 1 else _("%(name)s, version %(version)s") % {"name": name, "version": version}
