"""Why a day was billed again: each thing that can arrive is named, and nothing else."""

from typing import Any

import pytest

from server.claims.because import Counted, Known, because, because_of_rules

START, END, LATER = "2026-11-23T14:05:00.000Z", "2026-11-23T14:29:00.000Z", "2026-11-23T19:00:00.000Z"
KNOWN = Known({"rowan": "Rowan Tester, PT"}, "America/New_York")


def asked(*, end: str = END, **more: Any) -> dict[str, Any]:
    """Return a question about 97112 by the therapist."""
    service = {"code": "97112", "by": "therapist", "clinician": "rowan", "regions": ["left ankle"]}
    return {
        "payer": "medicare-part-b",
        "services": [{**service, "segments": [{"start": START, "end": end}]}],
        **more,
    }


def says(former: dict[str, Any], now: dict[str, Any], known: Known = KNOWN) -> list[str]:
    return [row["says"] for row in because(former, now, known)]


def with_service(request: dict[str, Any], **service: Any) -> dict[str, Any]:
    return {**request, "services": [*request["services"], {"by": "therapist", **service}]}


DISTINCT = {"kind": "distinct", "column1": "97150", "column2": "97112", "basis": "encounter"}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (asked(), []),
        (
            asked(end="2026-11-23T14:25:00.000Z"),
            ["Time: 97112 9:05:00 to 9:29:00 became 9:05:00 to 9:25:00."],
        ),
        (with_service(asked(), code="97150", minutes=20), ["Time: 97150 20 minutes was added."]),
        (
            asked(attestations=[{**DISTINCT, "by": "rowan"}]),
            ["Attested by Rowan Tester, PT: 97150 with 97112, encounter."],
        ),
        (asked(attestations=[{"kind": "kx", "by": "somebody"}]), ["Attested by somebody: KX."]),
        (asked(prefer=["97110"]), ["Chosen among equals: 97110."]),
        (
            asked(same_day=[{"code": "97150", "discipline": "OT"}]),
            ["Other care of the day: 97150 was added."],
        ),
        (
            with_service(asked(), code="98941", minutes=0, regions=["lumbar spine"]),
            ["Other care of the day: 98941 was added."],
        ),
        (asked(payer="full-15"), ["Payer: another version of its policy holds on this date."]),
    ],
)
def test_what_arrived_is_named(now: dict[str, Any], told: list[str]) -> None:
    assert says(asked(), now) == told


def test_a_visit_that_arrived_is_named_once_with_all_its_time() -> None:
    segments = [{"start": LATER, "end": "2026-11-23T19:08:00.000Z"}]
    now = with_service(asked(), code="97110", clinician="rowan", segments=segments)
    visits = (
        Counted("9:05", "Rowan Tester, PT", frozenset({START})),
        Counted("2:00", "Jules Demo, PTA", frozenset({LATER})),
    )

    told = says(asked(), now, KNOWN._replace(visits=visits))

    assert told == ["Arrived: the 2:00 visit of Jules Demo, PTA."]


def test_what_is_gone_is_named_too() -> None:
    emptied = {**asked(), "services": []}

    assert says(asked(), emptied) == ["Time: 97112 9:05:00 to 9:29:00 no longer counts."]


def test_regions_are_named_where_they_changed() -> None:
    now = asked()
    now["services"][0]["regions"] = ["trunk"]

    assert says(asked(), now) == ["Regions of 97112: left ankle became trunk."]


def test_a_newer_table_is_named() -> None:
    def result(source: str) -> dict[str, Any]:
        return {"lines": [{"derivation": [{"rule": "mue", "says": "", "source": source}]}]}

    old, new = result("CMS MUE, effective 2024-07-01"), result("CMS MUE, effective 2026-10-01")

    assert [row["says"] for row in because_of_rules(old, new)] == ["Rules: CMS MUE, effective 2026-10-01."]
    assert because_of_rules(new, new) == []
