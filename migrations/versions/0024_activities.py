"""Activities that an organization adds to the library: retired, never deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
REFUSAL = "an activity is retired, not deleted"
TRIGGER = "CREATE TRIGGER activity_no_delete BEFORE DELETE ON activity"


def upgrade() -> None:
    """Create activity."""
    op.create_table(
        "activity",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_key", sa.String(240), nullable=False),
        sa.Column("group_id", sa.String(40), nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_activity"),
        sa.UniqueConstraint("organization_id", "name_key", name="uq_activity_named"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_activity_organization_id_organization"
        ),
    )
    op.create_index("ix_activity_organization_id", "activity", ["organization_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"{TRIGGER} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
    else:
        op.execute(f"{TRIGGER} FOR EACH ROW EXECUTE FUNCTION kinesync_refuse('{REFUSAL}')")


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("activity")  # its trigger goes with it
