"""The demo's reviews: most past visits accepted, one returned and answered, the newest waiting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from server.access import SUPERVISOR as SUPERVISES
from server.access import Actor
from server.db import db, transaction, wire_time
from server.demo.ids import ORGANIZATION, demo_id
from server.demo.people import SUPERVISOR
from server.demo.visit import PastVisit
from server.reviews.operations import Remark, accept, comments_of, return_with_comments

WAITING: Final = 5
RETURNED: Final = "Pretend"
REMARK: Final = Remark("dose", "How many verbal cues? Last time there were four.")
ANSWER: Final = "Three, all before the first step."


def review_past_visits(visits: Sequence[PastVisit], now: datetime) -> None:
    """Accept all but the newest visits; return one with a comment, which its therapist has answered."""
    noor = Actor(demo_id("clinician", SUPERVISOR.key), ORGANIZATION, frozenset({SUPERVISES}), None, "")
    ordered = sorted(visits, key=lambda one: one.starts_at)
    returned = next(one for one in reversed(ordered[:-WAITING]) if one.patient.family_name == RETURNED)
    with transaction() as session:
        for visit in ordered[:-WAITING]:
            if visit is not returned:
                accept(session, noor, visit.visit_id, min(visit.starts_at + timedelta(hours=9), now))
        return_with_comments(session, noor, returned.visit_id, [REMARK], now - timedelta(hours=1))
    _answer(returned, now - timedelta(minutes=30))


def _answer(visit: PastVisit, at: datetime) -> None:
    comment = comments_of(db.session(), visit.visit_id)[-1]
    tablet = visit.tablets[visit.plan.by.key]
    tablet.send([tablet.change("comment.answer", comment.id, at, {"text": ANSWER, "at": wire_time(at)})], at)
