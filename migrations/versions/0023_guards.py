"""Guards for the columns that came after 0009: what is signed or closed keeps these too.

A visit is told where it was moved to in the statement that voids it, and never again.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CLOSED = "('signed', 'void')"
OF_A_VISIT = {"response": "progression_criterion", "section": "device_id"}
OF_THE_VISIT = {
    "visit_moved_from_keeps": ("moved_from", f"OLD.status IN {CLOSED}"),
    "visit_moved_to_keeps": ("moved_to", "OLD.moved_to IS NOT NULL"),
}


def upgrade() -> None:
    """Create the triggers."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, column, when in _guards():
        head = f'CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON "{table}" FOR EACH ROW'
        if not on_postgresql:
            op.execute(f"{head} WHEN {when} BEGIN SELECT RAISE(ABORT, 'visit-closed'); END")
        elif table == "visit":
            op.execute(f"{head} WHEN ({when}) EXECUTE FUNCTION kinesync_refuse('visit-closed')")
        else:
            op.execute(f"{head} EXECUTE FUNCTION kinesync_visit_closed()")


def downgrade() -> None:
    """Drop them again."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in _guards():
        op.execute(f'DROP TRIGGER {name} ON "{table}"' if on_postgresql else f"DROP TRIGGER {name}")


def _guards() -> list[tuple[str, str, str, str]]:
    visit = [(name, "visit", column, when) for name, (column, when) in OF_THE_VISIT.items()]
    return visit + [
        (f"{table}_{column}_of_closed", table, column, f"{_closed('OLD')} OR {_closed('NEW')}")
        for table, column in OF_A_VISIT.items()
    ]


def _closed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM visit WHERE id = {row}.visit_id AND status IN {CLOSED})"  # noqa: S608 - constants
