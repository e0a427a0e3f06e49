"""What the newest verified backup holds, and what each tablet last told of itself and what it lost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table, column in _columns():
        op.add_column(table, column)


def downgrade() -> None:
    """Drop them again."""
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("device", sa.Column("browser", sa.String(64))),
        ("device", sa.Column("report", sa.Text)),
        ("device", sa.Column("reported_at", sa.DateTime(timezone=True))),
        ("device", sa.Column("missing", sa.Text)),
        ("device", sa.Column("let_go", sa.Text, nullable=False, server_default="[]")),
        ("device", sa.Column("repaired_rows", sa.Integer, nullable=False, server_default="0")),
        ("device", sa.Column("repaired_at", sa.DateTime(timezone=True))),
        ("organization_clock", sa.Column("backup_seq", sa.BigInteger)),
        ("organization_clock", sa.Column("backup_at", sa.DateTime(timezone=True))),
    ]
