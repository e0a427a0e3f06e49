"""Appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
    """Create appointment."""
    fed(
        "appointment",
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("episode_id", sa.String(36), nullable=False),
        sa.Column("clinic_id", sa.String(36)),
        sa.Column("clinician_ids", sa.Text, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("place", sa.String(200)),
        sa.CheckConstraint(
            "status IN ('scheduled', 'cancelled', 'missed')", name="ck_appointment_status_known"
        ),
        sa.CheckConstraint("minutes > 0", name="ck_appointment_minutes_positive"),
        patient_id="patient",
        episode_id="episode",
        clinic_id="clinic",
    )
    op.create_index("ix_appointment_patient_starts", "appointment", ["patient_id", "starts_at"])
    op.create_index("ix_appointment_organization_starts", "appointment", ["organization_id", "starts_at"])


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("appointment")
