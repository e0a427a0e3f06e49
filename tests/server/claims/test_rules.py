"""Imported rule packs: the days they may change are finalized again, and say which pack answered."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app

from server.billing.importing import import_ncci
from server.claims.rules import mark_for_pack
from server.config import config_of
from server.db import db, transaction
from server.visits.models import BillingDue
from tests.server.claims.days import LATER, Day
from tests.server.makers import NOW

EARLIER_QUARTER = NOW - timedelta(days=60)
BOTH = {"97112": 24, "97530": 23}
EDIT = "97530\t97112\t\t20261001\t*\t1\tMutually exclusive procedures"


def table(folder: Path, *rows: str) -> Path:
    """Write an edit table of the last quarter of 2026 as CMS does."""
    path = folder / "ccipra-v323r0-f1.TXT"
    path.write_bytes("\r\n".join(["Column 1\tColumn 2\t\t\t\t\t", *rows, ""]).encode("latin-1"))
    return path


def take_in(tmp_path: Path, *rows: str) -> None:
    """Import a pack into the installation, and mark the days that it may change."""
    done = import_ncci([table(tmp_path, *rows)], config_of(current_app).data_folder / "rules")
    with transaction() as session:
        mark_for_pack(session, [done.effective], LATER)


@pytest.mark.both_databases
def test_a_pack_of_the_days_quarter_makes_a_new_revision_that_names_it(day: Day, tmp_path: Path) -> None:
    day.visit(BOTH)
    assert day.finalize().state == "final"

    take_in(tmp_path, EDIT)
    stored = day.finalize(LATER)

    assert stored.state == "held"
    former, newer = day.revisions()
    assert not any(line["held"] for line in former.result["lines"])
    held = newer.result["lines"][0]
    assert held["held"]
    assert "effective 2026-10-01" in str(held["derivation"])
    assert [row["about"] for row in newer.difference] == ["because", "97112"]
    assert "effective 2026-10-01" in newer.difference[0]["says"]


def test_a_final_day_of_another_quarter_is_left_alone(day: Day, tmp_path: Path) -> None:
    day.visit(BOTH, at=EARLIER_QUARTER, date_of_service=EARLIER_QUARTER.date())
    day.finalize(EARLIER_QUARTER)

    take_in(tmp_path, EDIT)

    assert db.session().query(BillingDue).count() == 0


def test_a_day_that_waits_is_looked_at_again_whatever_its_quarter(day: Day, tmp_path: Path) -> None:
    day.visit({"97112": 24, "97150": 20}, at=EARLIER_QUARTER, date_of_service=EARLIER_QUARTER.date())
    assert day.finalize(EARLIER_QUARTER).state == "held"

    take_in(tmp_path, EDIT)

    assert db.session().query(BillingDue).count() == 1


def test_a_broken_pack_fails_the_day_and_leaves_the_former_revision(day: Day) -> None:
    visit_id = day.visit(BOTH)
    before = day.finalize().revision
    folder = config_of(current_app).data_folder / "rules"
    folder.mkdir(parents=True)
    (folder / "ncci-practitioner-2026-10-01.csv").write_text("half a table")
    day.sign(visit_id)

    stored = day.finalize(LATER)

    assert (stored.state, stored.revision) == ("held", before)
    assert stored.finding is not None
    assert stored.finding["id"] == "finalize-failed"


def test_the_command_marks_the_days_of_the_installation(app: Flask, day: Day, tmp_path: Path) -> None:
    day.visit(BOTH)
    day.finalize()

    said = import_by_command(config_of(app), table(tmp_path, EDIT))

    assert "1 visits are marked" in said
    db.session().rollback()
    assert db.session().query(BillingDue).count() == 1


def test_without_a_database_the_command_only_takes_the_pack_in(tmp_path: Path) -> None:
    done = run({"DATA": str(tmp_path / "new")}, table(tmp_path, EDIT))

    assert (done.returncode, "marked" in done.stdout) == (0, False), done.stderr
    assert not (tmp_path / "new" / "kinesync.db").exists()


def import_by_command(config: Any, file: Path) -> str:
    """Run `kinesync import-ncci` beside the installation; return what it said."""
    done = run({"DATA": str(config.data_folder), "DATABASE_URL": config.database_url}, file)
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(environment: dict[str, str], file: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command in an environment of its own."""
    command = [sys.executable, "-m", "server.cli", "import-ncci", str(file)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )
