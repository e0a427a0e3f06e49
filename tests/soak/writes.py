"""Faults at every write of a walk: at the k-th commit the disk is full, or the tablet loses its power.

A step that the tablet refused was not called stored; the screen said so. Everything that was called stored
must be there after the next start, and reach the server once.
"""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.server.sync.clinic import PASSWORD, Clinic, make_clinic
from tests.soak.book import Book, check_ledger
from tests.soak.node import Fault, NodeTablet, tablets
from tests.soak.score import Score
from tests.soak.serving import Served, served

MOST_SYNCS = 10  # on a busy machine one may take longer than the tablet waits


class EagerBook(Book):
    """A screen that says stored before the disk does: the fault that this campaign must find."""

    def edit(self, tablet: NodeTablet, visit_id: str, section: str, words: str) -> None:
        """Call the words stored, then store them."""
        self.words[visit_id, section] = words
        super().edit(tablet, visit_id, section, words)


class Walk:
    """One walk at an empty tablet, in which the disk fails once."""

    def __init__(self, server: Served, tablet: NodeTablet, clinic: Clinic, score: Score, book: Book) -> None:
        self.server, self.tablet, self.clinic, self.score, self.book = server, tablet, clinic, score, book
        self.refused: list[str] = []

    def begin(self) -> None:
        """Enrol, fetch the caseload, begin a visit."""
        self.tablet.begin(self.server.url, self.clinic.email("pt"), PASSWORD)
        self.tablet.sync()
        self.visit_id = self.book.visit(self.tablet, self.clinic.patients[0].episode_id) or ""

    def go(self) -> None:
        """Write, time, sync, write over it, time again, sync."""
        for number in (1, 2):
            self._try(self.book.edit, "plan", f"words {number}")
            self._try(self.book.treat)
            self._try(self.book.edit, "plan", f"more {number}")
            self.tablet.sync()

    def _try(self, act: Callable[..., None], *given: str) -> None:
        try:
            act(self.tablet, self.visit_id, *given)
        except Fault as fault:
            self.refused.append(fault.kind)

    def check(self) -> None:
        """Start again; all is there; sync; all is on the server."""
        self.tablet.restart()
        self.book.check_tablet(self.tablet.look(), self.score)
        for _ in range(MOST_SYNCS):
            self.tablet.sync()
            if not self.tablet.look()["outbox"]:
                break
        seen = self.tablet.look()
        self.book.check_tablet(seen, self.score)
        check_ledger(self.server.app, seen, self.score)
        self.book.check_server(self.server.app, self.score)
        if seen["outbox"] or seen["quarantine"] or seen["unreadable"]:
            self.score.wrong.append(f"left over: {seen['outbox']} {seen['quarantine']} {seen['unreadable']}")


def commits_of_a_walk(app: Flask, program: Path) -> int:
    """Return how many writes a walk makes when nothing fails."""
    clinic = make_clinic(app, parts=("pt",))
    with served(app) as server, tablets(program, 1) as (tablet,):
        walk = Walk(server, tablet, clinic, Score("", 0), Book())
        walk.begin()
        tablet.do("fillDiskAt", commit=10**6)
        walk.go()
        return int(tablet.do("revive"))


def run(app: Flask, program: Path, fault: str, places: range, score: Score, book: type[Book] = Book) -> None:
    """Let a write fail at each of the places; `fault` is `fillDiskAt` or `dieAfter`."""
    clinic = make_clinic(app, parts=("pt",))
    with served(app) as server, tablets(program, 1) as (tablet,):
        for place in places:
            score.cases += 1
            walk = Walk(server, tablet, clinic, score, book())
            walk.begin()
            tablet.do(fault, **{"commit" if fault == "fillDiskAt" else "commits": place})
            walk.go()
            walk.check()
            if score.found():
                score.wrong.append(f"{fault} at write {place}")
                return
