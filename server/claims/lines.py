"""What billing answered as rows: a numbered revision of a service day, and its lines.

Revisions and lines are append-only; the database refuses to change or delete them.
"""

from datetime import datetime
from typing import Any

from server.claims.because import Known, because, because_of_rules
from server.claims.difference import difference
from server.claims.models import Revision, ServiceDay
from server.claims.request import Request
from server.db import canonical, sha256_hex, uuid7

_OF_LINE = ("code", "units", "modifiers", "minutes", "held", "outside", "derivation")


def next_revision(
    day: ServiceDay,
    former: Revision | None,
    request: Request,
    result: dict[str, Any],
    known: Known,
    now: datetime,
) -> Revision | None:
    """Return the revision that this question and answer make, not stored yet; None when neither is new.

    What a year has used changes every day: by itself, without another word or line, it is nothing new. And
    a claim that was submitted is not corrected because a newer pack says the same.
    """
    if former is not None and _same(former.request, request) and _same(former.result, result):
        return None
    if former is not None and _says_no_other_claim(day, former, request, result):
        return None
    return Revision(
        id=uuid7(),
        organization_id=day.organization_id,
        service_day_id=day.id,
        number=1 if former is None else former.number + 1,
        previous=None if former is None else former.number,
        finalized_at=now,
        request=request,
        request_sha256=sha256_hex(canonical(request)),
        result=result,
        difference=[] if former is None else _changes(former, request, result, known),
    )


def _changes(
    former: Revision, request: Request, result: dict[str, Any], known: Known
) -> list[dict[str, Any]]:
    """Return why the day was billed again, then what follows from it."""
    why = because(former.request, request, known) or because_of_rules(former.result, result)
    return [*why, *difference(former.result, result)]


def _says_no_other_claim(day: ServiceDay, former: Revision, request: Request, result: dict[str, Any]) -> bool:
    """Say whether a submitted revision was only asked again, of a newer pack, and bills the same."""
    submitted = day.submitted is not None and day.submitted["revision"] == former.number
    return submitted and _same(former.request, request) and not difference(former.result, result)


def _same(former: dict[str, Any], now: dict[str, Any]) -> bool:
    return _without_amounts(former) == _without_amounts(now)


def _without_amounts(whole: dict[str, Any]) -> dict[str, Any]:
    """Leave out what changes by itself: amounts used, and how a clinician is called."""
    kept = {key: value for key, value in whole.items() if key != "threshold"}
    if "attestations" in kept:
        kept["attestations"] = [{**each, "by": None} for each in kept["attestations"]]
    return kept


def lines_of(revision: Revision) -> list[dict[str, Any]]:
    """Return the lines of a revision as rows to be stored."""
    return [
        {
            "id": uuid7(),
            "organization_id": revision.organization_id,
            "service_day_id": revision.service_day_id,
            "revision_id": revision.id,
            "position": position,
            **{key: line[key] for key in _OF_LINE},
        }
        for position, line in enumerate(revision.result["lines"])
    ]
