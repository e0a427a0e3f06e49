"""Other procedures of a patient's day: what somebody else billed, entered by a clinician or a biller."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create procedure."""
    op.create_table(
        "procedure",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("date_of_service", sa.Date, nullable=False),
        sa.Column("visit_id", sa.String(36)),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("discipline", sa.String(12), nullable=False),
        sa.Column("specialty", sa.String(60)),
        sa.Column("regions", sa.Text, nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_procedure_{column}_{parent}")
            for column, parent in (
                ("organization_id", "organization"),
                ("patient_id", "patient"),
                ("visit_id", "visit"),
                ("by", "clinician"),
            )
        ),
    )
    op.create_index("ix_procedure_organization_id", "procedure", ["organization_id"])
    op.create_index("ix_procedure_day", "procedure", ["patient_id", "date_of_service"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("procedure")
