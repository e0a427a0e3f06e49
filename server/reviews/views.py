"""`/api/reviews`: a supervisor's list, one page a visit, accepting and returning."""

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE

from server import audit
from server.access import Actor, current
from server.db import db, transaction, utc_now
from server.reviews import operations, pages
from server.reviews.models import Review
from server.reviews.operations import Remark
from server.reviews.schemas import Accept, Return, Reviews, ReviewsAsked, ReviewShown, ReviewWhole
from server.reviews.settling import settle_after

blueprint = Blueprint("reviews", __name__, url_prefix="/api/reviews", description="Reviewing signed visits")
blueprint.after_app_request(settle_after)


@blueprint.get("")
@blueprint.arguments(ReviewsAsked, location="query", unknown=RAISE)
@blueprint.response(200, Reviews)
def show_all(asked: dict[str, Any]) -> dict[str, Any]:
    """List reviews, those that wait for the supervisor first."""
    actor = current()
    rows = pages.reviews(db.session(), actor.organization_id, asked["state"])
    with transaction():  # nothing is shown that is not noted
        _note(actor, "reviews.list", None, None, [row["visit_id"] for row in rows])
    return {"reviews": rows}


@blueprint.get("/<visit_id>")
@blueprint.response(200, ReviewWhole)
def show(visit_id: str) -> dict[str, Any]:
    """Show one signed visit: timeline, signed bytes, lines and comments."""
    actor = current()
    whole = pages.review(db.session(), actor.organization_id, visit_id)
    with transaction():  # nothing is shown that is not noted
        _note(actor, "review.read", visit_id, whole["patient"]["id"], [])
    return whole


@blueprint.post("/<visit_id>/accept")
@blueprint.arguments(Accept)
@blueprint.response(200, ReviewShown)
def accept(_body: dict[str, Any], visit_id: str) -> dict[str, Any]:
    """Accept the visit."""
    with transaction() as session:
        return _shown(operations.accept(session, current(), visit_id, utc_now()))


@blueprint.post("/<visit_id>/return")
@blueprint.arguments(Return)
@blueprint.response(200, ReviewShown)
def return_(body: dict[str, Any], visit_id: str) -> dict[str, Any]:
    """Return the visit with comments that reach the therapist's tablet."""
    remarks = [Remark(one["field"], one["text"]) for one in body["comments"]]
    with transaction() as session:
        return _shown(operations.return_with_comments(session, current(), visit_id, remarks, utc_now()))


def _shown(review: Review) -> dict[str, Any]:
    data = review.feed_data()
    return {name: data[name] for name in ("visit_id", "state", "by", "at")}


def _note(
    actor: Actor, action: str, entity_id: str | None, patient_id: str | None, fields: list[str]
) -> None:
    audit.note_by(
        db.session(), actor, action, "review", entity_id, patient_id=patient_id, fields=fields, now=utc_now()
    )
