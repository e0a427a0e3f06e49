"""A server that was restored from a backup notices, and gets back everything that tablets still have."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from server.config import config_of
from server.sync.cursor import Cursor, Owner, sign
from tests.server.sync.backups import Backups
from tests.server.sync.clinic import Clinic
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import Tablet, names


@pytest.fixture
def backups(app: Flask, tmp_path: Path) -> Backups:
    """Backups of the test's database."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return Backups(app, folder)


def test_a_cursor_ahead_of_the_server_starts_a_new_epoch_and_the_feed_anew(
    app: Flask, backups: Backups, tablet: Tablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.pull()
    backups.take()
    tablet.push(start)
    tablet.pull()
    ended = tablet.epoch
    backups.restore()

    page = tablet.page()

    assert page["epoch"] != ended
    assert ("patient", clinic.patients[0].patient_id) in tablet.base
    assert ("visit", start["entity"]) not in tablet.base
    renewed = query(app, "SELECT clinician_id FROM audit_row WHERE action = 'epoch.renew'")
    assert renewed == [(clinic.people["pt"],)]

    assert names(tablet.push(start)) == ["applied"]
    tablet.pull()
    assert ("visit", start["entity"]) in tablet.base


def test_the_second_tablet_finds_the_new_epoch_and_makes_no_third(
    backups: Backups, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    colleague = new_tablet("pta")
    backups.take()
    tablet.push(tablet.start_visit(clinic.patients[0]))
    for each in (tablet, colleague):
        each.pull()
    backups.restore()

    first, second = tablet.page()["epoch"], colleague.page()["epoch"]

    assert first == second
    assert tablet.page()["epoch"] == first


def test_numbers_that_were_acknowledged_and_are_gone_prove_it_too(
    backups: Backups, tablet: Tablet, clinic: Clinic
) -> None:
    tablet.pull()
    backups.take()
    refused = tablet.mutation("visit.dance", clinic.patients[0].patient_id, {})
    tablet.push(refused)  # nothing of it is in the feed, but it was acknowledged
    tablet.pull()
    ended = tablet.epoch
    backups.restore()

    assert tablet.page()["epoch"] != ended


def test_a_tablet_that_was_told_more_than_the_server_knows_proves_it(
    backups: Backups, tablet: Tablet, clinic: Clinic
) -> None:
    tablet.pull()
    backups.take()
    told = tablet.send([tablet.start_visit(clinic.patients[0])])[1]["acked_n"]
    backups.restore()

    status, page = tablet.door.ask("GET", f"/api/sync/pull?cursor={tablet.cursor}&acked_n={told}")

    assert (status, page["acked_n"]) == (200, 0)
    assert page["epoch"] != tablet.epoch


def test_a_push_that_jumps_ahead_of_the_server_proves_it(
    backups: Backups, tablet: Tablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)
    tablet.pull()
    backups.take()
    lost = tablet.edit(start["entity"], "plan", "Walk")
    tablet.push(lost)
    backups.restore()

    status, answer = tablet.send([tablet.edit(start["entity"], "objective", "Stands")])

    assert status == 200
    assert answer["epoch"] != tablet.epoch
    assert names(tablet.push(start, lost)) == ["duplicate", "applied"]
    assert tablet.send([])[1]["acked_n"] == 3


def test_a_gap_that_a_tablet_always_had_proves_nothing(tablet: Tablet, clinic: Clinic) -> None:
    tablet.pull()
    tablet.n = 7
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)
    tablet.n = 20

    assert tablet.send([tablet.edit(start["entity"], "plan", "Walk")])[1]["epoch"] == tablet.epoch


def test_what_is_deferred_leaves_no_gap_that_proves_anything(tablet: Tablet, clinic: Clinic) -> None:
    tablet.pull()
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)
    never = tablet.edit(start["entity"], "plan", "Walk", depends_on=[clinic.clinic_id])
    assert names(tablet.push(never)) == ["deferred"]

    status, answer = tablet.send([tablet.edit(start["entity"], "objective", "Stands")])

    assert (status, answer["epoch"], answer["acked_n"]) == (200, tablet.epoch, 1)


def test_another_tablet_with_the_same_rows_proves_nothing_by_its_numbers(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    tablet.push(tablet.start_visit(clinic.patients[0]))
    tablet.pull()
    fresh = new_tablet("pt")
    fresh.cursor, fresh.epoch = tablet.cursor, tablet.epoch

    assert fresh.page()["epoch"] == tablet.epoch


@pytest.mark.both_databases
def test_a_cursor_of_an_older_epoch_starts_over_without_an_error(
    app: Flask, tablet: Tablet, clinic: Clinic
) -> None:
    whole = len(tablet.pull())
    owner = Owner(clinic.organization_id, clinic.people["pt"])
    key = config_of(app).secret.key("pull cursor")
    older = sign(Cursor(epoch="an epoch of long ago", seq=10**9), owner, key)

    status, page = tablet.door.ask("GET", f"/api/sync/pull?cursor={quote(older)}")

    assert (status, len(page["changes"]), page["epoch"]) == (200, whole, tablet.epoch)
