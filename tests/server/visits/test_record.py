"""Interventions, responses, measures and sections are recorded, edited, and never overwritten unseen."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from server.db import sha256_hex, uuid7
from server.mutation import Conflict, Deferred
from server.visits.models import Visit
from server.visits.operations import prefetch, visit_record
from server.visits.record.adverse import with_adverse_response
from server.visits.record.models import Section, section_id_of
from tests.server.makers import (
    Practice,
    make_goal,
    make_intervention,
    make_practice,
    make_response,
    make_section,
    make_signature,
    make_visit,
)
from tests.server.visits.sending import Data, refusal, send

pytestmark = pytest.mark.both_databases
AT = "2026-11-23T14:20:00Z"
NOTHING = sha256_hex("")


def intervention_of(visit: Visit, **changes: object) -> Data:
    """Return the data of an intervention as the capture form sends it."""
    values: Data = {
        "visit_id": visit.id,
        "code": "97112",
        "activity_id": "pnf",
        "technique": "PNF",
        "regions": ["left lower extremity"],
        "purpose": "Single-leg stance",
        "goal_id": None,
        "deficit": None,
        "frequency": "2 a week",
        "intensity": "moderate",
        "duration": "6 weeks",
        "dose": {"sets": 3, "reps": 10, "cue_type": "touch"},
        "skilled_need": "",
        "at": AT,
    }
    return values | changes


def edit(section: str, text: str, seen: str = "") -> Data:
    """Return the data of an edit by somebody who saw the words `seen`."""
    return {"section": section, "text": text, "base_hash": sha256_hex(seen)}


def test_an_intervention_is_recorded_edited_and_removed(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    goal = make_goal(session, practice.episode)

    send(session, practice.pt, "intervention.record", id_, intervention_of(visit))
    row = send(
        session, practice.pt, "intervention.record", id_, intervention_of(visit, goal_id=goal.id, dose={})
    )
    assert (row.goal_id, row.dose, row.by, row.regions) == (
        goal.id, {}, practice.pt.id, ["left lower extremity"],
    )  # fmt: skip

    send(session, practice.pt, "intervention.remove", id_, {"reason": "Twice"})
    assert (row.removed, row.remove_reason) == (True, "Twice")
    assert visit_record(session, visit.id).interventions == []


def test_what_there_is_of_an_intervention_is_saved(
    session: Session, practice: Practice, visit: Visit
) -> None:
    bare = {"visit_id": visit.id, "code": "97112", "technique": "BAPS board", "at": AT}

    row = send(session, practice.pt, "intervention.record", uuid7(), bare)

    assert (row.regions, row.purpose, row.dose) == ([], "", {})


def test_a_goal_is_the_patients_own(session: Session, practice: Practice, visit: Visit) -> None:
    theirs = make_goal(session, make_practice(session).episode)

    refused = refusal(
        session, practice.pt, "intervention.record", uuid7(), intervention_of(visit, goal_id=theirs.id)
    )

    assert (refused.type, refused.pointer) == ("no-such-goal", "/data/goal_id")


def test_a_colleagues_newer_intervention_is_not_overwritten(
    session: Session, practice: Practice, visit: Visit
) -> None:
    row = make_intervention(session, visit, practice.pta)

    with pytest.raises(Conflict) as caught:
        send(session, practice.pt, "intervention.record", row.id, intervention_of(visit, intensity="hard"))
    with pytest.raises(Conflict):
        send(session, practice.pt, "intervention.remove", row.id, {})
    assert (caught.value.theirs["intensity"], caught.value.version) == ("moderate", 1)

    seen = send(
        session, practice.pt, "intervention.record", row.id, intervention_of(visit, intensity="hard"),
        base_version=1,
    )  # fmt: skip
    assert (seen.intensity, seen.by, seen.version) == ("hard", practice.pt.id, 1)  # one version a commit


def test_a_response_follows_its_intervention(session: Session, practice: Practice, visit: Visit) -> None:
    intervention = make_intervention(session, visit, practice.pt)
    id_ = uuid7()

    send(session, practice.pt, "response.record", id_, {"intervention_id": intervention.id, "at": AT})
    row = send(
        session, practice.pt, "response.record", id_,
        {
            "intervention_id": intervention.id, "tolerance": "well", "dizziness": False, "pain_after": 2,
            "at": AT,
        },
    )  # fmt: skip

    assert (row.visit_id, row.tolerance, row.dizziness, row.pain_after) == (visit.id, "well", False, 2)


def test_a_response_waits_for_its_intervention(session: Session, practice: Practice) -> None:
    missing = uuid7()

    with pytest.raises(Deferred) as caught:
        send(session, practice.pt, "response.record", uuid7(), {"intervention_id": missing, "at": AT})

    assert caught.value.waits_for == [missing]


def test_a_second_response_to_one_intervention_is_a_conflict(
    session: Session, practice: Practice, visit: Visit
) -> None:
    intervention = make_intervention(session, visit, practice.pt)
    first = make_response(session, intervention, practice.pta)

    with pytest.raises(Conflict) as caught:
        send(session, practice.pt, "response.record", uuid7(), {"intervention_id": intervention.id, "at": AT})

    assert (caught.value.theirs["id"], caught.value.by) == (first.id, practice.pta.id)


def test_a_measure_is_a_whole_number_with_its_unit(
    session: Session, practice: Practice, visit: Visit
) -> None:
    data = {
        "visit_id": visit.id, "measure": "Single-leg stance", "value": 9, "unit": "s",
        "side": "left", "trials": [7, 9, 8], "at": AT,
    }  # fmt: skip

    row = send(session, practice.pt, "measure.record", uuid7(), data)

    assert (row.value, row.unit, row.side, row.trials) == (9, "s", "left", [7, 9, 8])


def test_different_sections_merge(session: Session, practice: Practice, visit: Visit) -> None:
    send(session, practice.pt, "section.edit", visit.id, edit("plan", "Rail off."))
    send(session, practice.pta, "section.edit", visit.id, edit("subjective", "Foot caught."))

    written = {one.section: (one.text, one.by) for one in visit_record(session, visit.id).sections}
    assert written == {
        "plan": ("Rail off.", practice.pt.id),
        "subjective": ("Foot caught.", practice.pta.id),
    }


def test_the_same_section_with_other_words_shows_both(
    session: Session, practice: Practice, visit: Visit
) -> None:
    theirs = send(session, practice.pta, "section.edit", visit.id, edit("plan", "One hand on the rail."))

    with pytest.raises(Conflict) as caught:
        send(session, practice.pt, "section.edit", visit.id, edit("plan", "Without the rail."))

    assert caught.value.theirs == {"section": "plan", "text": "One hand on the rail.", "tablet": None}
    assert (caught.value.by, caught.value.version) == (practice.pta.id, 1)
    assert theirs.text == "One hand on the rail."


def test_an_edit_of_the_words_seen_is_taken(session: Session, practice: Practice, visit: Visit) -> None:
    send(session, practice.pta, "section.edit", visit.id, edit("plan", "One hand."))

    section = send(session, practice.pt, "section.edit", visit.id, edit("plan", "No hand.", seen="One hand."))

    assert (section.id, section.text, section.by) == (
        section_id_of(visit.id, "plan"), "No hand.", practice.pt.id,
    )  # fmt: skip


def test_the_same_words_twice_are_no_conflict(session: Session, practice: Practice, visit: Visit) -> None:
    send(session, practice.pta, "section.edit", visit.id, edit("plan", "One hand."))

    section = send(session, practice.pt, "section.edit", visit.id, edit("plan", "One hand."))

    assert section.by == practice.pta.id


def test_a_signed_visit_takes_no_more_words(session: Session, practice: Practice, visit: Visit) -> None:
    intervention = make_intervention(session, visit, practice.pt)
    make_signature(session, visit, practice.pt)
    response = {"intervention_id": intervention.id, "at": AT}
    measure = {"visit_id": visit.id, "measure": "Berg", "value": 4, "unit": "points", "at": AT}

    answers = {
        refusal(session, practice.pt, kind, entity, data).type
        for kind, entity, data in (
            ("section.edit", visit.id, edit("plan", "late")),
            ("intervention.record", uuid7(), intervention_of(visit)),
            ("intervention.remove", intervention.id, {}),
            ("response.record", uuid7(), response),
            ("measure.record", uuid7(), measure),
        )
    }

    assert answers == {"visit-signed"}


def test_fifty_edits_of_a_few_visits_cost_a_handful_of_queries(session: Session, practice: Practice) -> None:
    visits = [make_visit(session, practice.episode, practice.pt) for _ in range(13)]
    make_section(session, visits[0], practice.pta, text="Seen.")
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *call: asked.append(call[2]))

    prefetch(session, [visit.id for visit in visits])
    for number in range(50):
        name = ("subjective", "objective", "assessment", "plan")[number // 13]
        data = edit(name, f"Words {number}", seen="Seen." if number == 39 else "")
        send(session, practice.pt, "section.edit", visits[number % 13].id, data)

    reads = [statement for statement in asked if statement.startswith("SELECT")]
    assert len(reads) <= 3
    assert len(session.scalars(select(Section)).all()) == 50


def test_a_visit_with_an_adverse_response_is_found(
    session: Session, practice: Practice, visit: Visit
) -> None:
    intervention = make_intervention(session, visit, practice.pt)
    response = make_response(session, intervention, practice.pt)
    session.flush()
    assert with_adverse_response(session, [visit.id]) == set()

    response.adverse = "Near fall"
    session.flush()
    assert with_adverse_response(session, [visit.id]) == {visit.id}

    intervention.removed = True
    session.flush()
    assert with_adverse_response(session, [visit.id]) == set()
