"""What a supervisor sees: the list of signed visits, and one visit with everything that belongs to it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from server.claims.listing import label_of
from server.claims.operations import days_of_visits
from server.claims.policies import policies_of
from server.db import wire_time
from server.episodes.operations import episodes_by_id
from server.patients.operations import patients_of
from server.reviews.models import Comment, Review
from server.reviews.operations import comments_of, get_review
from server.visits.operations import EffectiveSegment, VisitRecord, clinicians_of, overviews, visit_record
from server.visits.record.adverse import with_adverse_response

MOST_REVIEWS: Final = 200
_FIRST = {"answered": 0, "waiting": 1, "returned": 2, "accepted": 3}


def reviews(session: Session, organization_id: str, state: str | None) -> list[dict[str, Any]]:
    """Return the organization's reviews: those that wait for the supervisor first, the oldest on top."""
    asked = select(Review).where(Review.organization_id == organization_id, Review.deleted_at.is_(None))
    if state is not None:
        asked = asked.where(Review.state == state)
    order = case(_FIRST, value=Review.state)
    rows = session.scalars(asked.order_by(order, Review.created_at, Review.id).limit(MOST_REVIEWS)).all()
    ids = [row.visit_id for row in rows]
    visits = overviews(session, ids)
    patients = {
        one.id: one for one in patients_of(session, organization_id, {row.patient_id for row in rows})
    }
    days = days_of_visits(session, ids)
    adverse = with_adverse_response(session, ids)
    comments = Counter(session.scalars(select(Comment.visit_id).where(Comment.visit_id.in_(ids))))
    return [
        {
            "visit_id": row.visit_id,
            "patient_name": patients[row.patient_id].name,
            "birth_date": patients[row.patient_id].birth_date.isoformat(),
            "date_of_service": visits[row.visit_id].visit.date_of_service.isoformat(),
            "clinician_name": visits[row.visit_id].name,
            "credentials": visits[row.visit_id].credentials,
            "signed_at": wire_time(visits[row.visit_id].visit.signed_at),
            "state": row.state,
            "corrections": visits[row.visit_id].corrections,
            "adverse": row.visit_id in adverse,
            "billing_state": days[row.visit_id].state if row.visit_id in days else None,
            "comments": comments[row.visit_id],
        }
        for row in rows
    ]


def review(session: Session, organization_id: str, visit_id: str) -> dict[str, Any]:
    """Return one signed visit with everything; raise NotFound."""
    row = get_review(session, organization_id, visit_id)
    record = visit_record(session, visit_id)
    visit = record.visit
    day = days_of_visits(session, [visit_id]).get(visit_id)
    policies = policies_of(session, organization_id)
    comments = comments_of(session, visit_id)
    patient = patients_of(session, organization_id, [row.patient_id])[0]
    episode = episodes_by_id(session, [visit.episode_id])[visit.episode_id]
    return {
        "visit": _fed(visit),
        "patient": _fed(patient),
        "episode": _fed(episode),
        "segments": [_segment(one) for one in _in_order(record)],
        "pauses": _all_fed(record.pauses),
        "untimed": _all_fed(record.untimed),
        "interventions": _all_fed(record.interventions),
        "responses": _all_fed(record.responses),
        "measures": _all_fed(record.measures),
        "sections": _all_fed(record.sections),
        "signatures": [{**_fed(one), "verified": one.verified} for one in record.signatures],
        "addenda": _all_fed(record.addenda),
        "service_day": {**_fed(day), "policy_label": label_of(policies, day)} if day is not None else None,
        "review": _fed(row),
        "comments": _all_fed(comments),
        "clinicians": [_fed(one) for one in clinicians_of(session, _people(record, comments)).values()],
    }


def _in_order(record: VisitRecord) -> list[EffectiveSegment]:
    every = [*record.segments, *record.removed_segments]
    return sorted(every, key=lambda one: (one.started_at, one.id))


def _segment(one: EffectiveSegment) -> dict[str, Any]:
    """Return a segment as it counts, beside how it was recorded and every correction."""
    return {
        "id": one.id,
        "code": one.code,
        "performer": one.performer,
        "clinician_id": one.clinician_id,
        "started_at": wire_time(one.started_at),
        "ended_at": wire_time(one.ended_at),
        "provenance": one.provenance,
        "removed": one.removed,
        "recorded": _fed(one.recorded),
        "corrections": _all_fed(one.corrections),
    }


def _people(record: VisitRecord, comments: Iterable[Comment]) -> set[str]:
    ids = {one.clinician_id for one in _in_order(record)} | {one.clinician_id for one in record.untimed}
    ids |= {one.signed_by for one in record.signatures} | {one.by for one in record.addenda}
    ids |= {one.by for one in comments} | {one.answered_by for one in comments if one.answered_by}
    ids |= {fix.by for one in _in_order(record) for fix in one.corrections}
    return ids | {record.visit.started_by}


def _fed(row: Any) -> dict[str, Any]:
    return {"id": row.id, **row.feed_data()}


def _all_fed(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_fed(row) for row in rows]
