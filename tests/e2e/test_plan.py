"""A goal and what to mind are set at the bedside, and reach the server."""

import json
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import PATIENT, begin_day, open_visit, sync_status
from tests.e2e.waiting import until


def test_a_goal_and_a_precaution_set_at_the_bedside_reach_the_server(
    page: Page, server: ServerProcess
) -> None:
    begin_day(page)
    open_visit(page)
    page.get_by_role("link", name="Goals and progress").click()
    page.get_by_role("button", name="Set a goal").click()
    page.get_by_label("What the patient is to be able to do").fill("Cross the room without a cane")
    page.get_by_role("button", name="Set this goal").click()
    expect(page.get_by_text("Goal 3: Cross the room without a cane")).to_be_visible()
    page.get_by_role("button", name="Reached Goal 1").click()
    page.get_by_role("button", name="Change What to mind").click()
    page.get_by_role("button", name="Seizure risk").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="What to mind")).to_contain_text("Seizure risk")

    until(lambda: _stored(server) == (["Seizure risk"], 1, 1), "goal and precaution on the server")
    expect(sync_status(page)).to_contain_text("All saved on server")
    expect(page.get_by_role("region", name="Goals")).not_to_contain_text("only on this tablet")


def _stored(server: ServerProcess) -> tuple[list[str], int, int]:
    """Return the patient's new precautions, the new goals, and the goals that were reached."""
    path = f"file:{server.data / 'kinesync.db'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as database:
        given, family = PATIENT.split()
        row = database.execute(
            "SELECT id, precautions FROM patient WHERE given_name = ? AND family_name = ?", (given, family)
        ).fetchone()
        added = [one for one in json.loads(row[1]) if one == "Seizure risk"]
        counted = "SELECT count(*) FROM goal WHERE patient_id = ? AND "
        new = database.execute(f"{counted} number = 3", (row[0],)).fetchone()[0]
        met = database.execute(f"{counted} met_on IS NOT NULL", (row[0],)).fetchone()[0]
    return added, new, met
