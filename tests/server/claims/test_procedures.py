"""Other procedures of the day, such as a chiropractor's CMT, and what edits make of them."""

from typing import Any

import pytest

from server.claims.models import Procedure
from server.db import transaction
from server.mutation import Rejected
from tests.server.claims.days import LATER, Day
from tests.server.claims.desk import Desk
from tests.server.makers import NOW

AT = "2026-11-23T15:04:00Z"
CMT = {"code": "98941", "regions": ["cervical spine", "thoracic spine", "lumbar spine"], "at": AT}
pytestmark = pytest.mark.both_databases


def held(day: Day) -> list[str]:
    """Return the findings that hold the day."""
    result: dict[str, Any] = day.revisions()[-1].result
    return [one["id"] for one in result["findings"] if one["severity"] == "error"]


def treated_at(day: Day, *regions: str) -> str:
    """Treat 97112 on these regions, and sign."""
    return day.visit({"97112": 24}, regions=regions)


def test_a_chiropractors_cmt_holds_the_line_until_it_is_attested_with_other_regions(day: Day) -> None:
    visit_id = treated_at(day, "left ankle")
    assert day.finalize().state == "final"

    day.say("procedure.record", {"visit_id": visit_id, **CMT})
    assert day.finalize(LATER).state == "held"
    assert held(day) == ["edit-needs-attestation"]
    [asked] = [one for one in day.revisions()[-1].result["findings"] if one["severity"] == "error"]
    assert (asked["column1"], asked["column2"]) == ("98941", "97112")
    lines = day.revisions()[-1].result["lines"]
    assert [(one["code"], one["outside"], one["held"]) for one in lines] == [
        ("97112", False, True),
        ("98941", True, False),
    ]
    assert day.revisions()[-1].result["treatment_minutes"] == 24

    pair = {"column1": "98941", "column2": "97112", "basis": "structure"}
    day.say("claim.attest", {"visit_id": visit_id, "kind": "distinct", **pair, "at": AT})
    assert day.finalize(LATER).state == "final"
    assert day.lines()[0] == ("97112", 2, ["XS", "GP"])


def test_the_same_region_contradicts_the_attestation(day: Day) -> None:
    visit_id = treated_at(day, "lumbar spine")
    day.say("procedure.record", {"visit_id": visit_id, **CMT})
    pair = {"column1": "98941", "column2": "97112", "basis": "structure"}
    day.say("claim.attest", {"visit_id": visit_id, "kind": "distinct", **pair, "at": AT})

    day.finalize()

    assert held(day) == ["same-region"]


def test_cmt_without_regions_asks_for_them(day: Day) -> None:
    visit_id = treated_at(day, "left ankle")
    day.say("procedure.record", {"visit_id": visit_id, **CMT, "regions": []})
    pair = {"column1": "98941", "column2": "97112", "basis": "structure"}
    day.say("claim.attest", {"visit_id": visit_id, "kind": "distinct", **pair, "at": AT})

    day.finalize()

    assert held(day) == ["regions-missing"]


def test_a_removed_procedure_counts_no_more_and_stays_on_record(day: Day) -> None:
    visit_id = treated_at(day, "left ankle")
    row = day.say("procedure.record", {"visit_id": visit_id, **CMT})
    day.finalize()

    day.say("procedure.remove", {}, entity=row.id)

    assert day.finalize(LATER).state == "final"
    with transaction() as session:
        assert session.query(Procedure).one().removed


def test_the_same_procedure_again_is_applied_and_another_under_its_id_refused(day: Day) -> None:
    visit_id = treated_at(day, "left ankle")
    told = {"visit_id": visit_id, **CMT}
    row = day.say("procedure.record", told)

    assert day.say("procedure.record", told, entity=row.id).id == row.id
    with pytest.raises(Rejected):
        day.say("procedure.record", {**told, "code": "98940"}, entity=row.id)


def test_another_specialty_on_both_sides_is_no_pair_and_other_codes_count_for_edits_only(day: Day) -> None:
    visit_id = treated_at(day, "left ankle")
    day.say("procedure.record", {"visit_id": visit_id, "code": "97150", "regions": [], "at": AT})

    day.finalize()

    assert held(day) == ["edit-needs-attestation"]
    assert [line[0] for line in day.lines()] == ["97112"]


def test_a_biller_enters_and_removes_a_procedure(desk: Desk) -> None:
    with desk.inside() as day:
        treated_at(day, "left ankle")
        day.finalize()
    path = f"/api/service-days/{desk.day_id()}/procedures"
    told = {
        "code": "98941",
        "discipline": "chiropractic",
        "regions": ["lumbar spine"],
        "note": "By telephone",
    }

    answer = desk.post("biller", path, told)

    assert answer.status_code == 201, answer.json
    entered = answer.get_json()["procedure"]
    assert (entered["code"], entered["regions"], entered["removed"]) == ("98941", ["lumbar spine"], False)
    with desk.inside() as day:
        assert day.finalize(LATER).state == "held"
    shown = desk.get("biller", f"/api/service-days/{desk.day_id()}").get_json()
    assert [one["id"] for one in shown["procedures"]] == [entered["id"]]

    removed = desk.post("biller", f"{path}/{entered['id']}/remove", {})

    assert removed.get_json()["procedure"]["removed"]
    with desk.inside() as day:
        assert day.finalize(NOW).state == "final"


@pytest.mark.parametrize(
    "changes",
    [{"code": "9894"}, {"discipline": "MD"}, {"regions": ["the neck"]}, {"surprise": 1}, {"specialty": ""}],
)
def test_a_procedure_that_is_not_whole_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()
    told = {"code": "98941", "discipline": "chiropractic"}

    answer = desk.post("biller", f"/api/service-days/{desk.day_id()}/procedures", told | changes)

    assert answer.status_code == 422


def test_a_therapist_of_another_caseload_enters_nothing(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize()
    told = {"code": "98941", "discipline": "chiropractic"}

    answer = desk.post("therapist", f"/api/service-days/{desk.day_id()}/procedures", told)

    assert answer.status_code == 404
