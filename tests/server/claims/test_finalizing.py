"""A service day over all its visits: complete or held, revision by revision."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from server.audit.models import AuditRow
from server.claims import asking
from server.claims.models import Line, Revision, ServiceDay
from server.claims.operations import finalize_due
from server.db import db
from server.visits.models import BillingDue, Visit
from server.visits.operations import close_appointment, mark_due
from server.visits.timing.models import Segment
from tests.server.claims.days import LATER, MORNING, Day, nothing_follows, revision_of
from tests.server.makers import NOW, make_care_team, make_clinician, make_correction, make_episode

AFTERNOON = NOW + timedelta(hours=4)  # 2:00 in New York

pytestmark = pytest.mark.both_databases


def test_a_signed_visit_is_billed(day: Day) -> None:
    visit_id = day.visit({"97112": 24, "97110": 23})

    stored = day.finalize()

    assert (stored.state, stored.waits_for, stored.visit_ids) == ("final", [], [visit_id])
    assert day.lines() == [("97112", 2, ["GP"]), ("97110", 1, ["GP"])]
    assert stored.revision is not None
    assert stored.revision["number"] == 1
    assert db.session().query(BillingDue).count() == 0


def test_morning_and_afternoon_count_together(day: Day) -> None:
    day.visit({"97112": 8})
    day.visit({"97112": 7}, at=AFTERNOON)

    day.finalize()

    assert day.lines() == [("97112", 1, ["GP"])]
    assert revision_of(day.stored())["result"]["timed_minutes"] == 15


def test_a_visit_of_the_afternoon_that_nobody_signed_holds_the_day(day: Day) -> None:
    appointment = day.appointment(AFTERNOON, day.practice.pta)
    day.visit({"97112": 24})
    day.visit(by=day.practice.pta, at=AFTERNOON, appointment=appointment, signed=False)

    stored = day.finalize()

    assert (stored.state, stored.revision) == ("held", None)
    assert stored.waits_for == [
        {
            "says": "Waits for the 2:00 visit: Jules Demo, PTA, has not signed it.",
            "who": "Jules Demo, PTA",
            "clinician_id": day.practice.pta.id,
        }
    ]


def test_an_appointment_that_nobody_began_holds_the_day_until_it_is_missed(day: Day) -> None:
    appointment = day.appointment(AFTERNOON, day.practice.pta)
    day.visit({"97112": 24})
    held = day.finalize()
    assert [wait["says"] for wait in held.waits_for] == [
        "Waits for the 2:00 appointment: Jules Demo, PTA, has not started it, and it is not marked missed."
    ]

    with day.changing() as session:
        close_appointment(session, appointment, "missed", "Unwell", by=None, now=LATER)

    assert day.finalize(LATER).state == "final"


def test_the_other_discipline_holds_nothing(day: Day) -> None:
    with day.changing() as session:
        other = make_episode(session, day.practice.patient, discipline="OT")
    pt, day.practice.episode = day.practice.episode, other
    day.appointment(AFTERNOON)
    day.practice.episode = pt
    day.visit({"97112": 24})

    assert day.finalize().state == "final"


def test_finalizing_twice_changes_nothing(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    version = day.finalize().version
    noted = db.session().query(AuditRow).count()

    with day.changing() as session:
        mark_due(session, session.get_one(Visit, visit_id), LATER)
    again = day.finalize(LATER)

    assert (again.version, len(day.revisions())) == (version, 1)
    assert db.session().query(AuditRow).count() == noted


def test_a_correction_gives_a_new_revision_that_says_what_changed(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    day.finalize()

    with day.changing() as session:
        segment = session.query(Segment).one()
        end = segment.ended_at + timedelta(minutes=7)  # type: ignore[operator]
        make_correction(session, segment, day.practice.pt, ended_at=end)
        mark_due(session, session.get_one(Visit, visit_id), LATER)
    day.finalize(LATER)

    first, second = day.revisions()
    assert (second.number, second.previous, first.difference) == (2, 1, [])
    assert [row["says"] for row in second.difference] == [
        "Time: 97112 9:00:00 to 9:24:00 became 9:00:00 to 9:31:00.",
        "Timed minutes: 24 became 31.",
        "Treatment minutes: 24 became 31.",
    ]
    assert day.lines() == [("97112", 2, ["GP"])]
    assert first.result["timed_minutes"] == 24


def test_a_late_visit_changes_the_units_of_the_day(day: Day) -> None:
    day.visit({"97112": 16})
    day.finalize()

    day.visit({"97112": 8}, at=AFTERNOON)
    day.finalize(LATER)

    assert [row["says"] for row in day.revisions()[-1].difference][:2] == [
        "Arrived: the 2:00 visit of Rowan Tester, PT.",
        "97112: 1 unit GP became 2 units GP.",
    ]


def test_a_held_day_keeps_the_revision_from_before(day: Day) -> None:
    day.visit({"97112": 16})
    day.finalize()

    open_visit = day.visit({"97110": 20}, at=AFTERNOON, signed=False)
    held = day.finalize(LATER)
    assert (held.state, revision_of(held)["number"]) == ("held", 1)

    day.sign(open_visit)
    assert (day.finalize(LATER).state, len(day.revisions())) == ("final", 2)


@pytest.mark.parametrize("statement", ["UPDATE", "DELETE"])
def test_the_database_keeps_revisions_and_lines(day: Day, statement: str) -> None:
    day.visit({"97112": 24})
    day.finalize()

    for model in (Line, Revision):
        with pytest.raises(DBAPIError), day.changing() as session:
            if statement == "UPDATE":
                session.execute(update(model).values(organization_id=model.organization_id))
            else:
                session.query(model).delete()


def test_a_failure_inside_leaves_the_former_revision_and_says_so(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = day.visit({"97112": 24})
    day.finalize()
    monkeypatch.setattr(asking, "finalize", lambda *_asked, **_how: 1 / 0)
    with day.changing() as session:
        mark_due(session, session.get_one(Visit, visit_id), LATER)

    broken = day.finalize(LATER)

    assert (broken.state, revision_of(broken)["number"]) == ("held", 1)
    assert broken.finding is not None
    assert broken.finding["id"] == "finalize-failed"
    assert broken.waits_for[0]["who"] == "Administrator"
    assert len(day.revisions()) == 1


def test_voiding_bills_nothing(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    day.finalize()

    with day.changing() as session:
        visit = session.get_one(Visit, visit_id)
        visit.status = "void"
        mark_due(session, visit, LATER)
    voided = day.finalize(LATER)

    assert (voided.state, voided.visit_ids, day.lines()) == ("final", [], [])
    assert revision_of(voided)["result"]["findings"][0]["id"] == "nothing-to-bill"
    assert len(day.revisions()) == 2


def test_a_visit_without_treatment_bills_nothing(day: Day) -> None:
    day.visit({})

    assert day.finalize().state == "final"
    assert day.lines() == []


def test_an_edit_holds_the_day_for_whoever_treated(day: Day) -> None:
    day.visit({"97112": 24}, untimed={"97150": 20})

    held = day.finalize()

    assert (held.state, len(day.revisions())) == ("held", 1)
    assert [wait["who"] for wait in held.waits_for] == ["Rowan Tester, PT"]


def test_a_visit_moved_to_another_date_leaves_the_first_day_empty(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    day.finalize()

    with day.changing() as session:
        segment = session.query(Segment).one()
        make_correction(session, segment, day.practice.pt, started_at=segment.started_at - timedelta(days=1))
        visit = session.get_one(Visit, visit_id)
        visit.date_of_service -= timedelta(days=1)
        mark_due(session, visit, LATER)
    finalize_due(LATER, nothing_follows)

    days = {row.date_of_service: row for row in db.session().query(ServiceDay)}
    assert {date.isoformat(): row.visit_ids for date, row in days.items()} == {
        "2026-11-22": [visit_id],
        "2026-11-23": [],
    }


def test_a_mark_made_while_finalizing_stays(day: Day) -> None:
    visit_id = day.visit({"97112": 24})

    def marks_again(session: object, _visits: object, _now: object) -> None:
        mark_due(session, session.get_one(Visit, visit_id), LATER)  # type: ignore[arg-type,attr-defined]

    finalize_due(NOW, marks_again)

    assert db.session().get_one(BillingDue, visit_id).since == LATER


def test_several_that_finalize_at_once_make_one_revision(day: Day, app: Flask) -> None:
    for at in (MORNING, NOW + timedelta(hours=1), AFTERNOON):
        day.visit({"97112": 10}, at=at)
    faults: list[BaseException] = []
    together = Barrier(4)

    def finalize_it() -> None:
        with app.app_context():
            together.wait()
            try:
                finalize_due(NOW, nothing_follows)
            except Exception as fault:  # a thread's failure would otherwise go unseen
                faults.append(fault)

    threads = [Thread(target=finalize_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert [(one.number, one.result["timed_minutes"]) for one in day.revisions()] == [(1, 30)]
    assert (day.stored().state, day.stored().version) == ("final", 1)


def test_what_follows_and_the_mark_stand_or_fall_together(day: Day) -> None:
    day.visit({"97112": 24})

    def breaks(_session: object, _visits: object, _now: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        finalize_due(NOW, breaks)

    assert db.session().query(ServiceDay).count() == 0
    assert db.session().query(BillingDue).count() == 1


@pytest.fixture
def ot(day: Day) -> Day:
    """The same patient's day in OT."""
    with day.changing() as session:
        ot = make_clinician(session, day.practice.organization, credentials="OT", discipline="OT")
        make_care_team(session, day.practice.patient, ot)
        episode = make_episode(session, day.practice.patient, discipline="OT")
    return Day(replace(day.practice, pt=ot, episode=episode))


def states() -> dict[str, str]:
    """Return the state of each discipline's day."""
    db.session().rollback()
    return {row.discipline: row.state for row in db.session().query(ServiceDay)}


def test_a_code_of_the_other_discipline_counts_for_edits(day: Day, ot: Day) -> None:
    day.visit({"97112": 24})
    finalize_due(NOW, nothing_follows)
    assert states() == {"PT": "final"}

    ot.visit(untimed={"97150": 20}, at=AFTERNOON)
    finalize_due(LATER, nothing_follows)

    assert states() == {"PT": "held", "OT": "final"}


def test_what_the_other_discipline_has_not_signed_counts_for_nothing(day: Day, ot: Day) -> None:
    day.visit({"97112": 24})
    ot.visit({"97535": 16}, at=NOW)  # not in the minutes of the PT
    ot.visit(untimed={"97150": 20}, at=AFTERNOON, signed=False)

    finalize_due(NOW, nothing_follows)

    assert states() == {"PT": "final", "OT": "held"}
