"""Slowing down whoever guesses passwords.

The attempt is counted before the password is looked at, so that a hundred guesses
sent at once do not all slip through. Ten failures from one address are free, then
each next one waits longer; a hundred in a row close the account to passwords until
someone opens it (NIST SP 800-63B-4: at most 100). Accounts that do not exist are
counted alike, so that the answer tells nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from server.accounts.models import SignInAttempt
from server.db import sha256_hex
from server.problems import Problem

FREE_FAILURES = 10
MOST_FAILURES = 100
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
KEPT = timedelta(days=2)  # far longer than the longest wait


class TooManyAttempts(Problem):
    """Too many failures in a row for this account."""

    status = 429
    type = "/problems/too-many-attempts"
    title = "Too many attempts"


def count_attempt(session: Session, email: str, address: str, now: datetime) -> None:
    """Count an attempt as failed until `forget_attempts` says otherwise; raise TooManyAttempts."""
    account, pair = (
        _attempt(session, _account_key(email), now),
        _attempt(session, _pair_key(email, address), now),
    )
    if account.failures >= MOST_FAILURES:
        raise TooManyAttempts("Ask your administrator to open the account.", retry_after_seconds=3600)
    if pair.blocked_until is not None and pair.blocked_until > now:
        seconds = int((pair.blocked_until - now).total_seconds()) + 1
        raise TooManyAttempts("Wait, then try again.", retry_after_seconds=seconds)
    for attempt in (account, pair):
        attempt.failures += 1
        attempt.last_at = now
    over = pair.failures - FREE_FAILURES
    if over >= 0:
        pair.blocked_until = now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)


def uncount_attempt(session: Session, email: str, address: str) -> None:
    """Take back one attempt whose password was right but whose code is still to come.

    Not `forget_attempts`: whoever has the password could then guess codes for ever.
    """
    for key in (_account_key(email), _pair_key(email, address)):
        attempt = session.get(SignInAttempt, key, with_for_update=True)
        if attempt is not None and attempt.failures > 0:
            attempt.failures -= 1


def touch_attempt(session: Session, email: str, now: datetime) -> None:
    """Note when the account was last tried."""
    session.execute(update(SignInAttempt).where(SignInAttempt.key == _account_key(email)).values(last_at=now))


def forget_attempts(session: Session, email: str, address: str | None = None) -> None:
    """Start counting anew after a success; without an address, for the account alone."""
    keys = [_account_key(email)] + ([_pair_key(email, address)] if address is not None else [])
    session.execute(
        delete(SignInAttempt).where(SignInAttempt.key.in_(keys)).execution_options(synchronize_session=False)
    )


def forget_old_attempts(session: Session, accounts: Iterable[str], now: datetime) -> None:
    """Delete the counters of addresses and of accounts that do not exist, once nobody tried for two days.

    Those of `accounts`, their sign-in addresses, stay: a hundred failures in a row may lie a year apart.
    """
    known = [_account_key(email) for email in accounts]
    old = (SignInAttempt.last_at < now - KEPT) & SignInAttempt.key.not_in(known)
    session.execute(delete(SignInAttempt).where(old).execution_options(synchronize_session=False))


def failures_of(session: Session, email: str) -> int:
    """Return how many attempts of an account failed in a row."""
    attempt = session.get(SignInAttempt, _account_key(email))
    return attempt.failures if attempt else 0


def _attempt(session: Session, key: str, now: datetime) -> SignInAttempt:
    attempt = session.get(SignInAttempt, key, with_for_update=True)
    if attempt is None:
        attempt = SignInAttempt(key=key, failures=0, last_at=now, blocked_until=None)
        session.add(attempt)
    return attempt


def _account_key(email: str) -> str:
    return sha256_hex(f"account {email}")


def _pair_key(email: str, address: str) -> str:
    return sha256_hex(f"pair {email} {address}")
