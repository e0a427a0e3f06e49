"""KX: what was used is entered, own days are added by the fee table, every cent can be added up again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from server.audit.models import AuditRow
from server.claims.amounts.models import Fee, ThresholdUsed
from server.claims.models import Revision, ServiceDay
from server.claims.operations import finalize_due
from server.db import db
from server.visits.due import mark_due
from server.visits.models import Visit
from tests.server.claims.days import LATER, MORNING, Day, nothing_follows
from tests.server.claims.desk import Desk
from tests.server.makers import NOW

AMOUNT = 248_000  # of 2026
FEE = 3_362


def fees(desk: Desk, cents: int = FEE, code: str = "97112", effective_from: str = "2026-01-01") -> None:
    """Enter a fee."""
    told = {"code": code, "cents": cents, "effective_from": effective_from}
    answer = desk.post("administrator", "/api/fees", told)
    assert answer.status_code == 201, answer.json


def used(desk: Desk, cents: int, as_of: str = "2026-11-20", **changes: Any) -> Any:
    """Enter what the patient has used."""
    told = {
        "year": 2026,
        "bucket": "PT+SLP",
        "used_cents": cents,
        "as_of": as_of,
        "source": "The payer's portal",
    }
    return desk.post("biller", f"/api/thresholds/{desk.practice.patient.id}", told | changes)


def year_of(desk: Desk) -> Any:
    """Return the PT bucket of the patient's year, as the page shows it."""
    answer = desk.get("supervisor", f"/api/thresholds/{desk.practice.patient.id}?year=2026")
    assert answer.status_code == 200, answer.json
    return answer.get_json()["buckets"][0]


def result(desk: Desk) -> Any:
    """Return the newest answer of the one service day."""
    with desk.inside() as day:
        return day.revisions()[-1].result


def finding_ids(whole: Any) -> list[str]:
    """Return which findings an answer has."""
    return [one["id"] for one in whole["findings"]]


def one_day(desk: Desk) -> None:
    """Treat two units of 97112 and finalize."""
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()


@pytest.mark.both_databases
def test_a_day_that_crosses_waits_for_kx_and_lists_every_cent(desk: Desk) -> None:
    fees(desk)
    assert used(desk, AMOUNT - 5_000).status_code == 201
    one_day(desk)

    whole = result(desk)

    assert whole["threshold"] | {"own_days": []} == {
        "year": 2026,
        "bucket": "PT+SLP",
        "amount_cents": AMOUNT,
        "entry": {"used_cents": AMOUNT - 5_000, "as_of": "2026-11-20", "source": "The payer's portal"},
        "own_days": [],
        "own_cents": 0,
        "used_cents": AMOUNT - 5_000,
        "day_cents": 2 * FEE,
        "day_lines": [{"code": "97112", "units": 2, "unit_cents": FEE, "cents": 2 * FEE}],
        "total_cents": AMOUNT - 5_000 + 2 * FEE,
        "missing_fees": [],
    }
    assert {"kx-attestation-needed", "threshold-crossed"} <= set(finding_ids(whole))
    says = next(one["says"] for one in whole["findings"] if one["id"] == "threshold-crossed")
    assert "$2,430.00 used through 2026-11-20 (The payer's portal) + $67.24 of this day = $2,497.24" in says


def near(desk: Desk) -> list[tuple[str, int, str]]:
    """Return who is near which amount, with the cents used."""
    answer = desk.get("biller", "/api/thresholds")
    assert answer.status_code == 200, answer.json
    return [(one["bucket"], one["used_cents"], one["state"]) for one in answer.get_json()["patients"]]


@pytest.mark.both_databases
def test_who_is_near_an_amount_is_listed_with_the_day_that_brought_it_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.claims.amounts.views.utc_now", lambda: NOW)  # the year is this one
    fees(desk)
    assert used(desk, 198_400 - 2 * FEE).status_code == 201
    assert near(desk) == []

    one_day(desk)
    assert near(desk) == [("PT+SLP", 198_400, "near")]

    used(desk, AMOUNT + 1, as_of="2026-11-23")
    used(desk, 198_400, bucket="OT")
    assert near(desk) == [("PT+SLP", AMOUNT + 1, "over"), ("OT", 198_400, "near")]


def test_a_year_without_a_published_amount_is_named_not_passed_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.claims.amounts.near.find_amount", lambda _year, _discipline: None)

    answer = desk.get("biller", "/api/thresholds").get_json()

    assert (answer["without_amount"], answer["patients"]) == (["PT+SLP", "OT"], [])


def test_an_attestation_puts_kx_on_the_line_with_its_sum(desk: Desk) -> None:
    fees(desk)
    used(desk, AMOUNT)
    with desk.inside() as day:
        visit_id = day.visit({"97112": 24})
        assert day.finalize().state == "held"
        told = {"visit_id": visit_id, "kind": "kx", "reason": "Falls daily", "at": "2026-11-23T15:04:00Z"}
        day.say("claim.attest", told)
        assert day.finalize(LATER).state == "final"
        assert day.lines() == [("97112", 2, ["GP", "KX"])]

    derivation = result(desk)["lines"][0]["derivation"]
    assert "$2,480.00 used through 2026-11-20" in str(derivation)


@pytest.mark.parametrize(
    ("before", "finding"),
    [
        (198_400 - 2 * FEE - 1, None),
        (198_400 - 2 * FEE, "warning"),
        (198_399, "warning"),
        (198_400, "info"),
    ],
)
def test_from_eighty_per_cent_on_people_are_told(desk: Desk, before: int, finding: str | None) -> None:
    fees(desk)
    used(desk, before)
    one_day(desk)

    told = {one["id"]: one["severity"] for one in result(desk)["findings"]}

    assert told.get("threshold-80") == finding


@pytest.mark.both_databases
def test_own_days_after_the_entry_are_added_and_those_through_it_are_not(desk: Desk) -> None:
    fees(desk)
    with desk.inside() as day:
        for days in (3, 2, 1):  # the 20th, the 21st and the 22nd
            at = MORNING - timedelta(days=days)
            day.visit({"97112": 24}, at=at, date_of_service=at.date())
        finalize_due(NOW, nothing_follows)

    used(desk, 100_000, as_of="2026-11-20")
    year = year_of(desk)

    assert [one["date_of_service"] for one in year["own_days"]] == ["2026-11-21", "2026-11-22"]
    assert (year["own_cents"], year["used_cents"]) == (4 * FEE, 100_000 + 4 * FEE)
    assert year["state"] == "below"


def test_a_late_day_changes_what_was_used_before_the_next(desk: Desk) -> None:
    fees(desk)
    used(desk, AMOUNT - 3 * FEE)  # two units of the 23rd fit, not behind two of the 21st
    one_day(desk)
    assert "threshold-crossed" not in finding_ids(result(desk))

    with desk.inside() as day:
        at = MORNING - timedelta(days=2)
        day.visit({"97112": 24}, at=at, date_of_service=at.date())
        finalize_due(LATER, nothing_follows)
        finalize_due(LATER, nothing_follows)
        later = db.session().query(ServiceDay).filter(ServiceDay.date_of_service == NOW.date()).one()
        assert later.state == "held"
        assert later.revision is not None
        assert "threshold-crossed" in finding_ids(later.revision["result"])


def test_a_day_that_becomes_empty_is_not_counted_in_the_days_after_it(desk: Desk) -> None:
    fees(desk)
    used(desk, AMOUNT - 3 * FEE)
    with desk.inside() as day:
        at = MORNING - timedelta(days=2)
        early = day.visit({"97112": 24}, at=at, date_of_service=at.date())
        day.visit({"97112": 24})
        finalize_due(NOW, nothing_follows)
        finalize_due(NOW, nothing_follows)
        assert "threshold-crossed" in finding_ids(_result_of_today())
        with day.changing() as session:
            visit = session.get_one(Visit, early)
            visit.status = "void"
            mark_due(session, visit, LATER)
        finalize_due(LATER, nothing_follows)
        finalize_due(LATER, nothing_follows)
        assert "threshold-crossed" not in finding_ids(_result_of_today())


def _result_of_today() -> dict[str, Any]:
    today = db.session().query(ServiceDay).filter(ServiceDay.date_of_service == NOW.date()).one()
    assert today.revision is not None
    found: dict[str, Any] = today.revision["result"]
    return found


def test_what_a_year_has_used_makes_no_revision_by_itself(desk: Desk) -> None:
    fees(desk)
    used(desk, 1_000)
    one_day(desk)

    used(desk, 2_000, as_of="2026-11-21")

    with desk.inside() as day:
        day.finalize(LATER)
        assert len(day.revisions()) == 1


def test_a_code_without_a_fee_is_named_and_no_amount_is_made_up(desk: Desk) -> None:
    used(desk, 1_000)
    one_day(desk)

    whole = result(desk)

    assert whole["threshold"]["day_cents"] is None
    assert whole["threshold"]["missing_fees"] == ["97112"]
    assert "fee-missing" in finding_ids(whole)


def test_without_an_entry_only_own_days_are_counted_and_that_is_said(desk: Desk) -> None:
    fees(desk)
    one_day(desk)

    assert "threshold-own-only" in finding_ids(result(desk))


def test_without_entry_and_fees_nothing_is_said_of_amounts(desk: Desk) -> None:
    one_day(desk)

    whole = result(desk)

    assert "threshold" not in whole
    assert finding_ids(whole) == ["rules-out-of-date"]
    assert year_of(desk)["state"] == "unknown"


def test_of_one_date_the_fee_entered_last_counts_and_an_older_date_keeps_its_own(desk: Desk) -> None:
    fees(desk, 1)
    fees(desk, 3)
    fees(desk, 9, effective_from="2026-12-01")
    used(desk, 0)
    one_day(desk)

    assert result(desk)["threshold"]["day_cents"] == 6
    rows = desk.get("biller", "/api/fees").get_json()["fees"]
    assert [(row["cents"], row["effective_from"]) for row in rows] == [
        (9, "2026-12-01"),
        (3, "2026-01-01"),
        (1, "2026-01-01"),
    ]


def test_several_fees_are_entered_at_once(desk: Desk) -> None:
    several = [{"code": code, "cents": 100, "effective_from": "2026-01-01"} for code in ("97110", "97112")]

    answer = desk.post("biller", "/api/fees", {"fees": several})

    assert (answer.status_code, len(answer.get_json()["fees"])) == (201, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"used_cents": -1},
        {"used_cents": 1.5},
        {"used_cents": "1"},
        {"bucket": "SLP"},
        {"as_of": "2025-12-30"},
        {"as_of": "2027-01-01"},
        {"as_of": "2026-02-30"},
        {"source": ""},
        {"surprise": 1},
    ],
)
def test_an_amount_that_is_not_whole_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    assert used(desk, 1, **changes).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "97112", "cents": 1},
        {"code": "97112", "cents": -1, "effective_from": "2026-01-01"},
        {"fees": []},
        {"fees": [{"code": "97112", "cents": 1, "effective_from": "2026-01-01"}], "code": "97112"},
    ],
)
def test_a_fee_that_is_not_whole_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    assert desk.post("biller", "/api/fees", body).status_code == 422


def test_an_amount_through_tomorrow_is_refused(desk: Desk) -> None:
    assert used(desk, 1, as_of="2199-12-31", year=2199).status_code == 422


def test_entering_is_noted_without_amounts(desk: Desk) -> None:
    fees(desk)
    used(desk, 123_456)

    with desk.inside():
        noted = db.session().query(AuditRow).filter(AuditRow.action.in_(("fee.enter", "threshold.enter")))
        assert len(noted.all()) == 2
        assert not any("123456" in str(vars(row)) for row in noted)


@pytest.mark.both_databases
def test_no_hand_changes_an_amount_or_a_fee(desk: Desk) -> None:
    fees(desk)
    used(desk, 1)

    with desk.inside():
        session = db.session()
        for model in (Fee, ThresholdUsed):
            for statement in (update(model).values(by="nobody"), delete(model)):
                with pytest.raises(DBAPIError, match="append-only"):
                    session.execute(statement)
                session.rollback()
        assert session.query(Revision).count() == 0


def test_the_other_bucket_is_untouched(desk: Desk) -> None:
    used(desk, 5, bucket="OT")

    assert (year_of(desk)["used_cents"], year_of(desk)["entry"]) == (0, None)


def test_a_payer_without_kx_counts_nothing(day: Day) -> None:
    day.visit({"97112": 24})

    assert "threshold" not in (day.finalize().revision or {})["result"]
