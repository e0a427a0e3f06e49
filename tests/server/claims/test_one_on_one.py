"""A timed minute stands once: never with two patients, nor under PT and OT, nor with two payers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.claims.models import ServiceDay
from server.claims.operations import finalize_due
from server.claims.policies import policies_of
from server.db import db, transaction
from server.visits.models import Visit
from server.visits.operations import mark_due
from server.visits.timing.models import Segment
from tests.server.claims.days import LATER, MORNING, Day, nothing_follows, revision_of
from tests.server.makers import (
    NOW,
    make_clinician,
    make_correction,
    make_episode,
    make_patient,
    make_segment,
    make_signature,
    make_visit,
)

pytestmark = pytest.mark.both_databases


def another_day(
    day: Day, *, discipline: str = "PT", patient: bool = False, at: datetime = MORNING, **more: Any
) -> str:
    """Treat ten minutes of 97110: another patient, or the same under another plan; return the visit."""
    with transaction() as session:
        practice = day.practice
        who = practice.pt
        if not patient:
            who = make_clinician(session, practice.organization, name="Sam Sample", discipline=discipline)
        whom = (
            make_patient(session, practice.organization, given_name="Ilse") if patient else practice.patient
        )
        episode = make_episode(session, whom, discipline=discipline, **more)
        visit = make_visit(session, episode, who, started_at=at)
        end = at + timedelta(minutes=10)
        make_segment(session, visit, who, code="97110", started_at=at, ended_at=end)
        make_signature(session, visit, who)
        mark_due(session, visit, NOW)
        return visit.id


def days() -> list[ServiceDay]:
    """Return all service days, by discipline and payer."""
    db.session().rollback()
    ordered = select(ServiceDay).order_by(
        ServiceDay.discipline, ServiceDay.policy_name, ServiceDay.created_at
    )
    return list(db.session().scalars(ordered))


def finding(stored: ServiceDay, name: str) -> dict[str, Any] | None:
    """Return the finding of that name, if the newest revision has it."""
    assert stored.revision is not None
    findings = stored.revision["result"]["findings"]
    return next((one for one in findings if one["id"] == name), None)


def settle(now: datetime = NOW) -> None:
    """Finalize until nothing is due any more."""
    for _ in range(4):
        finalize_due(now, nothing_follows)


def test_one_clinician_with_two_patients_at_once_holds_both(day: Day) -> None:
    day.visit({"97112": 24})
    another_day(day, patient=True, at=MORNING + timedelta(minutes=20))

    settle()

    both = days()
    assert [one.state for one in both] == ["held", "held"]
    told = finding(
        next(one for one in both if one.patient_id == day.practice.patient.id), "clinician-two-patients"
    )
    assert told is not None
    assert told["says"] == (
        "Rowan Tester, PT, was with two patients at once. Correct the clock that is wrong: "
        "97112 from 9:00:00 to 9:24:00, and 97110 from 9:20:00 to 9:30:00 with another patient."
    )
    assert [one["same_patient"] for one in told["segments"]] == [True, False]
    assert "Ilse" not in str(told)
    assert both[0].waits_for[0]["clinician_id"] == day.practice.pt.id


def test_a_correction_with_one_patient_frees_the_other(day: Day) -> None:
    day.visit({"97112": 24})
    visit_id = another_day(day, patient=True, at=MORNING + timedelta(minutes=20))
    settle()

    with transaction() as session:
        segment = session.scalars(select(Segment).where(Segment.visit_id == visit_id)).one()
        began = MORNING + timedelta(minutes=24)
        make_correction(
            session, segment, day.practice.pt, started_at=began, ended_at=began + timedelta(minutes=10)
        )
        mark_due(session, session.get_one(Visit, visit_id), LATER)
    settle(LATER)

    assert [one.state for one in days()] == ["final", "final"]
    assert all(finding(one, "clinician-two-patients") is None for one in days())


def test_two_patients_one_after_the_other_are_well(day: Day) -> None:
    day.visit({"97112": 24})
    another_day(day, patient=True, at=MORNING + timedelta(minutes=24))

    settle()

    assert [one.state for one in days()] == ["final", "final"]


def test_co_treatment_holds_both_disciplines(day: Day) -> None:
    day.visit({"97112": 24})
    another_day(day, discipline="OT")

    settle()

    ot, pt = days()
    assert (ot.state, pt.state) == ("held", "held")
    for one in (ot, pt):
        assert finding(one, "co-treatment-minutes") is not None
        assert one.revision is not None
        assert all(line["held"] for line in one.revision["result"]["lines"])


def test_the_same_minutes_with_two_payers_hold_both(day: Day) -> None:
    day.visit({"97112": 24})
    with transaction() as session:
        policies = policies_of(session, day.practice.organization.id)
        other = next(row.id for row in policies if row.name == "full-15")
    another_day(day, payer_policy_id=other)

    settle()

    assert [one.state for one in days()] == ["held", "held"]
    assert finding(days()[1], "minutes-under-two-codes") is not None


def test_within_one_day_the_minutes_count_once_and_people_are_told(day: Day) -> None:
    day.visit({"97112": 24})
    day.visit({"97110": 24}, by=day.practice.pta, at=MORNING + timedelta(minutes=14))

    stored = day.finalize()

    assert stored.state == "final"
    told = finding(stored, "minutes-under-two-codes")
    assert told is not None
    assert (told["severity"], revision_of(stored)["result"]["timed_minutes"]) == ("warning", 38)


def test_pt_and_pta_on_one_code_at_once_are_told(day: Day) -> None:
    day.visit({"97112": 24})
    day.visit({"97112": 24}, by=day.practice.pta)

    stored = day.finalize()

    assert finding(stored, "minutes-counted-twice") is not None
    assert revision_of(stored)["result"]["timed_minutes"] == 24
