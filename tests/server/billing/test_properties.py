"""What holds for every service day, whatever was done."""

import copy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.billing import Rules, finalize
from server.billing.codes import OUTSIDE, TIMED, UNTIMED
from server.billing.regions import COVERS
from server.billing.units import count, units_in

DISTINCT = {"59", "XE", "XS", "XP", "XU"}
BASES = ["encounter", "structure", "practitioner", "non-overlapping"]
checked = settings(derandomize=True, deadline=None, max_examples=300)

all_codes = st.sampled_from(sorted(TIMED | UNTIMED | OUTSIDE))
by = st.sampled_from(["therapist", "assistant", "together"])
timed_codes = st.sampled_from(sorted(TIMED))
# Codes that have many pairs among themselves, so that edits, attestations and regions really meet.
crowded = st.sampled_from(["97112", "97112", "97140", "97150", "97755", "97022", "98941", "98941"])


@st.composite
def services(draw: st.DrawFn, codes: st.SearchStrategy[str] = all_codes) -> list[dict[str, Any]]:
    """Return rows with time given in each of the three ways."""
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        row: dict[str, Any] = {"code": draw(codes), "by": draw(by)}
        how = draw(st.sampled_from(["minutes", "seconds", "segments"]))
        if how == "minutes":
            row["minutes"] = draw(st.integers(0, 70))
        elif how == "seconds":
            row["seconds"] = draw(st.integers(0, 4200))
        else:
            row["segments"] = [segment(*draw(spans)) for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()):
            row["regions"] = draw(st.lists(st.sampled_from(sorted(COVERS)), max_size=2))
        rows.append(row)
    return rows


spans = st.tuples(st.integers(0, 7200), st.integers(1, 2400))  # seconds from ten o'clock, and how long


def segment(start: int, length: int) -> dict[str, str]:
    """Return a segment of 2024-08-01 from its seconds after ten o'clock."""
    return {"start": instant(start), "end": instant(start + length)}


def instant(seconds: int) -> str:
    """Return an instant of 2024-08-01, so many seconds after ten o'clock."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"2024-08-01T{10 + hours:02}:{minute:02}:{second:02}Z"


def day(rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a request."""
    request = {"id": "d", "date_of_service": "2024-08-01", "discipline": "PT", "payer": "medicare-part-b"}
    return {**request, "services": rows, **more}


payers = st.sampled_from(["medicare-part-b", "commercial-midpoint", "full-15"]).flatmap(
    lambda name: st.sampled_from([name, {"extends": name, "assistant_modifiers": True}])
)


@st.composite
def attested_days(draw: st.DrawFn) -> dict[str, Any]:
    """Return a day with pairs, most of them attested, and some attestations of no pair."""
    rows = draw(services(crowded))
    codes = sorted({row["code"] for row in rows})
    pairs = [(one, two) for two in codes for one in active_against(two) if one in codes]
    vouched = [pair for pair in pairs if draw(st.integers(0, 3))]
    vouched += draw(st.lists(st.tuples(crowded, crowded), max_size=1))
    attestations = [
        {
            "kind": "distinct",
            "column1": one,
            "column2": two,
            "basis": draw(st.sampled_from(BASES)),
            "by": "c-1",
        }
        for one, two in vouched
    ]
    return day(rows, attestations=attestations, payer=draw(st.sampled_from(["medicare-part-b", "full-15"])))


@checked
@given(services(), payers, st.sampled_from(["PT", "OT"]))
def test_lines_and_unbilled_minutes_are_the_treatment_minutes(
    rows: list[dict[str, Any]], payer: Any, discipline: str
) -> None:
    answer = finalize(day(rows, payer=payer, discipline=discipline))

    shown = answer["lines"] + answer["unbilled"]
    assert sum(row["minutes"] for row in shown) == answer["treatment_minutes"]
    assert all(line["units"] >= 1 for line in answer["lines"])
    assert answer["units"] == sum(line["units"] for line in answer["lines"] if not line["outside"])


@checked
@given(services(), st.sampled_from(["PT", "OT"]))
def test_the_timed_units_of_a_medicare_day_are_what_its_total_allows(
    rows: list[dict[str, Any]], discipline: str
) -> None:
    answer = finalize(day(rows, discipline=discipline))

    assert answer["timed_units"] == units_in(answer["timed_minutes"])
    timed = [line["units"] for line in answer["lines"] if line["code"] in TIMED]
    assert sum(timed) == answer["timed_units"]


@checked
@given(
    st.lists(st.tuples(timed_codes, st.integers(0, 90)), min_size=1, max_size=6, unique_by=lambda row: row[0])
)
def test_whole_quarters_are_never_taken_away_and_no_code_gets_two_extra(
    minutes: list[tuple[str, int]],
) -> None:
    for (_, given_minutes), units in zip(minutes, count("cms8", minutes).units, strict=True):
        assert given_minutes // 15 <= units <= given_minutes // 15 + 1


@checked
@given(
    st.lists(
        st.tuples(timed_codes, st.integers(0, 90)), min_size=1, max_size=4, unique_by=lambda row: row[0]
    ),
    st.integers(0, 3),
    st.integers(1, 30),
)
def test_under_midpoint_more_minutes_never_give_fewer_units(
    minutes: list[tuple[str, int]], which: int, more: int
) -> None:
    index = which % len(minutes)
    longer = [*minutes]
    longer[index] = (minutes[index][0], minutes[index][1] + more)

    before, after = count("midpoint", minutes).units, count("midpoint", longer).units

    assert all(new >= old for old, new in zip(before, after, strict=True))


@checked
@given(
    st.lists(st.tuples(all_codes, by, st.integers(2, 2400)), min_size=1, max_size=5),
    st.data(),
)
def test_cutting_a_segment_in_two_changes_no_unit_minute_or_modifier(
    stretches: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    rows, start = [], 0
    for code, who, length in stretches:  # one after the other: an overlap is cut where the next begins
        rows.append({"code": code, "by": who, "segments": [segment(start, length)]})
        start += length
    cut = copy.deepcopy(rows)
    index = data.draw(st.integers(0, len(rows) - 1))
    begin = sum(length for *_, length in stretches[:index])
    length = stretches[index][2]
    at = data.draw(st.integers(1, length - 1))
    cut[index]["segments"] = [segment(begin, at), segment(begin + at, length - at)]

    assert bare(finalize(day(rows))) == bare(finalize(day(cut)))


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without its sentences."""
    lines = [{key: line[key] for key in line if key != "derivation"} for line in answer["lines"]]
    return {**answer, "lines": lines, "unbilled": [row["code"] for row in answer["unbilled"]]}


@checked
@given(services(timed_codes), payers, st.sampled_from(["PT", "OT"]))
def test_an_assistants_split_adds_up_to_the_units_of_the_code(
    rows: list[dict[str, Any]], payer: Any, discipline: str
) -> None:
    name = payer if isinstance(payer, str) else payer["extends"]
    split = finalize(day(rows, payer={"extends": name, "assistant_modifiers": True}, discipline=discipline))
    whole = finalize(day(rows, payer={"extends": name, "assistant_modifiers": False}, discipline=discipline))

    units: dict[str, int] = {}
    for line in split["lines"]:
        units[line["code"]] = units.get(line["code"], 0) + line["units"]
    assert units == {line["code"]: line["units"] for line in whole["lines"]}


@checked
@given(attested_days())
def test_a_distinct_modifier_needs_every_pair_active_attested_and_uncontradicted(
    request: dict[str, Any],
) -> None:
    rows, attested = request["services"], request["attestations"]
    answer = finalize(request)

    present = {line["code"] for line in answer["lines"]}
    for line in answer["lines"]:
        against = active_against(line["code"]).keys() & present - {line["code"]}
        marked = bool(DISTINCT & set(line["modifiers"]))
        if line["outside"] or not against:
            assert not marked
            continue
        vouched = all(
            active_against(line["code"])[other].indicator == "1"
            and any((one["column1"], one["column2"]) == (other, line["code"]) for one in attested)
            and not overlap(rows, other, line["code"])
            and not (other in OUTSIDE and not apart(rows, other, line["code"]))
            for other in against
        )
        assert marked == vouched
        assert vouched or line["held"]


def active_against(code: str) -> Any:
    """Return the pairs in force on the day against a code, by their column 1."""
    return Rules.shipped().on(date(2024, 8, 1), "practitioner").edits.get(code, {})


def seconds_of(rows: list[dict[str, Any]], code: str) -> set[int]:
    """Return every second that a code's clock ran."""
    found: set[int] = set()
    for row in rows:
        if row["code"] == code:
            for stretch in row.get("segments", []):
                begin, end = (to_seconds(stretch[key]) for key in ("start", "end"))
                found.update(range(begin, end))
    return found


def to_seconds(text: str) -> int:
    """Return the seconds after ten o'clock of an instant of this day."""
    return (int(text[11:13]) - 10) * 3600 + int(text[14:16]) * 60 + int(text[17:19])


def overlap(rows: list[dict[str, Any]], one: str, other: str) -> bool:
    """Say whether both clocks ran in the same second."""
    return bool(seconds_of(rows, one) & seconds_of(rows, other))


def apart(rows: list[dict[str, Any]], manipulated: str, code: str) -> bool:
    """Say whether manipulation and therapy are stated for regions that do not meet."""
    stated = {
        name: [row.get("regions", []) for row in rows if row["code"] == name] for name in (manipulated, code)
    }
    if not all(all(regions) for regions in stated.values()):
        return False
    sides = [
        frozenset().union(*[COVERS[region] for regions in rows_of for region in regions])
        for rows_of in stated.values()
    ]
    spine = {"cervical spine", "thoracic spine", "lumbar spine", "sacrum", "pelvis"}
    return not sides[0] & sides[1] and bool(sides[0] & spine)


@checked
@given(services(), payers)
def test_the_same_request_is_answered_alike_and_left_as_it_was(
    rows: list[dict[str, Any]], payer: Any
) -> None:
    request = day(rows, payer=payer)
    before = copy.deepcopy(request)

    assert finalize(request) == finalize(request)
    assert request == before


@checked
@given(services())
def test_every_line_says_why_and_where_it_stands(rows: list[dict[str, Any]]) -> None:
    for line in finalize(day(rows))["lines"]:
        assert line["derivation"]
        assert all(
            row.keys() == {"rule", "says", "source"} and all(row.values()) for row in line["derivation"]
        )
        marks = {mark for mark in line["modifiers"] if mark not in DISTINCT}
        assert all(any(mark in row["says"] for row in line["derivation"]) for mark in marks)
