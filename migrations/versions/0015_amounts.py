"""What KX is counted from: amounts used that were entered, and the fee table. Neither is ever changed."""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
APPEND_ONLY = ("threshold_used", "fee")


def upgrade() -> None:
    """Create threshold_used and fee, then their triggers."""
    op.create_table(
        "threshold_used",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("bucket", sa.String(6), nullable=False),
        sa.Column("used_cents", sa.BigInteger, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_threshold_used"),
        _foreign("threshold_used", "organization_id", "organization"),
        _foreign("threshold_used", "patient_id", "patient"),
        _foreign("threshold_used", "by", "clinician"),
        sa.CheckConstraint("bucket IN ('PT+SLP', 'OT')", name="ck_threshold_used_bucket"),
        sa.CheckConstraint("used_cents >= 0", name="ck_threshold_used_not_negative"),
    )
    op.create_index("ix_threshold_used_patient", "threshold_used", ["patient_id", "year"])
    op.create_table(
        "fee",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("cents", sa.BigInteger, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fee"),
        _foreign("fee", "organization_id", "organization"),
        _foreign("fee", "by", "clinician"),
        sa.CheckConstraint("cents >= 0", name="ck_fee_not_negative"),
    )
    op.create_index("ix_fee_organization_id", "fee", ["organization_id"])
    for table in APPEND_ONLY:
        forbid_changes(op, table)


def _foreign(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")


def downgrade() -> None:
    """Drop them again."""
    for table in APPEND_ONLY:
        allow_changes(op, table)
        op.drop_table(table)
