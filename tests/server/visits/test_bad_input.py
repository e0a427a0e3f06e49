"""What a tablet must not send is refused with the field and the reason, and changes nothing."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db import Base, uuid7
from server.feed.models import Fed
from server.visits.models import Visit
from tests.server.makers import (
    Practice,
    make_clinician,
    make_intervention,
    make_practice,
    make_segment,
    make_untimed,
    make_visit,
)
from tests.server.visits.sending import TIMED, faults, refusal

ID = "01a20876-ea73-7301-bf56-7359a148bb7e"
AT = "2026-11-23T14:00:00Z"
HASH = "0" * 64

VALID: dict[str, dict[str, Any]] = {
    "visit.start": {
        "patient_id": ID, "episode_id": ID, "appointment_id": None, "place_of_service": "11",
        "started_at": AT,
    },
    "visit.end": {"ended_at": AT},
    "visit.void": {"reason": "Wrong patient"},
    "visit.place": {"place_of_service": "12"},
    "visit.move": {"to_visit_id": ID, "reason": "Wrong patient"},
    "words.keep": {
        "visit_id": ID, "entity": "section", "entity_id": ID, "words": [{"name": "plan", "text": "x"}],
        "at": AT, "kept_at": AT,
    },
    "appointment.close": {"status": "missed"},
    "appointment.reopen": {},
    "segment.start": {"visit_id": ID, "code": "97112", "started_at": AT, **TIMED},
    "segment.stop": {"ended_at": AT, "because": "stop", **TIMED},
    "segment.correct": {"started_at": AT, "reason": "forgot-to-start"},
    "pause.record": {"segment_id": ID, "reason": "rest", "at": AT},
    "untimed.record": {"visit_id": ID, "code": "97161", "minutes": 30, "at": AT, **TIMED},
    "untimed.remove": {},
    "goal.set": {"episode_id": ID, "number": 2, "text": "Stand for two minutes"},
    "goal.close": {"outcome": "met", "on": "2026-11-23"},
    "goal.reopen": {},
    "precautions.change": {"added": ["Fall risk"]},
    "intervention.record": {"visit_id": ID, "code": "97112", "technique": "PNF", "at": AT},
    "intervention.remove": {},
    "response.record": {"intervention_id": ID, "at": AT},
    "measure.record": {"visit_id": ID, "measure": "Berg balance", "value": 44, "unit": "points", "at": AT},
    "section.edit": {"section": "plan", "text": "x", "base_hash": HASH},
    "visit.sign": {
        "content": "{}", "sha256": HASH, "name": "Rowan Tester", "credentials": "PT", "meaning": "Treated",
        "signed_at": AT,
    },
    "addendum.add": {"visit_id": ID, "kind": "addendum", "text": "x", "at": AT},
}  # fmt: skip

WRONG: list[tuple[str, str, Any]] = [
    *((kind, "unknown_field", 1) for kind in VALID),
    *((kind, "clinician_id", ID) for kind in VALID),
    ("visit.start", "patient_id", ID.upper()),
    ("visit.start", "patient_id", f"{{{ID}}}"),
    ("visit.start", "patient_id", 7),
    ("visit.start", "episode_id", None),
    ("visit.start", "appointment_id", "x"),
    ("visit.start", "place_of_service", "1"),
    ("visit.start", "place_of_service", "111"),
    ("visit.start", "place_of_service", 11),
    ("visit.start", "started_at", "2026-11-23T14:00:00"),
    ("visit.start", "started_at", "2026-11-23"),
    ("visit.start", "started_at", 1763906400),
    ("visit.start", "started_at", "2026-02-30T14:00:00Z"),
    ("visit.start", "started_at", "0001-01-01T00:00:00+14:00"),
    ("visit.start", "started_at", "9999-12-31T23:59:59-14:00"),
    ("visit.start", "zone", "New York; --"),
    ("visit.start", "offset_minutes", "60"),
    ("visit.start", "monotonic_ms", 1.5),
    ("visit.end", "ended_at", None),
    ("visit.end", "ended_at", [AT]),
    ("visit.void", "reason", ""),
    ("visit.void", "reason", "x" * 501),
    ("segment.start", "code", "97161"),
    ("segment.start", "code", "98940"),
    ("segment.start", "code", "99213"),
    ("segment.start", "code", 97112),
    ("segment.start", "performer", "student"),
    ("segment.start", "performer", None),
    ("segment.start", "provenance", "guessed"),
    ("segment.start", "page_run_id", "x" * 65),
    ("segment.start", "monotonic_ms", -1),
    ("segment.start", "monotonic_ms", 2**60),
    ("segment.stop", "because", "tired"),
    ("segment.stop", "pause_reason", "rest"),
    ("pause.record", "reason", "smoke"),
    ("pause.record", "reason", None),
    ("pause.record", "segment_id", "x"),
    ("visit.place", "place_of_service", "home"),
    ("appointment.close", "status", "scheduled"),
    ("appointment.close", "reason", "x" * 201),
    ("segment.correct", "reason", "why not"),
    ("segment.correct", "ended_at", "2026-11-23T13:59:00Z"),
    ("segment.correct", "ended_at", "2026-11-24T14:00:00Z"),
    ("segment.correct", "remove", 1),
    ("segment.correct", "remove", "yes"),
    ("segment.correct", "code", "97161"),
    ("untimed.record", "code", "97112"),
    ("untimed.record", "minutes", "30"),
    ("untimed.record", "minutes", 30.0),
    ("untimed.record", "minutes", True),
    ("untimed.record", "minutes", -1),
    ("untimed.record", "minutes", 1440),
    ("untimed.record", "minutes", 2**70),
    ("intervention.record", "technique", None),
    ("intervention.record", "technique", "x" * 201),
    ("intervention.record", "regions", ["left leg"]),
    ("intervention.record", "regions", "left knee"),
    ("intervention.record", "regions", ["left knee"] * 41),
    ("intervention.record", "dose", {"sets": "3"}),
    ("intervention.record", "dose", {"colour": "red"}),
    ("intervention.record", "dose", []),
    ("intervention.record", "goal_id", "goal 1"),
    ("intervention.record", "skilled_need", "x" * 20_001),
    ("response.record", "tolerance", "fine"),
    ("response.record", "pain_after", 11),
    ("response.record", "dizziness", "no"),
    ("response.record", "spo2", 101),
    ("response.record", "systolic", 400),
    ("response.record", "diastolic", 19),
    ("response.record", "exertion", 11),
    ("response.record", "heart_rate", 0),
    ("intervention.record", "dose", {"hold_seconds": -3}),
    ("intervention.record", "dose", {"sets": 0}),
    ("intervention.record", "dose", {"reps": 501}),
    ("measure.record", "value", 44.5),
    ("measure.record", "value", "44"),
    ("measure.record", "side", "both"),
    ("measure.record", "trials", [1, None]),
    ("section.edit", "section", "goals"),
    ("section.edit", "text", None),
    ("section.edit", "text", "x" * 20_001),
    ("section.edit", "base_hash", "abc"),
    ("section.edit", "base_hash", HASH + "\n"),
    ("visit.sign", "sha256", "A" * 64),
    ("visit.sign", "content", ""),
    ("visit.sign", "content", "x" * 120_001),
    ("visit.sign", "name", ""),
    ("addendum.add", "kind", "change"),
]


@pytest.mark.parametrize(("kind", "field", "value"), WRONG)
def test_a_wrong_field_is_named(kind: str, field: str, value: Any) -> None:
    assert field in faults(kind, {**VALID[kind], field: value})


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field)
        for kind, data in VALID.items()
        for field in data
        if (kind, field)
        not in {
            ("visit.start", "appointment_id"),
            ("segment.correct", "started_at"),
            ("precautions.change", "added"),
        }
        and not (kind == "segment.stop" and field in TIMED)
    ],
)
def test_a_missing_field_is_named(kind: str, field: str) -> None:
    without = {name: value for name, value in VALID[kind].items() if name != field}

    assert field in faults(kind, without)


def test_a_pressure_has_its_diastolic_below_its_systolic() -> None:
    wrong = {**VALID["response.record"], "systolic": 90, "diastolic": 120}

    assert "diastolic" in faults("response.record", wrong)


@pytest.mark.parametrize(
    ("field", "changed"),
    [("value", {"value": 57}), ("value", {"value": -1}), ("unit", {"unit": "s"})],
)
def test_a_score_is_one_that_the_measure_can_have(field: str, changed: dict[str, Any]) -> None:
    berg = {**VALID["measure.record"], "measure": "berg", "value": 56, "unit": "points"}

    assert field in faults("measure.record", {**berg, **changed})


def test_a_correction_that_corrects_nothing_is_refused() -> None:
    assert "_schema" in faults("segment.correct", {"reason": "other"})


def counts(session: Session) -> dict[str, int]:
    """Return how many rows each fed table has."""
    models = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Fed)]
    return {one.feed_entity: session.scalar(select(func.count()).select_from(one)) or 0 for one in models}


@pytest.mark.both_databases
def test_somebody_elses_rows_are_refused_and_nothing_changes(session: Session, practice: Practice) -> None:
    theirs = make_practice(session, name="Another Practice")
    stranger = make_clinician(session, practice.organization, name="Noor Trial")
    visit = make_visit(session, theirs.episode, theirs.pt)
    segment = make_segment(session, visit, theirs.pt, ended_at=None)
    untimed = make_untimed(session, visit, theirs.pt)
    intervention = make_intervention(session, visit, theirs.pt)
    mine = make_visit(session, practice.episode, practice.pt)
    in_it = {"visit_id": visit.id}
    attempts: list[tuple[Any, str, str, dict[str, Any], str]] = [
        (practice.pt, "visit.end", visit.id, {}, "no-such-visit"),
        (practice.pt, "visit.void", visit.id, {}, "no-such-visit"),
        (practice.pt, "visit.sign", visit.id, {}, "no-such-visit"),
        (practice.pt, "segment.start", uuid7(), in_it, "no-such-visit"),
        (practice.pt, "segment.start", segment.id, {"visit_id": mine.id}, "id-taken"),
        (practice.pt, "segment.stop", segment.id, {}, "no-such-segment"),
        (practice.pt, "segment.correct", segment.id, {}, "no-such-segment"),
        (practice.pt, "untimed.record", uuid7(), in_it, "no-such-visit"),
        (practice.pt, "untimed.record", untimed.id, {"visit_id": mine.id}, "id-taken"),
        (practice.pt, "untimed.remove", untimed.id, {}, "no-such-untimed"),
        (practice.pt, "intervention.record", uuid7(), in_it, "no-such-visit"),
        (practice.pt, "intervention.remove", intervention.id, {}, "no-such-intervention"),
        (
            practice.pt,
            "response.record",
            uuid7(),
            {"intervention_id": intervention.id},
            "no-such-intervention",
        ),
        (practice.pt, "measure.record", uuid7(), in_it, "no-such-visit"),
        (practice.pt, "section.edit", visit.id, {}, "no-such-visit"),
        (practice.pt, "addendum.add", uuid7(), in_it, "no-such-visit"),
        (stranger, "visit.end", mine.id, {}, "not-on-caseload"),
        (stranger, "visit.sign", mine.id, {}, "not-on-caseload"),
        (stranger, "section.edit", mine.id, {}, "not-on-caseload"),
        (stranger, "addendum.add", uuid7(), {"visit_id": mine.id}, "not-on-caseload"),
    ]
    before = counts(session)

    for who, kind, entity, changes, reason in attempts:
        refused = refusal(session, who, kind, entity, {**VALID[kind], **changes})
        assert (kind, refused.type) == (kind, reason)
        assert refused.pointer

    assert counts(session) == before
    assert not session.new
    assert not session.dirty


def test_the_list_covers_every_kind() -> None:
    from tests.server.visits.sending import BY_NAME

    assert set(VALID) == set(BY_NAME)


def test_a_visit_is_untouched_by_a_refused_change(session: Session, practice: Practice, visit: Visit) -> None:
    refusal(session, practice.pt, "visit.end", visit.id, {"ended_at": "2026-11-23T13:00:00Z"})

    assert (visit.ended_at, visit.version) == (None, 1)
