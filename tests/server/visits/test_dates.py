"""Dates of service as the tablet says them too: the same cases are read there."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.db import uuid7, wire_time
from tests.server.makers import Practice
from tests.server.visits.sending import TIMED, send

GOLDEN = Path(__file__).parents[2] / "golden" / "dates_of_service.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_date_of_service(session: Session, practice: Practice, case: dict[str, Any]) -> None:
    offset: int = case["clock_offset_ms"]
    began = datetime.fromisoformat(case["started_at"])
    now = began + timedelta(hours=2)
    start = {
        "patient_id": practice.patient.id,
        "episode_id": practice.episode.id,
        "appointment_id": None,
        "place_of_service": "11",
        "started_at": case["started_at"],
    }
    visit = send(session, practice.pt, "visit.start", uuid7(), start, clock_offset_ms=offset, now=now)
    segment_id = ""
    for started_at in [case[name] for name in ("first", "second") if name in case]:
        segment_id = uuid7()
        data = {"visit_id": visit.id, "code": "97112", "started_at": started_at, **TIMED}
        send(session, practice.pt, "segment.start", segment_id, data, clock_offset_ms=offset, now=now)
        stop = {"ended_at": wire_time(datetime.fromisoformat(started_at) + timedelta(minutes=12)),
                "because": "stop", "provenance": "timed"}  # fmt: skip
        send(session, practice.pt, "segment.stop", segment_id, stop, clock_offset_ms=offset, now=now)
    if "corrected" in case:
        told = {"started_at": case["corrected"], "reason": "forgot-to-start"}
        send(session, practice.pt, "segment.correct", segment_id, told, clock_offset_ms=offset, now=now)

    assert visit.date_of_service.isoformat() == case["date"]
