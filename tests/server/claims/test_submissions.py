"""A revision that was submitted is never overwritten: the next one says that it is a corrected claim."""

from typing import Any

import pytest
from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from server.audit.models import AuditRow
from server.billing.importing import import_ncci
from server.claims.models import Submission
from server.claims.rules import mark_for_pack
from server.config import config_of
from server.db import db, transaction
from tests.server.claims.days import LATER, Day
from tests.server.claims.desk import Desk
from tests.server.claims.test_rules import table
from tests.server.makers import NOW

pytestmark = pytest.mark.both_databases


def submit(desk: Desk, revision: int = 1) -> Any:
    """Mark a revision as submitted."""
    return desk.post("biller", f"/api/service-days/{desk.day_id()}/submitted", {"revision": revision})


def test_what_follows_a_submitted_revision_is_a_corrected_claim(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()

    whole = submit(desk).get_json()

    assert (whole["service_day"]["submitted"]["revision"], whole["revisions"][0]["corrected_claim"]) == (
        1,
        False,
    )
    assert whole["revisions"][0]["submitted_at"] == whole["service_day"]["submitted"]["at"]
    with desk.inside() as day:
        day.visit({"97112": 23}, at=NOW)
        stored = day.finalize(LATER)
        assert stored.revision is not None
        assert (stored.revision["number"], stored.revision["corrected_claim"]) == (2, True)
        assert stored.feed_data()["revision"]["corrected_claim"]
        assert day.revisions()[0].result["lines"][0]["units"] == 2
    shown = desk.get("biller", f"/api/service-days/{desk.day_id()}").get_json()["revisions"]
    assert [(one["number"], one["corrected_claim"]) for one in shown] == [(2, True), (1, False)]


def test_the_former_revision_may_be_marked_when_a_newer_has_come(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()
        day.visit({"97112": 23}, at=NOW)
        day.finalize(LATER)

    whole = submit(desk).get_json()

    assert whole["service_day"]["revision"]["corrected_claim"]


def test_marking_twice_changes_nothing_and_is_noted_once(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()

    first, again = submit(desk), submit(desk)

    assert (again.status_code, again.get_json()) == (200, first.get_json())
    with desk.inside():
        session = db.session()
        assert session.query(AuditRow).filter(AuditRow.action == "service-day.submit").count() == 1
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(delete(Submission))


def test_a_day_that_waits_and_a_revision_that_is_not_there_are_refused(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24, "97150": 20})
        assert day.finalize().state == "held"

    assert submit(desk).get_json()["type"] == "/problems/service-day-held"
    assert submit(desk, 2).status_code == 404
    assert submit(desk, 0).status_code == 422


def test_a_newer_pack_that_bills_the_same_corrects_no_claim(desk: Desk, tmp_path: Any) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()
    submit(desk)

    with desk.inside() as day:
        row = "97530\t97112\t\t20261001\t*\t1\tMutually exclusive procedures"
        done = import_ncci([table(tmp_path, row)], config_of(current_app).data_folder / "rules")
        with transaction() as session:
            mark_for_pack(session, [done.effective], LATER)
        day.finalize(LATER)
        assert len(day.revisions()) == 1


def test_a_day_never_submitted_has_no_corrected_claims(day: Day) -> None:
    day.visit({"97112": 24})
    day.finalize()
    day.visit({"97112": 23}, at=NOW)
    stored = day.finalize(LATER)

    assert stored.submitted is None
    assert stored.revision is not None
    assert stored.revision["corrected_claim"] is False
