"""The demo clinic's own activities: two that it offers, and one that it no longer does. All invented."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from server.demo.ids import ORGANIZATION, demo_id
from server.organizations.activities.operations import add_activity, retire

RETIRED_AFTER: Final = timedelta(days=20)
_OWN: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "Stepping tiles on Elm Street",
        "group": "dynamic-balance",
        "codes": ["97112", "97116"],
        "fields_": ["sets", "reps", "support", "assistance", "dual_task", "losses_of_balance"],
    },
    {
        "name": "Sorting pegs by the window",
        "group": "coordination",
        "codes": ["97112", "97530"],
        "fields_": ["sets", "reps", "position", "errors", "cue_type", "cue_count"],
    },
    {
        "name": "Marble run",
        "group": "upper-limb",
        "codes": ["97112"],
        "fields_": ["sets", "reps", "position", "errors"],
    },
)
_NO_LONGER: Final = "Marble run"


def add_own_activities(session: Session, began: datetime) -> None:
    """Give the demo clinic its own activities, from the day on which it began."""
    for told in _OWN:
        row = add_activity(session, ORGANIZATION, told, began, activity_id=demo_id("activity", told["name"]))
        if row.name == _NO_LONGER:
            retire(row, began + RETIRED_AFTER)
