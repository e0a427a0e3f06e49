"""Writing: nothing is lost, nothing is written past the one place that commits."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.accounts.models import Clinician, SignInAttempt
from server.config import Config
from server.db import db, run_transaction, transaction, transactions
from server.db.engine import LOCK
from server.db.write_lock import WriteLock
from server.feed import Change
from server.problems import Busy
from tests.server.people import BEGAN, clinician, organization

THREADS, TIMES = 4, 25
ROUNDS = transactions._ATTEMPTS - 1  # one that lost each time to the other would still come through


def a_counter() -> SignInAttempt:
    return SignInAttempt(key="counter", failures=0, last_at=BEGAN, blocked_until=None)


@pytest.mark.both_databases
def test_read_modify_write_from_four_threads_loses_nothing(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.add(a_counter())

    def count(_: int) -> None:
        with app.app_context():
            for _ in range(TIMES):
                with transaction() as session:
                    row = session.get_one(SignInAttempt, "counter", with_for_update=True)
                    row.failures += 1

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(count, range(THREADS)))

    with app.app_context():
        assert db.session.get_one(SignInAttempt, "counter").failures == THREADS * TIMES


@pytest.mark.both_databases
def test_a_fed_row_changed_by_two_at_once_is_run_again_and_keeps_both_changes(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        clinician_id = clinician(session, organization(session).id).clinician.id

    def rename(_: int) -> None:
        def once(session: Session) -> None:
            row = session.get_one(Clinician, clinician_id)
            row.name = f"{row.name}."

        with app.app_context():
            for _ in range(ROUNDS):
                run_transaction(once)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(rename, range(2)))

    with app.app_context():
        row = db.session.get_one(Clinician, clinician_id)
        assert row.name == "Rowan Example" + "." * 2 * ROUNDS
        assert row.version == 1 + 2 * ROUNDS
        assert (
            db.session.scalar(select(Change.version).where(Change.entity_id == clinician_id)) == row.version
        )


def test_a_deadlock_is_run_again(app_context: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deadlock(Exception):
        sqlstate = "40P01"

    attempts = []

    def once(_session: Session) -> str:
        attempts.append(1)
        if len(attempts) < 3:
            raise OperationalError("UPDATE", {}, Deadlock())
        return "done"

    assert run_transaction(once) == "done"
    assert len(attempts) == 3


def test_another_database_fault_is_not_run_again(app_context: None) -> None:
    attempts = []

    def once(_session: Session) -> None:
        attempts.append(1)
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    with pytest.raises(OperationalError):
        run_transaction(once)
    assert len(attempts) == 1


def test_a_write_outside_a_transaction_is_refused(app_context: None) -> None:
    db.session.add(a_counter())

    with pytest.raises(RuntimeError, match="outside transaction"):
        db.session.flush()


def test_transactions_do_not_nest(app_context: None) -> None:
    with pytest.raises(RuntimeError, match="inside"), transaction(), transaction():
        pass


def test_an_exception_rolls_everything_back(app_context: None) -> None:
    with pytest.raises(KeyError), transaction() as session:
        session.add(a_counter())
        session.flush()
        raise KeyError

    assert db.session.get(SignInAttempt, "counter") is None


def test_what_was_read_before_is_read_anew_inside(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        session.add(a_counter())

    with app.app_context():
        stale = db.session.get_one(SignInAttempt, "counter")
        with ThreadPoolExecutor(1) as other:
            other.submit(_set_failures, app, 7).result()
        with transaction():
            assert stale.failures == 7


def _set_failures(app: Flask, failures: int) -> None:
    with app.app_context(), transaction() as session:
        session.get_one(SignInAttempt, "counter").failures = failures


def test_a_write_transaction_has_the_database_to_itself_from_its_first_statement(
    app: Flask, config: Config
) -> None:
    file = config.database_url.removeprefix("sqlite:///")
    with app.app_context(), transaction(), closing(sqlite3.connect(file, timeout=0)) as other:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM organization").fetchone() == (0,)


def test_a_write_transaction_waits_for_its_turn_among_processes(app: Flask, config: Config) -> None:
    app.extensions[LOCK] = WriteLock(config.data_folder, patience_seconds=0.05)

    with app.app_context(), WriteLock(config.data_folder).held():
        with pytest.raises(Busy), transaction():
            raise AssertionError("it did not wait")
        assert db.session.scalar(text("SELECT count(*) FROM organization")) == 0


@pytest.mark.parametrize("writes", [False, True])
def test_every_connection_gets_the_pragmas(app_context: None, writes: bool) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }

    with transaction() if writes else db.session.begin():
        found = {name: db.session.scalar(text(f"PRAGMA {name}")) for name in wanted}

    assert found == wanted


def test_values_stay_out_of_the_text_of_a_database_error(app_context: None) -> None:
    with pytest.raises(OperationalError) as caught:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Plainly Invented"})

    assert "Plainly Invented" not in str(caught.value)
