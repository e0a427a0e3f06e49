"""Whatever JSON arrives: a verdict or a problem with a reason, never a mistake of the server's."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.sync.kinds import KINDS
from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.tablet import STARTED_AT, Tablet, names

WHOLE = st.integers(-(2**53), 2**53)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PLAIN = st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUE = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    [
        STARTED_AT,
        "2999-12-31T23:59:59+14:00",
        "97112",
        "therapist",
        "timed",
        "plan",
        "stop",
        "x" * 300,
        "",
        0,
        1,
    ]
)


def data_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return data with the kind's own fields, holding anything."""
    fields = KINDS[kind].schema_class().fields
    return st.fixed_dictionaries({}, optional=dict.fromkeys(fields, LIKELY | VALUE))


ENVELOPE = ("schema", "base_version", "depends_on", "made_at", "clock_offset_ms", "entity")
MUTATIONS = st.lists(
    st.sampled_from(sorted(KINDS)).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            data_of(kind),
            st.dictionaries(st.sampled_from(ENVELOPE), LIKELY | VALUE, max_size=2),
        )
    ),
    min_size=1,
    max_size=8,
)


@pytest.mark.both_databases
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(drawn=MUTATIONS)
@example(drawn=[("visit.void", {}, {"schema": True, "clock_offset_ms": False})])
def test_no_mutation_breaks_a_handler(
    app: Flask, tablet: Tablet, clinic: Clinic, drawn: list[tuple[str, dict[str, Any], dict[str, Any]]]
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    bad = []
    for kind, data, envelope in drawn:
        of_visit = "visit_id" in KINDS[kind].schema_class().fields
        entity, known = (new_id(), {"visit_id": start["entity"]}) if of_visit else (start["entity"], {})
        bad.append({**tablet.mutation(kind, entity, {**data, **known}), **envelope})

    status, answer = tablet.send([start, *bad])

    assert status == 200, answer
    verdicts = answer["verdicts"]
    assert names(verdicts)[0] == "applied"
    assert "server-fault" not in {each.get("type") for each in verdicts}


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(body=VALUE | st.dictionaries(st.sampled_from(["protocol", "device_id", "epoch", "mutations"]), VALUE))
def test_no_body_breaks_the_push(tablet: Tablet, body: Any) -> None:
    status, problem = tablet.door.ask("POST", "/api/sync/push", {"body": body} if body is None else body)

    assert status in (400, 403, 422), problem
    assert problem["type"].startswith("/problems/")


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(cursor=TEXT, limit=TEXT, device=TEXT)
def test_no_query_breaks_the_pull(tablet: Tablet, cursor: str, limit: str, device: str) -> None:
    client: Any = tablet.door._client  # type: ignore[attr-defined]

    answer = client.get(
        "/api/sync/pull",
        query_string={"cursor": cursor, "limit": limit, "device_id": device, "acked_n": limit},
    )

    assert answer.status_code in (200, 400, 403, 422)
