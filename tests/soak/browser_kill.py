"""Kill -9 of the browser with all its processes, at random moments of work and of sending.

Words count as stored when the Sync pill counts them, a tap when its button has turned. After each kill the
tablet is opened and unlocked again; what was stored must be there. At the end the server has it all, once.
"""

import random
import re
import sqlite3
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin_day, open_visit, sync_status, unlock
from tests.e2e.waiting import until
from tests.soak.score import Score

LONGEST_MOMENT_MS = 250
BACK = "() => dispatchEvent(new Event('online'))"


@dataclass
class Bedside:
    """One therapist with one visit on a tablet that keeps dying."""

    tablet: Chromium
    server: ServerProcess
    score: Score
    running: bool = False
    stretches: int = 0
    words: str = ""
    page: Page = field(init=False)

    def begin(self) -> None:
        """Enrol, open the visit."""
        self.chance = random.Random(self.score.seed)
        self.page = self.tablet.page
        self.page.goto(self.server.url)
        begin_day(self.page)
        open_visit(self.page)
        self.address = self.page.url
        self.cookies = [(each["name"], each["value"]) for each in self.tablet.context.cookies()]

    def case(self) -> None:
        """Store something, come online perhaps, die, look."""
        self.score.cases += 1
        # With nothing waiting each write is counted anew: words over waiting words would be folded into them.
        self.page.evaluate(BACK)
        expect(sync_status(self.page)).to_contain_text("All saved on server", timeout=60_000)
        self.tablet.context.set_offline(True)
        self._write(f"Words {self.score.cases}")
        self._tap()
        if self.chance.random() < 0.5:
            self.tablet.context.set_offline(False)
            self.page.evaluate(BACK)
        self.page.wait_for_timeout(self.chance.uniform(0, LONGEST_MOMENT_MS))  # the moment is the case
        self.tablet.kill()
        self._open_again()

    def _write(self, words: str) -> None:
        field = self.page.get_by_label("Subjective").first
        field.fill(words)
        field.blur()
        until(lambda: self._only_here() > 0, "the pill to count it")
        self.words = words

    def _tap(self) -> None:
        first, then = ("Stop", "Start") if self.running else ("Start", "Stop")
        button = self.page.get_by_role("button", name=f"{first} 97112")
        expect(button).not_to_have_attribute("aria-disabled", "true")
        button.click()
        expect(self.page.get_by_role("button", name=f"{then} 97112")).to_be_visible()
        self.running = not self.running
        self.stretches += self.running

    def _only_here(self) -> int:
        found = re.search(r"(\d+) only on this tablet", sync_status(self.page).inner_text())
        return int(found[1]) if found else 0

    def _open_again(self) -> None:
        self.page = self.tablet.reopen()
        # Chromium writes cookies to disk every half minute only: with the old ones sending goes on.
        self.tablet.context.add_cookies(
            [{"name": name, "value": value, "url": self.server.url} for name, value in self.cookies]
        )
        self.page.goto(self.address)
        unlock(self.page)
        shown = "Stop 97112" if self.running else "Start 97112"
        if not self._appears(shown):
            self.score.lost.append(f"kill {self.score.cases}: no {shown!r}")
        found = self.page.get_by_label("Subjective").first.input_value()
        if found != self.words:
            self.score.lost.append(f"kill {self.score.cases}: {found!r} instead of {self.words!r}")

    def _appears(self, name: str) -> bool:
        try:
            expect(self.page.get_by_role("button", name=name)).to_be_visible(timeout=20_000)
        except AssertionError:
            return False
        return True

    def end(self) -> None:
        """Come online, drain, and look into the server's own tables."""
        self.page.evaluate(BACK)
        expect(sync_status(self.page)).to_contain_text("All saved on server", timeout=60_000)
        with sqlite3.connect(self.server.data / "kinesync.db") as database:
            visit_id = self.address.rpartition("/")[2]
            texts = database.execute("SELECT text FROM section WHERE visit_id = ?", (visit_id,)).fetchall()
            counted = database.execute(
                "SELECT count(*) FROM segment WHERE visit_id = ?", (visit_id,)
            ).fetchone()
        database.close()
        if texts != [(self.words,)]:
            self.score.lost.append(f"the server has {texts} instead of {self.words!r}")
        if counted[0] != self.stretches:
            findings = self.score.lost if counted[0] < self.stretches else self.score.doubled
            findings.append(f"the server has {counted[0]} stretches instead of {self.stretches}")


def run(tablet: Chromium, server: ServerProcess, kills: int, score: Score) -> None:
    """Kill the browser so many times."""
    bedside = Bedside(tablet, server, score)
    bedside.begin()
    for _ in range(kills):
        bedside.case()
        if score.found():
            return
    bedside.end()
