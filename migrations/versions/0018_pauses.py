"""Why a clock was paused: said after the tap that paused it, so a fact of its own. Append-only."""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create pause."""
    op.create_table(
        "pause",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("segment_id", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pause"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_pause_{column}_{parent}")
            for column, parent in (
                ("organization_id", "organization"),
                ("visit_id", "visit"),
                ("patient_id", "patient"),
                ("segment_id", "segment"),
                ("by", "clinician"),
            )
        ),
    )
    op.create_index("ix_pause_organization_id", "pause", ["organization_id"])
    op.create_index("ix_pause_visit_id", "pause", ["visit_id"])
    forbid_changes(op, "pause")


def downgrade() -> None:
    """Drop it again."""
    allow_changes(op, "pause")
    op.drop_table("pause")
