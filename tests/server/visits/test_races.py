"""Two tablets at the same moment: they meet in one visit, and nothing slips in behind a signature."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.db import run_transaction, sha256_hex, transaction
from server.mutation import Conflict, Rejected
from server.visits.models import Visit
from server.visits.operations import visit_record
from tests.server.makers import Practice, make_appointment, make_practice, make_section, make_visit
from tests.server.visits.sending import note_of, send, signing

pytestmark = pytest.mark.both_databases
ROUNDS = 12
Work = Callable[[Session], Any]


@pytest.fixture
def practice(app: Flask) -> Practice:
    """A PT and a PTA who treat one patient, committed."""
    with app.app_context(), transaction() as session:
        return make_practice(session)


def at_once(app: Flask, *works: Work) -> list[Any]:
    """Run each work in a transaction of its own thread, all at the same moment; return what came of them."""
    start = Barrier(len(works))

    def run(work: Work) -> Any:
        with app.app_context():
            start.wait()
            try:
                return run_transaction(work)
            except (Rejected, Conflict) as refused:
                return refused

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_an_edit_beside_a_signature_is_in_it_or_refused(app: Flask, practice: Practice) -> None:
    for _ in range(ROUNDS):
        with app.app_context(), transaction() as session:
            visit = make_visit(session, practice.episode, practice.pt)
            make_section(session, visit, practice.pt, text="Seen.")
            displayed = signing(note_of(session, visit.id, practice.pt))
        edit = {"section": "plan", "text": "Slipped in.", "base_hash": sha256_hex("Seen.")}

        def signs(session: Session, visit_id: str = visit.id, data: dict[str, Any] = displayed) -> bool:
            return bool(send(session, practice.pt, "visit.sign", visit_id, data).matches)

        def edits(session: Session, visit_id: str = visit.id, data: dict[str, Any] = edit) -> str:
            return str(send(session, practice.pta, "section.edit", visit_id, data).text)

        signed, edited = at_once(app, signs, edits)

        with app.app_context(), transaction() as session:
            record = visit_record(session, visit.id)
            text, status = record.sections[0].text, record.visit.status
        if isinstance(edited, Rejected):
            assert (edited.type, signed, status, text) == ("visit-signed", True, "signed", "Seen.")
        else:
            assert (signed, status, text) == (False, "sign-again", "Slipped in.")


def test_two_tablets_start_one_visit_at_the_same_moment(app: Flask, practice: Practice) -> None:
    for _ in range(ROUNDS):
        with app.app_context(), transaction() as session:
            appointment = make_appointment(session, practice.episode)
        data = {
            "patient_id": practice.patient.id,
            "episode_id": practice.episode.id,
            "appointment_id": appointment.id,
            "place_of_service": "11",
            "started_at": "2026-11-23T14:00:00Z",
        }

        def starts(who: Any, id_: str = appointment.visit_id, data: dict[str, Any] = data) -> Work:
            return lambda session: send(session, who, "visit.start", id_, data).started_by

        first, second = at_once(app, starts(practice.pt), starts(practice.pta))

        assert first == second
        with app.app_context(), transaction() as session:
            same = select(func.count()).where(Visit.appointment_id == appointment.id)
            assert session.scalar(same) == 1


def test_two_edits_of_one_section_at_the_same_moment_keep_both_words(app: Flask, practice: Practice) -> None:
    for _ in range(ROUNDS):
        with app.app_context(), transaction() as session:
            visit = make_visit(session, practice.episode, practice.pt)

        def edits(who: Any, text: str, id_: str = visit.id) -> Work:
            data = {"section": "plan", "text": text, "base_hash": sha256_hex("")}
            return lambda session: send(session, who, "section.edit", id_, data).text

        answers = at_once(app, edits(practice.pt, "Mine."), edits(practice.pta, "Theirs."))

        [conflict] = [one for one in answers if isinstance(one, Conflict)]
        [kept] = [one for one in answers if isinstance(one, str)]
        assert conflict.theirs["text"] == kept
