"""Reviews of signed visits, and their comments."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def fed(table: str, *columns: sa.schema.SchemaItem, **foreign: str) -> None:
    """Create a table whose rows tablets get; `foreign` names the table that a column refers to."""
    op.create_table(
        table,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")
            for column, parent in {"organization_id": "organization", **foreign}.items()
        ),
    )
    op.create_index(f"ix_{table}_organization_id", table, ["organization_id"])


def upgrade() -> None:
    """Create review and comment."""
    fed(
        "review",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("by", sa.String(36)),
        sa.Column("at", INSTANT),
        sa.UniqueConstraint("visit_id", name="uq_review_visit_id"),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'returned', 'answered')", name="ck_review_state"
        ),
        visit_id="visit",
        patient_id="patient",
        by="clinician",
    )
    op.create_index("ix_review_list", "review", ["organization_id", "state"])
    fed(
        "comment",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("field", sa.String(120)),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("answer", sa.String(4000)),
        sa.Column("answered_by", sa.String(36)),
        sa.Column("answered_at", INSTANT),
        visit_id="visit",
        review_id="review",
        patient_id="patient",
        by="clinician",
        answered_by="clinician",
    )
    op.create_index("ix_comment_visit_id", "comment", ["visit_id"])
    op.create_index("ix_comment_review_id", "comment", ["review_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("comment")
    op.drop_table("review")
