"""The database itself refuses to change what was logged, sent in, issued or decided (D3, D8), on both databases.

Table → condition on the old row under which UPDATE and DELETE are refused (empty: always), or a condition per
operation over OLD and NEW.
"""

from typing import Any

from applications.states import MINUTES

IS_RELEASED = (
    "EXISTS (SELECT 1 FROM applications_decision d "
    "WHERE d.id = {row}.decision_id AND d.released_at IS NOT NULL)"
)

# A released decision changes by a logged rectification only (applications.dispatch): its log names the next version,
# the rows follow, and the decision takes that version last, which ends it.
BY_RECTIFICATION = (
    "(NEW.version = OLD.version + 1 AND EXISTS (SELECT 1 FROM applications_rectification r "
    "WHERE r.decision_id = OLD.id AND r.version = NEW.version))"
)
IS_BEING_RECTIFIED = (
    "EXISTS (SELECT 1 FROM applications_rectification r JOIN applications_decision d ON d.id = r.decision_id "
    "WHERE r.decision_id = {row}.decision_id AND r.version = d.version + 1)"
)

IS_SIGNED = (
    "EXISTS (SELECT 1 FROM applications_officerreport r "
    "WHERE r.id = {row}.report_id AND r.signed_off_at IS NOT NULL)"
)

IS_SENT = "EXISTS (SELECT 1 FROM phases_proposal p WHERE p.id = {row}.proposal_id AND p.sent_at IS NOT NULL)"


def _changed(*columns: str) -> str:
    """Return the condition that one of the columns gets another value."""
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def _rewritten(*columns: str) -> str:
    """Return the condition that one of the columns, which had a value, gets another one: it is written once."""
    again = (f"(OLD.{name} IS NOT NULL AND OLD.{name} IS DISTINCT FROM NEW.{name})" for name in columns)
    return "(" + " OR ".join(again) + ")"


def _of_released(
    *columns: str, rectified: tuple[str, ...] = (), once: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the conditions for rows of a decision: once it is released, none comes, goes or changes in `columns`.

    `rectified`: columns that a rectification may change; `once`: columns that are written afterwards, once.
    """
    old = IS_RELEASED.format(row="OLD")
    change = f" AND {_changed('decision_id', *columns)}" if columns else ""
    if rectified:
        mended = f"({_changed(*rectified)} AND NOT {IS_BEING_RECTIFIED.format(row='OLD')})"
        change = f" AND ({_changed('decision_id', *columns)} OR {mended})"
    if once:
        change = f" AND ({_changed('decision_id', *columns)} OR {_rewritten(*once)})"
    return {"INSERT": IS_RELEASED.format(row="NEW"), "UPDATE": old + change, "DELETE": old}


def _unless_rectified() -> dict[str, str]:
    """Return the conditions for rows of a decision that come and go in a rectification only, once it is released."""
    rows = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}
    return {
        operation: f"{IS_RELEASED.format(row=row)} AND NOT {IS_BEING_RECTIFIED.format(row=row)}"
        for operation, row in rows.items()
    }


READ_LOG_LEAST_DAYS = 180  # the log of readings is kept so long at least, by the database's own clock
YOUNGEST_TO_CLEAR = "{youngest to clear}"
_SAID = {
    "postgresql": f"now() - interval '{READ_LOG_LEAST_DAYS} days'",
    "sqlite": f"datetime('now', '-{READ_LOG_LEAST_DAYS} days')",
}

# What a rectification may mend of a released decision; the days after it are written once by steps of their own.
MENDED = (
    "year",
    "paragraph",
    "delegate",
    "delegate_title",
    "route_ground",
    "reported_on",
    "decided_on",
    "approved_on",
    "immediate_approval",
    "heading",
    "summary",
    "motivation",
    "refer_back_for",
    *MINUTES,
    "version",
)
WRITTEN_ONCE = ("posted_on", "last_appeal_on", "sent_on", "legal_force_on")


LOCKED_WHEN: dict[str, str | dict[str, str]] = {
    "applications_event": "",
    # Only its secrecy and that it stands in the registry may come later (D2).
    "applications_record": {
        "UPDATE": _changed(
            "case_id",
            "number",
            "direction",
            "designation",
            "counterpart",
            "description",
            "at",
            "is_file_note",
            "order_id",
            "attachment_id",
            "by_id",
        ),
        "DELETE": "",
    },
    # The trail of the network goes with its post, once that is cleared away.
    "applications_networkevent": {
        "UPDATE": "",
        "DELETE": "NOT EXISTS (SELECT 1 FROM applications_networkpost p "
        "WHERE p.id = OLD.post_id AND p.cleared_at IS NOT NULL)",
    },
    # What is old is cleared away by the clock (applications.read_log), and nothing else is.
    "applications_readevent": {"UPDATE": "", "DELETE": f"OLD.at > {YOUNGEST_TO_CLEAR}"},
    "applications_documentorder": "",
    "applications_actormerge": {
        "UPDATE": "OLD.undone_at IS NOT NULL OR "
        + _changed("kept_id", "gone_id", "moved", "number", "at", "by_id"),
        "DELETE": "",
    },
    "applications_cityversion": "",  # what the municipality has said of itself, and when
    "applications_logotype": "",
    "applications_mailtext": "",
    "applications_payment": "",  # money that moved is mended by money that moves back (D12)
    "applications_delivery": "",
    "applications_rectification": "",
    "applications_reportedition": "",
    # A signed report can be taken back, once, and that is all: what comes after is its next version (D24).
    "applications_officerreport": {
        "UPDATE": "OLD.signed_off_at IS NOT NULL AND ("
        + _changed(
            "case_id",
            "kind",
            "version",
            "author_id",
            "created_at",
            "recommendation",
            "heading",
            "summary",
            "background",
            "changes",
            "assessment",
            "economy",
            "children",
            "gender_equality",
            "equality",
            "dialogue",
            "meeting_id",
            "sent_for_sign_off_at",
            "returned_at",
            "manager_comment",
            "signed_off_at",
            "signed_off_by_id",
            "snapshot",
        )
        + f" OR {_rewritten('recalled_at')})",
        "DELETE": "OLD.signed_off_at IS NOT NULL",
    },
    "applications_proposedpoint": {
        "INSERT": IS_SIGNED.format(row="NEW"),
        "UPDATE": IS_SIGNED.format(row="OLD"),
        "DELETE": IS_SIGNED.format(row="OLD"),
    },
    "applications_signedextract": "",
    "applications_attachment": "EXISTS (SELECT 1 FROM applications_signedextract s WHERE s.attachment_id = OLD.id)",
    "applications_application": "OLD.sent_at IS NOT NULL",
    "applications_confirmation": "OLD.answered_at IS NOT NULL",
    "applications_decision": {
        "UPDATE": "OLD.released_at IS NOT NULL AND ("
        + _changed(
            "case_id",
            "kind",
            "route",
            "committee_id",
            "meeting_id",
            "agenda_item_id",
            "outcome",
            "in_force_at_once",
            "changes_id",
            "keeps_conditions",
            "registered_at",
            "registered_by_id",
            "released_at",
            "released_by_id",
        )
        + f" OR (({_changed(*MENDED)} OR {_rewritten(*WRITTEN_ONCE)}) AND NOT {BY_RECTIFICATION}))",
        "DELETE": "OLD.released_at IS NOT NULL",
    },
    "applications_decisionpoint": _of_released(
        "number",
        "measure_id",
        "outcome",
        "requested",
        "proposed",
        "granted",
        "in_kind",
        "motivation",
        rectified=("text",),
    ),
    "applications_memberconflict": _unless_rectified(),
    "applications_grant": _of_released(),
    "applications_condition": _of_released("text", "due_on", once=("done_on", "closed_by_id")),
    "applications_referral": _of_released("to_id", "scope", "measure_id", "what", "reason"),
    "phases_proposal": "OLD.sent_at IS NOT NULL",
    "phases_proposedmeasure": {
        "INSERT": IS_SENT.format(row="NEW"),
        "UPDATE": IS_SENT.format(row="OLD"),
        "DELETE": IS_SENT.format(row="OLD"),
    },
    "phases_resultreport": "OLD.sent_at IS NOT NULL",
    "reports_issueddocument": "",
    "reports_pack": "OLD.finished_at IS NOT NULL",
}
MESSAGE = "samverkan: written once"
OPERATIONS = ("INSERT", "UPDATE", "DELETE")


def _conditions(table: str) -> dict[str, str]:
    found = LOCKED_WHEN[table]
    return found if isinstance(found, dict) else {"UPDATE": found, "DELETE": found}


def _name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"


def install(connection: Any, tables: list[str] | None = None) -> None:
    """Create the triggers on `tables` (default: all)."""
    with connection.cursor() as cursor:
        for table in tables or LOCKED_WHEN:
            for operation, written in _conditions(table).items():
                condition = written.replace(YOUNGEST_TO_CLEAR, _SAID[connection.vendor])
                if connection.vendor == "postgresql":
                    _install_on_postgresql(cursor, table, operation, condition or "TRUE")
                else:
                    cursor.execute(
                        f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} "
                        f"FOR EACH ROW WHEN {condition or 'TRUE'} "
                        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
                    )
            if connection.vendor == "postgresql":
                _install_on_postgresql(cursor, table, "TRUNCATE", "TRUE")


def _install_on_postgresql(cursor: Any, table: str, operation: str, condition: str) -> None:
    """Create one trigger with its function: a WHEN clause could not look into another table."""
    name = _name(table, operation)
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    cursor.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
    )
    cursor.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
    )


def remove(connection: Any, tables: list[str] | None = None) -> None:
    """Drop the triggers: for migrations that change a table, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for table in tables or LOCKED_WHEN:
            for operation in (*OPERATIONS, "TRUNCATE"):
                name = _name(table, operation)
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
                else:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
