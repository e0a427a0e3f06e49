"""The question put to billing: who gave which second, in the order in which codes were treated."""

from datetime import UTC, date, datetime, timedelta

from server.billing import finalize
from server.claims.gathered import Billed, Day, Timed, Untimed
from server.claims.request import billing_request, has_services

NINE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """Return an instant after nine o'clock."""
    return NINE + timedelta(minutes=minutes)


def timed(code: str, start: float, end: float, by: str = "therapist", who: str = "pt") -> Timed:
    """Return a stretch of treatment."""
    return Timed(code, by, who, at(start), at(end))


def day(*stretches: Timed, **more: object) -> Day:
    """Return a day of these stretches."""
    values = {
        "id": "1",
        "date_of_service": date(2026, 11, 23),
        "discipline": "PT",
        "payer": "medicare-part-b",
    }
    return Day(**values, timed=stretches, **more)  # type: ignore[arg-type]


def test_stretches_of_one_code_and_person_share_a_row() -> None:
    request = billing_request(day(timed("97112", 0, 5), timed("97110", 5, 9), timed("97112", 9, 20)))

    assert [(row["code"], len(row["segments"])) for row in request["services"]] == [
        ("97112", 2),
        ("97110", 1),
    ]


def test_therapist_assistant_and_both_together_are_told_apart() -> None:
    request = billing_request(
        day(
            timed("97112", 0, 16),
            timed("97112", 16, 30, "assistant", "pta"),
            timed("97112", 30, 40, "together"),
        )
    )

    assert [(row["by"], row["clinician"]) for row in request["services"]] == [
        ("therapist", "pt"),
        ("assistant", "pta"),
        ("together", "pt"),
    ]
    assert [line["modifiers"] for line in finalize(request)["lines"]] == [["GP"], ["GP", "CQ"]]


def test_codes_stand_in_the_order_in_which_they_began() -> None:
    request = billing_request(
        day(
            timed("97140", 20, 30),
            timed("97110", 0, 20),
            untimed=(Untimed("G0283", "therapist", "pt", at(10), 12),),
        )
    )

    assert [row["code"] for row in request["services"]] == ["97110", "G0283", "97140"]
    assert request["services"][1]["minutes"] == 12


def test_milliseconds_are_kept_so_that_seconds_add_up_as_on_the_tablet() -> None:
    request = billing_request(day(timed("97112", 0.00165, 8)))

    assert request["services"][0]["segments"][0]["start"] == "2026-11-23T14:00:00.099Z"
    assert finalize(request)["timed_minutes"] == 7


def test_regions_choices_attestations_and_other_disciplines_are_told() -> None:
    said = {"kind": "kx", "by": "pt"}
    request = billing_request(
        day(timed("97112", 0, 24), regions={"97112": ("left hip",)}, prefer=("97112",), attestations=(said,)),
        [Billed("97150", "OT", "ot"), Billed("97535", "OT", None)],
    )

    assert request["services"][0]["regions"] == ["left hip"]
    assert (request["prefer"], request["attestations"]) == (["97112"], [said])
    assert request["same_day"] == [
        {"code": "97150", "discipline": "OT", "clinician": "ot"},
        {"code": "97535", "discipline": "OT"},
    ]


def test_what_was_not_said_is_not_asked() -> None:
    assert set(billing_request(day(timed("97112", 0, 24)))) == {
        "id",
        "date_of_service",
        "discipline",
        "payer",
        "services",
    }


def test_a_stretch_without_length_is_no_treatment() -> None:
    assert not has_services(day(timed("97112", 3, 3)))
    assert billing_request(day(timed("97112", 3, 3), timed("97110", 3, 20)))["services"][0]["code"] == "97110"
