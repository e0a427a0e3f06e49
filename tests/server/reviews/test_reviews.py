"""A review opens with the signature, is accepted or returned, and is answered from the tablet."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from server.access import Actor
from server.accounts.models import Clinician
from server.audit.models import AuditRow
from server.db import db, transaction, uuid7
from server.feed.models import Change
from server.mutation import Conflict, Context, Mutation, Rejected
from server.notifications.models import Notice
from server.problems import NotFound
from server.reviews import pages
from server.reviews.models import Comment, Review
from server.reviews.mutations import KINDS
from server.reviews.operations import (
    NotReviewable,
    Remark,
    accept,
    comments_of,
    return_with_comments,
    settle_due,
)
from server.visits.models import BillingDue, Visit
from server.visits.operations import mark_due
from tests.server.claims.days import LATER
from tests.server.makers import NOW, make_clinician, make_practice
from tests.server.reviews.conftest import Reviewed

CUES = Remark("cues", "How many touch cues?")
pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def inside(reviewed: Reviewed) -> Iterator[None]:
    """Be inside the application."""
    with reviewed.app.app_context():
        yield


def review() -> Review:
    """Return the one review there is."""
    db.session().rollback()
    return db.session().query(Review).one()


def answer(who: Clinician, comment_id: str, text: str) -> None:
    """Answer a comment from a tablet."""
    context = Context(who.organization_id, who.id, uuid7(), frozenset(who.roles), LATER, "America/New_York")
    mutation = Mutation(uuid7(), 1, "comment.answer", 1, comment_id, None, (), LATER, 0)
    (kind,) = KINDS
    data = kind.load(1, {"text": text, "at": "2026-11-23T15:05:00.000Z"})
    with transaction() as session, session.begin_nested():
        kind.handler(session, context, mutation, data)


def returned(reviewed: Reviewed, *remarks: Remark) -> list[str]:
    """Return the visit with comments; give their ids."""
    with transaction() as session:
        return_with_comments(session, reviewed.actor, reviewed.visit_id, remarks or (CUES,), NOW)
    return [one.id for one in comments_of(db.session(), reviewed.visit_id)]


def test_a_signed_visit_waits_for_review(reviewed: Reviewed) -> None:
    assert (review().visit_id, review().state) == (reviewed.visit_id, "waiting")
    assert db.session().query(Change).filter_by(entity="review").one().scope == (
        f"patient:{reviewed.day.practice.patient.id}"
    )


def test_a_visit_opens_one_review_however_often_it_is_finalized(reviewed: Reviewed) -> None:
    with transaction() as session:
        mark_due(session, session.get_one(Visit, reviewed.visit_id), LATER)
    settle_due(LATER)

    assert review().version == 1


def test_an_open_visit_has_no_review(reviewed: Reviewed) -> None:
    reviewed.day.visit({"97112": 8}, at=NOW, signed=False)

    settle_due(LATER)

    assert review().visit_id == reviewed.visit_id
    assert db.session().query(BillingDue).count() == 0


def test_a_voided_visit_is_taken_from_the_list_but_can_be_read(reviewed: Reviewed) -> None:
    with transaction() as session:
        visit = session.get_one(Visit, reviewed.visit_id)
        visit.status = "void"
        mark_due(session, visit, LATER)
    settle_due(LATER)

    assert review().deleted_at == LATER
    session = db.session()
    organization_id = reviewed.actor.organization_id
    assert pages.reviews(session, organization_id, None) == []
    assert pages.review(session, organization_id, reviewed.visit_id)["visit"]["status"] == "void"
    with pytest.raises(NotReviewable), transaction() as session:
        accept(session, reviewed.actor, reviewed.visit_id, LATER)


def test_accepting_twice_changes_nothing(reviewed: Reviewed) -> None:
    for now in (NOW, LATER):
        with transaction() as session:
            accept(session, reviewed.actor, reviewed.visit_id, now)

    accepted = review()
    assert (accepted.state, accepted.by, accepted.at) == ("accepted", reviewed.supervisor_id, NOW)
    assert db.session().query(AuditRow).filter_by(action="review.accept").count() == 1


def test_a_visit_that_must_be_signed_again_is_not_reviewed(reviewed: Reviewed) -> None:
    with transaction() as session:
        session.get_one(Visit, reviewed.visit_id).status = "sign-again"

    with pytest.raises(NotReviewable), transaction() as session:
        accept(session, reviewed.actor, reviewed.visit_id, NOW)


def test_comments_reach_the_tablet_and_the_author_is_told(reviewed: Reviewed) -> None:
    (comment_id,) = returned(reviewed)

    fed = db.session().query(Change).filter_by(entity="comment").one()
    assert (fed.entity_id, fed.scope) == (comment_id, f"patient:{reviewed.day.practice.patient.id}")
    assert '"by_name":"Noor Trial"' in fed.data
    notice = db.session().query(Notice).one()
    assert (notice.clinician_id, notice.kind, notice.subject_id) == (
        reviewed.day.practice.pt.id,
        "review-returned",
        reviewed.visit_id,
    )


def test_returning_twice_makes_a_comment_once(reviewed: Reviewed) -> None:
    returned(reviewed)
    version = review().version

    assert len(returned(reviewed)) == 1
    assert review().version == version


def test_a_review_is_answered_once_every_comment_is(reviewed: Reviewed) -> None:
    first, second = returned(reviewed, CUES, Remark(None, "Was it the left side?"))
    pt = reviewed.day.practice.pt

    answer(pt, first, "Four.")
    assert review().state == "returned"
    answer(pt, second, "Yes.")

    assert review().state == "answered"
    told = db.session().query(Notice).filter_by(kind="comment-answered").one()
    assert told.clinician_id == reviewed.supervisor_id


def test_an_answered_visit_can_be_accepted(reviewed: Reviewed) -> None:
    (comment_id,) = returned(reviewed)
    answer(reviewed.day.practice.pt, comment_id, "Four.")

    with transaction() as session:
        accept(session, reviewed.actor, reviewed.visit_id, LATER)

    assert review().state == "accepted"


def test_answering_again_replaces_ones_own_answer_and_never_a_colleagues(reviewed: Reviewed) -> None:
    (comment_id,) = returned(reviewed)
    answer(reviewed.day.practice.pt, comment_id, "Three.")
    answer(reviewed.day.practice.pt, comment_id, "Four.")

    with pytest.raises(Conflict) as conflict:
        answer(reviewed.day.practice.pta, comment_id, "Five.")

    assert conflict.value.theirs == {"answer": "Four."}
    assert db.session().get_one(Comment, comment_id).answer == "Four."


def test_a_comment_on_someone_elses_patient_cannot_be_answered(reviewed: Reviewed) -> None:
    (comment_id,) = returned(reviewed)
    with transaction() as session:
        colleague = make_clinician(session, reviewed.day.practice.organization)
        stranger = make_practice(session).pt

    with pytest.raises(Rejected, match="not-on-caseload"):
        answer(colleague, comment_id, "Four.")
    with pytest.raises(Rejected, match="no-such-comment"):
        answer(stranger, comment_id, "Four.")


def test_nobody_reviews_outside_the_organization(reviewed: Reviewed) -> None:
    with transaction() as session:
        elsewhere = make_practice(session).organization.id
    stranger = reviewed.actor.__class__(uuid7(), elsewhere, frozenset({"supervisor"}), None, "session")

    for act in (accept_as, return_as):
        with pytest.raises(NotFound), transaction() as session:
            act(session, stranger, reviewed.visit_id)
    assert review().state == "waiting"


def accept_as(session: Session, actor: Actor, visit_id: str) -> None:
    """Accept as somebody."""
    accept(session, actor, visit_id, NOW)


def return_as(session: Session, actor: Actor, visit_id: str) -> None:
    """Return as somebody."""
    return_with_comments(session, actor, visit_id, [CUES], NOW)
