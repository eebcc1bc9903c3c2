"""What the city does with a case before decision 1: first meeting, criteria, checks, completion."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.lifecycle import Missing, WrongState, expect, locked, note, pass_turn, perform, refuse_if
from applications.models import Case, Criterion, Event
from applications.models.area import AREA_FIELDS
from applications.states import AssessmentStage, Remit, Status, Turn, Verdict
from applications.writing import actions as writing
from applications.writing.steps import SECTIONS
from phases.booked import close_first_meeting
from phases.completion import CompletionKind, missing_in_request
from phases.initiering.card import Card
from phases.initiering.gates import GATES, Gate
from phases.initiering.guards import (
    missing_declaration,
    missing_first_meeting,
    missing_for_request_completion,
    missing_for_take_up,
    missing_while_with_manager,
)
from phases.initiering.models import Assessment, ConflictDeclaration, Deviation, FirstMeeting, LegalCheck

SECTION_OF = {1: "gruppen", 2: "samarbeten", 3: "bidrag", 4: "utmaningar", 5: "underlag", 6: "samarbeten"}
BEFORE_REVIEW = (Status.CONTACT, Status.DRAFT, Status.SUBMITTED)
BEFORE_READY = (*BEFORE_REVIEW, Status.REVIEW, Status.COMPLETION)


def _expect_status(case: Case, action: str, statuses: tuple[Status, ...]) -> None:
    if case.status not in statuses:
        raise WrongState(case, action)


def log_first_meeting(
    pk: int,
    *,
    held_on: date,
    participants: str,
    place: str = "",
    notes: str = "",
    process_explained: bool = True,
    criteria_explained: bool = True,
    by: Any,
    at: datetime,
) -> FirstMeeting:
    """Log the first meeting (R5, R7), or mend what was logged; the trail keeps what stood there before.

    Was it booked, the booking is held by this.
    """
    with locked(pk) as case:
        expect(case, "log_first_meeting", by=by)
        _expect_status(case, "log_first_meeting", BEFORE_READY)
        refuse_if(missing_while_with_manager(case))
        if held_on > timezone.localdate(at):
            refuse_if([Missing(_("Mötet har inte varit än. Anteckna det när det är hållet."), "#id_held_on")])
        meeting = FirstMeeting.objects.filter(case=case).order_by("-held_on", "-id").first()
        before = _values(meeting) if meeting else {}
        meeting = meeting or FirstMeeting(case=case, created_at=at, created_by=by)
        meeting.held_on, meeting.place, meeting.participants, meeting.notes = (
            held_on,
            place,
            participants,
            notes,
        )
        meeting.process_explained, meeting.criteria_explained = process_explained, criteria_explained
        meeting.save()
        close_first_meeting(case, held_on=held_on, by=by, at=at)
        note(case, "log_first_meeting", by=by, at=at, data={"before": before} if before else {})
        if case.status == Status.CONTACT:
            turn = Turn.OFFICER if case.is_written_by_city else Turn.GROUP
            words = (
                _("Börja skriva ansökan åt gruppen") if case.is_written_by_city else _("Börja skriva ansökan")
            )
            pass_turn(case, turn, due_on=None, due_reason=words)
        return meeting


def _values(meeting: FirstMeeting) -> dict[str, Any]:
    names = ("place", "participants", "notes", "process_explained", "criteria_explained")
    return {"held_on": meeting.held_on.isoformat()} | {name: getattr(meeting, name) for name in names}


def declare_no_conflict(pk: int, *, by: Any, at: datetime) -> ConflictDeclaration:
    """Declare that `by` has no conflict of interest in the case (D6). A second time changes nothing."""
    with locked(pk) as case:
        expect(case, "declare_no_conflict", by=by)
        declaration, created = ConflictDeclaration.objects.get_or_create(
            case=case, officer=by, defaults={"created_at": at, "created_by": by}
        )
        if created:
            note(case, "declare_no_conflict", by=by, at=at, for_group=False)
        return declaration


def first_assessment(
    pk: int, number: int, *, verdict: str, motivation: str = "", by: Any, at: datetime
) -> Assessment:
    """Judge one criterion at or after the first meeting, before the application is reviewed (R8)."""
    with locked(pk) as case:
        expect(case, "first_assessment", by=by)
        _expect_status(case, "first_assessment", BEFORE_REVIEW)
        refuse_if([*missing_declaration(case, by), *missing_first_meeting(case)])
        return _assess(case, AssessmentStage.FIRST, number, verdict, motivation, by=by, at=at)


def assess_criteria(
    pk: int, number: int, *, verdict: str, motivation: str, by: Any, at: datetime
) -> Assessment:
    """Assess one criterion of the sent application. A new verdict is a new row; the newest counts (R8)."""
    with locked(pk) as case:
        expect(case, "assess_criteria", by=by)
        _expect_status(case, "assess_criteria", (Status.REVIEW,))
        refuse_if([*missing_declaration(case, by), *missing_while_with_manager(case)])
        if not motivation.strip():
            refuse_if([Missing(_("Skriv en motivering på minst en mening."), "#id_motivation")])
        return _assess(case, AssessmentStage.REVIEW, number, verdict, motivation, by=by, at=at)


def _assess(
    case: Case, stage: AssessmentStage, number: int, verdict: str, motivation: str, *, by: Any, at: datetime
) -> Assessment:
    card = Card(case)
    row = card.row(number)
    if row is None:
        raise Criterion.DoesNotExist(f"Criterion {number}")
    assessment = Assessment.objects.create(
        case=case,
        criterion=row.criterion,
        stage=stage,
        application=card.application,
        verdict=Verdict(verdict),
        motivation=motivation,
        created_at=at,
        created_by=by,
    )
    action = "first_assessment" if stage == AssessmentStage.FIRST else "assess_criteria"
    label = Verdict(verdict).label
    note(
        case,
        action,
        by=by,
        at=at,
        comment=f"{row.criterion.title}: {label}",
        data={"criterion": number, "verdict": verdict, "assessment": assessment.pk},
        for_group=False,
    )
    return assessment


def take_up(pk: int, *, by: Any, at: datetime) -> Event:
    """Begin the review of a sent application."""
    with locked(pk) as case:
        expect(case, "take_up", by=by)
        refuse_if(missing_for_take_up(case))
        return perform(case, "take_up", by=by, at=at)


def judge_remit(pk: int, *, remit: str, reason: str, by: Any, at: datetime) -> Event:
    """Say whether the proposal lies within the committee's remit (R1); anything but yes needs its reason."""
    with locked(pk) as case:
        expect(case, "judge_remit", by=by)
        _expect_status(case, "judge_remit", BEFORE_READY)
        refuse_if([*missing_declaration(case, by), *missing_while_with_manager(case)])
        if Remit(remit) != Remit.YES and not reason.strip():
            refuse_if(
                [Missing(_("Skriv vilken del som hör till någon annan, och varför."), "#id_remit_reason")]
            )
        before = case.remit
        case.remit, case.remit_reason = remit, reason
        case.save(update_fields=["remit", "remit_reason"])
        return note(
            case,
            "judge_remit",
            by=by,
            at=at,
            comment=str(Remit(remit).label),
            data={"from": before, "to": remit},
        )


def legal_check(
    pk: int,
    *,
    business_benefits: bool,
    conclusion: str,
    single_business: str = "",
    state_aid: str = "",
    register_checked_on: date | None = None,
    register_sum: int | None = None,
    de_minimis_certificate: bool = False,
    no_certificate: str = "",
    by: Any,
    at: datetime,
) -> LegalCheck:
    """Write the legal check (D7): a new row each time, the newest counts.

    When a business benefits, it says what the central register of de minimis aid held (`register_sum`: EUR in three
    years) on which day, and that the business has given its certificate, or why not.
    """
    with locked(pk) as case:
        expect(case, "legal_check", by=by)
        _expect_status(
            case,
            "legal_check",
            (*BEFORE_READY, Status.PROPOSAL_SUBMITTED, Status.PROPOSAL_COMPLETION, Status.EXECUTION),
        )
        refuse_if([*missing_declaration(case, by), *missing_while_with_manager(case)])
        if business_benefits and not (single_business.strip() and state_aid.strip()):
            refuse_if(
                [Missing(_("Ett företag gynnas. Bedöm stödet till företaget och reglerna om statligt stöd."))]
            )
        if business_benefits and (register_checked_on is None or register_sum is None):
            refuse_if(
                [Missing(_("Ett företag gynnas. Skriv vad det centrala registret säger, och vilken dag."))]
            )
        if business_benefits and not (de_minimis_certificate or no_certificate.strip()):
            refuse_if(
                [Missing(_("Ett företag gynnas. Begär in intyget, eller skriv varför det inte behövs."))]
            )
        check = LegalCheck.objects.create(
            case=case,
            business_benefits=business_benefits,
            single_business=single_business,
            state_aid=state_aid,
            register_checked_on=register_checked_on,
            register_sum=register_sum,
            de_minimis_certificate=de_minimis_certificate,
            no_certificate=no_certificate,
            conclusion=conclusion,
            created_at=at,
            created_by=by,
        )
        note(case, "legal_check", by=by, at=at, data={"legal_check": check.pk}, for_group=False)
        return check


def draw_area(pk: int, area: dict[str, Any], *, by: Any, at: datetime) -> Event:
    """Keep the boundary that the city drew (R4). `area`: GeoJSON Polygon or MultiPolygon, checked by the form."""
    with locked(pk) as case:
        expect(case, "draw_area", by=by)
        refuse_if(missing_while_with_manager(case))
        before = case.area_polygon
        case.set_area(area)
        case.save(update_fields=AREA_FIELDS)
        return note(case, "draw_area", by=by, at=at, data={"from": before})


def deviate(pk: int, gate: str, *, reason: str, by: Any, at: datetime) -> Deviation:
    """Pass a gate on facts with a written reason (D23); the report tells it. Refuses gates of other phases."""
    with locked(pk) as case:
        expect(case, "deviate", by=by)
        if gate not in GATES.get(case.phase, ()):
            raise WrongState(case, "deviate")
        refuse_if(missing_while_with_manager(case))
        if not reason.strip():
            refuse_if([Missing(_("Skriv skälet till avsteget."), "#id_reason")])
        if Deviation.objects.filter(case=case, gate=gate).exists():
            refuse_if([Missing(_("Avsteget är redan gjort."))])
        deviation = Deviation.objects.create(
            case=case, gate=Gate(gate), reason=reason, created_at=at, created_by=by
        )
        note(
            case,
            "deviate",
            by=by,
            at=at,
            comment=f"{deviation.get_gate_display()}: {reason}",
            data={"gate": gate},
        )
        return deviation


def request_completion(
    pk: int, *, asked_for: Mapping[str, str], due_on: date, by: Any, at: datetime
) -> Event:
    """Ask the group to complete its application: only the named sections open, until `due_on` (R15)."""
    with locked(pk) as case:
        expect(case, "request_completion", by=by)
        _expect_status(case, "request_completion", (Status.REVIEW,))
        refuse_if(missing_for_request_completion(case))
        refuse_if(missing_in_request(COMPLETION, asked_for=asked_for, due_on=due_on, at=at))
        writing.new_version(case, open_sections=list(asked_for), asked_for=asked_for, by=by, at=at)
        return perform(
            case,
            "request_completion",
            by=by,
            at=at,
            due_on=due_on,
            comment=COMPLETION.in_words(asked_for, due_on),
            data={"asked_for": dict(asked_for)},
            context=COMPLETION.mail_context(asked_for),
        )


def weak_verdicts(case: Case) -> dict[str, str]:
    """Return what the assessment found weak, by section of the application (escaped HTML)."""
    found: dict[str, list[str]] = {}
    for row in Card(case).rows:
        if row.assessed is not None and row.assessed.verdict != Verdict.MET:
            label = row.assessed.get_verdict_display().lower()
            line = format_html("{}, {}: {}", row.criterion.title, label, row.assessed.motivation)
            found.setdefault(SECTION_OF[row.number], []).append(line)
    return {
        key: format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
        for key, lines in found.items()
    }


COMPLETION = CompletionKind(
    what=gettext_lazy("ansökan"), sections=SECTIONS, act=request_completion, notes=weak_verdicts
)
