"""Patients, and the care team that decides who has them on the caseload."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
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
    """Create patient and care_team."""
    fed(
        "patient",
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("family_name", sa.String(100), nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("precautions", sa.Text, nullable=False),
        sa.Column("vital_limits", sa.Text, nullable=False),
        sa.Column("contact", sa.String(500)),
    )
    op.create_index(
        "ix_patient_organization_name", "patient", ["organization_id", "family_name", "given_name"]
    )
    fed(
        "care_team",
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_care_team_until_not_before_since"),
        clinician_id="clinician",
        patient_id="patient",
    )
    op.create_index("ix_care_team_clinician_patient", "care_team", ["clinician_id", "patient_id"])
    op.create_index("ix_care_team_patient_id", "care_team", ["patient_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("care_team")
    op.drop_table("patient")
