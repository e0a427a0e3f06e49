"""What a transaction has looked up is forgotten with it, and with a savepoint that is rolled back."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import transaction, uuid7
from server.mutation import Conflict, Rejected
from server.visits.models import Visit
from server.visits.operations import prefetch
from tests.server.makers import Practice, make_practice, make_visit
from tests.server.visits.sending import send, sign

pytestmark = pytest.mark.both_databases
EDIT = {"section": "plan", "text": "x", "base_hash": "0" * 64}


def start_of(practice: Practice) -> dict[str, object]:
    """Return the data of a visit that starts now."""
    return {
        "patient_id": practice.patient.id,
        "episode_id": practice.episode.id,
        "place_of_service": "11",
        "started_at": "2026-11-23T14:00:00Z",
    }


def test_the_next_transaction_sees_what_was_signed_meanwhile(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            visit = make_visit(session, practice.episode, practice.pt)
            send(session, practice.pt, "section.edit", visit.id, EDIT)
        with app.app_context(), transaction() as another:
            sign(another, practice.pt, visit.id)

        with transaction() as session, pytest.raises(Rejected) as refused:
            send(session, practice.pta, "section.edit", visit.id, EDIT | {"text": "y"})

    assert refused.value.type == "visit-signed"


def test_the_next_transaction_sees_what_was_written_meanwhile(app: Flask) -> None:
    assessment = EDIT | {"section": "assessment"}
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            visit = make_visit(session, practice.episode, practice.pt)
            send(session, practice.pt, "section.edit", visit.id, EDIT)
        with app.app_context(), transaction() as another:
            send(another, practice.pta, "section.edit", visit.id, assessment)

        with transaction() as session, pytest.raises(Conflict) as caught:
            send(session, practice.pt, "section.edit", visit.id, assessment | {"text": "y"})

    assert caught.value.theirs == {"section": "assessment", "text": "x", "tablet": None}


def test_a_visit_whose_start_was_rolled_back_starts_anew(session: Session, practice: Practice) -> None:
    id_, data = uuid7(), start_of(practice)
    with session.begin_nested() as savepoint:
        send(session, practice.pt, "visit.start", id_, data)
        savepoint.rollback()

    send(session, practice.pta, "visit.start", id_, data)

    assert session.scalars(select(Visit.started_by).where(Visit.id == id_)).all() == [practice.pta.id]


def test_prefetching_passes_over_what_does_not_exist(
    session: Session, practice: Practice, visit: Visit
) -> None:
    prefetch(session, [uuid7(), "not an id", visit.id])

    assert send(session, practice.pt, "section.edit", visit.id, EDIT).text == "x"


def test_a_batch_without_savepoints_is_stored_in_an_order_that_holds(
    session: Session, practice: Practice
) -> None:
    id_ = uuid7()

    send(session, practice.pt, "visit.start", id_, start_of(practice), savepoint=False)
    send(session, practice.pt, "section.edit", id_, EDIT, savepoint=False)
    send(session, practice.pt, "visit.void", id_, {"reason": "Wrong patient"}, savepoint=False)
    session.flush()

    assert session.get_one(Visit, id_).status == "void"


def test_words_and_their_signature_may_come_in_one_batch(session: Session, practice: Practice) -> None:
    id_ = uuid7()

    send(session, practice.pt, "visit.start", id_, start_of(practice), savepoint=False)
    send(session, practice.pt, "section.edit", id_, EDIT, savepoint=False)
    signature = sign(session, practice.pt, id_, savepoint=False)
    session.flush()

    assert signature.matches
