"""The database itself refuses to change what was logged, sent in or issued (D8), on PostgreSQL and SQLite.

Table → condition on the old row under which UPDATE and DELETE are refused; empty: always.
"""

from typing import Any

LOCKED_WHEN: dict[str, str] = {
    "applications_event": "",
    "applications_documentorder": "",
    "applications_rectification": "",
    "applications_application": "OLD.sent_at IS NOT NULL",
    "phases_proposal": "OLD.sent_at IS NOT NULL",
    "phases_resultreport": "OLD.sent_at IS NOT NULL",
}
MESSAGE = "samverkan: written once"


def _names(table: str) -> tuple[str, str, str]:
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_truncate"


def install(connection: Any, tables: list[str] | None = None) -> None:
    """Create the triggers on `tables` (default: all)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION samverkan_written_once() RETURNS trigger AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END; $$ LANGUAGE plpgsql"
            )
        for table in tables or LOCKED_WHEN:
            condition = LOCKED_WHEN[table]
            when = f"WHEN ({condition})" if condition else ""
            update, delete, truncate = _names(table)
            if connection.vendor == "postgresql":
                call = "EXECUTE FUNCTION samverkan_written_once()"
                cursor.execute(f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} FOR EACH ROW {when} {call}")
                cursor.execute(f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} FOR EACH ROW {when} {call}")
                cursor.execute(f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {table} {call}")
            else:
                stop = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
                cursor.execute(f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} FOR EACH ROW {when} {stop}")
                cursor.execute(f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} FOR EACH ROW {when} {stop}")


def remove(connection: Any, tables: list[str] | None = None) -> None:
    """Drop the triggers: for migrations that change a table, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for table in tables or LOCKED_WHEN:
            for name in _names(table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
