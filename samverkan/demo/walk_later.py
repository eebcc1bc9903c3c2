"""Samarbete, utförande and resultat: from the first dialogue to an archived case."""

from datetime import datetime, timedelta
from decimal import Decimal

from applications import actions as case_actions
from applications.attachments import actions as attachments
from applications.models import Grant, Measure
from applications.officer_report import actions as reports
from applications.states import MeasureStatus, Outcome
from applications.templatetags.samverkan import kronor
from phases.initiering import actions as initiering
from phases.resultat import actions as resultat
from phases.resultat import facts
from phases.resultat.actions import Used
from phases.samarbete import actions as samarbete
from phases.samarbete.models import Need
from phases.samarbete.proposal import actions as proposal
from phases.samarbete.report_source import MEASURES_REPORT
from phases.utforande import actions as utforande
from phases.utforande.check_ins import actions as check_ins
from phases.utforande.check_ins.actions import Agreed
from phases.utforande.models import CheckIn
from samverkan.demo import paper
from samverkan.demo.walk_committee import WalkCommittee
from samverkan.demo.walk_initiering import POINT


class WalkSamarbete(WalkCommittee):
    """The steps of the second phase."""

    def communicate(self) -> None:
        """More actors are told and mapped (R24, R25)."""
        at = self.at("communicate")
        samarbete.add_communication(
            self.pk,
            happened_on=self.day("communicate"),
            channel="Affisch i alla portar och träff på caféet",
            audience="Boende, verksamma och besökare",
            by=self.idris,
            at=at,
        )
        samarbete.map_actor(
            self.pk,
            name="Förskolan Nystanet",
            kind="operation",
            support_wanted=True,
            note="Vill vara med i dialogen med barnen.",
            by=self.idris,
            at=at,
        )

    def dialogue(self) -> None:
        """Activities are held, needs come up, viewpoints are compiled (R27, R28, R30)."""
        for number, activity in enumerate(self.story.dialogues, start=1):
            step = f"dialogue_{number}"
            planned = samarbete.plan_dialogue(
                self.pk,
                title=activity.title,
                method=activity.method,
                target_group=activity.target,
                planned_on=self.day(step),
                by=self.idris,
                at=self.at(step, 8),
            )
            samarbete.hold_dialogue(
                self.pk,
                planned.pk,
                held_on=self.day(step),
                participants=activity.participants,
                summary=activity.summary,
                by=self.idris,
                at=self.at(step, 20),
            )
            samarbete.record_need(
                self.pk,
                activity=planned.pk,
                group=activity.group,
                text=activity.need,
                by=self.idris,
                at=self.at(step, 20, 10),
            )
            for text, group in activity.more_needs:
                samarbete.record_need(
                    self.pk,
                    activity=planned.pk,
                    group=group,
                    text=text,
                    by=self.idris,
                    at=self.at(step, 20, 15),
                )
        samarbete.compile_viewpoints(
            self.pk, text=self.story.compilation, finished=True, by=self.idris, at=self.at("compile")
        )

    def propose(self) -> None:
        """The measures, with schedule and cost (R31)."""
        at = self.at("submit_proposal", 9)
        needs = list(Need.objects.filter(case=self.case).order_by("id"))
        responsible = next(iter(self.parts), None)
        proposal.save_summary(self.pk, summary=self.story.proposal, by=self.idris, at=at)
        for plan in self.story.measures:
            proposal.add_measure(
                self.pk,
                title=plan.title,
                description=f"{plan.title} på platsen, skött av gruppen.",
                areas=[str(area) for area in plan.areas],
                responsible=responsible,
                starts_on=self.day("communicate_result"),
                ends_on=self.day("done"),
                cost=plan.cost,
                requested_amount=plan.requested,
                requested_in_kind=plan.in_kind,
                needs=[needs[number] for number in plan.needs if number < len(needs)],
                by=self.idris,
                at=at,
            )

    def submit_proposal(self) -> None:
        """The representative sends the proposal."""
        self.communicate()
        self.dialogue()
        self.propose()
        proposal.submit_proposal(self.pk, by=self.idris, at=self.at("submit_proposal", 11))

    def request_proposal_completion(self) -> None:
        """The officer asks for more about the first measure."""
        proposal.request_completion(
            self.pk,
            asked_for={"measure-A": "Beskriv hur insatsen sköts under vintern."},
            due_on=self.day("submit_proposal") + timedelta(days=16),
            by=self.maja,
            at=self.at("submit_proposal", 15),
        )

    def report_2(self, recommendation: Outcome = Outcome.APPROVE) -> None:
        """The report on decision 2, carried over from decision 1 (D16)."""
        at = self.at("sign_off_2", 8)
        initiering.legal_check(
            self.pk,
            business_benefits=False,
            conclusion="Insatserna ligger på allmän plats och gynnar ingen enskild näringsidkare.",
            by=self.assessor,
            at=at,
        )
        report = reports.start_report(self.pk, MEASURES_REPORT, by=self.assessor, at=at)
        plans = {plan.title: plan for plan in self.story.measures}
        points = [
            {name: getattr(point, name) for name in POINT}
            for point in report.points.select_related("measure")
        ]
        for point in points:
            plan = plans.get(point["measure"].title) if point["measure"] else None
            if plan is not None:
                point["proposed"] = plan.granted or 0
                point["text"] = point["text"].replace(kronor(point["requested"]), kronor(point["proposed"]))
                differs = point["proposed"] != point["requested"]
                point["motivation"] = "En del av materialet lånas av staden." if differs else ""
        content = {
            "recommendation": recommendation,
            "summary": "Gruppen har fört dialog och föreslår insatser som svarar på behoven.",
            "meeting": self.meeting("decide_2"),
        }
        reports.save_report(self.pk, MEASURES_REPORT, content, by=self.assessor, at=at, points=points)
        reports.request_sign_off(self.pk, MEASURES_REPORT, by=self.assessor, at=at)

    def sign_off_2(self) -> None:
        """The manager signs."""
        reports.sign_off(self.pk, MEASURES_REPORT, by=self.viveka, at=self.at("sign_off_2", 15))


class WalkUtforande(WalkSamarbete):
    """The steps of the third phase."""

    @property
    def granted(self) -> list[Measure]:
        """The measures that are carried out."""
        return list(self.case.measures.filter(decided__in=("granted", "granted_less")))

    def communicate_result(self) -> None:
        """The area's actors are told what was decided (R33)."""
        utforande.communicate_result(
            self.pk,
            happened_on=self.day("communicate_result"),
            channel="Öppet hus",
            audience="Alla i området",
            by=self.idris,
            at=self.at("communicate_result", 19),
        )

    def check_in(self, step: str, *, confirmed: bool = True) -> None:
        """A check-in is booked, held, noted and confirmed (R36)."""
        said, agreed = self.story.check_ins[(int(step[-1]) - 1) % len(self.story.check_ins)]
        starts_at = self.working(step, 14)
        booked = self.book(starts_at, at=starts_at - timedelta(days=10))
        check_ins.hold_check_in(
            self.pk,
            booked.pk,
            participants=f"{self.maja.name}, {self.idris.name}",
            notes=said,
            agreed=(Agreed(agreed, self.idris.name, starts_at.date() + timedelta(days=14)),),
            by=self.maja,
            at=starts_at + timedelta(hours=2),
        )
        if confirmed and not self.is_city:
            check_ins.confirm_check_in(self.pk, booked.pk, by=self.idris, at=starts_at + timedelta(hours=6))

    def book(self, starts_at: datetime, *, at: datetime) -> CheckIn:
        """The officer books a meeting, an hour long. Its agenda builds itself."""
        return check_ins.book_check_in(
            self.pk,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            place="Gatukontoret, rum Linden" if starts_at.day % 2 else "På platsen, vid nummer 14",
            by=self.maja,
            at=at,
        )

    def progress(self) -> None:
        """The measures begin; one is late, with its reason (R34)."""
        for measure in self.granted:
            plan = next(plan for plan in self.story.measures if plan.title == measure.title)
            late = bool(plan.late_because)
            utforande.record_progress(
                self.pk,
                measure.pk,
                status=MeasureStatus.DELAYED if late else MeasureStatus.ONGOING,
                reason=plan.late_because,
                new_ends_on=measure.ends_on + timedelta(days=21) if late and measure.ends_on else None,
                by=self.idris,
                at=self.at("progress"),
            )

    def done(self) -> None:
        """All measures are carried out."""
        for measure in self.granted:
            utforande.record_progress(
                self.pk, measure.pk, status=MeasureStatus.DONE, by=self.idris, at=self.at("done", 18)
            )

    def open_reporting(self) -> None:
        """The officer opens the result report."""
        utforande.open_reporting(self.pk, by=self.maja, at=self.at("open_reporting"))


class WalkResultat(WalkUtforande):
    """The steps of the fourth phase."""

    def write_report(self, step: str = "submit_report") -> None:
        """Seven answers and what was used (R39–R45)."""
        at = self.at(step, 9)
        plans = {plan.title: plan for plan in self.story.measures}
        used = {}
        for grant in Grant.objects.filter(case=self.case).select_related("measure"):
            if grant.amount is None:
                used[grant.pk] = Used(quantity=Decimal(grant.quantity))
            elif grant.measure is None:
                spent = self.story.used_for_dialogue
                used[grant.pk] = Used(amount=grant.amount if spent is None else spent)
            else:
                used[grant.pk] = Used(amount=plans[grant.measure.title].used)
        values = {
            **self.story.answers,
            "association_formed": self.story.association_formed,
            "period_from": self.day("log_first_meeting"),
            "period_to": self.day(step),
        }
        resultat.save_report(
            self.pk, by=self.idris, at=at, values=values, used=used, indicators=self.story.indicators
        )
        if self.story.association_formed:
            for section, name in (
                (facts.ACTIVITY, "Verksamhetsberättelse.pdf"),
                (facts.FINANCIAL, "Ekonomisk berättelse.pdf"),
            ):
                attachments.attach(
                    self.pk,
                    [paper.pdf(name)],
                    section=section,
                    by=self.idris,
                    at=at,
                )

    def submit_report(self) -> None:
        """The representative sends the report."""
        self.write_report()
        resultat.submit_report(self.pk, by=self.idris, at=self.at("submit_report", 11))

    def request_report_completion(self) -> None:
        """The officer asks for more."""
        resultat.request_completion(
            self.pk,
            asked_for={"lessons": "Skriv vad nästa grupp bör tänka på."},
            due_on=self.day("submit_report") + timedelta(days=16),
            by=self.maja,
            at=self.at("submit_report", 15),
        )

    def approve_report(self) -> None:
        """The officer approves (R37)."""
        resultat.approve_report(self.pk, by=self.assessor, at=self.at("approve_report"))

    def close(self) -> None:
        """The officer closes; what is to be paid back is noted."""
        resultat.close(self.pk, by=self.maja, at=self.at("close"), comment=self.story.close_comment)

    # --- endings ----------------------------------------------------------------------------------------------
    def archive(self) -> None:
        """The registrar archives."""
        if not self.case.registry_number:
            self.give_number()
        case_actions.archive(self.pk, by=self.tove, at=self.at("archive"))

    def give_number(self, number: str = "") -> None:
        """The registrar gives the case its official number."""
        number = number or f"TN-{self.first_day.year}-{90_000 + self.pk}"
        last = self.case.events.order_by("-at").values_list("at", flat=True).first()
        case_actions.enter_registry_number(self.pk, number, by=self.tove, at=last)

    def give_demo_number(self) -> None:
        """The number of the case that is told from beginning to end."""
        self.give_number(f"TN-{self.first_day.year}-99001")

    def withdraw(self, step: str = "withdraw", reason: str = "Vi hinner inte i år.") -> None:
        """The group withdraws (D26)."""
        case_actions.withdraw(self.pk, by=self.idris, at=self.at(step, 12), comment=reason)

    def strike_off(self) -> None:
        """The officer strikes off what came to nothing."""
        case_actions.strike_off(
            self.pk,
            by=self.maja,
            at=self.at("withdraw"),
            comment="Gruppen har inte hört av sig på tre månader.",
        )
