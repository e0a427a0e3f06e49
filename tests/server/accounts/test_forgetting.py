"""What accounts forget by the clock, and what they keep."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from server.accounts.attempts import MOST_FAILURES, TooManyAttempts, count_attempt
from server.accounts.forgetting import forget_ended
from server.accounts.models import SignIn, SignInAttempt
from server.accounts.operations import get_clinician, unlock
from server.accounts.sessions import DEVICE_REVOKED, Limits, end_session, start_session
from server.audit import AuditRow
from server.db import db, transaction
from tests.server.makers import NOW, make_clinician, make_organization

LIMITS = Limits(timedelta(hours=1), timedelta(hours=12))
LONG_AGO = NOW - timedelta(days=45)
LATELY = NOW - timedelta(days=29)
EMAIL = "known@practice.example"
ADDRESS = "203.0.113.9"
pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def known(app_context: None) -> str:
    """Somebody who can sign in; returns the id."""
    with transaction() as session:
        return make_clinician(session, make_organization(session), email=EMAIL).id


def forget() -> None:
    """Forget as the daily job does."""
    with transaction() as session:
        forget_ended(session, NOW)


def test_sessions_that_ended_a_month_ago_go_and_all_others_stay(known: str) -> None:
    with transaction() as session:
        person = get_clinician(session, known)
        ended = [(LONG_AGO, "sign-out"), (LONG_AGO, None), (LONG_AGO, DEVICE_REVOKED)]
        for began, because in [*ended, (LATELY, "sign-out"), (LATELY, None)]:
            start_session(session, person, LIMITS, began)
            session.flush()
            latest = select(SignIn.id).where(SignIn.started_at == began, SignIn.ended_because.is_(None))
            if because:
                newest = session.scalars(latest.order_by(SignIn.id.desc())).first() or ""
                end_session(session, newest, began)
                session.execute(update(SignIn).where(SignIn.id == newest).values(ended_because=because))

    forget()

    left = db.session().execute(select(SignIn.started_at, SignIn.ended_because)).all()
    assert {(row.started_at, row.ended_because) for row in left} == {
        (LONG_AGO, DEVICE_REVOKED), (LATELY, "sign-out"), (LATELY, None),
    }  # fmt: skip


def fail(email: str, times: int, at: datetime) -> None:
    """Fail to sign in so often, from as many addresses."""
    with transaction() as session:
        for number in range(times):
            count_attempt(session, email, f"198.51.100.{number}", at)


def test_counters_of_addresses_and_of_nobody_go_and_those_of_accounts_stay() -> None:
    fail(EMAIL, 3, LONG_AGO)
    fail("nobody@practice.example", 3, LONG_AGO)
    fail("nobody@practice.example", 1, NOW)

    forget()

    left = sorted(row.failures for row in db.session().scalars(select(SignInAttempt)))
    assert left == [2, 3, 4]  # of the address that tried again; of the account; of nobody, tried again


def test_an_account_closed_by_a_hundred_failures_stays_closed_until_somebody_opens_it() -> None:
    fail(EMAIL, MOST_FAILURES, datetime(2025, 1, 1, tzinfo=UTC))
    forget()
    with pytest.raises(TooManyAttempts), transaction() as session:
        count_attempt(session, EMAIL, ADDRESS, NOW)

    with transaction() as session:
        opened = unlock(session, f" {EMAIL.upper()} ", NOW)

    assert opened is not None
    with transaction() as session:
        count_attempt(session, EMAIL, ADDRESS, NOW)
    noted = db.session().scalars(select(AuditRow.action).order_by(AuditRow.seq.desc())).first()
    assert noted == "clinician.unlock"


def test_nobody_is_opened_for_an_address_that_is_not_known() -> None:
    with transaction() as session:
        assert unlock(session, "nobody@practice.example", NOW) is None
