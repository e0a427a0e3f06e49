"""Payer policies, service days with their revisions and lines, attestations and choices.

Revisions and lines are what a claim was made from: triggers keep them from being changed or deleted, also
by a hand at the database.
"""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

APPEND_ONLY = ("revision", "line")


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
    """Create the six tables, then the triggers."""
    _payer_policy()
    _service_day()
    _revision()
    _line()
    _attestation()
    _choice()
    for table in APPEND_ONLY:
        forbid_changes(op, table)


def _payer_policy() -> None:
    fed(
        "payer_policy",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("extends", sa.String(60), nullable=False),
        sa.Column("overrides", sa.Text, nullable=False),
        sa.Column("required_elements", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("citation", sa.String(500), nullable=False),
        sa.UniqueConstraint("organization_id", "name", "effective_from", name="uq_payer_policy_dated"),
    )


def _service_day() -> None:
    fed(
        "service_day",
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("date_of_service", sa.Date, nullable=False),
        sa.Column("discipline", sa.String(2), nullable=False),
        sa.Column("payer_policy_id", sa.String(36), nullable=False),
        sa.Column("policy_name", sa.String(60), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("waits_for", sa.Text, nullable=False),
        sa.Column("visit_ids", sa.Text, nullable=False),
        sa.Column("finding", sa.Text),
        sa.Column("failed_at", INSTANT),
        sa.Column("revision", sa.Text),
        sa.UniqueConstraint(
            "patient_id",
            "date_of_service",
            "discipline",
            "payer_policy_id",
            name="uq_service_day_counted_over",
        ),
        sa.CheckConstraint("state IN ('pending', 'held', 'final')", name="ck_service_day_state"),
        patient_id="patient",
        payer_policy_id="payer_policy",
    )
    op.create_index("ix_service_day_list", "service_day", ["organization_id", "date_of_service"])
    op.create_index("ix_service_day_failed_at", "service_day", ["failed_at"])


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("service_day_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("previous", sa.Integer),
        sa.Column("finalized_at", INSTANT, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("difference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_revision_organization_id_organization"
        ),
        sa.ForeignKeyConstraint(
            ["service_day_id"], ["service_day.id"], name="fk_revision_service_day_id_service_day"
        ),
        sa.UniqueConstraint("service_day_id", "number", name="uq_revision_service_day_id_number"),
    )


def _line() -> None:
    op.create_table(
        "line",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("service_day_id", sa.String(36), nullable=False),
        sa.Column("revision_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("modifiers", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("outside", sa.Boolean, nullable=False),
        sa.Column("derivation", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_line"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_line_organization_id_organization"
        ),
        sa.ForeignKeyConstraint(
            ["service_day_id"], ["service_day.id"], name="fk_line_service_day_id_service_day"
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_line_revision_id_revision"),
        sa.UniqueConstraint("revision_id", "position", name="uq_line_revision_id_position"),
    )
    op.create_index("ix_line_service_day_id", "line", ["service_day_id"])


def _attestation() -> None:
    fed(
        "attestation",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("date_of_service", sa.Date, nullable=False),
        sa.Column("discipline", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("column1", sa.String(5)),
        sa.Column("column2", sa.String(5)),
        sa.Column("basis", sa.String(16)),
        sa.Column("reason", sa.String(1000)),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        visit_id="visit",
        patient_id="patient",
        by="clinician",
    )
    op.create_index("ix_attestation_visit_id", "attestation", ["visit_id"])
    op.create_index("ix_attestation_day", "attestation", ["patient_id", "date_of_service"])


def _choice() -> None:
    fed(
        "choice",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("prefer", sa.Text, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        visit_id="visit",
        patient_id="patient",
        by="clinician",
    )
    op.create_index("ix_choice_visit_id", "choice", ["visit_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in APPEND_ONLY:
        allow_changes(op, table)
    for table in ("choice", "attestation", "line", "revision", "service_day", "payer_policy"):
        op.drop_table(table)
