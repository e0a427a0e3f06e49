"""The demo's reviews: most past visits accepted, one returned, the newest waiting."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from server.access import SUPERVISOR as SUPERVISES
from server.access import Actor
from server.db import transaction
from server.demo.ids import ORGANIZATION, demo_id
from server.demo.people import SUPERVISOR
from server.demo.visit import PastVisit
from server.reviews.operations import Remark, accept, return_with_comments

WAITING: Final = 5
RETURNED: Final = "Pretend"
REMARK: Final = Remark("dose", "How many verbal cues? Please add the count as an addendum.")


def review_past_visits(visits: Sequence[PastVisit], now: datetime) -> None:
    """Accept all but the newest visits, and return one of those with a comment."""
    noor = Actor(demo_id("clinician", SUPERVISOR.key), ORGANIZATION, frozenset({SUPERVISES}), None, "")
    ordered = sorted(visits, key=lambda one: one.starts_at)
    returned = next(one for one in reversed(ordered[:-WAITING]) if one.patient.family_name == RETURNED)
    with transaction() as session:
        for visit in ordered[:-WAITING]:
            if visit is not returned:
                accept(session, noor, visit.visit_id, min(visit.starts_at + timedelta(hours=9), now))
        return_with_comments(session, noor, returned.visit_id, [REMARK], now - timedelta(hours=1))
