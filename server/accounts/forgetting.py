"""Forgetting what accounts no longer need: sessions that ended long ago, counters of failed attempts.

Who signed in, when and in vain stays in the audit chain.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from server.accounts.attempts import forget_old_attempts
from server.accounts.models import Clinician, SignIn
from server.accounts.sessions import DEVICE_REVOKED

KEPT: Final = timedelta(days=30)


def forget_ended(session: Session, now: datetime) -> None:
    """Delete sessions that ended thirty days ago, and old counters.

    A session that ended with its tablet's revocation stays: from it a tablet that comes back after a year
    learns that it must wipe itself.
    """
    long_ago = now - KEPT
    ended = (SignIn.ended_at < long_ago) & (SignIn.ended_because != DEVICE_REVOKED)
    ran_out = SignIn.ended_at.is_(None) & (SignIn.ends_at < long_ago)
    old = delete(SignIn).where(or_(ended, ran_out))
    session.execute(old.execution_options(synchronize_session=False))
    forget_old_attempts(session, session.scalars(select(Clinician.email)), now)
