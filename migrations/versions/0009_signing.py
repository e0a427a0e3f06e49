"""Signatures and addenda, and the triggers that keep what is signed or closed from being changed.

CMS Program Integrity Manual, chapter 3, section 3.3.2.5: an amendment keeps all original content. The
operations refuse such changes too; a trigger also holds against a mistake in them and against a hand at the
database. `version` is left out of every list of columns: the feed's bookkeeping may follow in the same
transaction that closes a segment or signs a visit.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

APPEND_ONLY = ("signature", "addendum", "correction")
OF_A_ROW = ("id", "organization_id", "created_at", "deleted_at", "visit_id", "patient_id")
CLINICAL = {
    "segment": (
        *OF_A_ROW, "code", "clinician_id", "performer", "started_at", "ended_at", "ended_because",
        "pause_reason", "provenance", "end_provenance", "zone", "offset_minutes", "page_run_id",
        "end_page_run_id", "monotonic_ms", "end_monotonic_ms", "clock_offset_ms", "end_clock_offset_ms",
        "flags",
    ),
    "untimed": (
        *OF_A_ROW, "code", "minutes", "performer", "provenance", "zone", "offset_minutes", "page_run_id",
        "monotonic_ms", "clinician_id", "at", "removed",
    ),
    "intervention": (
        *OF_A_ROW, "code", "activity_id", "technique", "regions", "purpose", "goal_id", "deficit",
        "frequency", "intensity", "duration", "dose", "skilled_need", "removed", "remove_reason", "by", "at",
    ),
    "response": (
        *OF_A_ROW, "intervention_id", "tolerance", "quality", "assistance_change", "pain_before",
        "pain_after", "exertion", "heart_rate", "systolic", "diastolic", "spo2", "dizziness", "fatigue",
        "adverse", "adverse_action", "text", "progression", "progression_reason", "next_step", "by", "at",
    ),
    "measure": (*OF_A_ROW, "measure", "value", "unit", "side", "trials", "by", "at"),
    "section": (*OF_A_ROW, "section", "text", "by", "at"),
}  # fmt: skip
OF_A_VISIT = (
    "id", "organization_id", "created_at", "deleted_at", "patient_id", "episode_id", "appointment_id",
    "clinic_id", "place_of_service", "started_at", "ended_at", "zone", "start_fact", "end_fact",
    "started_by", "ended_by", "signed_at", "flags",
)  # fmt: skip
CLOSED = "('signed', 'void')"
VISIT_LEAVES_ITS_STATE = (
    "(OLD.status = 'void' AND NEW.status <> 'void') OR (OLD.status IN ('signed', 'sign-again')"
    " AND NEW.status = 'open')"
)


def upgrade() -> None:
    """Create signature and addendum, then all triggers."""
    _tables()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _postgresql() if on_postgresql else _sqlite():
        op.execute(statement)


def _fed(table: str, author: str, *columns: sa.schema.SchemaItem) -> None:
    foreign = {"organization_id": "organization", "visit_id": "visit", "patient_id": "patient"}
    op.create_table(
        table,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organization_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("patient_id", sa.String(36), nullable=False),
        sa.Column(author, sa.String(36), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=f"fk_{table}_{column}_{parent}")
            for column, parent in {**foreign, author: "clinician"}.items()
        ),
    )
    op.create_index(f"ix_{table}_organization_id", table, ["organization_id"])
    op.create_index(f"ix_{table}_visit_id", table, ["visit_id"])


def _tables() -> None:
    _fed(
        "signature",
        "signed_by",
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("device_id", sa.String(36)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("credentials", sa.String(40), nullable=False),
        sa.Column("meaning", sa.String(200), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger, nullable=False),
        sa.Column("matches", sa.Boolean, nullable=False),
        sa.Column("difference", sa.Text, nullable=False),
        sa.Column("flags", sa.Text, nullable=False),
    )
    _fed(
        "addendum",
        "by",
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
    )


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _sqlite() -> list[str]:
    made: list[str] = []

    def refuse(name: str, event: str, table: str, why: str, when: str = "") -> None:
        condition = f"WHEN {when} " if when else ""
        made.append(
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW {condition}'
            f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
        )

    for table in APPEND_ONLY:
        refuse(f"{table}_keeps", "UPDATE", table, "append-only")
        refuse(f"{table}_stays", "DELETE", table, "append-only")
    for table, names in CLINICAL.items():
        changed = f"UPDATE OF {_columns(names)}"
        refuse(f"{table}_of_closed_insert", "INSERT", table, "visit-closed", _sqlite_closed("NEW"))
        either = f"{_sqlite_closed('OLD')} OR {_sqlite_closed('NEW')}"
        refuse(f"{table}_of_closed_update", changed, table, "visit-closed", either)
        refuse(f"{table}_of_closed_delete", "DELETE", table, "visit-closed", _sqlite_closed("OLD"))
    closed_segment = f"UPDATE OF {_columns(CLINICAL['segment'])}"
    refuse("segment_closed_keeps", closed_segment, "segment", "segment-closed", "OLD.ended_at IS NOT NULL")
    refuse("segment_stays", "DELETE", "segment", "segment-closed", "OLD.ended_at IS NOT NULL")
    signed = f"OLD.status IN {CLOSED}"
    refuse("visit_closed_keeps", f"UPDATE OF {_columns(OF_A_VISIT)}", "visit", "visit-closed", signed)
    refuse("visit_stays", "DELETE", "visit", "visit-closed", "OLD.status <> 'open'")
    refuse("visit_state", "UPDATE OF status", "visit", "visit-closed", VISIT_LEAVES_ITS_STATE)
    uncorrected = (
        f"{signed} AND OLD.date_of_service IS NOT NEW.date_of_service"  # noqa: S608 - constants only
        " AND NOT EXISTS (SELECT 1 FROM correction WHERE visit_id = OLD.id)"
    )
    refuse("visit_date_keeps", "UPDATE OF date_of_service", "visit", "visit-closed", uncorrected)
    return made


def _sqlite_closed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM visit WHERE id = {row}.visit_id AND status IN {CLOSED})"  # noqa: S608 - as above


def _postgresql() -> list[str]:
    made = [_refuse_function(), _closed_function(), _date_function()]

    def guard(name: str, event: str, table: str, call: str, when: str = "") -> None:
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        condition = f"WHEN ({when}) " if when else ""
        made.append(
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH {each} {condition}'
            f"EXECUTE FUNCTION {call}"
        )

    append_only, visit_closed = "kinesync_refuse('append-only')", "kinesync_refuse('visit-closed')"
    segment_closed = "kinesync_refuse('segment-closed')"
    for table in APPEND_ONLY:
        guard(f"{table}_keeps", "UPDATE", table, append_only)
        guard(f"{table}_stays", "DELETE", table, append_only)
        guard(f"{table}_untruncated", "TRUNCATE", table, append_only)
    for table, names in CLINICAL.items():
        events = f"INSERT OR DELETE OR UPDATE OF {_columns(names)}"
        guard(f"{table}_of_closed", events, table, "kinesync_visit_closed()")
        guard(f"{table}_untruncated", "TRUNCATE", table, visit_closed)
    ended = "OLD.ended_at IS NOT NULL"
    changed = f"UPDATE OF {_columns(CLINICAL['segment'])}"
    guard("segment_closed_keeps", changed, "segment", segment_closed, ended)
    guard("segment_stays", "DELETE", "segment", segment_closed, ended)
    signed = f"OLD.status IN {CLOSED}"
    guard("visit_closed_keeps", f"UPDATE OF {_columns(OF_A_VISIT)}", "visit", visit_closed, signed)
    guard("visit_stays", "DELETE", "visit", visit_closed, "OLD.status <> 'open'")
    guard("visit_state", "UPDATE OF status", "visit", visit_closed, VISIT_LEAVES_ITS_STATE)
    guard("visit_date_keeps", "UPDATE OF date_of_service", "visit", "kinesync_visit_date()", signed)
    return made


def _refuse_function() -> str:
    return """CREATE FUNCTION kinesync_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$"""


def _closed_function() -> str:
    return f"""CREATE FUNCTION kinesync_visit_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM visit WHERE id = OLD.visit_id AND status IN {CLOSED})
     OR TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM visit WHERE id = NEW.visit_id AND status IN {CLOSED}) THEN
    RAISE EXCEPTION 'visit-closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$"""  # noqa: S608 - as above


def _date_function() -> str:
    return """CREATE FUNCTION kinesync_visit_date() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.date_of_service IS DISTINCT FROM NEW.date_of_service
     AND NOT EXISTS (SELECT 1 FROM correction WHERE visit_id = OLD.id) THEN
    RAISE EXCEPTION 'visit-closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$"""


def downgrade() -> None:
    """Drop the triggers, then the two tables."""
    if op.get_bind().dialect.name == "postgresql":
        for function in ("kinesync_visit_date", "kinesync_visit_closed", "kinesync_refuse"):
            op.execute(f"DROP FUNCTION {function}() CASCADE")  # and with each the triggers that call it
    else:
        for name in (statement.split()[2] for statement in _sqlite()):
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("addendum")
    op.drop_table("signature")
