"""Tables that only ever grow: the database itself refuses to change or remove a row."""

from typing import Any

from sqlalchemy import Connection, Table, event, text

MARK = "append_only"


def append_only(table: Table) -> None:
    """Have the table protected wherever it is made; the migrations look at the mark."""
    table.info[MARK] = True

    @event.listens_for(table, "after_create")
    def protect_it(made: Table, connection: Connection, **_rest: Any) -> None:
        protect(connection, made.name)


def protect(connection: Connection, table: str) -> None:
    """Put the triggers on a table, unless they are there already."""
    statements = _ON_SQLITE if connection.dialect.name == "sqlite" else _ON_POSTGRESQL
    for statement in statements:
        connection.execute(text(statement.replace("<table>", table)))


# ABORT and never ROLLBACK: a rollback would take with it the work of everyone else whose unit
# shares the commit.
_ON_SQLITE = (
    """CREATE TRIGGER IF NOT EXISTS <table>_no_update BEFORE UPDATE ON <table>
       BEGIN SELECT RAISE(ABORT, '<table> is append only'); END""",
    """CREATE TRIGGER IF NOT EXISTS <table>_no_delete BEFORE DELETE ON <table>
       BEGIN SELECT RAISE(ABORT, '<table> is append only'); END""",
)
_ON_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append only',
       ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE OR REPLACE TRIGGER <table>_no_change BEFORE UPDATE OR DELETE ON <table>
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE OR REPLACE TRIGGER <table>_no_truncate BEFORE TRUNCATE ON <table>
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
)
