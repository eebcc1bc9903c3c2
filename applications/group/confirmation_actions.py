"""Actors confirm their part (D14): asked by a link without an account, reminded, or noted on paper.

Silence is shown and stops nothing. The link opens one question of one actor and nothing else.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.attachments import actions as attachments
from applications.city import values
from applications.group.contributions import contributions_of
from applications.lifecycle import Missing, Refused, expect, locked, note, note_from_outside, refuse_if
from applications.models import Case, CaseActor, Confirmation, Event
from applications.notices import Recipient
from applications.states import FINISHED, Role

Way = Confirmation.Way
EVIDENCE = "confirmation"  # the section of files that prove a confirmation
PAUSE = timedelta(hours=20)  # between two reminders: at most one a day


# --- asking ------------------------------------------------------------------------------------------
def ask_actor(pk: int, case_actor_id: int, *, email: str, name: str, by: Any, at: datetime) -> Confirmation:
    """Send an actor the link to its question. An earlier link stops working; an earlier answer stays until the new."""
    with locked(pk) as case:
        expect(case, "ask_actor", by=by)
        part = _part(case, case_actor_id)
        part.confirmations.waiting().update(withdrawn_at=at)
        days = values.days("confirmation_days")
        question = Confirmation.objects.create(
            case_actor=part,
            email=email.lower(),
            name=name,
            asked_at=at,
            asked_by=by,
            open_until=timezone.localdate(at) + timedelta(days=days),
        )
        if not part.contact_email:
            part.contact_name, part.contact_email = name, email.lower()
            part.save(update_fields=["contact_name", "contact_email"])
        note(
            case,
            "ask_actor",
            by=by,
            at=at,
            comment=part.actor.name,
            data={"confirmation": question.pk},
            contact=[_receiver(question)],
            context={"question": question, "actor": part.actor},
        )
        return question


def remind_actor(pk: int, confirmation_id: int, *, by: Any, at: datetime) -> Event:
    """Send the same link once more; at most once a day, and only while it works."""
    with locked(pk) as case:
        expect(case, "remind_actor", by=by)
        question = _waiting(case, confirmation_id)
        refuse_if(_cannot_remind(question, at))
        question.reminded_at = at
        question.save(update_fields=["reminded_at"])
        return note(
            case,
            "remind_actor",
            by=by,
            at=at,
            comment=question.case_actor.actor.name,
            data={"confirmation": question.pk},
            contact=[_receiver(question)],
            context={"question": question, "actor": question.case_actor.actor},
        )


def _cannot_remind(question: Confirmation, at: datetime) -> Iterable[Missing]:
    if question.has_expired(timezone.localdate(at)):
        yield Missing(_("Länken gäller inte längre. Skicka en ny fråga i stället."))
    elif at - max(filter(None, (question.asked_at, question.reminded_at))) < PAUSE:
        yield Missing(_("Aktören har nyss fått ett mejl. Vänta till i morgon."))


def remind_silent(*, at: datetime) -> int:
    """Remind, once, everybody who has been silent for some days; return how many. For the clock.

    Who was reminded by hand is not reminded again. Nobody is once the case is over.
    """
    before = at - timedelta(days=values.days("confirmation_reminder_days"))
    silent = Confirmation.objects.waiting().filter(
        reminded_at=None, asked_at__lte=before, open_until__gte=timezone.localdate(at)
    )
    rows = silent.exclude(case_actor__case__status__in=FINISHED)
    return sum(_remind_once(*row, at=at) for row in rows.values_list("pk", "case_actor__case"))


def _remind_once(confirmation_id: int, case_id: int, *, at: datetime) -> bool:
    with locked(case_id) as case:
        question = _questions(case).filter(pk=confirmation_id, reminded_at=None).first()
        if question is None or case.status in FINISHED:
            return False
        question.reminded_at = at
        question.save(update_fields=["reminded_at"])
        note_from_outside(
            case,
            "remind_actor",
            role="",
            name=_("Automatisk påminnelse"),
            at=at,
            comment=question.case_actor.actor.name,
            data={"confirmation": question.pk},
            contact=[_receiver(question)],
            context={"question": question, "actor": question.case_actor.actor},
        )
        return True


def withdraw_question(pk: int, confirmation_id: int, *, by: Any, at: datetime) -> Event:
    """Take a question back: its link opens nothing any more."""
    with locked(pk) as case:
        expect(case, "withdraw_question", by=by)
        question = _waiting(case, confirmation_id)
        question.withdrawn_at = at
        question.save(update_fields=["withdrawn_at"])
        return note(case, "withdraw_question", by=by, at=at, comment=question.case_actor.actor.name)


def _questions(case: Case) -> Any:
    return (
        Confirmation.objects.waiting()
        .filter(case_actor__case=case, case_actor__in_group=True)
        .select_related("case_actor__actor")
    )


def _waiting(case: Case, confirmation_id: int) -> Confirmation:
    question = _questions(case).filter(pk=confirmation_id).first()
    if question is None:
        raise Refused([Missing(_("Frågan är redan besvarad eller återtagen."))])
    return question


def _part(case: Case, case_actor_id: int) -> CaseActor:
    part = case.case_actors.filter(pk=case_actor_id, in_group=True).select_related("actor").first()
    if part is None:
        raise Refused([Missing(_("Aktören är inte längre med i gruppen."))])
    return part


def _receiver(question: Confirmation) -> Recipient:
    return Recipient(question.email, question.name)


# --- answering -----------------------------------------------------------------------------------------
class Closed(Exception):  # noqa: N818 an answer, not an error
    """The link opens nothing any more: answered, taken back, too old, or the actor or the case is gone."""


def is_open(question: Confirmation, *, at: datetime) -> bool:
    """Return whether the link still opens its question."""
    part = question.case_actor
    return (
        question.answered_at is None
        and question.withdrawn_at is None
        and not question.has_expired(timezone.localdate(at))
        and part.in_group
        and part.case.status not in FINISHED
    )


def answer_actor(
    question: Confirmation,
    *,
    takes_part: bool,
    contribution_right: bool | None,
    may_be_named: bool | None,
    answered_by: str,
    shown: list[dict[str, Any]],
    at: datetime,
    comment: str = "",
) -> Event:
    """Keep what somebody who holds the link answers for the actor, without an account.

    `shown` are the contributions as the page showed them. Raises Closed when the link is used up meanwhile,
    Refused when the group has changed the contribution since.
    """
    with locked(question.case_actor.case_id) as case:
        fresh = Confirmation.objects.select_related("case_actor__actor", "case_actor__case").get(
            pk=question.pk
        )
        if not is_open(fresh, at=at):
            raise Closed
        if shown != contributions_of(fresh.case_actor):
            text = _("Gruppen har ändrat bidraget sedan du öppnade sidan. Läs det igen och svara.")
            raise Refused([Missing(text, "#id_contribution_right")])
        fresh.takes_part = takes_part
        fresh.contribution_right = contribution_right if takes_part else None
        fresh.may_be_named = may_be_named if takes_part else None
        fresh.answered_by, fresh.comment, fresh.contributions = answered_by, comment, shown
        _keep(fresh, at=at, how=_("Genom länken: %(who)s") % {"who": answered_by})
        return note_from_outside(
            case,
            "answer_actor",
            role=Role.PUBLIC,
            name=fresh.case_actor.actor.name,
            at=at,
            comment=in_words(fresh),
            data={"confirmation": fresh.pk},
            contact=[_receiver(fresh)],
            context={"question": fresh, "actor": fresh.case_actor.actor, "answer": partial(in_words, fresh)},
        )


def confirm_actor(
    pk: int,
    case_actor_id: int,
    *,
    way: str,
    who: str,
    by: Any,
    at: datetime,
    contribution_right: bool | None = None,
    may_be_named: bool | None = None,
    files: Iterable[Any] = (),
) -> Confirmation:
    """Note that an actor has confirmed its part on paper, at a meeting or by mail; a file proves it (D14).

    The file is received at once, as a record of the case. Raises Refused when the actor has confirmed already
    or the file is not taken in: then nothing is noted.
    """
    expect(Case.objects.select_related("officer").get(pk=pk), "confirm_actor", by=by)
    with attachments.stored_files(files) as (found, unfit), locked(pk) as case:
        expect(case, "confirm_actor", by=by)
        part = _part(case, case_actor_id)
        refuse_if(_cannot_confirm(part, way, [*found, *unfit], unfit))
        kept, too_much = attachments.keep_what_fits(case, found, section=EVIDENCE, by=by, at=at)
        refuse_if(Missing(text, "#id_files") for text in too_much)
        attachments.receive(case, kept, by=by, at=at)
        part.confirmations.waiting().update(withdrawn_at=at)
        answer = Confirmation(
            case_actor=part,
            way=way,
            noted_by=by,
            answered_by=who,
            takes_part=True,
            contribution_right=contribution_right,
            may_be_named=may_be_named,
            contributions=contributions_of(part),
            attachment=kept[0] if kept else None,
        )
        _keep(answer, at=at, how=f"{answer.get_way_display()}: {who}")
        text = f"{part.actor.name}: {part.confirmed_how}. {in_words(answer)}"
        note(case, "confirm_actor", by=by, at=at, comment=text, data={"confirmation": answer.pk})
        return answer


def _cannot_confirm(part: CaseActor, way: str, files: list[Any], unfit: list[str]) -> Iterable[Missing]:
    if part.confirmed_at is not None:
        yield Missing(_("%(name)s har redan bekräftat.") % {"name": part.actor.name})
    if way == Way.PAPER and not files:
        yield Missing(_("Lägg till pappret som fil, till exempel ett foto av det."), "#id_files")
    yield from (Missing(text, "#id_files") for text in unfit)


def _keep(answer: Confirmation, *, at: datetime, how: str) -> None:
    """Save an answer, and what the case knows of the actor from it."""
    answer.answered_at = at
    answer.save()
    part = answer.case_actor
    part.confirmed_at = at if answer.takes_part else None
    part.confirmed_how = how[:200] if answer.takes_part else ""
    part.declined_at = None if answer.takes_part else at
    part.may_be_named = answer.may_be_named
    part.save(update_fields=["confirmed_at", "confirmed_how", "declined_at", "may_be_named"])


def forget_answers(part: CaseActor, *, at: datetime) -> None:
    """Let an actor that leaves the group be asked anew if it comes back. The answers themselves stay."""
    part.confirmations.waiting().update(withdrawn_at=at)
    part.confirmed_at = part.declined_at = part.may_be_named = None
    part.confirmed_how = ""
    part.save(update_fields=["confirmed_at", "declined_at", "may_be_named", "confirmed_how"])


def in_words(answer: Confirmation) -> str:
    """Return an answer in sentences, for the trail and mails."""
    if not answer.takes_part:
        return _("Är inte med.")
    words = [_("Är med.")]
    if answer.contribution_right is not None:
        words.append(_("Bidraget stämmer.") if answer.contribution_right else _("Bidraget stämmer inte."))
    if answer.may_be_named is not None:
        words.append(_("Får nämnas offentligt.") if answer.may_be_named else _("Får inte nämnas offentligt."))
    return " ".join(words)
