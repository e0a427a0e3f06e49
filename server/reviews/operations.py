"""Opening, accepting and returning reviews; and finalizing what is due, after which reviews open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import audit
from server.access import Actor
from server.accounts.operations import get_clinician
from server.claims.operations import finalize_due
from server.db import db, uuid7
from server.notifications.kinds import REVIEW_RETURNED
from server.notifications.operations import notify
from server.problems import NotFound, Problem
from server.reviews.models import Comment, Review
from server.visits.operations import overviews, take_marked

AT_ONCE: Final = 50  # visits: as many as a push can touch


class NotReviewable(Problem):
    """The visit is no longer as it was signed: it was voided, or must be signed again."""

    status = 409
    type = "/problems/not-reviewable"
    title = "The visit cannot be reviewed now"


class Remark(NamedTuple):
    """A comment to be made: on a field, or on the visit as a whole."""

    field: str | None
    text: str


def settle_due(now: datetime) -> int:
    """Finalize what was marked last and open the reviews of what was signed, in the same transactions.

    Called after a push: a signed visit stays marked until both have happened. A backlog is left to the job.
    """
    try:
        return finalize_due(now, then=open_reviews, newest=AT_ONCE)
    finally:
        take_marked(db.session())  # and what finalizing marked in turn is left to the job


def marked_meanwhile() -> bool:
    """Say whether this request marked a visit, and take note that it will be settled."""
    return take_marked(db.session())


def settle_all(now: datetime) -> int:
    """Do the same for all that is due, however much it is: the job's part."""
    return finalize_due(now, then=open_reviews)


def open_reviews(session: Session, visit_ids: Sequence[str], now: datetime) -> None:
    """Open a review for each signed visit that has none; take back those of voided visits."""
    known = {
        review.visit_id: review
        for review in session.scalars(select(Review).where(Review.visit_id.in_(visit_ids)))
    }
    for one in overviews(session, visit_ids).values():
        review = known.get(one.visit.id)
        if one.visit.status == "void" and review is not None and review.deleted_at is None:
            review.deleted_at = now
        elif one.visit.status == "signed" and review is None:
            session.add(
                Review(
                    id=uuid7(),
                    organization_id=one.visit.organization_id,
                    visit_id=one.visit.id,
                    patient_id=one.visit.patient_id,
                    state="waiting",
                    by=None,
                    at=None,
                    created_at=now,
                )
            )


def get_review(session: Session, organization_id: str, visit_id: str) -> Review:
    """Return the review of the organization's visit, also one that a void took from the list; raise NotFound.

    A biller may have to show a voided note years later: it is read and printed like any other.
    """
    asked = select(Review).where(Review.visit_id == visit_id, Review.organization_id == organization_id)
    review = session.scalars(asked.with_for_update()).one_or_none()
    if review is None:
        raise NotFound
    return review


def comments_of(session: Session, visit_id: str) -> Sequence[Comment]:
    """Return the comments on a visit, the oldest first."""
    asked = select(Comment).where(Comment.visit_id == visit_id, Comment.deleted_at.is_(None))
    return session.scalars(asked.order_by(Comment.at, Comment.id)).all()


def accept(session: Session, actor: Actor, visit_id: str, now: datetime) -> Review:
    """Accept a signed visit; accepting it again changes nothing. Raises NotFound and NotReviewable."""
    review = get_review(session, actor.organization_id, visit_id)
    _require_signed(session, visit_id)
    if review.state != "accepted":
        review.state, review.by, review.at = "accepted", actor.clinician_id, now
        _note(session, actor, review, "review.accept", now)
    return review


def return_with_comments(
    session: Session, actor: Actor, visit_id: str, remarks: Sequence[Remark], now: datetime
) -> Review:
    """Return a visit to who signed it; a comment that already waits for an answer is not made twice.

    Raises NotFound and NotReviewable.
    """
    review = get_review(session, actor.organization_id, visit_id)
    _require_signed(session, visit_id)
    waiting = {(one.field, one.text) for one in comments_of(session, visit_id) if one.answer is None}
    fresh = [remark for remark in dict.fromkeys(remarks) if tuple(remark) not in waiting]
    if not fresh and review.state == "returned":
        return review
    by_name = get_clinician(session, actor.clinician_id).name
    ids = sorted(uuid7() for _ in fresh)  # one instant for all: their ids keep the supervisor's order
    session.add_all(
        _comment(review, remark, comment_id, actor, by_name, now)
        for remark, comment_id in zip(fresh, ids, strict=True)
    )
    review.state, review.by, review.at = "returned", actor.clinician_id, now
    _note(session, actor, review, "review.return", now)
    _tell_author(session, review, now)
    return review


def _comment(
    review: Review, remark: Remark, comment_id: str, actor: Actor, by_name: str, now: datetime
) -> Comment:
    return Comment(
        id=comment_id,
        organization_id=review.organization_id,
        visit_id=review.visit_id,
        review_id=review.id,
        patient_id=review.patient_id,
        field=remark.field,
        text=remark.text,
        by=actor.clinician_id,
        by_name=by_name,
        at=now,
        answer=None,
        answered_by=None,
        answered_at=None,
        created_at=now,
    )


def _require_signed(session: Session, visit_id: str) -> None:
    if overviews(session, [visit_id])[visit_id].visit.status != "signed":
        raise NotReviewable("It was voided, or it must be signed again first.")


def _tell_author(session: Session, review: Review, now: datetime) -> None:
    author = overviews(session, [review.visit_id])[review.visit_id].signed_by
    if author is not None:
        notify(
            session,
            organization_id=review.organization_id,
            clinician_id=author,
            kind=REVIEW_RETURNED,
            subject_id=review.visit_id,
            once=f"{REVIEW_RETURNED} {review.visit_id} {now.isoformat()}",
            now=now,
        )


def _note(session: Session, actor: Actor, review: Review, action: str, now: datetime) -> None:
    audit.note_by(
        session,
        actor,
        action,
        "review",
        review.id,
        patient_id=review.patient_id,
        fields=("state", "comments"),
        now=now,
    )
