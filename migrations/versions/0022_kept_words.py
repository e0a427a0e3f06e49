"""Words that lost against others, where a visit was moved, a section's tablet, questions to supervisors."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create kept_words; add the columns."""
    op.create_table(
        "kept_words",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("entity", sa.String(20), nullable=False),
        sa.Column("entity_id", sa.String(36), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("tablet", sa.String(60)),
        sa.Column("kept_by", sa.String(36), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_words"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_kept_words_{column}_{parent}")
            for column, parent in (
                ("organization_id", "organization"),
                ("visit_id", "visit"),
                ("patient_id", "patient"),
                ("by", "clinician"),
                ("kept_by", "clinician"),
            )
        ),
    )
    op.create_index("ix_kept_words_organization_id", "kept_words", ["organization_id"])
    op.create_index("ix_kept_words_visit_id", "kept_words", ["visit_id"])
    forbid_changes(op, "kept_words")
    for table, column in _columns():
        op.add_column(table, column)


def downgrade() -> None:
    """Drop them again."""
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)
    allow_changes(op, "kept_words")
    op.drop_table("kept_words")


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("section", sa.Column("device_id", sa.String(36))),
        ("visit", sa.Column("moved_to", sa.String(36))),
        ("visit", sa.Column("moved_from", sa.Text, nullable=False, server_default="[]")),
        ("quarantined", sa.Column("question", sa.Text)),
        ("quarantined", sa.Column("asked_at", INSTANT)),
        ("quarantined", sa.Column("answer", sa.Text)),
        ("quarantined", sa.Column("answered_by", sa.String(36))),
        ("quarantined", sa.Column("answered_at", INSTANT)),
    ]
