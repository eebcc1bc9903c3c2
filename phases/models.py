"""Models of the four slices, in process order, where Django looks for them."""

from phases.initiering.models import (
    Assessment,
    ConflictDeclaration,
    Criterion,
    Deviation,
    ExpressionOfInterest,
    FirstMeeting,
    LegalCheck,
)
from phases.resultat.models import Indicator, ResultReport, UsedSupport
from phases.samarbete.models import (
    Communication,
    Compilation,
    DialogueActivity,
    Need,
    Proposal,
    ProposedMeasure,
    SupportRequest,
)
from phases.utforande.models import AgreedAction, CheckIn, CheckInGuest, MeasureProgress, ResultCommunication

__all__ = [
    "AgreedAction",
    "Assessment",
    "CheckIn",
    "CheckInGuest",
    "Communication",
    "Compilation",
    "ConflictDeclaration",
    "Criterion",
    "Deviation",
    "DialogueActivity",
    "ExpressionOfInterest",
    "FirstMeeting",
    "Indicator",
    "LegalCheck",
    "MeasureProgress",
    "Need",
    "Proposal",
    "ProposedMeasure",
    "ResultCommunication",
    "ResultReport",
    "SupportRequest",
    "UsedSupport",
]
