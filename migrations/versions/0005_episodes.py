"""Episodes of care and their goals."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
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
    """Create episode and goal."""
    fed(
        "episode",
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("discipline", sa.String(2), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("diagnoses", sa.Text, nullable=False),
        sa.Column("payer_policy_id", sa.String(36), nullable=False),
        sa.Column("frequency", sa.String(100), nullable=False),
        sa.Column("duration", sa.String(100), nullable=False),
        sa.Column("visits_planned", sa.Integer),
        sa.Column("progress_report_every", sa.Integer),
        sa.Column("certified_from", sa.Date),
        sa.Column("certified_until", sa.Date),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("lead_clinician_id", sa.String(36)),
        sa.CheckConstraint("discipline IN ('PT', 'OT')", name="ck_episode_discipline_known"),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name="ck_episode_ends_not_before_start"
        ),
        patient_id="patient",
        lead_clinician_id="clinician",
    )
    op.create_index("ix_episode_patient_id", "episode", ["patient_id"])
    fed(
        "goal",
        sa.Column("episode_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("measure", sa.String(100)),
        sa.Column("target", sa.String(200)),
        sa.Column("met_on", sa.Date),
        sa.UniqueConstraint("episode_id", "number", name="uq_goal_episode_id_number"),
        episode_id="episode",
        patient_id="patient",
    )
    op.create_index("ix_goal_patient_id", "goal", ["patient_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("goal")
    op.drop_table("episode")
