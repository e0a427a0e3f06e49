"""Triggers for migrations: the database itself refuses to change what is append-only.

SQLAlchemy's table recreation drops triggers on SQLite, so `kinesync check` and the
tests look for each of them by name.
"""

from types import ModuleType

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION {table}_append_only()
"""


def forbid_changes(op: ModuleType, table: str) -> None:
    """Make the database refuse UPDATE, DELETE and TRUNCATE of a table's rows."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(_SQLITE.format(table=table, verb=verb))
        return
    op.execute(_FUNCTION.format(table=table))
    for verb, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        op.execute(_POSTGRESQL.format(table=table, verb=verb, each=each))


def allow_changes(op: ModuleType, table: str) -> None:
    """Take the triggers away again, in a downgrade."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for verb in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER {table}_no_{verb} ON {table}")
    op.execute(f"DROP FUNCTION {table}_append_only()")
