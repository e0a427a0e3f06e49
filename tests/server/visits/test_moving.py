"""A visit recorded on the wrong patient moves with all that is in it, and both sides say so."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from server.db import canonical, uuid7
from server.mutation import Deferred
from server.visits.models import Visit
from server.visits.operations import due_visits, visit_record
from tests.server.makers import (
    Practice,
    make_care_team,
    make_correction,
    make_episode,
    make_intervention,
    make_patient,
    make_response,
    make_section,
    make_segment,
    make_untimed,
    make_visit,
)
from tests.server.visits.sending import Data, refusal, send, sign

pytestmark = pytest.mark.both_databases


@pytest.fixture
def wrong(session: Session, practice: Practice) -> Visit:
    """A visit with something of everything, by two clinicians."""
    visit = make_visit(session, practice.episode, practice.pt)
    segment = make_segment(session, visit, practice.pt)
    make_correction(session, segment, practice.pt, remove=False, reason="wrong-code", code="97110")
    make_untimed(session, visit, practice.pta)
    intervention = make_intervention(session, visit, practice.pta)
    make_response(session, intervention, practice.pta)
    make_section(session, visit, practice.pt)
    return visit


@pytest.fixture
def right(session: Session, practice: Practice) -> Visit:
    """A visit of the patient who was really treated."""
    patient = make_patient(session, practice.organization, given_name="Hugo")
    make_care_team(session, patient, practice.pt)
    return make_visit(session, make_episode(session, patient), practice.pt)


def moving(to: Visit, **changes: object) -> Data:
    return {"to_visit_id": to.id, "reason": "Recorded on the wrong patient"} | changes


def test_everything_comes_under_new_ids_with_its_author_and_the_old_visit_is_void(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    before = visit_record(session, wrong.id)
    new_id = uuid7()
    ids = [{"old": before.interventions[0].id, "new": new_id}]

    send(session, practice.pt, "visit.move", wrong.id, moving(right, ids=ids))

    after = visit_record(session, right.id)
    assert [one.id for one in after.interventions] == [new_id]
    assert [(one.by, one.technique) for one in after.interventions] == [
        (one.by, one.technique) for one in before.interventions
    ]
    assert [(one.started_at, one.ended_at, one.provenance, one.clinician_id) for one in after.segments] == [
        (one.started_at, one.ended_at, one.provenance, one.clinician_id) for one in before.segments
    ]
    assert [one.code for one in after.segments] == ["97110"]
    assert [one.intervention_id for one in after.responses] == [new_id]
    assert [one.minutes for one in after.untimed] == [one.minutes for one in before.untimed]
    assert [one.text for one in after.sections] == [one.text for one in before.sections]
    assert (wrong.status, wrong.moved_to, right.moved_from) == ("void", right.id, [wrong.id])
    assert {due.visit_id for due in due_visits(session)} >= {wrong.id, right.id}


def test_neither_side_names_the_other_patient(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    send(session, practice.pt, "visit.move", wrong.id, moving(right))

    assert right.patient_id not in canonical(wrong.feed_data())
    assert wrong.patient_id not in canonical(right.feed_data())


def test_a_signed_visit_moves_and_its_signature_stays_behind(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    sign(session, practice.pt, wrong.id)

    send(session, practice.pt, "visit.move", wrong.id, moving(right))

    assert (wrong.status, right.status) == ("void", "open")
    assert len(visit_record(session, wrong.id).signatures) == 1
    assert visit_record(session, right.id).signatures == []


def test_words_that_stand_there_already_are_joined_not_replaced(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    mine = visit_record(session, wrong.id).sections[0]
    edit = {"section": mine.section, "text": "Already here.", "base_hash": "0" * 64}
    send(session, practice.pt, "section.edit", right.id, edit)

    send(session, practice.pt, "visit.move", wrong.id, moving(right))

    assert visit_record(session, right.id).sections[0].text == f"Already here.\n{mine.text}"


def test_a_visit_put_on_another_day_is_billed_on_that_day_after_the_move(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    wrong.date_of_service -= timedelta(days=1)

    send(session, practice.pt, "visit.move", wrong.id, moving(right))

    assert right.date_of_service == wrong.date_of_service


def test_moving_again_changes_nothing(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    for _ in range(2):
        send(session, practice.pt, "visit.move", wrong.id, moving(right))

    assert len(visit_record(session, right.id).segments) == 1


def test_what_cannot_be_moved_says_why(
    session: Session, practice: Practice, wrong: Visit, right: Visit
) -> None:
    with pytest.raises(Deferred):
        send(session, practice.pt, "visit.move", wrong.id, moving(right, to_visit_id=uuid7()))
    same = make_visit(session, practice.episode, practice.pt)
    assert refusal(session, practice.pt, "visit.move", wrong.id, moving(same)).type == "same-patient"
    unknown = make_episode(session, make_patient(session, practice.organization))
    strange = make_visit(session, unknown, practice.pt)
    assert refusal(session, practice.pt, "visit.move", wrong.id, moving(strange)).type == "not-on-caseload"
    running = make_segment(session, wrong, practice.pt, ended_at=None)
    assert refusal(session, practice.pt, "visit.move", wrong.id, moving(right)).type == "clock-runs"
    assert running.visit_id == wrong.id


def test_words_that_lost_are_kept_for_good_also_after_signing(
    session: Session, practice: Practice, wrong: Visit
) -> None:
    sign(session, practice.pt, wrong.id)
    lost = {
        "visit_id": wrong.id,
        "entity": "section",
        "entity_id": uuid7(),
        "words": [{"name": "Plan", "text": "One hand on the rail."}],
        "by": practice.pta.id,
        "at": "2026-11-23T14:10:00Z",
        "tablet": "Blue 3",
        "kept_at": "2026-11-23T14:20:00Z",
    }
    id_ = uuid7()

    row = send(session, practice.pt, "words.keep", id_, lost)
    send(session, practice.pt, "words.keep", id_, lost)

    assert (row.by, row.kept_by, row.patient_id) == (practice.pta.id, practice.pt.id, wrong.patient_id)
    assert row.feed_data()["words"] == lost["words"]
    other = {**lost, "words": [{"name": "Plan", "text": "Otherwise"}]}
    assert refusal(session, practice.pt, "words.keep", id_, other).type == "words-exist"
    foreign = {**lost, "by": uuid7()}
    assert refusal(session, practice.pt, "words.keep", uuid7(), foreign).type == "no-such-clinician"
