"""What was done and how the patient responded: interventions, responses, measures, sections."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
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


def recorded(table: str, *columns: sa.schema.SchemaItem, **foreign: str) -> None:
    """Create a table of rows that belong to a visit and have an author."""
    fed(
        table,
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *columns,
        visit_id="visit",
        patient_id="patient",
        by="clinician",
        **foreign,
    )


def upgrade() -> None:
    """Create intervention, response, measure and section."""
    _intervention()
    _response()
    recorded(
        "measure",
        sa.Column("measure", sa.String(100), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("side", sa.String(10)),
        sa.Column("trials", sa.Text, nullable=False),
    )
    op.create_index("ix_measure_visit_id", "measure", ["visit_id"])
    recorded(
        "section",
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.UniqueConstraint("visit_id", "section", name="uq_section_visit_id_section"),
    )


def _intervention() -> None:
    recorded(
        "intervention",
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("activity_id", sa.String(64)),
        sa.Column("technique", sa.String(200), nullable=False),
        sa.Column("regions", sa.Text, nullable=False),
        sa.Column("purpose", sa.String(500), nullable=False),
        sa.Column("goal_id", sa.String(36)),
        sa.Column("deficit", sa.String(500)),
        sa.Column("frequency", sa.String(100), nullable=False),
        sa.Column("intensity", sa.String(200), nullable=False),
        sa.Column("duration", sa.String(100), nullable=False),
        sa.Column("dose", sa.Text, nullable=False),
        sa.Column("skilled_need", sa.Text, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("remove_reason", sa.String(500)),
    )
    op.create_index("ix_intervention_visit_id", "intervention", ["visit_id"])


def _response() -> None:
    vitals = ("pain_before", "pain_after", "exertion", "heart_rate", "systolic", "diastolic", "spo2")
    recorded(
        "response",
        sa.Column("intervention_id", sa.String(36), nullable=False),
        sa.Column("tolerance", sa.String(10)),
        sa.Column("quality", sa.String(10)),
        sa.Column("assistance_change", sa.String(200)),
        *(sa.Column(name, sa.Integer) for name in vitals),
        sa.Column("dizziness", sa.Boolean),
        sa.Column("fatigue", sa.Boolean),
        sa.Column("adverse", sa.Text),
        sa.Column("adverse_action", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("progression", sa.String(12)),
        sa.Column("progression_reason", sa.String(500)),
        sa.Column("next_step", sa.String(500)),
        sa.UniqueConstraint("intervention_id", name="uq_response_intervention_id"),
        intervention_id="intervention",
    )
    op.create_index("ix_response_visit_id", "response", ["visit_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("section", "measure", "response", "intervention"):
        op.drop_table(table)
