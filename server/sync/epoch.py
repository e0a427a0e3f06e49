"""A new epoch once it is proven that the server was restored from a backup.

What tablets were acknowledged after that backup is gone here. With a new epoch every tablet starts over
and sends again what it still keeps; the ledger makes that harmless.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from server import audit, feed


def renew_after_restore(session: Session, ended: str, prover: audit.Who, now: datetime) -> str:
    """Return the epoch that holds now: a new one, unless another tablet proved the same before."""
    current = feed.clock_of(session, prover.organization_id).epoch
    if current != ended:
        return current
    audit.note_by(session, prover, "epoch.renew", "organization_clock", prover.organization_id, now=now)
    return feed.renew_epoch(session, prover.organization_id)
