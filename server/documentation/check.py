"""What a note still lacks before it is signed.

The tablet does the same in `pwa/src/domain/completeness.ts`; both read the cases
of `tests/golden/documentation.json`.

>>> rowan = {"name": "Rowan Tester", "credentials": "PT"}
>>> record = {"visit": {"date_of_service": "2026-11-23"}, "author": rowan}
>>> [one.element for one in missing_elements(record) if one.level == "required"]
['interventions', 'total_treatment_minutes', 'contributors']
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.documentation.elements import ELEMENTS

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Missing:
    """An element that is not there; `target` is the code or the intervention id that lacks it."""

    element: str
    level: str
    target: str | None


def missing_elements(record: Record, raised: Collection[str] = ()) -> list[Missing]:
    """List what the note lacks, required first, each in the order of the elements.

    `record` has the shape of the signed facts (visit, segments, untimed,
    interventions, responses, measures, sections, minutes, contributors, author).
    `raised` names advised elements that the payer's policy requires.
    """
    found = [
        Missing(element.id, "required" if element.id in raised else element.level, target)
        for element in ELEMENTS
        for target in _CHECKS[element.id](record)
    ]
    return sorted(found, key=lambda one: one.level != "required")


def _rows(record: Record, name: str) -> Sequence[Record]:
    rows: Sequence[Record] = record.get(name) or ()
    return rows


def _no_date(record: Record) -> Iterator[str | None]:
    if not record.get("visit", {}).get("date_of_service"):
        yield None


def _codes_without_intervention(record: Record) -> Iterator[str | None]:
    described = {one["code"] for one in _rows(record, "interventions")}
    timed = [one["code"] for one in _rows(record, "minutes")]
    yield from (code for code in timed if code not in described)
    if not timed and not described and not _rows(record, "untimed"):
        yield None


def _clock_still_runs(record: Record) -> Iterator[str | None]:
    if any(one.get("ended_at") is None for one in _rows(record, "segments")):
        yield None


def _no_treatment_time(record: Record) -> Iterator[str | None]:
    # A few seconds are a total too: nought minutes, stated. Nothing recorded at all is not.
    if not any(_rows(record, name) for name in ("minutes", "segments", "untimed")):
        yield None


def _no_author(record: Record) -> Iterator[str | None]:
    author = record.get("author") or {}
    if not (author.get("name") and author.get("credentials")):
        yield None


def _no_contributors(record: Record) -> Iterator[str | None]:
    if not _rows(record, "contributors"):
        yield None


def _interventions_without(field: str) -> Callable[[Record], Iterator[str | None]]:
    def check(record: Record) -> Iterator[str | None]:
        yield from (one["id"] for one in _rows(record, "interventions") if not one.get(field))

    return check


def _interventions_without_response(*fields: str) -> Callable[[Record], Iterator[str | None]]:
    def check(record: Record) -> Iterator[str | None]:
        answered = _rows(record, "responses")
        told = {one["intervention_id"] for one in answered if any(one.get(field) for field in fields)}
        yield from (one["id"] for one in _rows(record, "interventions") if one["id"] not in told)

    return check


def _adverse_without_action(record: Record) -> Iterator[str | None]:
    for one in _rows(record, "responses"):
        if one.get("adverse") and not one.get("adverse_action"):
            yield one["intervention_id"]


def _no_outcome(record: Record) -> Iterator[str | None]:
    texts = [one["text"].strip() for one in _rows(record, "sections") if one["section"] == "assessment"]
    if not any(texts) and not _rows(record, "measures"):
        yield None


def _interventions_without_intensity(record: Record) -> Iterator[str | None]:
    rows = _rows(record, "interventions")
    yield from (one["id"] for one in rows if not one.get("intensity") and not one.get("dose"))


_CHECKS: Mapping[str, Callable[[Record], Iterator[str | None]]] = {
    "date": _no_date,
    "interventions": _codes_without_intervention,
    "total_timed_minutes": _clock_still_runs,
    "total_treatment_minutes": _no_treatment_time,
    "author": _no_author,
    "contributors": _no_contributors,
    "adverse_action": _adverse_without_action,
    "body_part": _interventions_without("regions"),
    "purpose": _interventions_without("purpose"),
    "frequency": _interventions_without("frequency"),
    "intensity": _interventions_without_intensity,
    "duration": _interventions_without("duration"),
    "progression": _interventions_without_response("progression"),
    "response": _interventions_without_response("tolerance", "quality", "text", "adverse"),
    "skilled_need": _interventions_without("skilled_need"),
    "outcome": _no_outcome,
}
