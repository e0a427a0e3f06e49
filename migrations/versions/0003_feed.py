"""The organization's clock, the feed of changes, and the audit chain."""

import sqlalchemy as sa
from alembic import op

from server.db.triggers import allow_changes, forbid_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create organization_clock, change and audit_row; the last can only grow."""
    op.create_table(
        "organization_clock",
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("audit_seq", sa.BigInteger, nullable=False),
        sa.Column("audit_head", sa.String(64), nullable=False),
        sa.Column("epoch", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organization_clock"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="fk_organization_clock_organization_id_organization",
        ),
    )
    _create_change()
    _create_audit_row()
    forbid_changes(op, "audit_row")


def _create_change() -> None:
    op.create_table(
        "change",
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("deleted", sa.Boolean, nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "entity", "entity_id", name="pk_change"),
        sa.UniqueConstraint("organization_id", "seq", name="uq_change_organization_id_seq"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_change_organization_id_organization"
        ),
    )
    op.create_index("ix_change_organization_id_scope_seq", "change", ["organization_id", "scope", "seq"])


def _create_audit_row() -> None:
    op.create_table(
        "audit_row",
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("clinician_id", sa.String(36)),
        sa.Column("device_id", sa.String(36)),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.String(36)),
        sa.Column("patient_id", sa.String(36)),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "seq", name="pk_audit_row"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_audit_row_organization_id_organization"
        ),
    )
    op.create_index(
        "ix_audit_row_organization_id_patient_id_at", "audit_row", ["organization_id", "patient_id", "at"]
    )


def downgrade() -> None:
    """Drop them again, the audit with them."""
    allow_changes(op, "audit_row")
    for table in ("audit_row", "change", "organization_clock"):
        op.drop_table(table)
