"""The steps of a sign-in, each in a short transaction of its own.

The password is checked between them: it takes tens of milliseconds on purpose, and
no lock is held meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.access import NotSignedIn
from server.accounts import operations, passwords
from server.accounts.attempts import count_attempt, forget_attempts, touch_attempt, uncount_attempt
from server.accounts.operations import Account
from server.accounts.second_factor import step_of_code
from server.accounts.sessions import Limits, start_session
from server.db import db, transaction
from server.secret import Secret


class WrongCredentials(NotSignedIn):
    """Address or password is wrong; which one is not said."""

    type = "/problems/wrong-credentials"
    title = "The address or the password is wrong"


class SecondFactorNeeded(NotSignedIn):
    """The password was right; the organization also asks for a code."""

    type = "/problems/second-factor-needed"
    title = "Enter the code of your authenticator app"


class SecondFactorWrong(NotSignedIn):
    """The code is wrong, or was used before."""

    type = "/problems/second-factor-wrong"
    title = "The code is wrong or was used already"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody at an address sent."""

    email: str
    password: str
    code: str | None
    address: str
    presented: str | None  # a session cookie that the browser already had


def sign_in(attempt: Attempt, secret: Secret, limits: Limits, now: datetime) -> tuple[str, str]:
    """Return the new session's cookie value and the clinician's id.

    Raises TooManyAttempts, WrongCredentials, SecondFactorNeeded and SecondFactorWrong.
    """
    email = operations.normal_email(attempt.email)
    with transaction() as session:
        count_attempt(session, email, attempt.address, now)
    account = operations.find_account(db.session(), email)
    db.session.rollback()  # no transaction stays open while Argon2 works
    if not passwords.password_matches(account.password_hash if account else None, attempt.password):
        _note_failure(account, email, now)
        raise WrongCredentials
    assert account is not None  # noqa: S101 - nobody's hash never matches
    step = _step(account, attempt, secret, now)
    stronger = (
        passwords.hash_password(attempt.password) if passwords.needs_rehash(account.password_hash) else None
    )
    with transaction() as session:
        token = _start(session, account, attempt, step, limits, now)
        forget_attempts(session, email, attempt.address)
        if stronger:
            operations.store_password(session, account.clinician_id, stronger)
    return token, account.clinician_id


def _step(account: Account, attempt: Attempt, secret: Secret, now: datetime) -> int | None:
    needed = operations.needs_code(db.session(), account)
    db.session.rollback()
    if not needed:
        return None
    if attempt.code is None or account.totp_secret is None:
        with transaction() as session:
            uncount_attempt(session, operations.normal_email(attempt.email), attempt.address)
        raise SecondFactorNeeded
    totp_secret = secret.open(operations.TOTP_USE, account.totp_secret, account.clinician_id).decode()
    step = step_of_code(totp_secret, attempt.code, None, now)
    if step is None:
        _note_failure(account, operations.normal_email(attempt.email), now)
        raise SecondFactorWrong
    return step


def _start(
    session: Session, account: Account, attempt: Attempt, step: int | None, limits: Limits, now: datetime
) -> str:
    clinician = operations.get_clinician(session, account.clinician_id)
    if not clinician.active:
        raise WrongCredentials
    if step is not None and not operations.use_code_step(session, clinician.id, step):
        raise SecondFactorWrong
    operations.note(session, clinician, "sign-in", now, by=clinician.id)
    return start_session(session, clinician, limits, now, replaces=attempt.presented)


def _note_failure(account: Account | None, email: str, now: datetime) -> None:
    with transaction() as session:
        if account is None:  # nobody's chain to note it in, but a write that takes as long
            touch_attempt(session, email, now)
            return
        operations.note(session, account, "sign-in.failed", now)
