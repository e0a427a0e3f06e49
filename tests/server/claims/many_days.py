"""Many service days that wait to be finalized, written past the feed: what is measured is what comes after.

A practice of ten clinicians who treat ten patients a day each, one after the other, three codes a visit with
an intervention each; every visit has its appointment and is signed. A fee table and an amount used let KX be
counted for every day.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from server.claims.amounts.models import Fee, ThresholdUsed
from server.db import sha256_hex, uuid7
from server.schedule.models import Appointment, visit_id_of
from server.visits.models import BillingDue, Visit
from server.visits.record.models import Intervention
from server.visits.signing.models import Signature
from server.visits.timing.models import Segment
from tests.server.makers import (
    NOW,
    Practice,
    make_clinician,
    make_episode,
    make_patient,
    make_practice,
)

CLINICIANS: Final = 10
PATIENTS: Final = 500
VISITS_A_DATE: Final = 100
FIRST: Final = datetime(2026, 3, 2, 12, 0, tzinfo=NOW.tzinfo)  # 7:00 in New York
CODES: Final = ("97110", "97112", "97116", "97140", "97530", "97535")
SEED: Final = 20_261_123
Rows = dict[type[Any], list[dict[str, Any]]]


def fill(session: Session, days: int, patients: int = PATIENTS) -> Practice:
    """Make a practice and this many service days, each of one signed visit that is due; inside a transaction.

    Of each date every patient has at most one.
    """
    draw = random.Random(SEED)
    practice = make_practice(session)
    treating = [make_clinician(session, practice.organization) for _ in range(CLINICIANS)]
    treated = [make_patient(session, practice.organization) for _ in range(patients)]
    episodes = [(one.id, make_episode(session, one).id) for one in treated]
    rows: Rows = {}
    a_date = min(VISITS_A_DATE, patients)
    for number in range(days):
        nth, place = divmod(number, a_date)
        patient_id, episode_id = episodes[(nth * a_date + place) % patients]
        clinician_id = treating[place % CLINICIANS].id
        at = FIRST + timedelta(days=nth, minutes=45 * (place // CLINICIANS))
        visit = Treated(practice.organization.id, patient_id, episode_id, clinician_id, at)
        for model, row in visit.rows(draw):
            rows.setdefault(model, []).append(row)
    for model, of_it in [*rows.items(), *_amounts(practice, treating[0].id, episodes)]:
        session.execute(insert(model), of_it)
    session.execute(update(Visit).values(status="signed"))  # what is signed takes no more segments
    return practice


def _amounts(practice: Practice, by: str, episodes: list[tuple[str, str]]) -> Iterator[tuple[type[Any], Any]]:
    entered = {"organization_id": practice.organization.id, "by": by, "created_at": FIRST}
    began = {"effective_from": date(2026, 1, 1), "cents": 3362}
    yield Fee, [{"id": uuid7(), "code": code, **began, **entered} for code in CODES]
    used = {"year": 2026, "bucket": "PT+SLP", "used_cents": 50_000, "as_of": date(2026, 1, 31)}
    yield (
        ThresholdUsed,
        [
            {"id": uuid7(), "patient_id": patient_id, "source": "Payer's portal", **used, **entered}
            for patient_id, _ in episodes
        ],
    )


class Treated:
    """One visit of three codes."""

    def __init__(self, organization: str, patient: str, episode: str, clinician: str, at: datetime) -> None:
        self.appointment_id = uuid7()
        self.visit_id = visit_id_of(self.appointment_id)
        self.at, self.episode_id, self.clinician_id = at, episode, clinician
        self.shared = {"organization_id": organization, "created_at": at, "version": 1}
        self.patient = {"patient_id": patient}
        self.of_visit = {"visit_id": self.visit_id, **self.patient, **self.shared}

    def rows(self, draw: random.Random) -> Iterator[tuple[type[Any], dict[str, Any]]]:
        """Return the rows of all tables, those that others refer to first."""
        yield Appointment, self._appointment()
        yield Visit, self._visit()
        start = self.at
        for code in draw.sample(CODES, 3):
            end = start + timedelta(minutes=draw.randint(5, 14))
            yield Segment, self._segment(code, start, end)
            yield Intervention, self._intervention(code)
            start = end
        yield Signature, self._signature()
        due = {"visit_id": self.visit_id, "organization_id": self.shared["organization_id"]}
        yield BillingDue, {**due, "since": self.at}

    def _appointment(self) -> dict[str, Any]:
        return {
            "id": self.appointment_id, "episode_id": self.episode_id, "clinic_id": None,
            "clinician_ids": [self.clinician_id], "starts_at": self.at, "minutes": 45, "status": "scheduled",
            **self.patient, **self.shared,
        }  # fmt: skip

    def _visit(self) -> dict[str, Any]:
        return {
            "id": self.visit_id, "episode_id": self.episode_id, "appointment_id": self.appointment_id,
            "place_of_service": "11", "started_at": self.at, "ended_at": self.at + timedelta(minutes=45),
            "date_of_service": self.at.date(), "zone": "America/New_York", "start_fact": {},
            "status": "open", "started_by": self.clinician_id, "signed_at": self.at, "flags": [],
            **self.patient, **self.shared,
        }  # fmt: skip

    def _segment(self, code: str, start: datetime, end: datetime) -> dict[str, Any]:
        return {
            "id": uuid7(), "code": code, "clinician_id": self.clinician_id, "performer": "therapist",
            "started_at": start, "ended_at": end, "ended_because": "switch", "provenance": "timed",
            "clock_offset_ms": 0, "flags": [], **self.of_visit,
        }  # fmt: skip

    def _intervention(self, code: str) -> dict[str, Any]:
        return {
            "id": uuid7(), "code": code, "technique": "PNF", "regions": ["left lower extremity"],
            "purpose": "Single-leg stance", "frequency": "2 a week", "intensity": "moderate",
            "duration": "6 weeks", "dose": {"sets": 3, "reps": 10}, "skilled_need": "Graded touch cues.",
            "by": self.clinician_id, "at": self.at, "removed": False, **self.of_visit,
        }  # fmt: skip

    def _signature(self) -> dict[str, Any]:
        content = f'{{"visit":"{self.visit_id}"}}'
        return {
            "id": uuid7(), "content": content, "sha256": sha256_hex(content), "signed_by": self.clinician_id,
            "name": "Rowan Tester", "credentials": "PT", "meaning": "Treating therapist",
            "signed_at": self.at, "received_at": self.at, "clock_offset_ms": 0, "matches": True,
            "difference": [], "flags": [], **self.of_visit,
        }  # fmt: skip
