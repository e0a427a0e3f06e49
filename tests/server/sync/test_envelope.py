"""The short way through an envelope takes only what its schema takes, and reads the same."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from server.sync.envelope import Sent, _read_plain
from server.sync.schemas import MutationSchema

ID = "0192a0b1-0000-7000-8000-000000000001"
OTHER = "0192a0b1-0000-7000-8000-000000000002"
PLAIN: dict[str, Any] = {
    "id": ID,
    "n": 1,
    "kind": "section.edit",
    "schema": 1,
    "entity": OTHER,
    "base_version": None,
    "depends_on": [],
    "made_at": "2026-11-23T09:52:31-05:00",
    "clock_offset_ms": -1840,
    "data": {"section": "plan"},
}
NUMBERS = (0, 1, -1, 2**53, 1.5, True)
TEXTS = ("", "x" * 40, "x" * 41, OTHER, OTHER.upper())
INSTANTS = ("2026-11-23T09:52:31Z", "2026-11-23T09:52:31.123456789Z", "2026-02-30T09:52:31Z", "2026-11-23")
ODD: st.SearchStrategy[Any] = st.sampled_from([None, *NUMBERS, *TEXTS, *INSTANTS, [], [OTHER], [ID], {}])
FIELDS = st.sampled_from([*PLAIN, "more"])


@given(st.dictionaries(FIELDS, ODD, max_size=3), st.sets(FIELDS))
def test_what_is_read_the_short_way_is_what_the_schema_reads(odd: dict[str, Any], left_out: set[str]) -> None:
    raw = {**PLAIN, **odd}
    if len(left_out) == 1:
        raw.pop(left_out.pop(), None)
    raw |= {"id": ID, "n": 1}  # looked at before
    short = _read_plain(Sent(ID, 1, raw, b"", ""))
    if short is None:
        return

    try:
        read = MutationSchema().load(raw)
    except ValidationError as fault:
        raise AssertionError("taken, though the schema refuses it") from fault
    assert read.pop("data") == raw["data"]
    assert {name: getattr(short, name) for name in read} == {**read, "depends_on": ()}


def test_what_every_tablet_writes_goes_the_short_way() -> None:
    assert _read_plain(Sent(ID, 1, PLAIN, b"", "")) is not None
