"""How each actor of the group stands: asked or not, silent since when, what it has answered (D14)."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.group.contributions import contributions_by_part
from applications.models import Application, Case, CaseActor, Confirmation
from applications.templatetags.samverkan import datum


class Standing(NamedTuple):
    """One actor. `question` is the open one by link, `answer` the latest that counts, `rows` the contributions now."""

    part: CaseActor
    question: Confirmation | None
    answer: Confirmation | None
    rows: list[dict[str, Any]]
    today: date

    @property
    def state(self) -> str:
        """confirmed, declined, waiting, expired or unasked."""
        if self.question is not None and not self.question.has_expired(self.today):
            return "waiting"
        if self.part.confirmed_at is not None:
            return "confirmed"
        if self.part.declined_at is not None:
            return "declined"
        return "expired" if self.question is not None else "unasked"

    @property
    def since(self) -> datetime | None:
        """When the actor was asked, or answered."""
        if self.state in ("waiting", "expired") and self.question is not None:
            return self.question.asked_at
        return self.part.confirmed_at or self.part.declined_at

    @property
    def contribution(self) -> str:
        """right, wrong, changed (since the answer), unasked (confirmed without it), or nothing to confirm."""
        if self.part.confirmed_at is None or not (self.rows or (self.answer and self.answer.contributions)):
            return ""
        if self.answer is None or self.answer.contribution_right is None:
            return "unasked"
        if self.answer.contributions != self.rows:
            return "changed"
        return "right" if self.answer.contribution_right else "wrong"

    def in_words(self) -> str:
        """Return what it has answered in sentences, for documents, which print the day of a confirmation beside it."""
        if self.part.declined_at is not None:
            return _("Har tackat nej %(day)s.") % {"day": datum(self.part.declined_at)}
        if self.part.confirmed_at is None:
            return _("Inte besvarat.") if self.question is not None else _("Inte bekräftad.")
        words = {
            "right": _("Bidraget stämmer."),
            "wrong": _("Bidraget stämmer inte."),
            "changed": _("Bidraget är ändrat sedan dess."),
        }
        named = {True: _("Får nämnas offentligt."), False: _("Får inte nämnas offentligt.")}
        parts = [words.get(self.contribution, ""), named.get(self.part.may_be_named, "")]  # type: ignore[call-overload]
        return " ".join(part for part in parts if part)


def standings(case: Case, *, at: datetime, application: Application | None = None) -> list[Standing]:
    """Return the actors of the group in their order. Four queries, however many they are."""
    parts = list(case.case_actors.filter(in_group=True).select_related("actor"))
    questions, answers = {}, {}
    for row in Confirmation.objects.filter(case_actor__in=parts).select_related("attachment").order_by("id"):
        if row.answered_at is not None:
            answers[row.case_actor_id] = row
        elif row.withdrawn_at is None:
            questions[row.case_actor_id] = row
    rows = contributions_by_part(case, application)
    return [
        Standing(
            part,
            questions.get(part.pk),
            answers.get(part.pk) if part.confirmed_at or part.declined_at else None,
            rows.get(part.pk, []),
            timezone.localdate(at),
        )
        for part in parts
    ]
