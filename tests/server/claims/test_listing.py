"""The biller's list: narrowed by what matters, with who must act on how many days."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.server.claims.desk import Desk
from tests.server.makers import NOW
from tests.server.people import json_of

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def days(desk: Desk) -> Desk:
    """A final day of yesterday, and one of today that waits for an attestation."""
    with desk.inside() as day:
        day.visit({"97112": 24}, at=YESTERDAY, date_of_service=YESTERDAY.date())
        day.visit({"97112": 24}, untimed={"97150": 20})
        with pytest.raises(Exception, match="Multiple rows"):
            day.finalize()
    return desk


def listed(desk: Desk, **asked: str) -> dict[str, Any]:
    answer = desk.get("biller", f"/api/service-days?{urlencode(asked)}")
    assert answer.status_code == 200, answer.json
    whole: dict[str, Any] = json_of(answer)
    return whole


def dates(whole: dict[str, Any]) -> list[str]:
    return [row["date_of_service"] for row in whole["service_days"]]


def test_the_list_is_narrowed_by_each_thing_a_biller_asks(days: Desk) -> None:
    today, yesterday = NOW.date().isoformat(), YESTERDAY.date().isoformat()
    patient, pt = days.practice.patient.id, days.practice.pt.id
    other = "0190c000-0000-7000-8000-000000000000"

    assert dates(listed(days)) == [today, yesterday]
    for asked, expected in [
        ({"since": today}, [today]),
        ({"until": yesterday}, [yesterday]),
        ({"since": yesterday, "until": yesterday}, [yesterday]),
        ({"payer": "medicare-part-b"}, [today, yesterday]),
        ({"payer": "full-15"}, []),
        ({"discipline": "OT"}, []),
        ({"patient": patient, "state": "final"}, [yesterday]),
        ({"patient": other}, []),
        ({"needs": pt}, [today]),
        ({"needs": "Biller"}, []),
    ]:
        assert dates(listed(days, **asked)) == expected, asked


def test_the_list_is_narrowed_to_what_is_left_to_do_at_the_payer(days: Desk) -> None:
    yesterday = YESTERDAY.date().isoformat()

    def by_claim() -> dict[str, list[str]]:
        claims = ("to-submit", "to-correct", "submitted")
        return {claim: shown for claim in claims if (shown := dates(listed(days, claim=claim)))}

    assert by_claim() == {"to-submit": [yesterday]}

    day_id = listed(days, claim="to-submit")["service_days"][0]["id"]
    assert days.post("biller", f"/api/service-days/{day_id}/submitted", {"revision": 1}).status_code == 200
    assert by_claim() == {"submitted": [yesterday]}

    with days.inside() as day:
        late = YESTERDAY + timedelta(hours=2)
        day.visit({"97112": 24}, at=late, date_of_service=YESTERDAY.date())
        with pytest.raises(Exception, match="Multiple rows"):
            day.finalize()
    assert by_claim() == {"to-correct": [yesterday]}


def test_a_day_without_a_line_of_ours_is_nothing_to_submit(desk: Desk) -> None:
    with desk.inside() as day:
        day.visit({"97112": 5})
        assert day.finalize().state == "final"

    assert dates(listed(desk, state="final")) == [NOW.date().isoformat()]
    assert dates(listed(desk, claim="to-submit")) == []


def test_the_list_tells_who_must_act_and_what_policies_are_called(days: Desk) -> None:
    whole = listed(days, state="final")

    assert whole["needs"] == [{"whose": days.practice.pt.id, "who": "Rowan Tester, PT", "days": 1}]
    assert (whole["more"], whole["service_days"][0]["policy_label"]) == (False, "Medicare Part B")


@pytest.mark.parametrize("query", ["discipline=SLP", "patient=Odessa", "since=today", "needs=", "claim=lost"])
def test_what_cannot_be_asked_is_refused(days: Desk, query: str) -> None:
    assert days.get("biller", f"/api/service-days?{query}").status_code == 422
