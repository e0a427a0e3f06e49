"""The feed: what changed in an organization, in commit order, for tablets to pull.

A row is fed by inheriting `Fed`; nothing else has to be called. The commit hook
gives each changed row its place as the last step of the transaction.
"""

from server.feed.models import Change, ClockReading, Fed, FeedRow, OrganizationClock
from server.feed.operations import (
    backed_up_at,
    clock_after,
    clock_of,
    mark_backup,
    open_clock,
    renew_epoch,
    stored,
)

__all__ = [
    "Change",
    "ClockReading",
    "Fed",
    "FeedRow",
    "OrganizationClock",
    "backed_up_at",
    "clock_after",
    "clock_of",
    "mark_backup",
    "open_clock",
    "renew_epoch",
    "stored",
]
