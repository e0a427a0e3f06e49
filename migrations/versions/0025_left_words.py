"""Words that were left with a supervisor, because the visit they belong to was never taken in."""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create left_words."""
    op.create_table(
        "left_words",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("of", sa.String(40), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_left_words"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_left_words_{column}_{parent}")
            for column, parent in (("organization_id", "organization"), ("clinician_id", "clinician"))
        ),
    )
    op.create_index("ix_left_words_organization_id", "left_words", ["organization_id"])
    forbid_changes(op, "left_words")


def downgrade() -> None:
    """Drop it again."""
    allow_changes(op, "left_words")
    op.drop_table("left_words")
