"""How an appointment was closed, by whom and when: missed, cancelled, refused by the patient, held."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COLUMNS = ("closed_as", "closed_by", "closed_at")


def upgrade() -> None:
    """Add what is known of the closing; what was closed before keeps its status alone."""
    op.add_column("appointment", sa.Column("closed_as", sa.String(10)))
    op.add_column("appointment", sa.Column("closed_by", sa.String(36)))
    op.add_column("appointment", sa.Column("closed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop it again."""
    for name in reversed(COLUMNS):
        op.drop_column("appointment", name)
