"""Bad input: refused with a reason, never a 500, changes nothing, and holds up nobody else."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.server.sync.clinic import Clinic, make_clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import counts, query
from tests.server.sync.tablet import STARTED_AT, Json, Mutation, Tablet, names

pytestmark = pytest.mark.both_databases

CLINICAL = ("change", "visit", "section", "addendum")
Change = Callable[[Mutation], Mutation]


def nested(depth: int) -> Any:
    """Return arrays in arrays."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def with_data(**fields: Any) -> Change:
    """Return a change of a mutation's data."""
    return lambda mutation: {**mutation, "data": {**mutation["data"], **fields}}


def with_envelope(**fields: Any) -> Change:
    """Return a change of a mutation's envelope."""
    return lambda mutation: {**mutation, **fields}


def without(name: str) -> Change:
    """Return a change that leaves a field of the envelope out."""
    return lambda mutation: {key: value for key, value in mutation.items() if key != name}


REJECTED: dict[str, tuple[Change, str]] = {
    "unknown kind": (with_envelope(kind="visit.dance"), "/kind"),
    "kind that is no text": (with_envelope(kind=7), "/kind"),
    "kind that is a patient's name": (with_envelope(kind="x" * 41), "/kind"),
    "unknown field": (with_data(mood="good"), "/data/mood"),
    "unknown field of the envelope": (with_envelope(mood="good"), "/mood"),
    "missing field": (lambda m: {**m, "data": {}}, "/data/"),
    "no kind": (without("kind"), "/kind"),
    "no entity": (without("entity"), "/entity"),
    "no data": (without("data"), "/data"),
    "data that is a list": (with_envelope(data=[1]), "/data"),
    "data that is nothing": (with_envelope(data=None), "/data"),
    "text for a number": (with_envelope(base_version="1"), "/base_version"),
    "fraction for a number": (with_envelope(base_version=1.5), "/base_version"),
    "truth for a number": (with_envelope(base_version=True), "/base_version"),
    "number for text": (with_data(place_of_service=11), "/data/place_of_service"),
    "list for text": (with_data(place_of_service=["11"]), "/data/place_of_service"),
    "object for an id": (with_data(patient_id={"id": 1}), "/data/patient_id"),
    "id in braces": (with_envelope(entity="{" + new_id() + "}"), "/entity"),
    "id in capitals": (with_envelope(entity=new_id().upper()), "/entity"),
    "schema of nought": (with_envelope(schema=0), "/schema"),
    "dependencies that are a text": (with_envelope(depends_on="x"), "/depends_on"),
    "dependency that is no id": (with_envelope(depends_on=["x"]), "/depends_on"),
    "more dependencies than a batch": (with_envelope(depends_on=[new_id()] * 101), "/depends_on"),
    "instant without offset": (with_envelope(made_at="2026-11-23T09:52:31"), "/made_at"),
    "instant that is a date": (with_envelope(made_at="2026-11-23"), "/made_at"),
    "thirteenth month": (with_envelope(made_at="2026-13-23T09:52:31Z"), "/made_at"),
    "year one": (with_data(started_at="0001-01-01T00:00:00+14:00"), "/data/started_at"),
    "year nine thousand": (with_data(started_at="9999-12-31T23:59:59-14:00"), "/data/started_at"),
    "start without offset": (with_data(started_at="2026-11-23T09:52:31"), "/data/started_at"),
    "patient who does not exist": (with_data(patient_id=new_id()), "/data/patient_id"),
    "episode that does not exist": (with_data(episode_id=new_id()), "/data/episode_id"),
    "appointment that does not exist": (with_data(appointment_id=new_id()), "/data/appointment_id"),
}


def test_a_bad_mutation_is_rejected_and_the_others_stand(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    visits, quarantined = [], []
    for name, (change, pointer) in REJECTED.items():
        good = tablet.start_visit(clinic.patients[0])
        bad = change(tablet.start_visit(clinic.patients[0]))
        better = tablet.edit(good["entity"], "plan", "Walk")

        status, answer = tablet.send([good, bad, better])

        assert status == 200, name
        verdicts = answer["verdicts"]
        assert names(verdicts) == ["applied", "rejected", "applied"], name
        assert verdicts[1]["pointer"].startswith(pointer), (name, verdicts[1])
        assert verdicts[1]["title"], name
        assert answer["acked_n"] == tablet.n, name
        visits.append((good["entity"],))
        quarantined.append((bad["id"],))
    assert query(app, "SELECT id FROM visit ORDER BY id") == sorted(visits)
    assert query(app, "SELECT mutation_id FROM quarantined ORDER BY mutation_id") == sorted(quarantined)


def test_a_rejected_mutation_alone_changes_nothing_clinical(
    app: Flask, tablet: Tablet, clinic: Clinic
) -> None:
    before = counts(app)

    tablet.push(with_data(mood="good")(tablet.start_visit(clinic.patients[0])))

    after = counts(app)
    assert {table: after[table] for table in CLINICAL} == {table: before[table] for table in CLINICAL}


def raw(tablet: Tablet, start: Mutation, text: str) -> bytes:
    """Return a push whose mutation holds a text that no JSON writer would make."""
    data = json.dumps({**start, "data": {**start["data"], "place_of_service": "@@"}}).replace('"@@"', text)
    head = f'{{"protocol":1,"device_id":"{tablet.device_id}","epoch":null,"mutations":['
    return f"{head}{data}]}}".encode()


BATCHES: dict[str, tuple[Callable[[Tablet, Mutation], bytes], int]] = {
    "NaN": (lambda t, m: raw(t, m, "NaN"), 400),
    "Infinity": (lambda t, m: raw(t, m, "-Infinity"), 400),
    "2^70": (lambda t, m: raw(t, m, str(2**70)), 422),
    "1e400": (lambda t, m: raw(t, m, "1e400"), 422),
    "lone surrogate": (lambda t, m: raw(t, m, r'"\ud800"'), 422),
    "NUL": (lambda t, m: raw(t, m, r'"\u0000"'), 422),
    "repeated key": (lambda t, m: raw(t, m, '"11","place_of_service":"12"'), 422),
    "depth 100": (lambda t, m: raw(t, m, json.dumps(nested(100))), 422),
    "depth 100000": (lambda t, m: raw(t, m, "[" * 100_000 + "]" * 100_000), 422),
    "not UTF-8": (lambda t, m: raw(t, m, '"x"').replace(b'"x"', b'"\xff"'), 400),
    "5 MB": (lambda t, m: raw(t, m, f'"{"x" * 5_000_000}"'), 413),
    "cut off": (lambda t, m: raw(t, m, '"11"')[:-5], 400),
    "HTML": (lambda t, m: b"<html>", 400),
    "a list": (lambda t, m: b"[]", 422),
    "nothing": (lambda t, m: b"", 400),
    "null": (lambda t, m: b"null", 422),
}


def test_a_bad_batch_is_a_problem_and_changes_nothing(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    before = counts(app)
    for name, (make, expected) in BATCHES.items():
        body = make(tablet, tablet.start_visit(clinic.patients[0]))

        status, problem = tablet.door.ask("POST", "/api/sync/push", body)

        assert status == expected, name
        assert problem["type"].startswith("/problems/"), name
    assert counts(app) == before


ENVELOPES: dict[str, Json] = {
    "another protocol": {"protocol": 2},
    "no protocol": {"protocol": None},
    "device that is no id": {"device_id": "blue"},
    "epoch that is no id": {"epoch": "one"},
    "mutations that are none": {"mutations": "all"},
    "mutation that is none": {"mutations": [1]},
    "mutation without id": {"mutations": [{"n": 1}]},
    "mutation with a foolish id": {"mutations": [{"id": {}, "n": 1}]},
    "mutation without number": {"mutations": [{"id": new_id()}]},
    "mutation number nought": {"mutations": [{"id": new_id(), "n": 0}]},
    "mutation number true": {"mutations": [{"id": new_id(), "n": True}]},
    "unknown field": {"mood": "good"},
}


def test_a_bad_envelope_is_a_problem_and_changes_nothing(app: Flask, tablet: Tablet) -> None:
    push = {"protocol": 1, "device_id": tablet.device_id, "epoch": None, "mutations": []}
    before = counts(app)
    for name, wrong in ENVELOPES.items():
        status, problem = tablet.door.ask("POST", "/api/sync/push", {**push, **wrong})

        assert (status, problem["type"]) == (422, "/problems/invalid"), name
    assert counts(app) == before


def test_more_than_a_hundred_mutations_are_too_many(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edits = [tablet.edit(start["entity"], "plan", "Walk", seen="Walk") for _ in range(100)]

    assert tablet.send([start, *edits])[0] == 422
    assert tablet.send([start, *edits[:99]])[0] == 200


def test_a_mutation_over_its_limit_is_rejected_alone(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    big = tablet.edit(start["entity"], "plan", "x" * 131_072)
    fits = tablet.edit(start["entity"], "objective", "Walk")

    verdicts = tablet.push(start, big, fits)

    assert names(verdicts) == ["applied", "rejected", "applied"]
    assert verdicts[1]["type"] == "too-large"


def test_an_empty_batch_is_answered(tablet: Tablet) -> None:
    status, answer = tablet.send([])

    assert (status, answer["verdicts"], answer["acked_n"]) == (200, [], 0)


def test_a_mutation_that_waits_for_itself_is_rejected(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    start["depends_on"] = [start["id"]]

    verdict = tablet.push(start)[0]

    assert (verdict["verdict"], verdict["pointer"]) == ("rejected", "/depends_on")


def test_a_segment_that_ends_before_it_starts_is_rejected(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    fact = {"performer": "therapist", "provenance": "timed"}
    begin = {"visit_id": start["entity"], "code": "97112", "started_at": STARTED_AT, **fact}
    segment = tablet.mutation("segment.start", new_id(), begin)
    stop = {"ended_at": "2026-11-23T14:00:00.000Z", "because": "stop", **fact}

    verdicts = tablet.push(start, segment, tablet.mutation("segment.stop", segment["entity"], stop))

    assert names(verdicts) == ["applied", "applied", "rejected"]
    assert verdicts[2]["pointer"] == "/data/ended_at"


def test_a_visit_of_someone_elses_patient_is_rejected(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    ot = new_tablet("ot")
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)

    verdicts = ot.push(ot.start_visit(clinic.patients[0]), ot.edit(start["entity"], "plan", "Mine"))

    assert names(verdicts) == ["rejected", "rejected"]
    assert {each["type"] for each in verdicts} == {"not-on-caseload"}


def test_ids_of_another_practice_are_rejected_like_ids_of_nobody(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    theirs = new_tablet("pt", at=make_clinic(app))
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)

    verdicts = theirs.push(
        theirs.start_visit(clinic.patients[0]), theirs.edit(start["entity"], "plan", "Mine")
    )

    assert names(verdicts) == ["rejected", "rejected"]
    assert [each["type"] for each in verdicts] == ["no-such-patient", "no-such-visit"]
    assert query(app, "SELECT count(*) FROM section") == [(0,)]


def test_the_words_of_a_problem_repeat_nothing_that_was_sent(tablet: Tablet, clinic: Clinic) -> None:
    secret = "Plainly Invented fell on Tuesday"
    bad = with_data(place_of_service=secret, started_at=secret)(tablet.start_visit(clinic.patients[0]))

    assert secret not in json.dumps(tablet.push(bad))
