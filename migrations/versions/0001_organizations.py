"""Organizations and clinics."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create organization and clinic."""
    op.create_table(
        "organization",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("offline_lease_hours", sa.Integer, nullable=False),
        sa.Column("outbox_public_key", sa.String(200), nullable=False),
        sa.Column("outbox_private_key", sa.Text, nullable=False),
        sa.Column("second_factor", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization"),
        sa.CheckConstraint("offline_lease_hours BETWEEN 24 AND 336", name="ck_organization_lease_24h_to_14d"),
    )
    op.create_table(
        "clinic",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("place_of_service", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clinic"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_clinic_organization_id_organization"
        ),
    )
    op.create_index("ix_clinic_organization_id", "clinic", ["organization_id"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("clinic")
    op.drop_table("organization")
