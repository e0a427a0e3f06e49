"""The facts of a visit as the server holds them, in the shape in which a tablet signs them.

Rows are ordered by their time, then their id; removed ones are left out. The shape has a version, which is
signed with it; every version that was ever signed stays in SHAPES, so that its notes can be checked for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.accounts.models import Clinician
from server.db import wire_time
from server.visits.operations import VisitRecord
from server.visits.timing.operations import seconds_per_code
from server.visits.vocabulary import SECTIONS

Facts = dict[str, Any]

_VISIT = ("id", "patient_id", "episode_id", "date_of_service", "started_at", "ended_at")
_SEGMENT = ("id", "code", "performer", "clinician_id", "started_at", "ended_at", "provenance")
_UNTIMED = ("id", "code", "minutes", "performer")
_INTERVENTION = (
    "id", "code", "technique", "regions", "purpose", "goal_id", "frequency", "intensity", "duration",
    "dose", "skilled_need",
)  # fmt: skip
_RESPONSE = ("id", "intervention_id", "tolerance", "quality", "progression", "text")
_MEASURE = ("id", "measure", "value", "unit", "side")


@dataclass(frozen=True)
class Shape:
    """Which fields of an intervention, a response and a measure are signed."""

    intervention: tuple[str, ...]
    response: tuple[str, ...]
    measure: tuple[str, ...]


SHAPES: Final[Mapping[int, Shape]] = {
    1: Shape(_INTERVENTION, _RESPONSE, _MEASURE),
    # `technique` is an activity's name as it was when it was recorded, `activity_id` which one it is.
    2: Shape(
        (*_INTERVENTION, "activity_id", "deficit"),
        (
            *_RESPONSE, "assistance_change", "pain_before", "pain_after", "exertion", "heart_rate",
            "systolic", "diastolic", "spo2", "dizziness", "fatigue", "adverse", "adverse_action",
            "progression_criterion", "progression_reason", "next_step",
        ),
        (*_MEASURE, "trials"),
    ),
}  # fmt: skip
CONTENT_VERSION: Final = 2
"""The version in which a note is signed today."""


def facts_of(
    record: VisitRecord, clinicians: Mapping[str, Clinician], version: int = CONTENT_VERSION
) -> Facts:
    """Return the facts that a signature of this moment must hold, in the shape of a version."""
    shape = SHAPES[version]
    minutes: list[Facts] = [
        {"code": code, "minutes": seconds // 60} for code, seconds in seconds_per_code(record.segments)
    ]
    timed = sum(row["minutes"] for row in minutes)
    written = sorted(record.sections, key=lambda one: SECTIONS.index(one.section))
    return {
        "visit": _pick(record.visit, _VISIT),
        "segments": _rows(record.segments, _SEGMENT),
        "untimed": _rows(record.untimed, _UNTIMED),
        "interventions": _rows(record.interventions, shape.intervention),
        "responses": _rows(record.responses, shape.response),
        "measures": _rows(record.measures, shape.measure),
        "sections": _rows([one for one in written if one.text], ("section", "text")),
        "minutes": minutes,
        "total_timed_minutes": timed,
        "total_treatment_minutes": timed + sum(one.minutes for one in record.untimed),
        "contributors": [
            {"clinician_id": one.id, "name": one.name, "credentials": one.credentials}
            for one in (clinicians[each] for each in contributor_ids(record) if each in clinicians)
        ],
    }


def contributor_ids(record: VisitRecord) -> list[str]:
    """Return everyone who treated or recorded, in the order in which they first did."""
    moments: list[tuple[datetime, str]] = [
        *((one.started_at, one.clinician_id) for one in record.segments),
        *((one.at, one.clinician_id) for one in record.untimed),
        *((one.at, one.by) for one in record.interventions),
        *((one.at, one.by) for one in record.responses),
        *((one.at, one.by) for one in record.measures),
    ]
    moments.sort(key=lambda moment: moment[0])
    return list(dict.fromkeys(clinician_id for _, clinician_id in moments))


def _rows(rows: Sequence[object], names: Sequence[str]) -> list[Facts]:
    return [_pick(row, names) for row in rows]


def _pick(row: object, names: Sequence[str]) -> Facts:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return wire_time(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
