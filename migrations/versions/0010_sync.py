"""The ledger of mutations, the numbers that arrived, and the quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.String(36)
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create applied_mutation, arrived_numbers and quarantined."""
    _ledger()
    op.create_table(
        "arrived_numbers",
        sa.Column("device_id", ID, nullable=False),
        sa.Column("clinician_id", ID, nullable=False),
        sa.Column("organization_id", ID, nullable=False),
        sa.Column("acked_n", sa.BigInteger, nullable=False),
        sa.Column("seen_n", sa.BigInteger, nullable=False),
        sa.Column("ahead", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "clinician_id", name="pk_arrived_numbers"),
    )
    _quarantine()


def _ledger() -> None:
    op.create_table(
        "applied_mutation",
        sa.Column("id", ID, nullable=False),
        sa.Column("organization_id", ID, nullable=False),
        sa.Column("clinician_id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("schema", sa.BigInteger, nullable=False),
        sa.Column("entity", ID, nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(40)),
        sa.Column("clock_offset_ms", sa.BigInteger),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_applied_mutation"),
    )
    op.create_index("ix_applied_mutation_device_id_n", "applied_mutation", ["device_id", "n"])


def _quarantine() -> None:
    op.create_table(
        "quarantined",
        sa.Column("id", ID, nullable=False),
        sa.Column("organization_id", ID, nullable=False),
        sa.Column("clinician_id", ID, nullable=False),
        sa.Column("device_id", ID, nullable=False),
        sa.Column("mutation_id", ID),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("body_sha256", sa.String(64), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_quarantined"),
        sa.UniqueConstraint(
            "organization_id", "body_sha256", name="uq_quarantined_organization_id_body_sha256"
        ),
    )
    op.create_index(
        "ix_quarantined_organization_id_received_at", "quarantined", ["organization_id", "received_at"]
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("quarantined", "arrived_numbers", "applied_mutation"):
        op.drop_table(table)
