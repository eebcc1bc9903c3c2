"""The words of the process, in process order. A leaf: imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# What a decision's registration keeps of the minutes, in the order of the form.
MINUTES = (
    "members",
    "others_present",
    "chair",
    "secretary_name",
    "adjuster",
    "motions",
    "procedure",
    "reservations",
    "statements",
    "minutes_note",
    "sent_to",
    "documents",
)


class Phase(TextChoices):
    """The four phases of the model, and the state of cases that ended before the last."""

    INITIERING = "initiering", _("Initiering")
    SAMARBETE = "samarbete", _("Samarbete")
    UTFORANDE = "utforande", _("Utförande")
    RESULTAT = "resultat", _("Resultat")
    ENDED = "ended", _("Avslutat i förtid")


class Status(TextChoices):
    """Where a case stands."""

    CONTACT = "contact", _("Första kontakt")
    DRAFT = "draft", _("Utkast")
    SUBMITTED = "submitted", _("Inskickad")
    REVIEW = "review", _("Under granskning")
    COMPLETION = "completion", _("Komplettering begärd")
    READY = "ready", _("Klar för nämnd")
    COMMITTEE = "committee", _("Hos nämnden")

    COLLABORATION = "collaboration", _("Samarbete pågår")
    PROPOSAL_SUBMITTED = "proposal_submitted", _("Förslag inskickat")
    PROPOSAL_COMPLETION = "proposal_completion", _("Komplettering av förslaget begärd")
    PROPOSAL_READY = "proposal_ready", _("Förslaget klart för nämnd")
    PROPOSAL_COMMITTEE = "proposal_committee", _("Förslaget hos nämnden")

    EXECUTION = "execution", _("Utförande pågår")

    REPORTING = "reporting", _("Resultatrapport skrivs")
    REPORT_SUBMITTED = "report_submitted", _("Resultatrapport inskickad")
    REPORT_COMPLETION = "report_completion", _("Komplettering av rapporten begärd")
    REPORT_APPROVED = "report_approved", _("Resultat godkänt")
    CLOSED = "closed", _("Avslutat")
    ARCHIVED = "archived", _("Arkiverat")

    REJECTED = "rejected", _("Avslagen")
    HANDED_OVER = "handed_over", _("Överlämnad")
    WITHDRAWN = "withdrawn", _("Återkallad")
    STRUCK_OFF = "struck_off", _("Avskriven")


S = Status

PHASES: dict[Phase, tuple[Status, ...]] = {
    Phase.INITIERING: (S.CONTACT, S.DRAFT, S.SUBMITTED, S.REVIEW, S.COMPLETION, S.READY, S.COMMITTEE),
    Phase.SAMARBETE: (
        S.COLLABORATION,
        S.PROPOSAL_SUBMITTED,
        S.PROPOSAL_COMPLETION,
        S.PROPOSAL_READY,
        S.PROPOSAL_COMMITTEE,
    ),
    Phase.UTFORANDE: (S.EXECUTION,),
    Phase.RESULTAT: (
        S.REPORTING,
        S.REPORT_SUBMITTED,
        S.REPORT_COMPLETION,
        S.REPORT_APPROVED,
        S.CLOSED,
        S.ARCHIVED,
    ),
    Phase.ENDED: (S.REJECTED, S.HANDED_OVER, S.WITHDRAWN, S.STRUCK_OFF),
}
PHASE_OF: dict[str, Phase] = {
    status.value: phase for phase, statuses in PHASES.items() for status in statuses
}
PHASE_NUMBER = {Phase.INITIERING: 1, Phase.SAMARBETE: 2, Phase.UTFORANDE: 3, Phase.RESULTAT: 4}

ENDED_EARLY = PHASES[Phase.ENDED]
FINISHED = (S.CLOSED, S.ARCHIVED, *ENDED_EARLY)
UNSENT = (S.CONTACT, S.DRAFT)
# Where a group can be in the network (R49): it has support, or had it and closed with a result to tell of.
IN_NETWORK = (
    *PHASES[Phase.SAMARBETE],
    *PHASES[Phase.UTFORANDE],
    *(status for status in PHASES[Phase.RESULTAT] if status != S.ARCHIVED),
)
AT_COMMITTEE = (S.COMMITTEE, S.PROPOSAL_COMMITTEE)


class Turn(TextChoices):
    """Whose turn it is (D13)."""

    GROUP = "group", _("Gruppen")
    OFFICER = "officer", _("Kontaktpersonen")
    MANAGER = "manager", _("Chefen")
    SECRETARY = "secretary", _("Nämndsekreteraren")
    REGISTRAR = "registrar", _("Registratorn")
    NOBODY = "nobody", _("Ingen")


class MailChoice(TextChoices):
    """How often a person wants the mails that can wait; what must be known at once always comes at once."""

    AT_ONCE = "at_once", _("Direkt")
    DAILY = "daily", _("En gång om dagen")
    IMPORTANT = "important", _("Bara det viktiga")


class Role(TextChoices):
    """Who acts: three roles in a case, four at the city, and the clock."""

    REPRESENTATIVE = "representative", _("Gruppens företrädare")
    MEMBER = "member", _("Medlem i gruppen")
    OFFICER = "officer", _("Kontaktperson")
    MANAGER = "manager", _("Chef")
    SECRETARY = "secretary", _("Nämndsekreterare")
    REGISTRAR = "registrar", _("Registrator")
    ADMINISTRATOR = "administrator", _("Administratör")
    PUBLIC = "public", _("Allmänheten")


class Outcome(TextChoices):
    """What a committee can decide at a meeting, for the case as a whole."""

    APPROVE = "approve", _("Bifall")
    APPROVE_CHANGED = "approve_changed", _("Bifall med ändring")
    APPROVE_ALL = "approve_all", _("Bifall till allt på en gång")
    REJECT = "reject", _("Avslag")
    REFER_BACK = "refer_back", _("Återremiss")
    TABLE = "table", _("Bordläggning")
    HAND_OVER = "hand_over", _("Överlämnande")


class PointOutcome(TextChoices):
    """What was decided on one decision point or one measure (R32)."""

    GRANTED = "granted", _("Beviljas")
    GRANTED_LESS = "granted_less", _("Beviljas till en del")
    REFUSED = "refused", _("Avslås")
    REFERRED_BACK = "referred_back", _("Återremitteras")
    HANDED_OVER = "handed_over", _("Överlämnas till annan nämnd")
    OTHER = "other", _("Annan punkt")


GRANTING = (PointOutcome.GRANTED, PointOutcome.GRANTED_LESS)


class DecisionKind(TextChoices):
    """Which of the decisions on a case: TN's two, and further ones during utförande (R48)."""

    DIALOGUE = "dialogue", _("Beslut 1, stöd till dialog")
    MEASURES = "measures", _("Beslut 2, stöd till insatser")
    FURTHER = "further", _("Fortsatt beslut")


class ActorKind(TextChoices):
    """Kinds of actors (R3, R26). The first four may apply."""

    PROPERTY_OWNER = "property_owner", _("Fastighetsägare")
    ASSOCIATION = "association", _("Förening")
    COMPANY = "company", _("Företag")
    RESIDENTS_GROUP = "residents_group", _("Boendegrupp")
    OPERATION = "operation", _("Verksamhet")
    ORGANISATION = "organisation", _("Organisation")
    OTHER = "other", _("Annat")


APPLICANT_KINDS = (
    ActorKind.PROPERTY_OWNER,
    ActorKind.ASSOCIATION,
    ActorKind.COMPANY,
    ActorKind.RESIDENTS_GROUP,
)


class AreaKind(TextChoices):
    """Types of area (R4)."""

    STREET = "street", _("Gata")
    SQUARE = "square", _("Torg")
    BLOCK = "block", _("Kvarter")
    OTHER = "other", _("Annat")


class Initiative(TextChoices):
    """Who started the process (R2, R46)."""

    ACTORS = "actors", _("Aktörer")
    CITY = "city", _("Staden")


class CameBy(TextChoices):
    """How a group made contact that did not write on the web itself: an officer writes for it."""

    PHONE = "phone", _("Telefon")
    PAPER = "paper", _("Papper")
    VISIT = "visit", _("Besök")
    MAIL = "mail", _("Mejl")


class Size(TextChoices):
    """Size of the process (R48)."""

    LIMITED = "limited", _("Tidsbegränsad")
    LONG_TERM = "long_term", _("Långsiktig")


class Remit(TextChoices):
    """Whether the proposal lies within the committee's remit (R1)."""

    YES = "yes", _("Ja")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nej")


class Verdict(TextChoices):
    """How a criterion is met (R8)."""

    MET = "met", _("Uppfyllt")
    PARTLY = "partly", _("Delvis uppfyllt")
    NOT_MET = "not_met", _("Ej uppfyllt")


class AssessmentStage(TextChoices):
    """The three readings of the one criteria card (R8). The group's own is part of its application."""

    FIRST = "first", _("Första bedömning")
    REVIEW = "review", _("Bedömning av ansökan")


class SupportKind(TextChoices):
    """What the city can give (R32)."""

    MONEY = "money", _("Medel")
    STAFF = "staff", _("Personal")
    MATERIAL = "material", _("Material")
    PLACE = "place", _("Plats")
    OTHER = "other", _("Annat")


class MeasureArea(TextChoices):
    """The four areas of measures, used as tags (domain, fact 2)."""

    PUBLIC_SPACE = "public_space", _("Aktivering av den offentliga miljön")
    NETWORKING = "networking", _("Nätverkande")
    KNOWLEDGE = "knowledge", _("Kunskapshöjande insatser")
    SAFETY = "safety", _("Trygghetsskapande insatser")


class MeasureStatus(TextChoices):
    """Progress of a measure (R34)."""

    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Genomförd")
    DELAYED = "delayed", _("Försenad")
    CANCELLED = "cancelled", _("Utgår")


class NeedGroup(TextChoices):
    """Whose needs (R28)."""

    RESIDENTS = "residents", _("Boende")
    WORKERS = "workers", _("Verksamma")
    VISITORS = "visitors", _("Besökare")


class ReportKind(TextChoices):
    """The officer's report goes with one of the decisions."""

    DIALOGUE = "dialogue", _("Inför beslut 1")
    MEASURES = "measures", _("Inför beslut 2")
    FURTHER = "further", _("Inför fortsatt beslut")


class Direction(TextChoices):
    """Direction of a record (D2)."""

    INCOMING = "incoming", _("Inkommen")
    OUTGOING = "outgoing", _("Utgående")
    INTERNAL = "internal", _("Upprättad")


class Coming(TextChoices):
    """What somebody answers to an invitation."""

    YES = "yes", _("Jag kommer")
    MAYBE = "maybe", _("Kanske")
    NO = "no", _("Jag kommer inte")
