"""The app is updated, put back and half downloaded under the hands of a therapist.

Each case brings another build onto the server while a clock runs (open, or behind the lock) or something
typed is not stored. Until the new one is here whole, the tablet stays with the one it has, also with nobody
answering. Once nothing runs it comes up by itself, and the one before is kept beside it.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin_day, clock_seconds, open_visit, sync_status, unlock
from tests.e2e.waiting import until
from tests.soak.builds import Build, Deployment, build
from tests.soak.kept import kept_builds, stored_drafts, update_waits
from tests.soak.proxy import DIES, Proxy, between
from tests.soak.score import Score
from tests.sources import ROOT

SITUATIONS = ("clock", "behind the lock", "draft")
BROKEN = ("truncated", "poisoned", "missing", "cut")
CHANGES = ("update", "back", *BROKEN, "abandoned")
CELLS = list(product(CHANGES, SITUATIONS))
CODE = "97112"
LONG = 90_000  # the page looks for a version that waits at least each minute


@dataclass
class Updates:
    """One therapist with one visit, on a tablet whose app changes all the time."""

    tablet: Chromium
    server: ServerProcess
    proxy: Proxy
    deployment: Deployment
    builds: list[Build]
    score: Score
    stretches: int = 0
    words: str = ""
    page: Page = field(init=False)
    now: Build = field(init=False)
    before: Build | None = None

    def begin(self) -> None:
        """Enrol with the first build, open the visit."""
        self.now = self.builds[0]
        self.page = self.tablet.page
        self.page.goto(self.proxy.url)
        begin_day(self.page)
        open_visit(self.page)
        self.address = self.page.url

    def case(self, change: str, situation: str) -> None:
        """Bring a build, whole or not, while somebody works; then whole, once nobody does."""
        self.score.cases += 1
        self.name = f"{change}, {situation}"
        coming = self._coming(change)
        self._work(situation)
        self.page.evaluate("() => { window.same = true; }")
        breaks = change in BROKEN or change == "abandoned"
        self._bring(coming, change)
        self._expect(update_waits(self.page) != breaks, "an update waits exactly if all of it is here")
        self._unmoved(situation)
        self._dead(breaks, situation, coming)
        if breaks:
            coming = self._mend(coming, change)
        self._finish(situation)
        self._comes_up(coming)

    def _coming(self, change: str) -> Build:
        """Return a build that is not on the tablet; the one that is, for going back."""
        if change == "back" and self.before is not None:
            return self.before
        return next(each for each in self.builds if each not in (self.now, self.before))

    def _work(self, situation: str) -> None:
        self.words = f"Words {self.score.cases}"
        self._plan().fill(self.words)
        if situation == "draft":
            until(lambda: stored_drafts(self.page), "the draft on disk")
            return
        self._plan().blur()
        self.page.get_by_role("button", name=f"Start {CODE}").click()
        expect(self._stop()).to_be_visible()
        self.stretches += 1
        if situation == "behind the lock":
            self.page.reload()
            expect(self.page.get_by_role("timer")).to_be_visible()

    def _bring(self, coming: Build, change: str) -> None:
        self.deployment.put(coming)
        changed = coming.only_here(self.now)
        middle = changed[len(changed) // 2]
        if change == "cut":
            self.proxy.at = middle
            self.proxy.faults.append(DIES)
        elif change in ("truncated", "poisoned", "missing"):
            self.deployment.break_file(middle, change)
        elif change == "abandoned":
            self.deployment.break_file(middle, "missing")

    def _mend(self, coming: Build, change: str) -> Build:
        """Finish the deployment; an abandoned one is taken back, and a third build brought instead."""
        self.proxy.dead = False
        if change == "abandoned":
            others = (each for each in self.builds if each not in (self.now, coming))
            coming = next(others)
        self.deployment.put(coming)
        self._expect(update_waits(self.page), "a whole update waits")
        return coming

    def _unmoved(self, situation: str) -> None:
        """Nothing has changed under anybody's hands, and the clock goes on."""
        self._expect(self.page.evaluate("() => window.same === true"), "the page stays")
        if situation == "draft":
            self._expect(self._plan().input_value() == self.words, "what is typed stays")
        else:
            shown = clock_seconds(self.page)
            until(lambda: clock_seconds(self.page) > shown, "the clock to go on")

    def _dead(self, breaks: bool, situation: str, coming: Build) -> None:
        """With nobody answering it opens from a whole build; a stored draft holds up no new one."""
        self.proxy.dead = True
        self.page.goto(self.address)
        self._runs(coming if situation == "draft" and not breaks else self.now)
        if situation != "draft":
            expect(self.page.get_by_role("timer")).to_be_visible()
        unlock(self.page)
        if situation == "draft":
            expect(self._plan()).to_have_value(self.words)
        else:
            expect(self._stop()).to_be_visible()

    def _finish(self, situation: str) -> None:
        """Let nothing run and nothing be unsaved."""
        self.proxy.dead = False
        self.page.evaluate("() => dispatchEvent(new Event('online'))")
        if situation == "draft":
            self._plan().focus()
            self._plan().blur()
        else:
            self._stop().click()
            expect(self.page.get_by_role("button", name=f"Start {CODE}")).to_be_visible()
        until(self._has_all, "the words and the stretches on the server")
        expect(sync_status(self.page)).to_contain_text("All saved on server", timeout=60_000)
        self.page.goto(self.address)

    def _comes_up(self, coming: Build) -> None:
        """Behind the lock the new build takes over by itself, and opens with nobody answering."""
        self._runs(coming)
        self.before, self.now = self.now, coming
        self.proxy.dead = True
        self.page.goto(self.address)
        self._runs(coming)
        kept = kept_builds(self.page)
        wanted = [self.before.files, self.now.files]
        both = len(kept) == len(wanted) and all(files in kept for files in wanted)
        self._expect(both, "two whole builds are kept")
        self.proxy.dead = False
        unlock(self.page)
        self._expect(self._plan().input_value() == self.words, "the words are there")

    def _runs(self, build: Build) -> None:
        """The page is this build's, and shows something to do."""
        script = self.page.locator('script[type="module"]').first
        expect(script).to_have_attribute("src", build.entry, timeout=LONG)
        expect(self.page.get_by_role("button", name="Unlock")).to_be_visible()

    def _has_all(self) -> bool:
        with closing(
            sqlite3.connect(f"file:{self.server.data / 'kinesync.db'}?mode=ro", uri=True)
        ) as database:
            visit = (self.address.rpartition("/")[2],)
            texts = database.execute("SELECT text FROM section WHERE visit_id = ?", visit).fetchall()
            ended = "SELECT count(*) FROM segment WHERE visit_id = ? AND ended_at IS NOT NULL"
            stretches: list[Any] = database.execute(ended, visit).fetchall()
        return texts == [(self.words,)] and stretches == [(self.stretches,)]

    def _expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.score.wrong.append(f"{self.name}: {what}")

    def _plan(self) -> Locator:
        return self.page.get_by_role("textbox", name="Plan", exact=True)

    def _stop(self) -> Locator:
        return self.page.get_by_role("button", name=f"Stop {CODE}")


def run(
    tablet: Chromium, data: Path, folder: Path, count: int, cells: list[tuple[str, str]], score: Score
) -> None:
    """Run the cells one after the other on one tablet, with so many builds; `data` is copied."""
    server = ServerProcess(shutil.copytree(data, folder / "data"))
    deployment = Deployment(server, folder / "site")
    builds = [Build(ROOT / "pwa" / "dist")]
    builds += [build(folder / f"build {number}", f"0.0.{number}") for number in range(1, count)]
    with between(server.url) as proxy:
        server.env["KINESYNC_ORIGIN"] = proxy.url
        deployment.put(builds[0])
        try:
            server.start()
            updates = Updates(tablet, server, proxy, deployment, builds, score)
            updates.begin()
            for change, situation in cells:
                updates.case(change, situation)
                if score.found():
                    return
        finally:
            server.kill()
