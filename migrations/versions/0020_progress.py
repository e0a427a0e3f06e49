"""The criterion of a progression, and what the payer authorized for an episode."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("response", sa.Column("progression_criterion", sa.String(500)))
    op.add_column("episode", sa.Column("authorized_visits", sa.Integer))
    op.add_column("episode", sa.Column("authorized_until", sa.Date))


def downgrade() -> None:
    """Drop them again."""
    op.drop_column("episode", "authorized_until")
    op.drop_column("episode", "authorized_visits")
    op.drop_column("response", "progression_criterion")
