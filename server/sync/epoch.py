"""A new epoch once it is proven that the server was restored from a backup.

What tablets were acknowledged after that backup is gone here. With a new epoch every tablet starts over
and sends again what it still keeps; the ledger makes that harmless.
"""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from server import audit, feed


class Prover(Protocol):
    """Whose cursor or number proved it."""

    @property
    def organization_id(self) -> str:
        """The organization that was restored."""

    @property
    def clinician_id(self) -> str:
        """Who was signed in."""

    @property
    def device_id(self) -> str | None:
        """The tablet, if it is enrolled."""


def renew_after_restore(session: Session, ended: str, prover: Prover, now: datetime) -> str:
    """Return the epoch that holds now: a new one, unless another tablet proved the same before."""
    current = feed.clock_of(session, prover.organization_id).epoch
    if current != ended:
        return current
    audit.note(
        session,
        organization_id=prover.organization_id,
        clinician_id=prover.clinician_id,
        device_id=prover.device_id,
        action="epoch.renew",
        entity="organization_clock",
        entity_id=prover.organization_id,
        now=now,
    )
    return feed.renew_epoch(session, prover.organization_id)
