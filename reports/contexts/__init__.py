"""One frozen dataclass per document, built from a stored snapshot (field tables: docs/dokument.md)."""

from applications.registry.masking import KIND as MASKED_COPY
from reports.contexts.decisions import (
    ChairDecision,
    DecisionNotice,
    DelegatedDecision,
    MinutesExtract,
    Referral,
)
from reports.contexts.documents import Application, CheckInNotes, Document, OfficerReport, ResultReport
from reports.contexts.meetings import MeetingItems, PackContents
from reports.contexts.proposal import Proposal
from reports.contexts.schema import Json, SnapshotError

DOCUMENTS: dict[str, type[Document]] = {
    document.kind: document
    for document in (
        Application,
        Proposal,
        OfficerReport,
        MinutesExtract,
        DelegatedDecision,
        ChairDecision,
        DecisionNotice,
        Referral,
        CheckInNotes,
        ResultReport,
        MeetingItems,
        PackContents,
    )
}


def parse(kind: str, snapshot: Json) -> Document:
    """Return the document of `kind` that `snapshot` describes.

    A masked copy is the document it was made from.
    Raises `SnapshotError` when the kind is unknown or a key is missing, unknown or mistyped.
    """
    if kind == MASKED_COPY:
        return parse(snapshot["of"], snapshot["snapshot"])
    if kind not in DOCUMENTS:
        raise SnapshotError(f"unknown document kind {kind!r}")
    return DOCUMENTS[kind].from_snapshot(snapshot)


__all__ = ["DOCUMENTS", "Document", "Json", "SnapshotError", "parse"]
