"""Whole service days against the golden tables: what a biller sees for what a clinician recorded."""

from typing import Any

import pytest

from server.billing import finalize
from server.billing.minutes import add_up
from server.billing.request import read_day
from server.billing.services import SECOND
from tests.server.billing.golden import cases

AGE = {"rules-out-of-date", "rules-do-not-cover"}


def medicare(services: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """Return a request for a Medicare day within the quarter of the shipped rules."""
    day = {"id": "1", "date_of_service": "2024-08-01", "discipline": "PT", "payer": "medicare-part-b"}
    return {**day, "services": services, **changes}


def finding_ids(answer: dict[str, Any]) -> list[str]:
    """Return the ids of the findings but for the age of the rules."""
    return [finding["id"] for finding in answer["findings"] if finding["id"] not in AGE]


@pytest.mark.parametrize("case", cases("assistants"))
def test_assistants_units_stand_on_lines_of_their_own(case: dict[str, Any]) -> None:
    answer = finalize(medicare(case["services"], discipline=case["discipline"]))

    shown = ("code", "units", "modifiers", "minutes")
    assert [{key: line[key] for key in shown} for line in answer["lines"]] == case["lines"]
    assert finding_ids(answer) == case["findings"]


@pytest.mark.parametrize("case", cases("minutes"))
def test_minutes_are_cut_once_per_code_and_counted_once(case: dict[str, Any]) -> None:
    payer = {"extends": "medicare-part-b", "edits": "none"}
    request = medicare(case["services"], date_of_service="2026-03-02", payer=payer)

    tallies = add_up(read_day(request).services).tallies

    assert [{"code": tally.code, "minutes": tally.minutes} for tally in tallies] == case["minutes"]
    assert finding_ids(finalize(request)) == case["findings"]
    for row in case.get("seconds", []):
        tally = next(tally for tally in tallies if tally.code == row["code"])
        assert (tally.therapist, tally.assistant) == (row["therapist"] * SECOND, row["assistant"] * SECOND)


@pytest.mark.parametrize("case", cases("modifiers"))
def test_modifiers_edits_and_limits_of_a_day(case: dict[str, Any]) -> None:
    check_day(case)


@pytest.mark.parametrize("case", cases("whole_days"))
def test_whole_days(case: dict[str, Any]) -> None:
    check_day(case)


def check_day(case: dict[str, Any]) -> None:
    """Compare what the case states of an answer."""
    answer = finalize({"id": case["name"], **case["request"]})

    expected = case["answer"]
    for key in expected.keys() - {"lines", "unbilled", "findings"}:
        assert answer[key] == expected[key]
    stated = zip(answer["lines"], expected["lines"], strict=True)
    assert [{key: line[key] for key in row} for line, row in stated] == expected["lines"]
    assert [(row["code"], row["minutes"]) for row in answer["unbilled"]] == [
        tuple(row) for row in expected.get("unbilled", [])
    ]
    found = [[finding["id"], finding["severity"]] for finding in answer["findings"]]
    assert found == expected["findings"]


def test_a_finding_has_the_contracts_keys_and_for_the_record_its_columns_too() -> None:
    request = medicare([{"code": "97150", "minutes": 20, "by": "therapist"}, *ONE_ON_ONE])

    [plain] = [one for one in finalize(request)["findings"] if one["severity"] == "error"]
    [full] = [one for one in finalize(request, columns=True)["findings"] if one["severity"] == "error"]

    assert plain.keys() == {"id", "severity", "says", "source", "line"}
    assert full == {**plain, "column1": "97150", "column2": "97112"}


ONE_ON_ONE = [{"code": "97112", "minutes": 24, "by": "therapist"}]
