"""Storing what billing answered: a numbered revision of a service day, and its lines.

Revisions and lines are append-only; the database refuses to change or delete them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.claims.difference import difference
from server.claims.models import Line, Revision, ServiceDay
from server.claims.request import Request
from server.db import canonical, sha256_hex, uuid7


def latest_revision(session: Session, day_id: str) -> Revision | None:
    """Return the newest revision of a service day."""
    newest = select(Revision).where(Revision.service_day_id == day_id).order_by(Revision.number.desc())
    return session.scalars(newest.limit(1)).one_or_none()


def keep_revision(
    session: Session, day: ServiceDay, request: Request, result: dict[str, Any], now: datetime
) -> Revision:
    """Return the revision that holds this question and answer; add one only when either is new.

    What a year has used changes every day: by itself, without another word or line, it is nothing new. And
    a claim that was submitted is not corrected because a newer pack says the same.
    """
    former = latest_revision(session, day.id)
    if former is not None and _same(former.request, request) and _same(former.result, result):
        return former
    if former is not None and _says_no_other_claim(day, former, request, result):
        return former
    revision = Revision(
        id=uuid7(),
        organization_id=day.organization_id,
        service_day_id=day.id,
        number=1 if former is None else former.number + 1,
        previous=None if former is None else former.number,
        finalized_at=now,
        request=request,
        request_sha256=sha256_hex(canonical(request)),
        result=result,
        difference=[] if former is None else difference(former.result, result),
    )
    session.add(revision)
    session.flush()
    session.add_all(_lines(revision))
    return revision


def _says_no_other_claim(day: ServiceDay, former: Revision, request: Request, result: dict[str, Any]) -> bool:
    """Say whether a submitted revision was only asked again, of a newer pack, and bills the same."""
    submitted = day.submitted is not None and day.submitted["revision"] == former.number
    return submitted and _same(former.request, request) and not difference(former.result, result)


def _same(former: dict[str, Any], now: dict[str, Any]) -> bool:
    return _without_amounts(former) == _without_amounts(now)


def _without_amounts(whole: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if key != "threshold"}


def _lines(revision: Revision) -> list[Line]:
    return [
        Line(
            id=uuid7(),
            organization_id=revision.organization_id,
            service_day_id=revision.service_day_id,
            revision_id=revision.id,
            position=position,
            **{key: line[key] for key in ("code", "units", "modifiers", "minutes", "held", "outside")},
            derivation=line["derivation"],
        )
        for position, line in enumerate(revision.result["lines"])
    ]
