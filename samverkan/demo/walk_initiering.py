"""Initiering: from first contact to a signed report on decision 1."""

from datetime import timedelta
from typing import Any

from applications import actions as case_actions
from applications.attachments import actions as attachments
from applications.attachments.sections import APPLICATION
from applications.group import actions as group
from applications.group import confirmation_actions
from applications.group.confirmation_actions import Way
from applications.models import Neighbourhood
from applications.officer_report import actions as reports
from applications.states import Outcome, Remit, Size, SupportKind, Verdict
from applications.templatetags.samverkan import datum, kronor
from applications.workspace.actions import open_city_case
from applications.writing import actions as writing
from phases.initiering import actions as initiering
from phases.initiering.contact import actions as contact
from phases.initiering.report_source import DIALOGUE_REPORT
from samverkan.demo import paper, people
from samverkan.demo.walk_base import WalkBase

POINT = ("text", "measure", "requested", "proposed", "in_kind", "motivation")


class WalkInitiering(WalkBase):
    """The steps of the first phase."""

    def open_case(self) -> None:
        """A group sends its interest, or the city takes the initiative (D25, R46)."""
        at = self.at("open_case", 9, 15)
        if self.is_city:
            self.pk = open_city_case(self.story.title, by=self.maja, at=at).pk
            return
        email, fields = self.story.representative
        case = contact.express_interest(
            contact_name=fields["name"],
            contact_email=email,
            contact_phone=fields["phone"],
            parties="\n".join(part.name for part in self.story.parts),
            area=self.story.title,
            challenges=self.story.challenges,
            proposal=self.story.proposal,
            at=at,
        )
        self.pk = case.pk
        group.accept_invitations(self.idris, at=at + timedelta(hours=1))

    def assign_officer(self) -> None:
        """An officer takes the case (R6)."""
        if not self.is_city:
            case_actions.assign_officer(
                self.pk, officer=self.maja, by=self.maja, at=self.at("assign_officer")
            )

    def first_meeting(self) -> None:
        """Process and criteria are explained; the first judgement on the card (R5, R7, R8)."""
        at = self.at("log_first_meeting", 15)
        initiering.log_first_meeting(
            self.pk,
            held_on=self.day("log_first_meeting"),
            place="På platsen",
            participants=", ".join(dict.fromkeys([self.maja.name, self.idris.name, "två av aktörerna"])),
            notes=self.story.meeting_notes,
            by=self.maja,
            at=at,
        )
        initiering.declare_no_conflict(self.pk, by=self.maja, at=at)
        for number in range(1, 7):
            initiering.first_assessment(
                self.pk,
                number,
                verdict=Verdict.MET,
                motivation=self.story.first_verdicts,
                by=self.maja,
                at=at,
            )

    def start_draft(self) -> None:
        """The group begins to write, and says who it is (R3)."""
        at = self.at("start_draft", 18)
        writing.start_draft(self.pk, by=self.idris, at=at)
        for part in self.story.parts:
            row = group.add_actor(
                self.pk,
                name=part.name,
                kind=part.kind,
                organisation_number=part.number,
                is_payee=part.payee,
                by=self.idris,
                at=at,
            )
            confirmation_actions.confirm_actor(
                self.pk,
                row.pk,
                way=Way.MEETING,
                who="en från aktören, på gruppens möte",
                may_be_named=True,
                by=self.idris,
                at=at,
            )
        self.invite_member()

    def invite_member(self) -> None:
        """A second person joins; in a case that the city started she is the responsible group (R35)."""
        at = self.at("start_draft", 19)
        email, fields = people.MEMBER
        ylva = people.person(email, at=at, **fields)
        group.invite_member(self.pk, email=email, name=fields["name"], by=self.idris, at=at)
        group.accept_invitations(ylva, at=at, case=self.case)
        if self.is_city:
            members = self.case.memberships.filter(user=ylva).values_list("pk", flat=True)
            group.name_responsible_group(self.pk, members, by=self.maja, at=at)

    def write(self, *only: str, step: str = "submit") -> None:
        """The eight steps of the application, or `only` some of them (R1–R23, R48, R53)."""
        story, at = self.story, self.at(step, 13)
        actors = dict(zip(story.parts, self.parts, strict=True))
        steps: dict[str, dict[str, Any]] = {
            "omradet": {
                "title": story.title,
                "area_kind": story.area_kind,
                "area_description": story.area,
                "area_boundary": story.boundary,
                "area_polygon": story.polygon,
                "neighbourhood": Neighbourhood.objects.get_or_create(name=story.neighbourhood)[0],
                "remit": Remit.YES,
                "remit_reason": "Platsen är allmän plats.",
            },
            "gruppen": {
                "joint_proposal": story.proposal,
                "size": story.size,
                "ends_on": self.first_day + timedelta(days=story.lasts_days)
                if story.size == Size.LIMITED
                else None,
                "review_interval_months": 12 if story.size == Size.LONG_TERM else None,
            },
            "aktorer": {"actors_present": story.present, "actors_interested": story.interested},
            "utmaningar": {"challenges": story.challenges, "added_value": story.added_value},
            "samarbeten": {
                "cooperation": story.cooperation,
                "democratic": True,
                "democratic_description": story.democracy,
            },
            "bidrag": {
                "requested_amount": story.requested,
                "requested_purpose": "Möten, enkäter och en gemensam dag på platsen.",
            },
            "underlag": {},
            "sjalvskattning": {
                "programmes": story.programmes,
                "self_check": {
                    str(n): {
                        "verdict": Verdict.MET,
                        "motivation": "Vi tycker att vi uppfyller det.",
                        "version": 1,
                    }
                    for n in range(1, 7)
                },
            },
        }
        rows: dict[str, list[dict[str, Any]]] = {
            "bidrag": [
                {
                    "case_actor": row,
                    "kind": SupportKind.MONEY if part.amount else SupportKind.OTHER,
                    "amount": part.amount,
                    "description": part.gives,
                }
                for part, row in actors.items()
                if part.amount or part.gives
            ],
            "underlag": [
                {"group": asked, "needs": needs, "method": method} for asked, needs, method in story.evidence
            ],
        }
        for key, values in steps.items():
            if only and key not in only:
                continue
            writing.save_step(self.pk, key, values, by=self.idris, at=at, rows=rows.get(key))

    def submit(self) -> None:
        """The representative sends it; it is received (D1)."""
        self.write()
        writing.submit(self.pk, by=self.idris, at=self.at("submit", 14, 32))

    def take_up(self) -> None:
        """The officer begins the review."""
        initiering.take_up(self.pk, by=self.maja, at=self.at("take_up"))

    def request_completion(self) -> None:
        """The officer asks for more (R15)."""
        initiering.request_completion(
            self.pk,
            asked_for={"underlag": "Skriv hur många som svarade och när ni frågade."},
            due_on=self.day("request_completion") + timedelta(days=14),
            by=self.maja,
            at=self.at("request_completion"),
        )

    def complete(self) -> None:
        """The group says what it was asked for, encloses the questionnaire and sends a new version."""
        at = self.at("complete", 9)
        rows = [
            {
                "group": asked,
                "needs": needs,
                "method": f"{method}, {40 + 24 * number} svar",
                "collected": f"{datum(self.first_day)}",
            }
            for number, (asked, needs, method) in enumerate(self.story.evidence)
        ]
        writing.save_step(self.pk, "underlag", {}, by=self.idris, at=at, rows=rows)
        attachments.attach(
            self.pk, [paper.pdf("Enkäten och svaren.pdf")], section=APPLICATION, by=self.idris, at=at
        )
        writing.complete(self.pk, by=self.idris, at=self.at("complete"))

    def assess(self, verdict: Verdict = Verdict.MET) -> None:
        """Six assessments with motivations, and the legal check (R8, D6, D7)."""
        at = self.at("assess", 11)
        initiering.declare_no_conflict(self.pk, by=self.assessor, at=at)
        for number, motivation in enumerate(self.story.verdicts, start=1):
            initiering.assess_criteria(
                self.pk,
                number,
                verdict=verdict if number == 1 else Verdict.MET,
                motivation=motivation,
                by=self.assessor,
                at=at,
            )
        initiering.judge_remit(
            self.pk, remit=self.case.remit, reason=self.case.remit_reason, by=self.assessor, at=at
        )
        initiering.legal_check(
            self.pk,
            business_benefits=False,
            conclusion="Stödet går till en ideell förening och gynnar ingen enskild näringsidkare.",
            by=self.assessor,
            at=at,
        )

    def report(self, *, recommendation: Outcome = Outcome.APPROVE) -> None:
        """The officer writes the report on decision 1 and sends it to the manager."""
        story, at = self.story, self.at("request_sign_off")
        report = reports.start_report(self.pk, DIALOGUE_REPORT, by=self.assessor, at=at)
        points = [{name: getattr(point, name) for name in POINT} for point in report.points.all()]
        for point in points:
            if point["requested"] is not None:
                point["proposed"] = story.granted if recommendation == Outcome.APPROVE else 0
                point["text"] = point["text"].replace(kronor(point["requested"]), kronor(point["proposed"]))
                point["motivation"] = "" if point["proposed"] == point["requested"] else story.less_because
        content = {
            "recommendation": recommendation,
            "heading": f"Ansökan om samverkansstöd för {story.title}",
            "children": "Barn rör sig i området varje dag. De tillfrågas i dialogen.",
            "gender_equality": "Kvinnor uppger oftare än män att de är otrygga här.",
            "equality": "Fler får möjlighet att påverka sin plats.",
            "meeting": self.meeting("decide"),
        }
        reports.save_report(self.pk, DIALOGUE_REPORT, content, by=self.assessor, at=at, points=points)
        reports.request_sign_off(self.pk, DIALOGUE_REPORT, by=self.assessor, at=at)

    def sign_off(self) -> None:
        """The manager signs; the case is ready (D24)."""
        reports.sign_off(self.pk, DIALOGUE_REPORT, by=self.viveka, at=self.at("sign_off"))
