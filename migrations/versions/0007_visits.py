"""Visits, what was timed in them, and the mark that billing must look."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
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
    """Create visit, billing_due, segment, correction and untimed."""
    _visit()
    _timing()
    _corrections_and_untimed()


def _visit() -> None:
    fed(
        "visit",
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("episode_id", sa.String(36), nullable=False),
        sa.Column("appointment_id", sa.String(36)),
        sa.Column("clinic_id", sa.String(36)),
        sa.Column("place_of_service", sa.String(2), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("date_of_service", sa.Date, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("start_fact", sa.Text, nullable=False),
        sa.Column("end_fact", sa.Text),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("void_reason", sa.String(500)),
        sa.Column("started_by", sa.String(36), nullable=False),
        sa.Column("ended_by", sa.String(36)),
        sa.Column("signed_at", INSTANT),
        sa.Column("flags", sa.Text, nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'signed', 'sign-again', 'void')", name="ck_visit_status_known"
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ck_visit_ends_after_start"),
        patient_id="patient",
        episode_id="episode",
        appointment_id="appointment",
        clinic_id="clinic",
        started_by="clinician",
        ended_by="clinician",
    )
    op.create_index("ix_visit_patient_date", "visit", ["patient_id", "date_of_service"])
    op.create_index("ix_visit_organization_status", "visit", ["organization_id", "status", "date_of_service"])
    op.create_table(
        "billing_due",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name="pk_billing_due"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_billing_due_visit_id_visit"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_billing_due_organization_id_organization"
        ),
    )
    op.create_index("ix_billing_due_since", "billing_due", ["since"])


def _timing() -> None:
    fed(
        "segment",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("performer", sa.String(10), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_because", sa.String(10)),
        sa.Column("pause_reason", sa.String(20)),
        sa.Column("provenance", sa.String(20), nullable=False),
        sa.Column("end_provenance", sa.String(20)),
        sa.Column("zone", sa.String(64)),
        sa.Column("offset_minutes", sa.Integer),
        sa.Column("page_run_id", sa.String(64)),
        sa.Column("end_page_run_id", sa.String(64)),
        sa.Column("monotonic_ms", sa.BigInteger),
        sa.Column("end_monotonic_ms", sa.BigInteger),
        sa.Column("clock_offset_ms", sa.BigInteger, nullable=False),
        sa.Column("end_clock_offset_ms", sa.BigInteger),
        sa.Column("flags", sa.Text, nullable=False),
        sa.CheckConstraint("ended_at IS NULL OR ended_at > started_at", name="ck_segment_ends_after_start"),
        visit_id="visit",
        patient_id="patient",
        clinician_id="clinician",
    )
    op.create_index("ix_segment_visit_id", "segment", ["visit_id"])
    op.create_index("ix_segment_clinician_ended", "segment", ["clinician_id", "ended_at"])


def _corrections_and_untimed() -> None:
    fed(
        "correction",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("segment_id", sa.String(36), nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("code", sa.String(5)),
        sa.Column("performer", sa.String(10)),
        sa.Column("remove", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        visit_id="visit",
        patient_id="patient",
        segment_id="segment",
        by="clinician",
    )
    op.create_index("ix_correction_visit_id", "correction", ["visit_id"])
    fed(
        "untimed",
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("performer", sa.String(10), nullable=False),
        sa.Column("provenance", sa.String(20), nullable=False),
        sa.Column("zone", sa.String(64)),
        sa.Column("offset_minutes", sa.Integer),
        sa.Column("page_run_id", sa.String(64)),
        sa.Column("monotonic_ms", sa.BigInteger),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.CheckConstraint("minutes >= 0 AND minutes < 1440", name="ck_untimed_minutes_of_a_day"),
        visit_id="visit",
        patient_id="patient",
        clinician_id="clinician",
    )
    op.create_index("ix_untimed_visit_id", "untimed", ["visit_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("untimed", "correction", "segment", "billing_due", "visit"):
        op.drop_table(table)
