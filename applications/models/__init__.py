"""Models of the case and of all that lives through several phases."""

from applications.models.absence import Absence
from applications.models.actor import Actor, ActorMerge, CaseActor, Invitation, Membership, Neighbourhood
from applications.models.application import Application, Contribution, Evidence
from applications.models.calendar import CalendarAddress
from applications.models.case import Case, ReferenceSeries
from applications.models.city import CityVersion, Logotype
from applications.models.committee import (
    AgendaItem,
    Committee,
    Meeting,
    OfficerReport,
    ProposedPoint,
    ReportEdition,
)
from applications.models.confirmation import Confirmation
from applications.models.contact import CaseContact
from applications.models.criterion import Criterion
from applications.models.decision import (
    Condition,
    Decision,
    DecisionPoint,
    MemberConflict,
    Rectification,
    Referral,
)
from applications.models.document import Attachment, DocumentOrder
from applications.models.event import Event, ReadEvent
from applications.models.grant import Delivery, Grant, Payment
from applications.models.hand_over import HandOver
from applications.models.kept import KeptText
from applications.models.list_file import ListFile
from applications.models.mail import OutgoingMail
from applications.models.mail_text import MailText
from applications.models.measure import Measure
from applications.models.message import Message, Note
from applications.models.network import (
    NetworkAnswer,
    NetworkEntry,
    NetworkEvent,
    NetworkGuest,
    NetworkMeeting,
    NetworkPost,
    NetworkReport,
)
from applications.models.phrase import Phrase
from applications.models.record import LegalGround, Record
from applications.models.saved_view import SavedView
from applications.models.signed_extract import SignedExtract
from applications.models.submission import Revised, Submission, WrittenLong
from applications.models.user import User

__all__ = [
    "Absence",
    "Actor",
    "ActorMerge",
    "AgendaItem",
    "Application",
    "Attachment",
    "CalendarAddress",
    "Case",
    "CaseActor",
    "CaseContact",
    "CityVersion",
    "Committee",
    "Condition",
    "Confirmation",
    "Contribution",
    "Criterion",
    "Decision",
    "DecisionPoint",
    "Delivery",
    "DocumentOrder",
    "Event",
    "Evidence",
    "Grant",
    "HandOver",
    "Invitation",
    "KeptText",
    "LegalGround",
    "ListFile",
    "Logotype",
    "MailText",
    "Measure",
    "Meeting",
    "MemberConflict",
    "Membership",
    "Message",
    "Neighbourhood",
    "NetworkAnswer",
    "NetworkEntry",
    "NetworkEvent",
    "NetworkGuest",
    "NetworkMeeting",
    "NetworkPost",
    "NetworkReport",
    "Note",
    "OfficerReport",
    "OutgoingMail",
    "Payment",
    "Phrase",
    "ProposedPoint",
    "ReadEvent",
    "Record",
    "Rectification",
    "ReferenceSeries",
    "Referral",
    "ReportEdition",
    "Revised",
    "SavedView",
    "SignedExtract",
    "Submission",
    "User",
    "WrittenLong",
]
