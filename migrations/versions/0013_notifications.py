"""The inbox of notices, the subscriptions of devices, and the pushes still to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _refers(table: str, **foreign: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")
        for column, parent in foreign.items()
    ]


def upgrade() -> None:
    """Create notice, push_subscription and push."""
    op.create_table(
        "notice",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("once", sa.String(120), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("clinician_id", "once", name="uq_notice_clinician_id_once"),
        *_refers("notice", organization_id="organization", clinician_id="clinician"),
    )
    op.create_index("ix_notice_inbox", "notice", ["clinician_id", "at"])
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36)),
        sa.Column("endpoint_sha256", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("disabled_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_push_subscription"),
        sa.UniqueConstraint("endpoint_sha256", name="uq_push_subscription_endpoint_sha256"),
        *_refers("push_subscription", organization_id="organization", clinician_id="clinician"),
    )
    op.create_index("ix_push_subscription_clinician_id", "push_subscription", ["clinician_id"])
    op.create_index("ix_push_subscription_device_id", "push_subscription", ["device_id"])
    op.create_table(
        "push",
        sa.Column("notice_id", sa.String(36), nullable=False),
        sa.Column("subscription_id", sa.String(36), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("notice_id", "subscription_id", name="pk_push"),
        *_refers("push", notice_id="notice", subscription_id="push_subscription"),
    )
    op.create_index("ix_push_due_at", "push", ["due_at"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("push", "push_subscription", "notice"):
        op.drop_table(table)
