"""A held day says in plain words who must do what."""

from server.claims.waits import Begun, Expected, waits_for_findings, waits_for_visits

NAMES = {"pt": "Rowan Tester, PT", "pta": "Jules Demo, PTA"}


def test_nothing_is_awaited_once_everything_is_signed_cancelled_or_missed() -> None:
    expected = [
        Expected("1", "9:00", "scheduled", ["pt"]),
        Expected("2", "2:00", "cancelled", ["pt"]),
        Expected("3", "3:00", "missed", ["pta"]),
    ]

    assert waits_for_visits(expected, [Begun("1", "9:00", "signed", ["pt"])], NAMES) == []


def test_an_open_visit_waits_for_whoever_can_sign_it() -> None:
    waits = waits_for_visits([], [Begun("1", "2:00", "open", ["pta", "pt"])], NAMES)

    assert waits == [
        {
            "says": "Waits for the 2:00 visit: Jules Demo, PTA or Rowan Tester, PT, has not signed it.",
            "who": "Jules Demo, PTA or Rowan Tester, PT",
            "clinician_id": "pta",
        }
    ]


def test_a_visit_changed_after_its_signature_must_be_signed_again() -> None:
    (awaited,) = waits_for_visits([], [Begun("1", "9:00", "sign-again", ["pt"])], NAMES)

    assert awaited["says"] == (
        "Waits for the 9:00 visit: Rowan Tester, PT, must sign it again, since it changed meanwhile."
    )


def test_errors_wait_for_who_can_mend_them() -> None:
    findings = [
        {"id": "edit-needs-attestation", "severity": "error", "says": "97112 needs a word.", "line": 1},
        {"id": "assistant-may-not-evaluate", "severity": "error", "says": "97161 by an assistant."},
        {"id": "mue-exceeded", "severity": "error", "says": "Too many units."},
        {"id": "rules-out-of-date", "severity": "info", "says": "Old rules."},
    ]
    lines = [{"code": "97110", "held": False}, {"code": "97112", "held": True}]

    waits = waits_for_findings({"lines": lines, "findings": findings}, {"97112": ["pta", "pta"]}, NAMES)

    assert [(one["says"], one["who"]) for one in waits] == [
        (
            "Look at the evidence on the tablet, and attest only what is true. 97112 needs a word.",
            "Jules Demo, PTA",
        ),
        ("97161 by an assistant.", "Supervisor"),
        ("Too many units.", "Biller"),
    ]


def test_a_held_line_without_a_finding_is_still_awaited() -> None:
    waits = waits_for_findings({"lines": [{"code": "97112", "held": True}], "findings": []}, {}, NAMES)

    assert [one["who"] for one in waits] == ["Biller"]
