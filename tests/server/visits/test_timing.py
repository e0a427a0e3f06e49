"""Segments start, stop and are corrected; what was recorded stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import uuid7, wire_time
from server.mutation import Conflict, Deferred
from server.visits.models import BillingDue, Visit
from server.visits.operations import effective_segments, seconds_per_code
from server.visits.timing.models import Pause, Segment
from server.visits.timing.operations import pauses_of
from tests.server.makers import (
    NOW,
    Practice,
    make_care_team,
    make_clinician,
    make_correction,
    make_patient,
    make_segment,
    make_signature,
    make_untimed,
    make_visit,
)
from tests.server.visits.sending import TIMED, refusal, send

pytestmark = pytest.mark.both_databases
START = {"code": "97112", "started_at": "2026-11-23T14:00:00.123Z", **TIMED}
STOP = {"ended_at": "2026-11-23T14:24:00Z", "because": "stop", "provenance": "timed"}


def test_a_segment_runs_from_start_to_stop(session: Session, practice: Practice, visit: Visit) -> None:
    id_ = uuid7()

    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})
    segment = send(session, practice.pt, "segment.stop", id_, STOP)

    assert segment.clinician_id == practice.pt.id
    assert wire_time(segment.started_at) == "2026-11-23T14:00:00.123Z"
    assert (segment.ended_because, segment.end_provenance) == ("stop", "timed")
    assert segment.feed_scope() == f"patient:{practice.patient.id}"
    assert seconds_per_code(effective_segments(session, [visit.id])) == [("97112", 1439)]


def test_a_pause_closes_the_segment_with_its_reason(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    segment = send(
        session, practice.pt, "segment.stop", id_, {**STOP, "because": "pause", "pause_reason": "rest"}
    )

    assert (segment.ended_because, segment.pause_reason) == ("pause", "rest")


def test_starting_the_same_segment_again_stores_it_once(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    first = send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    again = send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    assert again is first
    assert session.scalars(select(Segment)).all() == [first]


def test_a_recorded_start_is_not_recorded_otherwise(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    refused = refusal(
        session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id, "code": "97110"}
    )

    assert refused.type == "segment-exists"


def test_a_second_running_segment_is_taken_and_flagged(
    session: Session, practice: Practice, visit: Visit
) -> None:
    send(session, practice.pt, "segment.start", uuid7(), {**START, "visit_id": visit.id})

    second = send(
        session, practice.pt, "segment.start", uuid7(), {**START, "visit_id": visit.id, "code": "97110"}
    )

    assert second.flags == ["overlaps-running"]
    assert len(session.scalars(select(Segment).where(Segment.ended_at.is_(None))).all()) == 2


def test_colleagues_may_run_segments_side_by_side(session: Session, practice: Practice, visit: Visit) -> None:
    send(session, practice.pt, "segment.start", uuid7(), {**START, "visit_id": visit.id})

    theirs = send(session, practice.pta, "segment.start", uuid7(), {**START, "visit_id": visit.id})

    assert theirs.flags == []


def test_a_clock_that_is_ahead_is_flagged_not_refused(
    session: Session, practice: Practice, visit: Visit
) -> None:
    tomorrow = {**START, "visit_id": visit.id, "started_at": "2026-11-24T14:00:00Z"}

    ahead = send(session, practice.pt, "segment.start", uuid7(), tomorrow)
    skewed = send(session, practice.pta, "segment.start", uuid7(), tomorrow, clock_offset_ms=-86_400_000)

    assert ahead.flags == ["clock-ahead"]
    assert skewed.flags == ["clock-skew"]


def test_a_stop_from_a_tablet_set_to_another_performer_is_flagged(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    segment = send(session, practice.pt, "segment.stop", id_, {**STOP, "performer": "assistant"})

    assert (segment.performer, segment.flags) == ("therapist", ["performer-changed"])


def test_a_closed_segment_is_not_stopped_otherwise(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt)
    later = {**STOP, "ended_at": "2026-11-23T14:30:00Z"}

    assert send(session, practice.pt, "segment.stop", segment.id, STOP) is segment
    assert refusal(session, practice.pt, "segment.stop", segment.id, later).type == "segment-closed"


@pytest.mark.parametrize(
    ("ended_at", "says"),
    [
        ("2026-11-23T13:59:59Z", "ends after it starts"),
        ("2026-11-23T14:00:00.123Z", "ends after it starts"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    session: Session, practice: Practice, visit: Visit, ended_at: str, says: str
) -> None:
    id_ = uuid7()
    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    refused = refusal(session, practice.pt, "segment.stop", id_, {**STOP, "ended_at": ended_at})

    assert (refused.type, refused.pointer) == ("impossible-time", "/data/ended_at")
    assert says in (refused.detail or "")
    assert session.get_one(Segment, id_).ended_at is None


def test_a_clock_forgotten_over_a_weekend_is_closed_flagged_and_corrected(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    send(session, practice.pt, "segment.start", id_, {**START, "visit_id": visit.id})

    segment = send(session, practice.pt, "segment.stop", id_, {**STOP, "ended_at": "2026-11-26T08:00:00Z"})
    right = {"ended_at": "2026-11-23T14:30:00Z", "reason": "forgot-to-stop"}
    still_wrong = {**right, "ended_at": "2026-11-24T14:30:00Z"}

    assert segment.flags == ["clock-ahead", "over-long"]
    send(session, practice.pt, "segment.correct", id_, {"code": "97110", "reason": "wrong-code"})
    refused = refusal(session, practice.pt, "segment.correct", id_, still_wrong)
    assert "less than 24 hours" in (refused.detail or "")
    send(session, practice.pt, "segment.correct", id_, right)
    assert seconds_per_code(effective_segments(session, [visit.id])) == [("97110", 1799)]


def test_what_has_not_arrived_yet_is_waited_for(session: Session, practice: Practice) -> None:
    missing = uuid7()

    with pytest.raises(Deferred) as start:
        send(session, practice.pt, "segment.start", uuid7(), {**START, "visit_id": missing})
    with pytest.raises(Deferred) as stop:
        send(session, practice.pt, "segment.stop", missing, STOP)

    assert start.value.waits_for == stop.value.waits_for == [missing]


def test_corrections_lie_over_the_segment_in_order(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt)

    send(
        session, practice.pt, "segment.correct", segment.id,
        {"started_at": "2026-11-23T13:50:00Z", "reason": "forgot-to-start"}, made_at=NOW,
    )  # fmt: skip
    send(
        session, practice.pt, "segment.correct", segment.id,
        {"code": "97110", "reason": "wrong-code"}, made_at=NOW + timedelta(minutes=1),
    )  # fmt: skip

    [counts] = effective_segments(session, [visit.id])
    assert wire_time(counts.started_at) == "2026-11-23T13:50:00.000Z"
    assert (counts.code, counts.provenance, len(counts.corrections)) == ("97110", "corrected", 2)
    assert (segment.code, segment.provenance) == ("97112", "timed")


def test_corrections_count_in_the_order_in_which_they_were_made(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt)
    made_last = {"code": "97110", "reason": "wrong-code"}
    send(session, practice.pt, "segment.correct", segment.id, made_last, made_at=NOW)

    arrived_last = {"code": "97140", "reason": "wrong-code"}
    earlier = NOW - timedelta(minutes=5)
    send(session, practice.pta, "segment.correct", segment.id, arrived_last, made_at=earlier)

    [counts] = effective_segments(session, [visit.id])
    assert counts.code == "97110"


def test_a_removed_segment_does_not_count_but_stays(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt)

    send(session, practice.pt, "segment.correct", segment.id, {"remove": True, "reason": "other"})

    assert effective_segments(session, [visit.id]) == []
    assert [one.id for one in effective_segments(session, [visit.id], with_removed=True)] == [segment.id]


def test_a_correction_may_come_after_signing_and_makes_billing_due(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt)
    make_signature(session, visit, practice.pt)

    send(
        session, practice.pt, "segment.correct", segment.id,
        {"ended_at": "2026-11-23T14:10:00Z", "reason": "forgot-to-stop"},
    )  # fmt: skip

    assert visit.status == "signed"
    assert session.get_one(BillingDue, visit.id).since == NOW


def test_a_correction_that_cannot_be_is_refused(session: Session, practice: Practice, visit: Visit) -> None:
    segment = make_segment(session, visit, practice.pt)

    refused = refusal(
        session, practice.pt, "segment.correct", segment.id,
        {"ended_at": wire_time(visit.started_at), "reason": "forgot-to-stop"},
    )  # fmt: skip

    assert refused.type == "impossible-time"


def test_the_date_moves_only_when_the_first_segment_is_corrected_to_another_day(
    session: Session, practice: Practice, visit: Visit
) -> None:
    first = make_segment(session, visit, practice.pt)
    later = make_segment(session, visit, practice.pt, started_at=visit.started_at + timedelta(minutes=30))
    make_signature(session, visit, practice.pt)

    send(
        session, practice.pt, "segment.correct", later.id,
        {"started_at": "2026-11-24T14:31:00Z", "ended_at": "2026-11-24T14:40:00Z", "reason": "other"},
    )  # fmt: skip
    assert visit.date_of_service == NOW.date()

    send(
        session, practice.pt, "segment.correct", first.id,
        {"started_at": "2026-11-22T23:50:00Z", "ended_at": "2026-11-23T00:10:00Z", "reason": "other"},
    )  # fmt: skip
    assert visit.date_of_service == NOW.date() - timedelta(days=1)


def test_correcting_a_later_segment_leaves_the_date_of_a_corrected_clock(
    session: Session, practice: Practice
) -> None:
    by_the_corrected_clock = NOW.date() - timedelta(days=1)
    visit = make_visit(session, practice.episode, practice.pt, date_of_service=by_the_corrected_clock)
    make_segment(session, visit, practice.pt)
    later = make_segment(session, visit, practice.pt, started_at=visit.started_at + timedelta(minutes=30))

    send(
        session, practice.pt, "segment.correct", later.id,
        {"started_at": "2026-11-23T14:31:00Z", "reason": "other"},
    )  # fmt: skip

    assert visit.date_of_service == by_the_corrected_clock


def test_two_codes_of_one_moment_count_for_the_earlier(
    session: Session, practice: Practice, visit: Visit
) -> None:
    make_segment(session, visit, practice.pt)
    make_segment(
        session, visit, practice.pta, code="97110", performer="assistant",
        started_at=visit.started_at + timedelta(minutes=14),
    )  # fmt: skip

    seconds = seconds_per_code(effective_segments(session, [visit.id]))

    assert seconds == [("97112", 24 * 60), ("97110", 14 * 60)]


def test_an_untimed_code_is_recorded_edited_and_removed(
    session: Session, practice: Practice, visit: Visit
) -> None:
    id_ = uuid7()
    data = {"visit_id": visit.id, "code": "97161", "minutes": 30, "at": "2026-11-23T14:00:00Z", **TIMED}

    send(session, practice.pt, "untimed.record", id_, data)
    row = send(session, practice.pt, "untimed.record", id_, {**data, "minutes": 35})
    assert (row.minutes, row.removed) == (35, False)

    send(session, practice.pt, "untimed.remove", id_, {})
    assert row.removed


def test_a_colleagues_newer_edit_of_an_untimed_code_is_not_overwritten(
    session: Session, practice: Practice, visit: Visit
) -> None:
    row = make_untimed(session, visit, practice.pta)
    data = {"visit_id": visit.id, "code": "G0283", "minutes": 12, "at": "2026-11-23T14:00:00Z", **TIMED}

    with pytest.raises(Conflict) as edit:
        send(session, practice.pt, "untimed.record", row.id, data, base_version=0)
    with pytest.raises(Conflict):
        send(session, practice.pt, "untimed.remove", row.id, {}, base_version=0)
    assert (edit.value.theirs["minutes"], edit.value.by) == (10, practice.pta.id)

    assert send(session, practice.pt, "untimed.record", row.id, data, base_version=1).minutes == 12


def test_the_same_minutes_from_a_colleague_are_no_conflict(
    session: Session, practice: Practice, visit: Visit
) -> None:
    row = make_untimed(session, visit, practice.pta, provenance="timed")
    same = {"visit_id": visit.id, "code": "G0283", "minutes": 10, "at": "2026-11-23T14:00:00Z", **TIMED}

    assert send(session, practice.pt, "untimed.record", row.id, same) is row
    assert row.clinician_id == practice.pta.id


def test_a_row_stays_in_its_visit(session: Session, practice: Practice, visit: Visit) -> None:
    row = make_untimed(session, visit, practice.pt)
    other = make_visit(session, practice.episode, practice.pt)
    data = {"visit_id": other.id, "code": "G0283", "minutes": 12, "at": "2026-11-23T14:00:00Z", **TIMED}

    assert refusal(session, practice.pt, "untimed.record", row.id, data).type == "another-visit"


def test_a_correction_does_not_count_for_other_segments(
    session: Session, practice: Practice, visit: Visit
) -> None:
    removed = make_segment(session, visit, practice.pt)
    kept = make_segment(session, visit, practice.pt, started_at=visit.started_at + timedelta(minutes=30))
    make_correction(session, removed, practice.pt)

    assert [one.id for one in effective_segments(session, [visit.id])] == [kept.id]


def test_a_clinician_without_the_patient_records_nothing(
    session: Session, practice: Practice, visit: Visit
) -> None:
    stranger = make_clinician(session, practice.organization, name="Noor Trial")
    make_care_team(session, make_patient(session, practice.organization), stranger)

    refused = refusal(session, stranger, "segment.start", uuid7(), {**START, "visit_id": visit.id})

    assert (refused.type, refused.pointer) == ("not-on-caseload", "/data/visit_id")


def test_the_reason_of_a_pause_is_said_later_and_corrects_nothing(
    session: Session, practice: Practice, visit: Visit
) -> None:
    segment = make_segment(session, visit, practice.pt, ended_because="pause")
    said = {"segment_id": segment.id, "reason": "rest", "at": "2026-11-23T14:25:00Z"}
    again = {**said, "reason": "vitals", "at": "2026-11-23T14:26:00Z"}

    first = send(session, practice.pt, "pause.record", uuid7(), said)
    send(session, practice.pt, "pause.record", uuid7(), again)

    assert first.feed_scope() == f"patient:{practice.patient.id}"
    assert [one.reason for one in pauses_of(session, visit.id)] == ["rest", "vitals"]
    assert effective_segments(session, [visit.id])[0].provenance == "timed"
    assert segment.pause_reason is None


def test_a_reason_said_twice_is_kept_once(session: Session, practice: Practice, visit: Visit) -> None:
    segment = make_segment(session, visit, practice.pt, ended_because="pause")
    said = {"segment_id": segment.id, "reason": "toilet", "at": "2026-11-23T14:25:00Z"}
    id_ = uuid7()

    first = send(session, practice.pt, "pause.record", id_, said)

    assert send(session, practice.pt, "pause.record", id_, said) is first
    assert session.scalars(select(Pause)).all() == [first]
    assert refusal(session, practice.pt, "pause.record", id_, {**said, "reason": "rest"}).type == "id-taken"


def test_only_a_pause_gets_a_reason(session: Session, practice: Practice, visit: Visit) -> None:
    stopped = make_segment(session, visit, practice.pt)
    said = {"segment_id": stopped.id, "reason": "rest", "at": "2026-11-23T14:25:00Z"}

    assert refusal(session, practice.pt, "pause.record", uuid7(), said).type == "not-a-pause"
    with pytest.raises(Deferred):
        send(session, practice.pt, "pause.record", uuid7(), {**said, "segment_id": uuid7()})


def test_a_signed_visits_pauses_stay(session: Session, practice: Practice, visit: Visit) -> None:
    segment = make_segment(session, visit, practice.pt, ended_because="pause")
    make_signature(session, visit, practice.pt)
    said = {"segment_id": segment.id, "reason": "rest", "at": "2026-11-23T14:25:00Z"}

    assert refusal(session, practice.pt, "pause.record", uuid7(), said).type == "visit-signed"
