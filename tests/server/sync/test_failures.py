"""When something breaks in the middle: all or nothing, never a 500, and nobody else is held up."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError

from server.mutation import Applied, Kind
from server.sync import kinds
from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.stored import counts, query
from tests.server.sync.tablet import Tablet, names

pytestmark = pytest.mark.both_databases


def broken(error: BaseException, after: bool = True) -> Any:
    """Return a handler that does its work and then fails."""
    real = kinds.KINDS["section.edit"].handler

    def handle(*arguments: Any) -> Applied:
        if after:
            real(*arguments)
        if arguments[3]["text"] == "Break":
            raise error
        return real(*arguments)

    return handle


@pytest.fixture
def break_edits(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Put a breaking handler in the place of section.edit."""

    def put(error: BaseException) -> None:
        kind = kinds.KINDS["section.edit"]
        mutant = Kind(kind.name, kind.schema_class, broken(error), kind.version, kind.upgraders)
        monkeypatch.setitem(kinds.KINDS, kind.name, mutant)

    return put


def test_a_mistake_in_a_handler_is_a_retry_and_undoes_what_it_touched(
    app: Flask, tablet: Tablet, clinic: Clinic, break_edits: Any
) -> None:
    break_edits(ZeroDivisionError("Plainly Invented"))
    start = tablet.start_visit(clinic.patients[0])
    bad = tablet.edit(start["entity"], "plan", "Break")
    good = tablet.edit(start["entity"], "objective", "Stands")

    status, answer = tablet.send([start, bad, good])

    assert status == 200
    assert names(answer["verdicts"]) == ["applied", "retry", "applied"]
    assert answer["verdicts"][1]["type"] == "server-fault"
    assert query(app, "SELECT text FROM section") == [("Stands",)]
    assert query(app, "SELECT count(*) FROM audit_row WHERE action = 'section.edit'") == [(1,)]
    assert answer["acked_n"] == 1


def test_what_a_mistake_held_up_succeeds_once_it_is_mended(
    tablet: Tablet, clinic: Clinic, break_edits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_edits(ZeroDivisionError())
    start = tablet.start_visit(clinic.patients[0])
    bad = tablet.edit(start["entity"], "plan", "Break")
    tablet.push(start, bad)
    monkeypatch.undo()

    assert names(tablet.push(bad)) == ["applied"]


def test_what_the_database_refuses_is_rejected_alone(
    app: Flask, tablet: Tablet, clinic: Clinic, break_edits: Any
) -> None:
    break_edits(IntegrityError("INSERT", {}, Exception("CHECK")))
    start = tablet.start_visit(clinic.patients[0])
    bad = tablet.edit(start["entity"], "plan", "Break")
    good = tablet.edit(start["entity"], "objective", "Stands")

    verdicts = tablet.push(start, bad, good)

    assert names(verdicts) == ["applied", "rejected", "applied"]
    assert verdicts[1]["type"] == "not-storable"
    assert query(app, "SELECT text FROM section") == [("Stands",)]


def test_a_database_that_fails_leaves_nothing_and_gives_no_verdicts(
    app: Flask, tablet: Tablet, clinic: Clinic, break_edits: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_edits(OperationalError("INSERT", {}, Exception("disk is full")))
    start = tablet.start_visit(clinic.patients[0])
    bad = tablet.edit(start["entity"], "plan", "Break")
    before = counts(app)

    status, problem = tablet.send([start, bad])

    assert (status, problem["type"]) == (503, "/problems/busy")
    assert "verdicts" not in problem
    assert counts(app) == before
    monkeypatch.undo()
    assert names(tablet.push(start, bad)) == ["applied", "applied"]


def test_a_failure_at_commit_leaves_nothing(
    app: Flask, tablet: Tablet, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("UPDATE organization_clock", {}, Exception("disk is full"))

    start = tablet.start_visit(clinic.patients[0])
    before = counts(app)
    monkeypatch.setattr("server.feed.commit._advance", refuse)

    status, _ = tablet.send([start])

    assert status == 503
    assert counts(app) == before
    monkeypatch.undo()
    assert names(tablet.push(start)) == ["applied"]


def test_billing_that_fails_after_the_commit_changes_nothing_of_the_answer(
    app: Flask, tablet: Tablet, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fail(now: object) -> int:
        asked.append(now)
        raise ZeroDivisionError

    monkeypatch.setattr("server.sync.views.settle_due", fail)
    start = tablet.start_visit(clinic.patients[0])

    assert names(tablet.push(start)) == ["applied"]
    assert len(asked) == 1
    assert query(app, "SELECT id FROM visit") == [(start["entity"],)]


def test_nothing_is_billed_after_a_batch_that_changed_nothing(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("server.sync.views.settle_due", asked.append)

    tablet.push(tablet.mutation("visit.dance", new_id(), {}))

    assert asked == []
