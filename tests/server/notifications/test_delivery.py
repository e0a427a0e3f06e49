"""Notices and their pushes: told once, sent once, forgotten or tried again as the push service says."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import db, transaction, uuid7
from server.notifications import operations
from server.notifications.delivery import Rules, deliver_due
from server.notifications.keys import vapid_key
from server.notifications.models import Notice, Push, Subscription
from server.notifications.push import WebPusher
from tests.databases import SECRET
from tests.server.makers import NOW, make_clinician, make_organization
from tests.server.notifications.push_service import Browser, PushService, push_service

RULES = Rules(SECRET, loopback=True)
pytestmark = pytest.mark.both_databases


@dataclass
class Told:
    """A clinician who can be told things, and the push service of the clinician's browser."""

    organization_id: str
    clinician_id: str
    service: PushService
    pusher: WebPusher
    browser: Browser

    def subscribe(
        self,
        path: str = "/ok",
        status: int = 201,
        *,
        endpoint: str | None = None,
        clinician_id: str | None = None,
        device_id: str | None = None,
    ) -> None:
        """Subscribe a browser at an endpoint."""
        with transaction() as session:
            operations.subscribe(
                session,
                organization_id=self.organization_id,
                clinician_id=clinician_id or self.clinician_id,
                device_id=device_id,
                endpoint=endpoint or self.service.endpoint(path, status),
                keys=self.browser.keys,
                secret=SECRET,
                now=NOW,
            )

    def notify(self, once: str = "once", kind: str = "visit-unsigned") -> bool:
        """Tell the clinician of something."""
        with transaction() as session:
            return operations.notify(
                session,
                organization_id=self.organization_id,
                clinician_id=self.clinician_id,
                kind=kind,
                subject_id=uuid7(),
                once=once,
                now=NOW,
            )

    def deliver(self, now: datetime = NOW) -> int:
        """Send what is due."""
        return deliver_due(self.pusher, RULES, now)


@pytest.fixture
def told(app: Flask, config: Any) -> Iterator[Told]:
    """A clinician with a browser."""
    pusher = WebPusher(vapid_key(config.vapid_key_file), "mailto:operator@practice.example")
    with app.app_context(), push_service() as service:
        with transaction() as session:
            clinician = make_clinician(session, make_organization(session))
            ids = clinician.organization_id, clinician.id
        yield Told(*ids, service, pusher, Browser())


def test_a_notice_is_pushed_once_and_read_by_the_browser(told: Told) -> None:
    told.subscribe()
    told.notify()

    assert [told.deliver(), told.deliver()] == [1, 0]

    (got,) = told.service.got
    notice = db.session().query(Notice).one()
    assert json.loads(told.browser.read(got.body)) == {
        "version": 1,
        "id": notice.id,
        "kind": "visit-unsigned",
    }


def test_the_same_thing_is_told_once(told: Told) -> None:
    assert [told.notify("a"), told.notify("a"), told.notify("b")] == [True, False, True]
    assert db.session().query(Notice).count() == 2


def test_an_unknown_kind_is_a_mistake(told: Told) -> None:
    with pytest.raises(ValueError, match="no kind"):
        told.notify(kind="Odessa Sample is waiting")


def test_who_has_no_browser_has_the_inbox(told: Told) -> None:
    told.notify()

    assert told.deliver() == 0
    assert len(operations.inbox(db.session(), told.clinician_id)) == 1


def test_endpoints_are_sealed_at_rest(told: Told) -> None:
    told.subscribe()

    row = db.session().query(Subscription).one()
    assert "127.0.0.1" not in row.sealed + row.endpoint_sha256
    opened = SECRET.open(operations.SEALED_FOR, row.sealed, row.id)
    assert json.loads(opened)["endpoint"] == told.service.endpoint()


@pytest.mark.parametrize("status", [404, 410])
def test_a_gone_subscription_is_forgotten(told: Told, status: int) -> None:
    told.subscribe("/gone", status)
    told.notify()
    told.deliver()

    assert db.session().query(Subscription).count() == db.session().query(Push).count() == 0


@pytest.mark.parametrize("status", [400, 403, 307])
def test_a_refused_subscription_is_disabled_and_the_operator_told(
    told: Told, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    told.subscribe("/secret-endpoint", status)
    told.notify("a")
    with caplog.at_level(logging.ERROR):
        told.deliver()
    told.notify("b")

    assert told.deliver() == 0
    assert len(told.service.got) == 1
    assert db.session().query(Subscription).one().disabled_at == NOW
    assert "refused" in caplog.text
    assert "secret-endpoint" not in caplog.text


def test_a_busy_push_service_is_tried_again_ever_more_slowly_and_then_no_more(told: Told) -> None:
    told.subscribe("/busy", 503)
    told.notify()
    now, tries = NOW, []
    while db.session().query(Push).count():
        db.session().rollback()
        told.deliver(now)
        tries.append(len(told.service.got))
        now += timedelta(hours=1)

    assert tries == [1, 2, 3, 4, 5, 6]
    assert db.session().query(Subscription).one().disabled_at is None


def test_a_retry_waits_for_its_time(told: Told) -> None:
    told.subscribe("/busy", 429)
    told.notify()
    told.deliver()

    told.deliver(NOW + timedelta(seconds=59))
    assert len(told.service.got) == 1
    told.deliver(NOW + timedelta(seconds=61))
    assert len(told.service.got) == 2


def test_a_host_that_is_no_longer_allowed_gets_nothing(told: Told) -> None:
    told.subscribe(endpoint="https://push.former.example/x")
    told.notify()

    assert told.deliver() == 0

    assert db.session().query(Subscription).one().disabled_at == NOW


def test_the_address_is_asked_again_before_each_send(told: Told) -> None:
    told.subscribe()
    told.notify()

    assert deliver_due(told.pusher, Rules(SECRET, loopback=False), NOW) == 0

    assert told.service.got == []
    assert db.session().query(Subscription).one().disabled_at == NOW


def test_a_browser_belongs_to_whoever_subscribed_last(told: Told) -> None:
    with transaction() as session:
        next_user = make_clinician(session, make_organization(session)).id
    told.subscribe()
    told.notify("a")
    told.subscribe(clinician_id=next_user)

    assert told.deliver() == 0
    assert told.notify("b")
    assert told.deliver() == 0
    assert db.session().query(Subscription).one().clinician_id == next_user


def test_nobody_unsubscribes_somebody_else(told: Told) -> None:
    told.subscribe()
    with transaction() as session:
        operations.unsubscribe(session, uuid7(), told.service.endpoint())
    assert db.session().query(Subscription).count() == 1

    with transaction() as session:
        operations.unsubscribe(session, told.clinician_id, told.service.endpoint())
    assert db.session().query(Subscription).count() == 0


def test_a_revoked_device_gets_no_pushes(told: Told) -> None:
    told.subscribe(device_id=uuid7())
    device_id = db.session().query(Subscription).one().device_id
    assert device_id
    told.notify()
    with transaction() as session:
        operations.forget_device(session, uuid7(), device_id)
    assert db.session().query(Subscription).count() == 1

    with transaction() as session:
        operations.forget_device(session, told.organization_id, device_id)

    assert told.deliver() == 0
    assert db.session().query(Subscription).count() == 0
