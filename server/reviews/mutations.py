"""`comment.answer`: the therapist answers a supervisor's comment, from the tablet."""

from typing import Any

from sqlalchemy.orm import Session

from server.mutation import Applied, Conflict, Context, Kind, Mutation
from server.notifications.kinds import COMMENT_ANSWERED
from server.notifications.operations import notify
from server.reviews.models import Comment, Review
from server.reviews.operations import comments_of
from server.reviews.schemas import CommentAnswer
from server.visits.gate import get_row, known_visit, note_write


def answer(session: Session, context: Context, mutation: Mutation, data: dict[str, Any]) -> Applied:
    """Answer a comment; the review is answered once every comment is."""
    comment = get_row(session, context, Comment, mutation.entity)
    visit = known_visit(session, context, comment.visit_id)
    if comment.answer == data["text"]:
        return Applied(comment)
    if comment.answer is not None and comment.answered_by != context.clinician_id:
        raise Conflict(
            comment.version,
            {"answer": comment.answer},
            comment.answered_by or comment.by,
            comment.answered_at or comment.at,
        )
    comment.answer = data["text"]
    comment.answered_by = context.clinician_id
    comment.answered_at = data["at"]
    note_write(session, context, mutation, visit, ("answer",))
    _settle(session, context, comment)
    return Applied(comment)


def _settle(session: Session, context: Context, comment: Comment) -> None:
    review = session.get_one(Review, comment.review_id)
    if review.state != "returned" or any(
        one.answer is None for one in comments_of(session, comment.visit_id)
    ):
        return
    review.state = "answered"
    notify(
        session,
        organization_id=context.organization_id,
        clinician_id=review.by or comment.by,
        kind=COMMENT_ANSWERED,
        subject_id=comment.visit_id,
        once=f"{COMMENT_ANSWERED} {comment.id}",
        now=context.now,
    )


KINDS = (Kind("comment.answer", CommentAnswer, answer),)
