"""The day on paper: what was recorded, by which policy it was billed, who attested what."""

from typing import Any

from server.db import utc_now
from tests.server.claims.desk import Desk
from tests.server.makers import NOW
from tests.server.people import json_of

AT = "2026-11-23T15:03:00.000Z"
NEWER = {
    "name": "medicare-part-b",
    "label": "Medicare, counted otherwise",
    "extends": "medicare-part-b",
    "overrides": {"counting": "midpoint"},
    "required_elements": [],
    "effective_from": "2026-01-01",
    "citation": "Invented bulletin 7",
}


def printed(desk: Desk, who: str = "biller") -> dict[str, Any]:
    answer = desk.get(who, f"/api/service-days/{desk.day_id()}/print")
    assert answer.status_code == 200, answer.json
    whole: dict[str, Any] = json_of(answer)
    return whole


def test_paper_holds_the_visits_the_words_and_the_newest_revision(desk: Desk) -> None:
    with desk.inside() as day:
        visit_id = day.visit({"97112": 24}, untimed={"97150": 20})
        day.finalize()
        pair = {"column1": "97150", "column2": "97112", "basis": "encounter"}
        day.say("claim.attest", {"visit_id": visit_id, "kind": "distinct", "at": AT, **pair})
        day.finalize()

    whole = printed(desk)

    assert whole["patient"] == {"name": "Odessa Sample", "birth_date": "1954-03-14"}
    assert whole["organization"]["name"]
    assert whole["revision"]["number"] == 2
    assert [one["by_name"] for one in whole["attestations"]] == ["Rowan Tester, PT"]
    (visit,) = whole["visits"]
    assert (visit["time"], visit["signed_by"]) == ("9:00", "Rowan Tester, PT")
    assert [(one["code"], one["from"], one["until"]) for one in visit["segments"]] == [
        ("97112", "9:00:00", "9:24:00")
    ]
    assert [(one["code"], one["minutes"]) for one in visit["untimed"]] == [("97150", 20)]
    assert whole["printed_at"].endswith("Z")


def test_a_policy_told_after_a_day_was_final_is_not_on_its_paper(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 24})
        day.finalize(utc_now())

    assert desk.post("administrator", "/api/policies", NEWER).status_code == 201
    assert printed(desk, "supervisor")["policy"]["label"] == "Medicare Part B"

    with desk.inside() as day:
        day.visit({"97112": 8}, at=NOW)
        day.finalize(utc_now())

    assert printed(desk)["policy"]["label"] == "Medicare, counted otherwise"
    assert printed(desk)["policy"]["terms"]["counting"] == "midpoint"
