"""Which revision of a service day was submitted as a claim. Said once, never taken back."""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create submission, then its trigger."""
    op.create_table(
        "submission",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("service_day_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_submission_{column}_{parent}")
            for column, parent in (
                ("organization_id", "organization"),
                ("service_day_id", "service_day"),
                ("by", "clinician"),
            )
        ),
        sa.UniqueConstraint("service_day_id", "number", name="uq_submission_service_day_id_number"),
    )
    op.add_column("service_day", sa.Column("submitted", sa.Text))
    forbid_changes(op, "submission")


def downgrade() -> None:
    """Drop it again."""
    allow_changes(op, "submission")
    op.drop_column("service_day", "submitted")
    op.drop_table("submission")
