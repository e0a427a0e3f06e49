"""Goals that are no longer pursued, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("goal", sa.Column("ended_on", sa.Date))
    op.add_column("goal", sa.Column("ended_reason", sa.String(500)))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("goal", "ended_reason")
    op.drop_column("goal", "ended_on")
