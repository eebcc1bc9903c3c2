"""Acts on records: entering them in the registry, secrecy with its ground, copies with personal data masked (D2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications import actions, documents
from applications.lifecycle import Missing, expect, locked, note, refuse_if
from applications.models import Case, DocumentOrder, Event, Record
from applications.registry import masking
from applications.states import Direction


def enter_in_registry(
    pk: int, *, by: Any, at: datetime, number: str = "", record_ids: Iterable[int] = ()
) -> int:
    """Keep the case's number when it is new, and that its records `record_ids` stand in the registry; return how many.

    Raises Refused when another case has the number, or when there is none to enter records under.
    """
    with locked(pk) as case:
        expect(case, "enter_in_registry", by=by)
        if number and number != case.registry_number:
            refuse_if(_taken(case, number))
            actions.enter_registry_number(pk, number, by=by, at=at)
        ids = list(record_ids)
        if not ids:
            return 0
        if not (number or case.registry_number):
            refuse_if([Missing(_("Skriv ärendets diarienummer först."), f"#id_number_{pk}")])
        waiting = list(case.records.filter(pk__in=ids, registered_at=None).order_by("number"))
        if waiting:
            case.records.filter(pk__in=[record.pk for record in waiting]).update(registered_at=at)
            numbers = [record.number for record in waiting]
            said = _("Handling %(numbers)s") % {"numbers": ", ".join(map(str, numbers))}
            note(
                case,
                "enter_in_registry",
                by=by,
                at=at,
                comment=said,
                data={"numbers": numbers},
                for_group=False,
            )
        return len(waiting)


def _taken(case: Case, number: str) -> Iterable[Missing]:
    if Case.objects.filter(registry_number=number).exclude(pk=case.pk).exists():
        text = _("%(number)s: ett annat ärende har redan det numret. Kontrollera i diariet.")
        yield Missing(text % {"number": number}, f"#id_number_{case.pk}")


def change_secrecy(
    pk: int, record_id: int, *, by: Any, at: datetime, secret: bool, legal_ground: str, reason: str
) -> Event:
    """Flag a record as secret with its legal ground, or lift the flag; the reason goes to the trail (D2, OSL).

    Raises Refused without a reason, or without a ground for secrecy.
    """
    with locked(pk) as case:
        expect(case, "change_secrecy", by=by)
        record = case.records.get(pk=record_id)
        refuse_if(_missing_for_secrecy(secret=secret, legal_ground=legal_ground, reason=reason))
        before = {"secret": record.secret, "legal_ground": record.legal_ground}
        record.secret, record.legal_ground = secret, legal_ground if secret else ""
        record.save(update_fields=["secret", "legal_ground"])
        number = {"number": record.number, "ground": record.legal_ground, "reason": reason}
        text = (
            _("Handling %(number)s, %(ground)s: %(reason)s")
            if secret
            else _("Handling %(number)s, hävd: %(reason)s")
        )
        data = {
            "record": record.number,
            "from": before,
            "secret": secret,
            "legal_ground": record.legal_ground,
        }
        return note(case, "change_secrecy", by=by, at=at, comment=text % number, data=data, for_group=False)


def _missing_for_secrecy(*, secret: bool, legal_ground: str, reason: str) -> Iterable[Missing]:
    if secret and not legal_ground.strip():
        text = _("Välj eller skriv vilket lagrum sekretessen bygger på.")
        yield Missing(text, "#id_legal_ground")
    if not reason.strip():
        yield Missing(_("Skriv varför."), "#id_reason")


def order_masked_copy(
    pk: int,
    record_id: int,
    *,
    by: Any,
    at: datetime,
    legal_ground: str,
    hide: Iterable[str],
    words: Iterable[str] = (),
) -> DocumentOrder:
    """Order a copy of a document in which personal data are masked, to be handed out; it is a record of its own.

    `hide` are keys of `masking.KINDS`, `words` further words to mask. The copy is made from the frozen snapshot.
    Raises Refused for a record that was not made here, without a legal ground, or when nothing is masked.
    """
    with locked(pk) as case:
        expect(case, "order_masked_copy", by=by)
        record = case.records.select_related("order").get(pk=record_id)
        refuse_if(missing_for_masked_copy(record))
        if not legal_ground.strip():
            refuse_if([Missing(_("Skriv vilket lagrum maskningen bygger på."), "#id_legal_ground")])
        order = record.order
        masked = masking.mask(
            order.snapshot,
            masking.known_names(case, order.snapshot, order.kind),
            kind=order.kind,
            hide=hide,
            words=words,
        )
        if not masked.total:
            refuse_if([Missing(_("Inget i handlingen träffas av det du valt att maska."), "#id_hide_0")])
        count = record.copies.count() + 1
        ordered = documents.order(
            case,
            masking.KIND,
            key=f"masked-{record.pk}-{count}",
            designation=(_("Maskad kopia av %(name)s") % {"name": record.designation})[:200],
            snapshot={"of": order.kind, "ground": legal_ground, "snapshot": masked.snapshot},
            at=at,
            by=by,
            direction=Direction.INTERNAL,
            audience=DocumentOrder.Audience.STAFF,
            copy_of=record,
            description=_("Maskat med stöd av %(ground)s") % {"ground": legal_ground},
        )
        said = _("Handling %(number)s, %(ground)s") % {"number": record.number, "ground": legal_ground}
        note(
            case,
            "order_masked_copy",
            by=by,
            at=at,
            comment=said,
            data={"masked": masked.counts},
            for_group=False,
        )
        return ordered


def missing_for_masked_copy(record: Record) -> Iterable[Missing]:
    """Yield why no masked copy can be made of `record`: only documents made here can be masked by themselves."""
    if record.order is None or record.copy_of_id is not None:
        yield Missing(_("Bara dokument som skapats här kan maskas. Maska en bilaga i ett annat program."))
