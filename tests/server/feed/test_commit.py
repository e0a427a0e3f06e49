"""The commit hook: what changed is numbered once, in commit order, and nothing else is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import audit
from server.accounts.models import Clinician
from server.audit import AuditRow
from server.db import db, sha256_hex, transaction
from server.feed import Change, OrganizationClock, clock_of, renew_epoch, stored
from server.organizations.models import Clinic
from tests.server.people import BEGAN, clinician, organization

pytestmark = pytest.mark.both_databases


@pytest.fixture
def organization_id(app: Flask) -> str:
    """An organization whose own row is number 1 of its feed."""
    with app.app_context(), transaction() as session:
        return organization(session).id


def clinic(organization_id: str, name: str = "Main") -> Clinic:
    return Clinic(
        id=f"{name:-<36}",
        organization_id=organization_id,
        name=name,
        time_zone="America/New_York",
        place_of_service="11",
    )


def note(session: Session, organization_id: str, action: str = "test") -> None:
    audit.note(
        session,
        organization_id=organization_id,
        clinician_id=None,
        device_id=None,
        action=action,
        entity="clinic",
        entity_id=None,
        now=BEGAN,
    )


def feed(organization_id: str) -> list[tuple[int, str, int]]:
    """Return (seq, name, version) of the organization's clinics in the feed."""
    rows = db.session.execute(
        select(Change.seq, Change.entity_id, Change.version)
        .where(Change.organization_id == organization_id, Change.entity == "clinic")
        .order_by(Change.seq)
    )
    return [(row.seq, row.entity_id.rstrip("-"), row.version) for row in rows]


def actions(organization_id: str) -> list[str]:
    mine = AuditRow.organization_id == organization_id
    return list(db.session.scalars(select(AuditRow.action).where(mine).order_by(AuditRow.seq)))


def test_a_new_row_is_version_1_and_has_the_next_number(app_context: None, organization_id: str) -> None:
    with transaction() as session:
        session.add(clinic(organization_id))

    assert feed(organization_id) == [(2, "Main", 1)]
    assert clock_of(db.session(), organization_id).seq == 2


def test_a_change_gives_one_version_a_commit_and_moves_the_row_to_the_end(
    app_context: None, organization_id: str
) -> None:
    with transaction() as session:
        session.add_all([clinic(organization_id, "A"), clinic(organization_id, "B")])
    with transaction() as session:
        row = session.get_one(Clinic, f"{'A':-<36}")
        row.name = "once"
        session.flush()
        row.name = "twice"
        session.flush()

    assert feed(organization_id) == [(3, "B", 1), (4, "A", 2)]


def test_savepoints_are_numbered_once_at_the_end(app_context: None, organization_id: str) -> None:
    with transaction() as session:
        with session.begin_nested():
            session.add(clinic(organization_id, "A"))
            with session.begin_nested():
                session.add(clinic(organization_id, "B"))
                note(session, organization_id, "inner")
        session.add(clinic(organization_id, "C"))
        note(session, organization_id, "outer")

    assert feed(organization_id) == [(2, "A", 1), (3, "B", 1), (4, "C", 1)]
    assert actions(organization_id)[1:] == ["inner", "outer"]


def test_a_rolled_back_savepoint_leaves_nothing(app_context: None, organization_id: str) -> None:
    with transaction() as session:
        session.add(clinic(organization_id, "A"))
    with transaction() as session:
        kept = session.get_one(Clinic, f"{'A':-<36}")
        with pytest.raises(KeyError), session.begin_nested():
            kept.name = "no"
            session.add(clinic(organization_id, "B"))
            with session.begin_nested():
                session.add(clinic(organization_id, "C"))
                note(session, organization_id, "released inside, then dropped")
            note(session, organization_id, "dropped")
            raise KeyError
        session.add(clinic(organization_id, "D"))

    assert feed(organization_id) == [(2, "A", 1), (3, "D", 1)]
    assert actions(organization_id)[1:] == []


def test_a_row_changed_before_a_rolled_back_savepoint_keeps_its_change(
    app_context: None, organization_id: str
) -> None:
    with transaction() as session:
        row = clinic(organization_id, "A")
        session.add(row)
    with transaction() as session:
        row = session.get_one(Clinic, f"{'A':-<36}")
        row.name = "before"
        with pytest.raises(KeyError), session.begin_nested():
            row.name = "inside"
            session.flush()
            raise KeyError

    data = db.session.scalar(select(Change.data).where(Change.entity_id == row.id))
    assert '"name":"before"' in str(data)
    assert feed(organization_id) == [(3, "A", 2)]


def test_a_rolled_back_transaction_takes_no_number(app_context: None, organization_id: str) -> None:
    with pytest.raises(KeyError), transaction() as session:
        session.add(clinic(organization_id))
        note(session, organization_id)
        session.flush()
        raise KeyError
    with transaction() as session:
        session.add(clinic(organization_id))

    assert feed(organization_id) == [(2, "Main", 1)]
    assert actions(organization_id)[1:] == []


def test_a_transaction_that_changes_nothing_takes_no_number(app_context: None, organization_id: str) -> None:
    with transaction() as session:
        row = session.get_one(Clinician, clinician(session, organization_id).clinician.id)
    before = clock_of(db.session(), organization_id)
    with transaction() as session:
        same = session.get_one(Clinician, row.id)
        same.name = str(same.name)

    assert clock_of(db.session(), organization_id) == before


def test_a_deleted_row_becomes_a_tombstone_without_data(app_context: None, organization_id: str) -> None:
    with transaction() as session:
        session.add(clinic(organization_id))
    with transaction() as session:
        session.get_one(Clinic, f"{'Main':-<36}").deleted_at = BEGAN

    change = db.session.scalars(select(Change).where(Change.entity == "clinic")).one()
    assert (change.deleted, change.data, change.version) == (True, "null", 2)


def test_deleting_a_fed_row_for_good_is_refused(app_context: None, organization_id: str) -> None:
    with pytest.raises(RuntimeError, match="deleted_at"), transaction() as session:
        row = clinic(organization_id)
        session.add(row)
        session.flush()
        session.delete(row)
        session.flush()


def test_two_organizations_in_one_transaction_have_numbers_of_their_own(app_context: None) -> None:
    with transaction() as session:
        first, second = organization(session).id, organization(session).id
        session.add_all([clinic(first, "A"), clinic(second, "B")])

    assert (feed(first), feed(second)) == ([(2, "A", 1)], [(2, "B", 1)])


def test_the_stored_state_is_the_hash_of_what_the_feed_then_holds(
    app_context: None, organization_id: str
) -> None:
    with transaction() as session:
        row = clinic(organization_id)
        session.add(row)
        session.flush()
        early = stored(session, row)
        row.name = "Renamed"
        session.flush()
        state = stored(session, row)

    data = db.session.scalar(select(Change.data).where(Change.entity_id == row.id))
    assert state.hash == sha256_hex(str(data)) != early.hash
    assert state.version == 1


def test_a_renewed_epoch_differs_and_keeps_the_count(app_context: None, organization_id: str) -> None:
    before = clock_of(db.session(), organization_id)
    with transaction() as session:
        epoch = renew_epoch(session, organization_id)

    after = clock_of(db.session(), organization_id)
    assert after.epoch == epoch != before.epoch
    assert after.seq == before.seq


def test_a_polling_reader_misses_nothing_while_four_write(app: Flask, organization_id: str) -> None:
    writers, each = 4, 12
    done: list[int] = []

    def write(writer: int) -> None:
        with app.app_context():
            for number in range(each):
                with transaction() as session:
                    session.add(clinic(organization_id, f"{writer}-{number}"))
                    session.flush()
        done.append(writer)

    def read() -> list[int]:
        seen: list[int] = []
        while True:
            last = len(done) == writers
            with app.app_context():
                newer = Change.seq > (seen[-1] if seen else 0)
                mine = Change.organization_id == organization_id
                seen += db.session.scalars(select(Change.seq).where(mine, newer).order_by(Change.seq))
            if last:
                return seen

    with ThreadPoolExecutor(writers + 1) as threads:
        reader = threads.submit(read)
        list(threads.map(write, range(writers)))

    assert reader.result() == list(range(1, writers * each + 2))


def test_rows_and_notes_of_one_commit_share_one_step_of_the_clock(
    app_context: None, organization_id: str
) -> None:
    with transaction() as session:
        session.add(clinic(organization_id))
        for _ in range(3):
            note(session, organization_id)

    clock = db.session.get_one(OrganizationClock, organization_id)
    assert (clock.seq, clock.audit_seq) == (2, 4)
