"""Every key of a request, wrong in every way: a problem that names the place, never an answer."""

import copy
import json
from typing import Any

import pytest

from server.billing import Rules
from server.billing.stream import answer_text

REMOVED = object()
SEGMENT = {"start": "2026-03-02T10:00:00-05:00", "end": "2026-03-02T10:15:00-05:00"}
UNTIMED_ROW = {"code": "97112", "by": "therapist"}
ROW = {**UNTIMED_ROW, "minutes": 24}
TIMED_ROW = {**UNTIMED_ROW, "segments": [SEGMENT]}
ATTESTED = ("column1", "column2", "basis", "by")
DISTINCT = {"kind": "distinct", "column1": "97150", "column2": "97112", "basis": "structure", "by": "c-1"}
WHOLE: dict[str, Any] = {
    "id": "7",
    "date_of_service": "2026-03-02",
    "discipline": "PT",
    "payer": {"extends": "medicare-part-b"},
    "services": [ROW, TIMED_ROW],
    "prefer": ["97112"],
    "attestations": [DISTINCT, {"kind": "kx", "by": "c-1"}],
    "threshold": {"used_cents": 1, "day_cents": 2},
    "same_day": [{"code": "97150", "discipline": "OT", "clinician": "c-2", "specialty": "67"}],
    "extra_modifiers": [{"code": "97112", "modifier": "95"}],
}
WRONG_TYPE, RANGE, VALUE = "wrong-type", "out-of-range", "unknown-value"
MISSING, UNKNOWN, CODE = "missing-key", "unknown-key", "code-not-supported"
NO_TEXT: list[Any] = [7, None, True, [], {}]
NO_AMOUNT: list[Any] = [1.5, True, None]
TABLE: list[tuple[str, Any, str, str]] = [
    ("/id", REMOVED, MISSING, ""),
    *[("/id", value, WRONG_TYPE, "/id") for value in NO_TEXT],
    ("/colour", 1, UNKNOWN, "/colour"),
    ("/a~1b", 1, UNKNOWN, "/a~1b"),
    ("/date_of_service", REMOVED, MISSING, ""),
    ("/date_of_service", 20260302, WRONG_TYPE, "/date_of_service"),
    *[
        ("/date_of_service", value, "impossible-date", "/date_of_service")
        for value in ("2026-02-30", "2026-3-2", "20260302", "2026-W10-1", "02.03.2026", "", "२०२६-०३-०२")
    ],
    ("/date_of_service", "2021-12-31", "date-not-covered", "/date_of_service"),
    ("/discipline", REMOVED, MISSING, ""),
    ("/discipline", "SLP", VALUE, "/discipline"),
    ("/discipline", "pt", VALUE, "/discipline"),
    ("/discipline", None, WRONG_TYPE, "/discipline"),
    ("/payer", REMOVED, MISSING, ""),
    ("/payer", "medicare", "unknown-payer", "/payer"),
    ("/payer", 1, WRONG_TYPE, "/payer"),
    ("/payer", {}, MISSING, "/payer"),
    ("/payer/extends", "medicare", "unknown-payer", "/payer/extends"),
    ("/payer/extends", ["medicare-part-b"], WRONG_TYPE, "/payer/extends"),
    ("/payer/rate", 1, UNKNOWN, "/payer/rate"),
    ("/payer/counting", "cms", VALUE, "/payer/counting"),
    *[
        (f"/payer/{key}", value, WRONG_TYPE, f"/payer/{key}")
        for key in ("assistant_modifiers", "therapy_modifier", "mue", "kx")
        for value in (1, "true", None)
    ],
    ("/payer/distinct_procedure", 59, WRONG_TYPE, "/payer/distinct_procedure"),
    ("/payer/distinct_procedure", "XS", VALUE, "/payer/distinct_procedure"),
    ("/payer/edits", False, WRONG_TYPE, "/payer/edits"),
    ("/payer/edits", "all", VALUE, "/payer/edits"),
    ("/payer/setting", "hospital", VALUE, "/payer/setting"),
    ("/payer/citation", 1, WRONG_TYPE, "/payer/citation"),
    ("/payer/modifier_order", "kx", WRONG_TYPE, "/payer/modifier_order"),
    ("/payer/modifier_order", ["kx", "GP"], VALUE, "/payer/modifier_order/1"),
    ("/payer/modifier_order", ["kx", "kx"], "repeated-value", "/payer/modifier_order"),
    ("/services", REMOVED, MISSING, ""),
    ("/services", [], RANGE, "/services"),
    ("/services", {"0": ROW}, WRONG_TYPE, "/services"),
    ("/services/0", "97112", WRONG_TYPE, "/services/0"),
    ("/services/0", [], WRONG_TYPE, "/services/0"),
    ("/services/0/code", REMOVED, MISSING, "/services/0"),
    ("/services/0/code", 97112, WRONG_TYPE, "/services/0/code"),
    *[("/services/0/code", code, CODE, "/services/0/code") for code in ("99213", "", "97112 ", "g0283")],
    ("/services/0/by", REMOVED, MISSING, "/services/0"),
    ("/services/0/by", "PTA", VALUE, "/services/0/by"),
    ("/services/0/by", None, WRONG_TYPE, "/services/0/by"),
    ("/services/0/minutes", REMOVED, MISSING, "/services/0"),
    *[
        ("/services/0/minutes", value, WRONG_TYPE, "/services/0/minutes")
        for value in (True, False, "24", 24.0, 24.5, None, [24])
    ],
    *[("/services/0/minutes", value, RANGE, "/services/0/minutes") for value in (-1, 1441, 2**70)],
    ("/services/0/seconds", 60, "contradictory-keys", "/services/0"),
    ("/services/0", {**UNTIMED_ROW, "seconds": 86401}, RANGE, "/services/0/seconds"),
    ("/services/0", {**UNTIMED_ROW, "seconds": True}, WRONG_TYPE, "/services/0/seconds"),
    ("/services/0", {**UNTIMED_ROW, "seconds": -1}, RANGE, "/services/0/seconds"),
    ("/services/0", {**UNTIMED_ROW, "segments": "x"}, WRONG_TYPE, "/services/0/segments"),
    ("/services/0/minutes", 1430, RANGE, "/services"),
    ("/services/0/tempo", 1, UNKNOWN, "/services/0/tempo"),
    ("/services/0/regions", "knee", WRONG_TYPE, "/services/0/regions"),
    ("/services/0/regions", ["knee"], VALUE, "/services/0/regions/0"),
    ("/services/0/regions", ["left knee", 4], WRONG_TYPE, "/services/0/regions/1"),
    ("/services/0/clinician", 4, WRONG_TYPE, "/services/0/clinician"),
    ("/services/0/clinician", "", RANGE, "/services/0/clinician"),
    ("/services/0/specialty", ["65"], WRONG_TYPE, "/services/0/specialty"),
    ("/services/1/segments", [], RANGE, "/services/1/segments"),
    ("/services/1/segments/0", 5, WRONG_TYPE, "/services/1/segments/0"),
    ("/services/1/segments/0/start", REMOVED, MISSING, "/services/1/segments/0"),
    ("/services/1/segments/0/zone", "UTC", UNKNOWN, "/services/1/segments/0/zone"),
    ("/services/1/segments/0/start", 0, WRONG_TYPE, "/services/1/segments/0/start"),
    *[
        ("/services/1/segments/0/start", value, "impossible-time", "/services/1/segments/0/start")
        for value in (
            "2026-03-02T10:00:00",
            "2026-03-02",
            "2026-03-02 10:00:00Z",
            "2026-03-02T25:00:00Z",
            "2026-03-02T10:00:60Z",
            "2026-02-30T10:00:00Z",
            "2026-03-02T10:00:00+25:00",
            "2026-03-02T10:00:00.1234567Z",
        )
    ],
    ("/services/1/segments/0/start", "2026-02-28T10:00:00-05:00", RANGE, "/services/1/segments/0/start"),
    ("/services/1/segments/0/end", "2026-03-04T10:00:00-05:00", RANGE, "/services/1/segments/0/end"),
    ("/services/1/segments/0/start", "0001-01-01T00:00:00+23:00", RANGE, "/services/1/segments/0/start"),
    ("/services/1/segments/0/end", SEGMENT["start"], RANGE, "/services/1/segments/0/end"),
    ("/services/1/segments/0/end", "2026-03-02T09:59:59-05:00", RANGE, "/services/1/segments/0/end"),
    ("/services/1/segments/0/end", "2026-03-03T11:00:00-05:00", RANGE, "/services/1/segments"),
    ("/prefer", "97112", WRONG_TYPE, "/prefer"),
    ("/prefer", ["97112", "97110", "97112"], "repeated-value", "/prefer/2"),
    ("/prefer", [97112], WRONG_TYPE, "/prefer/0"),
    ("/prefer", [""], CODE, "/prefer/0"),
    ("/attestations", {}, WRONG_TYPE, "/attestations"),
    ("/attestations/0", "kx", WRONG_TYPE, "/attestations/0"),
    ("/attestations/0/kind", REMOVED, VALUE, "/attestations/0/kind"),
    ("/attestations/0/kind", "59", VALUE, "/attestations/0/kind"),
    *[(f"/attestations/0/{key}", REMOVED, MISSING, "/attestations/0") for key in ATTESTED],
    *[(f"/attestations/0/{key}", 1, WRONG_TYPE, f"/attestations/0/{key}") for key in ATTESTED],
    ("/attestations/0/basis", "region", VALUE, "/attestations/0/basis"),
    ("/attestations/0/column1", "9715", CODE, "/attestations/0/column1"),
    ("/attestations/0/why", "x", UNKNOWN, "/attestations/0/why"),
    ("/attestations/1/by", REMOVED, MISSING, "/attestations/1"),
    ("/attestations/1/by", " ", RANGE, "/attestations/1/by"),
    ("/attestations/1/basis", "structure", UNKNOWN, "/attestations/1/basis"),
    ("/threshold", 1, WRONG_TYPE, "/threshold"),
    ("/threshold", {}, MISSING, "/threshold"),
    ("/threshold/year", 2026, UNKNOWN, "/threshold/year"),
    *[
        (f"/threshold/{key}", value, kind, f"/threshold/{key}")
        for key in ("used_cents", "day_cents")
        for value, kind in ((-1, RANGE), (2**70, RANGE), *[(none, WRONG_TYPE) for none in NO_AMOUNT])
    ],
    ("/same_day", "97150", WRONG_TYPE, "/same_day"),
    ("/same_day/0", "97150", WRONG_TYPE, "/same_day/0"),
    ("/same_day/0/code", REMOVED, MISSING, "/same_day/0"),
    ("/same_day/0/code", 97150, WRONG_TYPE, "/same_day/0/code"),
    ("/same_day/0/code", "97-50", CODE, "/same_day/0/code"),
    ("/same_day/0/discipline", REMOVED, MISSING, "/same_day/0"),
    ("/same_day/0/discipline", 1, WRONG_TYPE, "/same_day/0/discipline"),
    ("/same_day/0/units", 1, UNKNOWN, "/same_day/0/units"),
    ("/same_day/0/specialty", 67, WRONG_TYPE, "/same_day/0/specialty"),
    ("/extra_modifiers", {}, WRONG_TYPE, "/extra_modifiers"),
    ("/extra_modifiers/0", "95", WRONG_TYPE, "/extra_modifiers/0"),
    ("/extra_modifiers/0/code", "99213", CODE, "/extra_modifiers/0/code"),
    ("/extra_modifiers/0/modifier", REMOVED, MISSING, "/extra_modifiers/0"),
    *[
        ("/extra_modifiers/0/modifier", value, VALUE, "/extra_modifiers/0/modifier")
        for value in ("59", "XS", "GP", "KX", "CQ", "")
    ],
    ("/extra_modifiers/0/modifier", 95, WRONG_TYPE, "/extra_modifiers/0/modifier"),
]  # fmt: skip
TEXTS = [
    ("", "malformed-json", None, ""),
    ("{", "malformed-json", None, ""),
    ('{"id": "7"} {}', "malformed-json", None, ""),
    ("[]", WRONG_TYPE, None, ""),
    ('"97112"', WRONG_TYPE, None, ""),
    ("null", WRONG_TYPE, None, ""),
    ('{"id": "7", "services": [{"minutes": NaN}]}', WRONG_TYPE, "7", "/services/0/minutes"),
    ('{"id": "7", "threshold": {"used_cents": -Infinity}}', WRONG_TYPE, "7", "/threshold/used_cents"),
    ('{"id": "7", "services": [{"minutes": 1, "minutes": 2}]}', "repeated-key", "7", "/services/0/minutes"),
    ('{"id": "7", "id": "8"}', "repeated-key", None, "/id"),
    ('{"id": "7", "payer": {"kx": true, "kx": false}}', "repeated-key", "7", "/payer/kx"),
    ('{"id": "7", "prefer": ' + "[" * 100 + "]" * 100 + "}", MISSING, "7", ""),
    ('{"id": "7", "prefer": ' + "[" * 200_000 + "]" * 200_000 + "}", "too-deep", None, ""),
    ('{"id": "7", "threshold": {"used_cents": ' + "9" * 5000 + "}}", "malformed-json", None, ""),
]


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """Return the whole request with one value replaced, added or removed."""
    request = copy.deepcopy(WHOLE)
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    place: Any = request
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key = int(last) if isinstance(place, list) else last
    if value is REMOVED:
        del place[key]
    else:
        place[key] = value
    return request


def test_the_request_that_the_table_breaks_is_well_formed() -> None:
    answer, well_formed = answer_text(json.dumps(WHOLE), Rules.shipped())

    assert well_formed
    assert answer["lines"]


@pytest.mark.parametrize(("pointer", "value", "kind", "place"), TABLE)
def test_a_wrong_key_is_a_problem_that_names_the_place(
    pointer: str, value: Any, kind: str, place: str
) -> None:
    answer, well_formed = answer_text(json.dumps(changed(pointer, value)), Rules.shipped())

    assert not well_formed
    assert answer.keys() == {"id", "problem"}
    assert answer["id"] == (None if pointer == "/id" else "7")
    assert answer["problem"].keys() == {"type", "title", "detail", "pointer"}
    assert (answer["problem"]["type"], answer["problem"]["pointer"]) == (kind, place)
    assert answer["problem"]["title"]
    assert answer["problem"]["detail"]


@pytest.mark.parametrize(("text", "kind", "found", "place"), TEXTS, ids=range(len(TEXTS)))
def test_a_text_that_is_no_request_is_a_problem(text: str, kind: str, found: str | None, place: str) -> None:
    answer, well_formed = answer_text(text, Rules.shipped())

    assert not well_formed
    assert answer["id"] == found
    assert (answer["problem"]["type"], answer["problem"]["pointer"]) == (kind, place)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/services/0/minutes", 0),
        ("/services/0/regions", [" Left KNEE "]),
        ("/services/0/regions", []),
        ("/services/1/segments/0/start", "2026-03-02t14:00:00.25z"),
        ("/prefer", []),
        ("/prefer", ["97530", "97999"]),
        ("/same_day", []),
        ("/same_day/0/code", "0213T"),
        ("/same_day/0/discipline", "chiropractic"),
        ("/attestations", []),
        ("/id", ""),
        ("/id", "\ud800"),
        ("/payer", "full-15"),
        ("/payer/modifier_order", ["kx"]),
        ("/date_of_service", "2022-01-01"),
    ],
)
def test_what_is_allowed_is_not_refused(pointer: str, value: Any) -> None:
    request = changed(pointer, value)
    if pointer == "/date_of_service":
        request["services"] = [ROW]

    answer, well_formed = answer_text(json.dumps(request), Rules.shipped())

    assert well_formed, answer
    assert answer["id"] == request["id"]
