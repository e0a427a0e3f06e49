"""Clinicians, what they sign in with, their sessions and their tablets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create clinician, credential, session, sign_in_attempt and device."""
    op.create_table(
        "clinician",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("credentials", sa.String(40), nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("discipline", sa.String(2)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clinician"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_clinician_organization_id_organization"
        ),
        sa.UniqueConstraint("email", name="uq_clinician_email"),
        sa.CheckConstraint("discipline IN ('PT', 'OT')", name="ck_clinician_discipline_known"),
    )
    op.create_index("ix_clinician_organization_id", "clinician", ["organization_id"])
    op.create_table(
        "credential",
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("totp_secret", sa.String(200)),
        sa.Column("totp_last_step", sa.BigInteger),
        sa.PrimaryKeyConstraint("clinician_id", name="pk_credential"),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["clinician.id"], name="fk_credential_clinician_id_clinician"
        ),
    )
    _create_sessions()
    _create_device()


def _create_sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36)),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("ended_because", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_hash", name="uq_session_token_hash"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_session_organization_id_organization"
        ),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name="fk_session_clinician_id_clinician"),
    )
    op.create_index("ix_session_clinician_id", "session", ["clinician_id"])
    op.create_index("ix_session_device_id", "session", ["device_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("blocked_until", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_attempt"),
    )


def _create_device() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("clinician_id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("server_half", sa.String(200), nullable=False),
        sa.Column("enrolled_at", INSTANT, nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("acked_n", sa.BigInteger, nullable=False),
        sa.Column("last_version", sa.String(40)),
        sa.PrimaryKeyConstraint("id", "clinician_id", name="pk_device"),
        sa.ForeignKeyConstraint(["clinician_id"], ["clinician.id"], name="fk_device_clinician_id_clinician"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_device_organization_id_organization"
        ),
    )
    op.create_index("ix_device_clinician_id", "device", ["clinician_id"])
    op.create_index("ix_device_organization_id", "device", ["organization_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("device", "sign_in_attempt", "session", "credential", "clinician"):
        op.drop_table(table)
