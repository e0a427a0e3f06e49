"""A bad network: requests and answers are cut, doubled, held up or answered by somebody else.

One driven tablet works through it, and sometimes loses its power in the middle of a sync. After each case
everything that it called stored is still somewhere; at the end all of it is on the server, once.
"""

import random
from pathlib import Path

from flask import Flask

from tests.server.sync.clinic import PASSWORD, Clinic, make_clinic
from tests.soak.book import Book, check_ledger, check_once
from tests.soak.node import Fault, NodeTablet, tablets
from tests.soak.proxy import FAULTS, Proxy, between
from tests.soak.score import Score
from tests.soak.serving import Served, served

SECTIONS = ("subjective", "objective", "assessment", "plan")
QUICK = tuple(fault for fault in FAULTS if fault != "slow")  # each slow one costs two seconds
MOST_COMMITS = 8
MOST_SYNCS = 30  # on a busy machine one may take longer than the tablet waits


class Network:
    """A tablet, a proxy and a server, and what is done to them."""

    def __init__(
        self, server: Served, proxy: Proxy, tablet: NodeTablet, clinic: Clinic, score: Score
    ) -> None:
        self.server, self.proxy, self.tablet, self.clinic, self.score = server, proxy, tablet, clinic, score
        self.chance = random.Random(score.seed)
        self.book = Book()

    def begin(self) -> None:
        """Enrol the tablet and fetch its caseload."""
        self.tablet.begin(self.proxy.url, self.clinic.email("pt"), PASSWORD)
        self.tablet.sync()

    def case(self, number: int) -> None:
        """Work, meet some faults, look whether everything is there."""
        self.score.cases += 1
        self._work(number)
        fault = FAULTS[number % len(FAULTS)]  # each in turn; what comes beside it is chance
        further = self.chance.choices(QUICK, k=self.chance.randrange(3))
        self.proxy.faults.extend([fault, *further])
        dies = self.chance.random() < 0.3
        if dies:
            self.tablet.die_after(self.chance.randrange(MOST_COMMITS))
        for _ in range(1 + len(further)):
            self.tablet.sync()
        self.proxy.faults.clear()
        if dies:
            self.tablet.restart()
        self._look()

    def heal(self) -> None:
        """No more faults: drain, and compare everything."""
        for _ in range(MOST_SYNCS):
            self.tablet.sync()
            if not self.tablet.look()["outbox"]:
                break
        else:
            self.score.wrong.append("the outbox never drains")
        self._look()
        self.book.check_server(self.server.app, self.score)
        check_once(self.server.app, [self.book], self.score)
        for each in self.tablet.look()["quarantine"]:
            if each["mutation"]["data"].get("text") not in self.book.refused:
                self.score.wrong.append(f"refused without need: {each}")

    def _work(self, number: int) -> None:
        treated = self.chance.choice(self.clinic.patients)
        fresh = not self.book.visits or self.chance.random() < 0.3
        visit_id = self.book.visit(self.tablet, treated.episode_id) if fresh else None
        visit_id = visit_id or self.chance.choice(self.book.visits)
        self.book.edit(self.tablet, visit_id, self.chance.choice(SECTIONS), f"words {number}")
        if self.chance.random() < 0.4:
            self.book.treat(self.tablet, visit_id)
        if self.chance.random() < 0.1:
            self.book.be_refused(self.tablet, visit_id, f"refused {number}")

    def _look(self) -> None:
        self.server.settle()
        seen = self.tablet.look()
        self.book.check_tablet(seen, self.score)
        check_ledger(self.server.app, seen, self.score)


def run(app: Flask, program: Path, count: int, score: Score) -> None:
    """Run so many cases on a practice of their own."""
    clinic = make_clinic(app, parts=("pt",))
    with served(app) as server, between(server.url) as proxy, tablets(program, 1) as (tablet,):
        network = Network(server, proxy, tablet, clinic, score)
        network.begin()
        try:
            for number in range(count):
                network.case(number)
                if score.found():
                    return
            network.heal()
        except Fault as fault:
            score.wrong.append(f"the tablet said {fault.kind}")
