"""The audit chain: gapless, refused to be changed, and telling when it was changed all the same."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DatabaseError

from server import audit
from server.audit import AuditRow
from server.audit.anchor import anchor_lines, faults_against
from server.audit.verify import verify_chain
from server.db import db, transaction
from server.secret import Secret
from tests.databases import SECRET
from tests.server.people import BEGAN, organization

ROWS = 12
pytestmark = pytest.mark.both_databases


@pytest.fixture
def organization_id(app: Flask) -> str:
    """An organization with a chain of twelve rows."""
    with app.app_context():
        with transaction() as session:
            organization_id = organization(session).id
        for number in range(2, ROWS + 1):
            with transaction() as session:
                audit.note(
                    session,
                    organization_id=organization_id,
                    clinician_id=f"clinician {number}",
                    device_id=None,
                    action="visit.read",
                    entity="visit",
                    entity_id=f"visit {number}",
                    patient_id=f"patient {number}",
                    fields=("precautions", "contact"),
                    now=BEGAN,
                )
    return organization_id


def test_an_untouched_chain_is_gapless_and_verifies(app_context: None, organization_id: str) -> None:
    mine = AuditRow.organization_id == organization_id
    numbers = list(db.session.scalars(select(AuditRow.seq).where(mine).order_by(AuditRow.seq)))

    verified = verify_chain(db.session(), organization_id)

    assert numbers == list(range(1, ROWS + 1))
    assert (verified.rows, verified.fault) == (ROWS, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_row SET action = 'x' WHERE seq = 3",
        "DELETE FROM audit_row WHERE seq = 3",
        "INSERT OR REPLACE INTO audit_row SELECT * FROM audit_row WHERE seq = 3",
        "TRUNCATE audit_row",
    ],
)
def test_the_database_refuses_to_change_it(app_context: None, organization_id: str, statement: str) -> None:
    on_sqlite = db.engine.dialect.name == "sqlite"
    if statement.startswith("TRUNCATE") == on_sqlite and not statement.startswith(("UPDATE", "DELETE")):
        statement = "DELETE FROM audit_row"  # the other engine's way to say it

    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(text(statement))

    assert verify_chain(db.session(), organization_id).fault is None


def flip(connection: Connection, seq: int) -> None:
    connection.execute(text("UPDATE audit_row SET action = 'visit.Read' WHERE seq = :seq"), {"seq": seq})


def delete(connection: Connection, seq: int) -> None:
    connection.execute(text("DELETE FROM audit_row WHERE seq = :seq"), {"seq": seq})


def insert(connection: Connection, seq: int) -> None:
    connection.execute(text("UPDATE audit_row SET seq = seq + 1000 WHERE seq >= :seq"), {"seq": seq})
    connection.execute(
        text(
            "INSERT INTO audit_row SELECT organization_id, :seq, at, clinician_id, device_id, action, "
            "entity, entity_id, patient_id, fields, hash FROM audit_row WHERE seq = :old"
        ),
        {"seq": seq, "old": seq + 1000},
    )
    connection.execute(text("UPDATE audit_row SET seq = seq - 999 WHERE seq >= 1000"))


def swap(connection: Connection, seq: int) -> None:
    for old, new in ((seq, 5000), (seq + 1, seq), (5000, seq + 1)):
        connection.execute(text("UPDATE audit_row SET seq = :new WHERE seq = :old"), {"old": old, "new": new})


@pytest.mark.parametrize(("tamper", "first_wrong"), [(flip, 0), (delete, 0), (insert, 1), (swap, 0)])
def test_every_tampering_is_found_at_its_first_row(
    app_context: None, organization_id: str, tamper: Callable[[Connection, int], None], first_wrong: int
) -> None:
    seq = random.Random(tamper.__name__).randint(2, ROWS - 1)
    _without_triggers(lambda connection: tamper(connection, seq))

    fault = verify_chain(db.session(), organization_id).fault

    assert fault is not None
    assert fault.startswith(f"row {seq + first_wrong} ")


def test_no_column_can_be_changed_unnoticed(app_context: None, organization_id: str) -> None:
    columns = {column.name for column in AuditRow.__table__.columns} - {"organization_id", "seq", "at"}
    for column in sorted(columns):
        change = partial(_change_and_verify, column=column, organization_id=organization_id)
        with pytest.raises(Noticed):
            _without_triggers(change)


class Noticed(Exception):
    """Rolls the change back again."""


def _change_and_verify(connection: Connection, column: str, organization_id: str) -> None:
    connection.execute(update(AuditRow).where(AuditRow.seq == 4).values({column: "other"}))
    if (verify_chain(db.session(), organization_id).fault or "").startswith("row 4 "):
        raise Noticed


def test_a_cut_off_tail_is_found_by_the_clock(app_context: None, organization_id: str) -> None:
    _without_triggers(lambda connection: delete(connection, ROWS))

    assert (verify_chain(db.session(), organization_id).fault or "").startswith(f"row {ROWS} is missing")


def test_a_tail_cut_off_together_with_the_clock_is_found_by_an_anchor(
    app_context: None, organization_id: str
) -> None:
    lines = list(anchor_lines(db.session(), SECRET, BEGAN))
    _without_triggers(_cut_with_clock)

    assert verify_chain(db.session(), organization_id).fault is None
    assert [fault.partition(", anchored")[0] for fault in faults_against(db.session(), SECRET, lines)] == [
        f"organization {organization_id}: row {ROWS}"
    ]


def test_a_rewritten_chain_does_not_fit_its_anchor(app_context: None, organization_id: str) -> None:
    lines = list(anchor_lines(db.session(), SECRET, BEGAN))
    _without_triggers(lambda connection: connection.execute(text("UPDATE audit_row SET hash = 'other'")))

    assert "is not the one anchored" in next(faults_against(db.session(), SECRET, lines))


def test_an_anchor_that_fits_says_nothing(app_context: None, organization_id: str) -> None:
    lines = list(anchor_lines(db.session(), SECRET, BEGAN))
    with transaction() as session:
        organization(session)

    assert list(faults_against(db.session(), SECRET, lines)) == []


@pytest.mark.parametrize("line", ["", "{}", "[]", "nonsense", '{"signature":1}'])
def test_a_line_that_nobody_signed_is_named(app_context: None, organization_id: str, line: str) -> None:
    assert list(faults_against(db.session(), SECRET, [line])) == [
        "line 1 of the anchors is not one that this server signed"
    ]


def test_an_anchor_of_another_server_is_not_believed(app_context: None, organization_id: str) -> None:
    lines = list(anchor_lines(db.session(), Secret(b"somebody else's"), BEGAN))

    assert len(list(faults_against(db.session(), SECRET, lines))) == len(lines) == 1


def _cut_with_clock(connection: Connection) -> None:
    delete(connection, ROWS)
    last = connection.scalar(text("SELECT hash FROM audit_row WHERE seq = :seq"), {"seq": ROWS - 1})
    connection.execute(
        text("UPDATE organization_clock SET audit_seq = :seq, audit_head = :head"),
        {"seq": ROWS - 1, "head": last},
    )


def _without_triggers(change: Callable[[Connection], object]) -> None:
    """Change the table as somebody could who owns the database."""
    with transaction() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_row_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_row DISABLE TRIGGER USER"))
        change(connection)
