"""What the jobs do with what is due."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.claims import asking
from server.claims.operations import finalize_due
from server.db import db, transaction
from server.jobs.work import deliver, remind, sweep
from server.notifications import operations
from server.notifications.models import Notice
from server.reviews.models import Review
from server.visits.models import BillingDue
from tests.databases import SECRET
from tests.server.claims.days import MORNING, Day, nothing_follows
from tests.server.makers import NOW, make_practice, make_visit
from tests.server.notifications.push_service import Browser, push_service

NEXT_MORNING = NOW + timedelta(hours=24)
pytestmark = pytest.mark.both_databases


@pytest.fixture
def day(app: Flask) -> Iterator[Day]:
    """A patient's day."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
        yield Day(practice)


def work(job: Callable[[Session, datetime], None], now: datetime) -> None:
    """Do a job's work as the runner does."""
    job(db.session(), now)
    db.session().rollback()


def reminders() -> list[tuple[str, str]]:
    """Return who was reminded of which visit."""
    return [(row.clinician_id, row.subject_id) for row in db.session().query(Notice).order_by(Notice.at)]


def test_the_sweep_finalizes_what_a_push_left_over(day: Day) -> None:
    day.visit({"97112": 24})

    work(sweep, NOW)

    assert day.stored().state == "final"
    assert db.session().query(Review).count() == 1
    assert db.session().query(BillingDue).count() == 0


def test_the_sweep_tries_a_failed_day_again_after_an_hour(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    day.visit({"97112": 24})
    with monkeypatch.context() as broken:
        broken.setattr(asking, "finalize", lambda *_asked: 1 / 0)
        work(sweep, NOW)

    work(sweep, NOW + timedelta(minutes=59))
    assert day.stored().finding is not None
    work(sweep, NOW + timedelta(minutes=61))

    assert (day.stored().state, day.stored().finding, day.stored().failed_at) == ("final", None, None)


def test_a_day_that_cannot_be_gathered_holds_up_nobody_and_stays_due(
    day: Day, caplog: pytest.LogCaptureFixture
) -> None:
    lost = day.visit(
        {"97112": 24}, at=MORNING.replace(year=2021), date_of_service=MORNING.date().replace(year=2021)
    )
    day.visit({"97110": 20})

    finalize_due(NOW, nothing_follows)

    assert day.stored().state == "final"
    assert [row.visit_id for row in db.session().query(BillingDue)] == [lost]
    assert "NoPolicy" in caplog.text


def test_an_unsigned_visit_is_reminded_of_once_a_day_from_the_next_day_on(day: Day) -> None:
    visit_id = day.visit({"97112": 8}, signed=False)
    told = (day.practice.pt.id, visit_id)

    for now in (NOW, NEXT_MORNING, NEXT_MORNING + timedelta(minutes=15)):
        work(remind, now)
    assert reminders() == [told]

    work(remind, NEXT_MORNING + timedelta(days=1))
    assert reminders() == [told, told]


def test_nobody_is_reminded_at_night(day: Day) -> None:
    day.visit({"97112": 8}, signed=False)

    for hour in (5, 11, 26):  # midnight, six in the morning, nine in the evening in New York
        work(remind, NEXT_MORNING.replace(hour=0) + timedelta(hours=hour))

    assert reminders() == []


def test_a_signed_visit_is_not_reminded_of(day: Day) -> None:
    day.visit({"97112": 8})

    work(remind, NEXT_MORNING)

    assert reminders() == []


def test_each_organization_has_its_own_day(day: Day) -> None:
    with transaction() as session:
        far = make_practice(session, time_zone="Pacific/Auckland")
        make_visit(session, far.episode, far.pt, date_of_service=NOW.date() - timedelta(days=2))

    work(remind, NOW)  # four in the morning in Auckland

    assert reminders() == []


def test_a_reminder_is_pushed(day: Day) -> None:
    day.visit({"97112": 8}, signed=False)
    with push_service() as service:
        with transaction() as session:
            operations.subscribe(
                session,
                organization_id=day.practice.organization.id,
                clinician_id=day.practice.pt.id,
                device_id=None,
                endpoint=service.endpoint(),
                keys=Browser().keys,
                secret=SECRET,
                now=NOW,
            )
        work(remind, NEXT_MORNING)
        work(deliver, NEXT_MORNING)

        assert len(service.got) == 1
