"""Goals and precautions, as whoever treats changes them at the bedside."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.db import uuid7
from server.patients.models import Patient
from server.visits.operations import visit_record
from server.visits.plan.schemas import MOST_PRECAUTIONS
from tests.server.makers import Practice, make_clinician, make_goal, make_practice, make_visit
from tests.server.visits.sending import Data, faults, refusal, send
from tests.server.visits.test_record import intervention_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def patient(practice: Practice) -> Patient:
    """The patient of the practice, with one precaution and one limit."""
    practice.patient.precautions = ["Fall risk"]
    practice.patient.vital_limits = {"systolic_max": 160}
    return practice.patient


def goal_of(practice: Practice, **changes: object) -> Data:
    """Return the data of a goal as the tablet sends it."""
    values: Data = {
        "episode_id": practice.episode.id,
        "number": 1,
        "text": "Stand for two minutes without a hand",
        "measure": "berg",
        "target": "45",
    }
    return values | changes


def minded(session: Session, practice: Practice, patient: Patient, **data: object) -> Any:
    """Change what to mind about the patient."""
    return send(session, practice.pt, "precautions.change", patient.id, dict(data))


def test_a_therapist_sets_a_goal_and_the_same_again_changes_nothing(
    session: Session, practice: Practice
) -> None:
    id_, data = uuid7(), goal_of(practice)

    goal = send(session, practice.pt, "goal.set", id_, data)
    again = send(session, practice.pt, "goal.set", id_, data)

    assert again is goal
    assert (goal.id, goal.number, goal.text, goal.target) == (id_, 1, data["text"], "45")
    assert goal.patient_id == practice.patient.id


def test_two_tablets_that_take_one_number_make_two_goals(session: Session, practice: Practice) -> None:
    first = send(session, practice.pt, "goal.set", uuid7(), goal_of(practice))
    other = send(session, practice.pt, "goal.set", uuid7(), goal_of(practice, text="Climb one flight"))

    assert (first.number, other.number) == (1, 2)


def test_a_goal_is_never_altered(session: Session, practice: Practice) -> None:
    goal = send(session, practice.pt, "goal.set", uuid7(), goal_of(practice))

    refused = refusal(session, practice.pt, "goal.set", goal.id, goal_of(practice, text="Something less"))

    assert refused.type == "goal-exists"
    assert goal.text == "Stand for two minutes without a hand"


def test_an_assistant_changes_no_goal(session: Session, practice: Practice) -> None:
    goal = make_goal(session, practice.episode)
    closing = {"outcome": "met", "on": "2026-11-23", "reason": None}

    types = [
        refusal(session, practice.pta, "goal.set", uuid7(), goal_of(practice, number=2)).type,
        refusal(session, practice.pta, "goal.close", goal.id, closing).type,
        refusal(session, practice.pta, "goal.reopen", goal.id, {}).type,
    ]

    assert set(types) == {"therapists-only"}


def test_nobody_else_changes_a_patients_plan(session: Session, practice: Practice, patient: Patient) -> None:
    stranger = make_clinician(session, practice.organization, roles=["therapist"])
    goal = make_goal(session, practice.episode)
    foreign = make_practice(session).pt
    met = {"outcome": "met", "on": "2026-11-23"}

    def types(who: Any) -> list[str]:
        return [
            refusal(session, who, "goal.set", uuid7(), goal_of(practice, number=2)).type,
            refusal(session, who, "goal.close", goal.id, met).type,
            refusal(session, who, "precautions.change", patient.id, {"added": ["Oxygen"]}).type,
        ]

    assert types(stranger) == ["not-on-caseload"] * 3
    assert types(foreign) == ["no-such-episode", "no-such-goal", "no-such-patient"]
    assert patient.precautions == ["Fall risk"]


def test_a_goal_is_reached_and_pursued_again(session: Session, practice: Practice) -> None:
    goal = make_goal(session, practice.episode)
    met = {"outcome": "met", "on": "2026-11-23", "reason": None}

    send(session, practice.pt, "goal.close", goal.id, met)
    send(session, practice.pt, "goal.close", goal.id, met)
    assert goal.feed_data()["met_on"] == "2026-11-23"
    send(session, practice.pt, "goal.reopen", goal.id, {})
    send(session, practice.pt, "goal.reopen", goal.id, {})

    assert (goal.met_on, goal.ended_on, goal.ended_reason) == (None, None, None)


def test_a_colleagues_word_about_a_goal_stands(session: Session, practice: Practice) -> None:
    goal = make_goal(session, practice.episode)
    ended = {"outcome": "ended", "on": "2026-11-20", "reason": "Moves to a ground floor"}
    send(session, practice.pt, "goal.close", goal.id, ended)

    refused = refusal(session, practice.pt, "goal.close", goal.id, {"outcome": "met", "on": "2026-11-23"})

    assert refused.type == "goal-closed"
    assert goal.feed_data()["ended_reason"] == "Moves to a ground floor"


def test_what_two_clinicians_mind_adds_up(session: Session, practice: Practice, patient: Patient) -> None:
    minded(session, practice, patient, added=["No load on the left leg"])
    send(session, practice.pta, "precautions.change", patient.id, {"added": ["Oxygen", "Fall risk"]})
    minded(session, practice, patient, removed=["No load on the left leg", "Never told"])

    assert patient.precautions == ["Fall risk", "Oxygen"]


def test_a_limit_is_set_and_taken_away_but_never_over_a_colleagues(
    session: Session, practice: Practice, patient: Patient
) -> None:
    limit = {"name": "systolic_max", "seen": 160, "bound": 150}
    minded(session, practice, patient, limits=[limit])
    minded(session, practice, patient, limits=[limit])  # a colleague said the same

    refused = refusal(
        session, practice.pt, "precautions.change", patient.id, {"limits": [limit | {"bound": 170}]}
    )
    assert (refused.type, refused.pointer) == ("limit-changed", "/data/limits/0")
    assert patient.vital_limits == {"systolic_max": 150}

    minded(session, practice, patient, limits=[{"name": "systolic_max", "seen": 150, "bound": None}])
    assert patient.vital_limits == {}


def test_there_are_not_too_many_to_mind_them(session: Session, practice: Practice, patient: Patient) -> None:
    many = [f"Mind {number}" for number in range(MOST_PRECAUTIONS)]

    assert refusal(session, practice.pt, "precautions.change", patient.id, {"added": many}).type == (
        "too-many-precautions"
    )
    assert patient.precautions == ["Fall risk"]


def test_a_new_goal_is_what_an_intervention_of_the_same_batch_may_name(
    session: Session, practice: Practice
) -> None:
    visit = make_visit(session, practice.episode, practice.pt)
    goal = send(session, practice.pt, "goal.set", uuid7(), goal_of(practice), savepoint=False)
    send(
        session,
        practice.pt,
        "intervention.record",
        uuid7(),
        intervention_of(visit, goal_id=goal.id),
        savepoint=False,
    )

    assert [one.goal_id for one in visit_record(session, visit.id).interventions] == [goal.id]


def test_what_says_nothing_or_cannot_be_is_not_read(practice: Practice) -> None:
    assert faults("goal.set", goal_of(practice, text="  ")) == {"text": ["Write it in words."]}
    assert faults("goal.set", goal_of(practice, number=0))
    assert faults("goal.close", {"outcome": "ended", "on": "2026-11-23", "reason": " "}) == {
        "reason": ["Say why it is no longer pursued."]
    }
    assert faults("precautions.change", {"limits": [{"name": "spo2_min", "seen": None, "bound": 140}]}) == {
        "limits": {0: {"bound": ["From 50 to 100."]}}
    }
    assert faults("precautions.change", {"added": [""]})
    assert faults("precautions.change", {"limits": [{"name": "mood", "seen": None, "bound": 1}]})
