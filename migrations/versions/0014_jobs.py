"""Claims on runs of jobs: the key lets each run happen once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create job_claim."""
    op.create_table(
        "job_claim",
        sa.Column("job_id", sa.String(40), nullable=False),
        sa.Column("slot", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.PrimaryKeyConstraint("job_id", "slot", name="pk_job_claim"),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("job_claim")
