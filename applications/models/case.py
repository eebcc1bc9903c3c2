"""The case (ärende): where it stands, whose turn it is, and every step it can take, in process order."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from applications.models.actor import Neighbourhood
from applications.models.area import Located
from applications.states import (
    ENDED_EARLY,
    PHASE_NUMBER,
    PHASE_OF,
    AreaKind,
    CameBy,
    Initiative,
    Phase,
    Remit,
    Size,
    Status,
    Turn,
)

S = Status
# Cases whose texts an officer writes for the group now, and those where one ever did (R46), seen from their rows.
WRITTEN_BY_CITY = Q(case__initiative=Initiative.CITY) | Q(
    case__came_by__isnull=False, case__taken_over_at__isnull=True
)
EVER_WRITTEN_BY_CITY = Q(case__initiative=Initiative.CITY) | Q(case__came_by__isnull=False)
# What a case is due, for ordering: the same expression in query and index on both databases, those undated last.
UNDATED_LAST = Func(
    F("due_on"), template="COALESCE(%(expressions)s, '9999-12-31')", output_field=models.DateField()
)
# The same for the latest first, read backwards.
UNDATED_FIRST = Func(
    F("due_on"), template="COALESCE(%(expressions)s, '0001-01-01')", output_field=models.DateField()
)


def _place_of(column: str, values: Iterable[str]) -> Func:
    """Return the place of a column's value among `values`, as one expression in query and index too."""
    places = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values))
    return Func(
        F(column), template=f"CASE %(expressions)s {places} END", output_field=models.SmallIntegerField()
    )


IN_PROCESS_ORDER = _place_of("status", Status.values)
# Nobody's turn is the last of all, also in the order turned round.
BY_TURN = _place_of("turn", Turn.values)
BY_TURN_BACK = _place_of(
    "turn", [*reversed([turn for turn in Turn.values if turn != Turn.NOBODY]), Turn.NOBODY.value]
)


class ReferenceSeries(models.Model):
    """The gapless yearly series of references; its row is locked when a case is opened."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CaseQuerySet(models.QuerySet):
    """Cases, asked for by who may see them."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """Return the cases `user` may see: members their own; the city all but restricted ones of others."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self.filter(Q(restricted=False) | Q(officer=user) | Q(pk__in=self._of_member(user)))
        return self.filter(pk__in=self._of_member(user))

    @staticmethod
    def _of_member(user: Any) -> models.QuerySet:
        return user.memberships.filter(left_at=None).values("case_id")


class Case(Located):
    """One process in one delimited area (R1). Its status has one writer: applications.lifecycle.perform."""

    reference = models.CharField(_("Referens"), max_length=20, unique=True, editable=False)
    registry_number = models.CharField(_("Diarienummer"), max_length=20, blank=True)
    title = models.CharField(_("Rubrik"), max_length=200)
    status = FSMField(
        _("Status"), max_length=24, default=Status.CONTACT, choices=Status.choices, protected=True
    )
    turn = models.CharField(_("Vems tur"), max_length=10, choices=Turn, default=Turn.OFFICER)
    due_on = models.DateField(_("Senast"), null=True, blank=True)
    due_reason = models.CharField(_("Vad som ska göras"), max_length=200, blank=True)
    initiative = models.CharField(
        _("Initiativ"), max_length=10, choices=Initiative, default=Initiative.ACTORS
    )
    # Null but for a group that did not write on the web: then an officer writes for it, until it takes over.
    came_by = models.CharField(  # noqa: DJ001 - null is a column that SQLite adds without making the table anew
        _("Kom in per"), max_length=10, choices=CameBy, null=True, blank=True, editable=False
    )
    taken_over_at = models.DateTimeField(_("Gruppen tog över"), null=True, blank=True, editable=False)
    size = models.CharField(_("Storlek"), max_length=10, choices=Size, blank=True)
    ends_on = models.DateField(_("Slutdatum"), null=True, blank=True)
    review_interval_months = models.PositiveSmallIntegerField(
        _("Uppföljning, månader"), null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officer_cases",
        verbose_name=_("Kontaktperson"),
    )
    area_kind = models.CharField(_("Slag av område"), max_length=10, choices=AreaKind, blank=True)
    area_boundary = models.TextField(_("Områdets gränser med ord"), blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("Delområde"),
    )
    remit = models.CharField(_("Inom nämndens ansvar"), max_length=10, choices=Remit, blank=True)
    remit_reason = models.TextField(_("Varför"), blank=True)
    restricted = models.BooleanField(_("Begränsad åtkomst"), default=False)
    association_formed = models.BooleanField(_("Aktörerna har bildat en förening"), default=False)
    opened_at = models.DateTimeField(_("Öppnat"))
    submitted_at = models.DateTimeField(_("Ansökan inskickad"), null=True, blank=True)
    status_since = models.DateTimeField(_("Status sedan"))
    closed_at = models.DateTimeField(_("Avslutat"), null=True, blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ärende")
        verbose_name_plural = _("ärenden")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
            models.UniqueConstraint(
                fields=["registry_number"], condition=~Q(registry_number=""), name="registry_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["status", "-opened_at", "-id"], name="case_by_status"),
            models.Index(fields=["officer", "turn", "due_on"], name="case_of_officer"),
            # The orders of the list that the first two, which also find by status and turn, do not serve.
            models.Index("turn", UNDATED_LAST, "id", name="case_by_turn"),
            models.Index(BY_TURN, UNDATED_LAST, "id", name="case_in_turn"),
            models.Index(BY_TURN_BACK, UNDATED_LAST, "id", name="case_in_turn_back"),
            models.Index(IN_PROCESS_ORDER, F("opened_at").desc(), F("id").desc(), name="case_in_process"),
            models.Index(UNDATED_LAST, F("opened_at").desc(), F("id").desc(), name="case_by_date"),
            models.Index(UNDATED_FIRST, F("opened_at").desc(), F("id").desc(), name="case_by_date_back"),
            models.Index(fields=["title", "id"], name="case_by_title"),
            models.Index(
                fields=["area_west", "area_east", "area_south", "area_north"],
                condition=Q(area_west__isnull=False),
                name="case_area_box",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the group's page of the case."""
        return f"/arenden/{self.reference}/"

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Reload. The protected status refuses a second assignment, so the old one is forgotten first."""
        if fields is None or "status" in fields:
            self.__dict__.pop("status", None)
        for remembered in ("_roles", "_written"):
            self.__dict__.pop(remembered, None)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    # --- reading -----------------------------------------------------------------------------------

    @property
    def phase(self) -> Phase:
        """The phase that the status belongs to."""
        return PHASE_OF[self.status]

    @property
    def phase_number(self) -> int | None:
        """1–4, or None for a case that ended early."""
        return PHASE_NUMBER.get(self.phase)

    @property
    def ended_early(self) -> bool:
        """True for rejected, handed over, withdrawn and struck off cases."""
        return self.status in ENDED_EARLY

    @property
    def is_city_initiated(self) -> bool:
        """True when the city started the process (R46)."""
        return self.initiative == Initiative.CITY

    @property
    def was_written_by_city(self) -> bool:
        """True when an officer writes for the group, or did before it took over: another one assesses (R46)."""
        return self.is_city_initiated or self.came_by is not None

    @property
    def is_written_by_city(self) -> bool:
        """True when an officer writes for the group: the city started, or the group called or came on paper."""
        return self.is_city_initiated or (self.came_by is not None and self.taken_over_at is None)

    @property
    def has_members(self) -> bool:
        """Whether anybody in the group has an account to log in with. One query."""
        return self.memberships.filter(left_at=None, user__is_active=True).exists()

    @cached_property
    def secret_file_names(self) -> list[str]:
        """Names of files that came in and are secret records now (D2)."""
        secret = self.records.filter(secret=True, attachment__isnull=False)
        return list(secret.values_list("attachment__name", flat=True))

    @property
    def number(self) -> str:
        """The registry number once registered, otherwise our own reference (D1)."""
        return self.registry_number or self.reference

    def is_late(self, today: date) -> bool:
        """Return whether the date of the one whose turn it is has passed."""
        return self.due_on is not None and self.due_on < today and self.turn != Turn.NOBODY

    def role_of(self, user: Any) -> str | None:
        """Return the active role of `user` in the group of this case. One query a case, then remembered."""
        if "_roles" not in self.__dict__:
            self.remember_roles(self.memberships.filter(left_at=None))
        return self.__dict__["_roles"].get(user.pk)

    def remember_roles(self, members: Iterable[Any]) -> None:
        """Let `role_of` answer from memberships that a page has read anyway: all that have not left."""
        self.__dict__["_roles"] = {member.user_id: member.role for member in members}

    # --- initiering ----------------------------------------------------------------------------------

    @transition(status, source=S.CONTACT, target=S.DRAFT)
    def start_draft(self) -> None:
        """The group begins to write its application."""

    @transition(status, source=S.DRAFT, target=S.SUBMITTED)
    def submit(self) -> None:
        """The representative sends the application; it is received (D1)."""

    @transition(status, source=S.SUBMITTED, target=S.REVIEW)
    def take_up(self) -> None:
        """The officer begins to review it."""

    @transition(status, source=S.REVIEW, target=S.COMPLETION)
    @transition(status, source=S.PROPOSAL_SUBMITTED, target=S.PROPOSAL_COMPLETION)
    @transition(status, source=S.REPORT_SUBMITTED, target=S.REPORT_COMPLETION)
    def request_completion(self) -> None:
        """The officer asks the group to complete what it sent (R15)."""

    @transition(status, source=S.COMPLETION, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_COMPLETION, target=S.PROPOSAL_SUBMITTED)
    @transition(status, source=S.REPORT_COMPLETION, target=S.REPORT_SUBMITTED)
    def complete(self) -> None:
        """The group sends the completed version."""

    @transition(status, source=S.COMPLETION, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_COMPLETION, target=S.PROPOSAL_SUBMITTED)
    @transition(status, source=S.REPORT_COMPLETION, target=S.REPORT_SUBMITTED)
    def go_on_without_answer(self) -> None:
        """The day has passed and the group has not answered: the officer goes on with what there is."""

    @transition(status, source=S.REVIEW, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_SUBMITTED, target=S.PROPOSAL_SUBMITTED)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def request_sign_off(self) -> None:
        """The officer's report goes to the manager (D24)."""

    @transition(status, source=S.REVIEW, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_SUBMITTED, target=S.PROPOSAL_SUBMITTED)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def return_report(self) -> None:
        """The manager gives the report back with comments."""

    @transition(status, source=S.REVIEW, target=S.READY)
    @transition(status, source=S.PROPOSAL_SUBMITTED, target=S.PROPOSAL_READY)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def sign_off(self) -> None:
        """The manager signs the report; the case is ready for the committee (D24)."""

    @transition(status, source=S.READY, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_READY, target=S.PROPOSAL_SUBMITTED)
    def recall_report(self) -> None:
        """A signed report is taken back before the case is on an agenda."""

    @transition(status, source=S.READY, target=S.COMMITTEE)
    @transition(status, source=S.PROPOSAL_READY, target=S.PROPOSAL_COMMITTEE)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def put_on_agenda(self) -> None:
        """The secretary puts the case on the agenda of a meeting."""

    @transition(status, source=S.COMMITTEE, target=S.READY)
    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.PROPOSAL_READY)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def take_off_agenda(self) -> None:
        """The secretary takes the case off again, before anything was registered."""

    # --- what the committee decides (released when the minutes are approved, D3) -------------------

    @transition(status, source=S.COMMITTEE, target=S.COLLABORATION)
    def grant_dialogue(self) -> None:
        """Decision 1: support to dialogue; the collaboration opens (R18, R24)."""

    @transition(status, source=S.COMMITTEE, target=S.EXECUTION)
    def grant_all(self) -> None:
        """Decision 1 that grants everything at once."""

    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.EXECUTION)
    def grant_measures(self) -> None:
        """Decision 2: support to measures (R32)."""

    @transition(status, source=S.COMMITTEE, target=S.REJECTED)
    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.REPORTING)
    def reject(self) -> None:
        """The committee refuses. Where support was granted before, the final account follows (R37)."""

    @transition(status, source=S.COMMITTEE, target=S.HANDED_OVER)
    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.REPORTING)
    def hand_over(self) -> None:
        """The committee hands the whole over to others (R17). After support: the final account (R37)."""

    @transition(status, source=S.COMMITTEE, target=S.REVIEW)
    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.PROPOSAL_SUBMITTED)
    def refer_back(self) -> None:
        """The committee wants more preparation."""

    @transition(status, source=S.COMMITTEE, target=S.COMMITTEE)
    @transition(status, source=S.PROPOSAL_COMMITTEE, target=S.PROPOSAL_COMMITTEE)
    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def table(self) -> None:
        """The committee moves the item to a later meeting; nothing else changes."""

    @transition(status, source=S.EXECUTION, target=S.EXECUTION)
    def decide_further(self) -> None:
        """A further decision during utförande: renewal (R48), or what was referred back in decision 2."""

    # --- samarbete -------------------------------------------------------------------------------------

    @transition(status, source=S.COLLABORATION, target=S.PROPOSAL_SUBMITTED)
    def submit_proposal(self) -> None:
        """The group sends its proposal of measures (R31)."""

    # --- utförande -------------------------------------------------------------------------------------

    @transition(status, source=S.EXECUTION, target=S.REPORTING)
    def open_reporting(self) -> None:
        """The officer opens the result report (R36, R37)."""

    # --- resultat --------------------------------------------------------------------------------------

    @transition(status, source=S.REPORTING, target=S.REPORT_SUBMITTED)
    def submit_report(self) -> None:
        """The group sends its result report."""

    @transition(status, source=S.REPORT_SUBMITTED, target=S.REPORT_APPROVED)
    def approve_report(self) -> None:
        """The officer approves the report (R37)."""

    @transition(status, source=S.REPORT_APPROVED, target=S.CLOSED)
    def close(self) -> None:
        """The officer closes the case."""

    # --- endings ---------------------------------------------------------------------------------------

    @transition(
        status,
        source=[S.CONTACT, S.DRAFT, S.SUBMITTED, S.REVIEW, S.COMPLETION, S.READY, S.COMMITTEE],
        target=S.WITHDRAWN,
    )
    @transition(
        status,
        source=[
            S.COLLABORATION,
            S.PROPOSAL_SUBMITTED,
            S.PROPOSAL_COMPLETION,
            S.PROPOSAL_READY,
            S.PROPOSAL_COMMITTEE,
            S.EXECUTION,
        ],
        target=S.REPORTING,
    )
    def withdraw(self) -> None:
        """The group withdraws (D26). Once support was granted, the final account follows (R37)."""

    @transition(status, source=[S.CONTACT, S.DRAFT, S.WITHDRAWN], target=S.STRUCK_OFF)
    def strike_off(self) -> None:
        """The officer strikes off what came to nothing, with a reason (D26)."""

    @transition(
        status, source=[S.CLOSED, S.REJECTED, S.HANDED_OVER, S.WITHDRAWN, S.STRUCK_OFF], target=S.ARCHIVED
    )
    def archive(self) -> None:
        """The registrar archives the case."""


TRANSITIONS = (
    "start_draft",
    "submit",
    "take_up",
    "request_completion",
    "complete",
    "go_on_without_answer",
    "request_sign_off",
    "return_report",
    "sign_off",
    "recall_report",
    "put_on_agenda",
    "take_off_agenda",
    "grant_dialogue",
    "grant_all",
    "grant_measures",
    "reject",
    "hand_over",
    "refer_back",
    "table",
    "decide_further",
    "submit_proposal",
    "open_reporting",
    "submit_report",
    "approve_report",
    "close",
    "withdraw",
    "strike_off",
    "archive",
)
