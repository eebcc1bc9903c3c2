"""One frozen dataclass per document, built from a stored snapshot (field tables: docs/dokument.md)."""

from reports.contexts.documents import (
    Application,
    CheckInNotes,
    DecisionNotice,
    Document,
    MinutesExtract,
    OfficerReport,
    Referral,
    ResultReport,
)
from reports.contexts.schema import Json, SnapshotError

DOCUMENTS: dict[str, type[Document]] = {
    document.kind: document
    for document in (
        Application,
        OfficerReport,
        MinutesExtract,
        DecisionNotice,
        Referral,
        CheckInNotes,
        ResultReport,
    )
}


def parse(kind: str, snapshot: Json) -> Document:
    """Return the document of `kind` that `snapshot` describes.

    Raises `SnapshotError` when the kind is unknown or a key is missing, unknown or mistyped.
    """
    if kind not in DOCUMENTS:
        raise SnapshotError(f"unknown document kind {kind!r}")
    return DOCUMENTS[kind].from_snapshot(snapshot)


__all__ = ["DOCUMENTS", "Document", "Json", "SnapshotError", "parse"]
