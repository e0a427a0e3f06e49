"""Three tablets of two clinicians on the same notes, one server, and everything that can happen between.

The tablets run the app's own code, the server is the real one. Each case is one walk from an empty practice:
steps drawn by its seed, then everything heals, and all that anybody was told was stored is accounted for.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from server.config import config_of
from server.db import db, transaction, utc_now
from server.feed import clock_of, mark_backup, renew_epoch
from server.sync.models import Quarantined
from server.sync.quarantine.kept import CONFLICT, open_body
from server.sync.scope import milliseconds, read_scope
from tests.server.sync.backups import Backups
from tests.server.sync.clinic import PASSWORD, Clinic, gain, lose, make_clinic
from tests.server.sync.stored import query
from tests.soak.model.acknowledged import Truth, check_server
from tests.soak.model.holding import MISTAKES, Holding, check_times, check_words
from tests.soak.model.watched import Watched
from tests.soak.node import Fault, Json, NodeTablet
from tests.soak.proxy import Proxy
from tests.soak.score import Score
from tests.soak.serving import Served

PARTS = ("pt", "pt", "pta")
PTA = 2
SECTIONS = ("subjective", "plan")
QUICK = (
    "cut before",
    "cut half request",
    "cut during",
    "cut after",
    "cut half answer",
    "duplicate",
    "portal",
)
JUMPS_MINUTES = (2, -2, 60, -60, 1440, -1440)
CHOICES = ("mine", "theirs", "both", "without")
MOST_COMMITS = 6
MOST_ROUNDS = 20


class Walk:
    """One case; `steps` tells what was done, for whoever must understand a finding."""

    def __init__(
        self,
        app: Flask,
        folder: Path,
        server: Served,
        proxies: list[Proxy],
        tablets: list[NodeTablet],
        seed: int,
        score: Score,
    ) -> None:
        self.app, self.folder, self.server = app, folder, server
        self.proxies, self.tablets, self.score = proxies, tablets, score
        self.chance = random.Random(seed)
        self.holdings = [Holding() for _ in PARTS]
        self.truth = Truth()
        self.steps: list[str] = []
        self.parts: dict[str, str] = {}
        self.words = 0
        self.visits: list[str] = []
        self.ahead = [0 for _ in PARTS]
        self.saved: Truth | None = None

    def begin(self) -> None:
        """Start with an empty practice and three empty tablets."""
        Backups(self.app, self.folder / "empty").restore()
        self.clinic: Clinic = make_clinic(self.app, parts=("pt", "pta"))
        self.watched = Watched(self.app, self._take)
        self.server.answering = self.watched
        for tablet, proxy, part in zip(self.tablets, self.proxies, PARTS, strict=True):
            proxy.faults.clear()
            self.parts[tablet.begin(proxy.url, self.clinic.email(part), PASSWORD)] = part
            tablet.sync()
        for who in (0, PTA):
            self._visit(who)

    def _take(self, device_id: str, batch: list[Json], verdicts: list[Json]) -> None:
        self.truth.take(self.parts[device_id], batch, verdicts)

    def go(self, count: int) -> None:
        """Take so many steps, looking after each."""
        ways: list[tuple[Callable[[int], None], int]] = [
            (self._visit, 3), (self._edit, 10), (self._measure, 4), (self._treat, 3), (self._add_words, 2),
            (self._sign, 3), (self._refused, 2), (self._two_at_once, 5), (self._sync, 9), (self._bad_sync, 5),
            (self._die, 4), (self._full, 2), (self._decide, 4), (self._set_clock, 1), (self._rebuild, 1),
            (self._caseload, 2), (self._back_up, 2), (self._restore, 1), (self._restore_in_silence, 1),
        ]  # fmt: skip
        for _ in range(count):
            way = self.chance.choices([each for each, _ in ways], [weight for _, weight in ways])[0]
            who = self.chance.randrange(len(PARTS))
            self.steps.append(f"{way.__name__.strip('_')} {who}")
            way(who)
            self._look()
            if self.score.found():
                return

    # -- what clinicians do

    def _try(self, who: int, what: str, **given: object) -> bool:
        """Do something at a tablet; False when it said that nothing was stored."""
        try:
            self.tablets[who].do(what, **given)
        except Fault:
            return False
        return True

    def _one_visit(self, who: int) -> str | None:
        seen = {each["id"] for each in self.tablets[who].look()["visits"]}
        known = [visit_id for visit_id in self.visits if visit_id in seen]
        return self.chance.choice(known) if known else None

    def _visit(self, who: int) -> None:
        treated = self.chance.choice(self.clinic.patients)
        try:
            visit_id = self.tablets[who].do("visit", episode=treated.episode_id)
        except Fault:
            return
        if visit_id is not None:
            self.visits.append(visit_id)

    def _edit(self, who: int, visit_id: str | None = None, section: str | None = None) -> None:
        visit_id = visit_id or self._one_visit(who)
        if visit_id is None:
            return
        section = section or self.chance.choice(SECTIONS)
        self.words += 1
        words, holding = f"words {self.words} of {who}.", self.holdings[who]
        over = self._unsent(who, visit_id, section)
        if self._try(who, "edit", visit=visit_id, section=section, words=words):
            holding.texts[words] = (visit_id, section)
            holding.let_go.update(over)

    def _unsent(self, who: int, visit_id: str, section: str) -> set[str]:
        """Return own words that wait there: whoever writes now has them before their eyes."""
        waiting = (each for each in self.tablets[who].look()["outbox"] if each["kind"] == "section.edit")
        place = (visit_id, section)
        return {
            each["data"]["text"] for each in waiting if (each["entity"], each["data"]["section"]) == place
        }

    def _two_at_once(self, who: int) -> None:
        """Both clinicians see a note, and write in the same place without a network."""
        for each in (0, PTA):
            self.tablets[each].sync()
        visit_id = self._one_visit(PTA)
        if visit_id is None:
            return
        section = self.chance.choice(SECTIONS)
        for each in (0, PTA):
            if self.chance.random() < 0.3:
                self._measure(each, visit_id)
            else:
                self._edit(each, visit_id, section)

    def _measure(self, who: int, visit_id: str | None = None) -> None:
        visit_id = visit_id or self._one_visit(who)
        if visit_id is not None:
            self._try(who, "measure", visit=visit_id, value=self.chance.randrange(57))

    def _treat(self, who: int) -> None:
        visit_id = self._one_visit(who)
        if visit_id is None or self.tablets[who].look()["running"]:
            return
        if not self._try(who, "start", visit=visit_id, code="97112"):
            return
        running, holding = self.tablets[who].look()["running"], self.holdings[who]
        holding.begun.add(running)
        if self._try(who, "stop"):
            there = {each["id"]: each for each in self.tablets[who].look()["segments"]}
            if running not in there:
                self.score.lost.append(f"stretch {running}, stored a moment ago")
                return
            holding.times[running] = (there[running]["started_at"], there[running]["ended_at"])

    def _add_words(self, who: int) -> None:
        visit_id = self._one_visit(who)
        self.words += 1
        words = f"added {self.words} of {who}."
        if visit_id is not None and self._try(who, "addendum", visit=visit_id, words=words):
            self.holdings[who].texts[words] = (visit_id, "addendum")

    def _sign(self, who: int) -> None:
        visit_id = self._one_visit(who)
        if visit_id is not None:
            self._try(who, "sign", visit=visit_id)

    def _refused(self, who: int) -> None:
        """The PTA begins a visit with words in it, for a patient who had left the caseload."""
        treated = self.clinic.patients[0]
        try:
            visit_id = self.tablets[PTA].do("visit", episode=treated.episode_id)
        except Fault:
            return
        if visit_id is not None:
            self.visits.append(visit_id)
            self._edit(PTA, visit_id)
            long_ago = datetime.now(UTC) - timedelta(days=3)
            lose(self.app, self.clinic, "pta", treated.patient_id, until=long_ago)
            self.tablets[PTA].sync()

    def _decide(self, who: int) -> None:
        waiting = self.tablets[who].look()["quarantine"]
        if waiting:
            self._decide_one(who, self.chance.choice(waiting), self.chance.choice((*CHOICES, "again")))

    def _decide_one(self, who: int, one: Json, choice: str) -> None:
        mutation, because = one["mutation"], one["because"]
        if because.get("type", "").removeprefix("/problems/") in MISTAKES:
            self.score.wrong.append(f"refused for a mistake of the tablet: {because} {mutation}")
        gone = because["verdict"] == "rejected" and choice != "again"
        if self._try(who, "decide", n=mutation["n"], choice=choice) and gone:
            self.holdings[who].let_go.add(str(mutation["data"].get("text")))
            self.holdings[who].done_without.add(mutation["entity"])

    # -- what network, power and disk do

    def _sync(self, who: int) -> None:
        self.tablets[who].sync()

    def _bad_sync(self, who: int) -> None:
        faults = self.chance.choices(QUICK, k=1 + self.chance.randrange(2))
        self.steps[-1] += f" {faults}"
        self.proxies[who].faults.extend(faults)
        self.tablets[who].sync()
        self.proxies[who].faults.clear()

    def _die(self, who: int) -> None:
        """The power goes at any commit of work or sync; the disk has what was complete."""
        self.tablets[who].die_after(self.chance.randrange(MOST_COMMITS))
        (self._edit if self.chance.random() < 0.5 else self._treat)(who)
        self.tablets[who].sync()
        self.server.settle()
        self.tablets[who].restart()

    def _full(self, who: int) -> None:
        self.tablets[who].do("fillDiskAt", commit=self.chance.randrange(MOST_COMMITS))
        self._edit(who)
        self._edit(who)
        self.tablets[who].sync()
        self.tablets[who].do("revive")

    def _set_clock(self, who: int) -> None:
        minutes = self.chance.choice(JUMPS_MINUTES)
        self.ahead[who] += minutes
        self.tablets[who].do("setClock", ms=minutes * 60_000)

    def _rebuild(self, who: int) -> None:
        self.tablets[who].do("rebuild")

    # -- what operators do

    def _caseload(self, who: int) -> None:
        change = self.chance.choice((gain, lose))
        change(self.app, self.clinic, "pta", self.chance.choice(self.clinic.patients).patient_id)

    def _back_up(self, who: int) -> None:
        """Copy the database, and say so: from then on tablets may let go of what is in the copy."""
        self.server.settle()
        with self.app.app_context():
            clock = clock_of(db.session(), self.clinic.organization_id)
        Backups(self.app, self.folder / "saved").take()
        self.saved = self.truth.copy()
        with self.app.app_context(), transaction() as session:
            safe = [(self.clinic.organization_id, clock.epoch, clock.seq)]
            mark_backup(session, safe, utc_now())

    def _restore(self, who: int) -> None:
        if self.saved is not None:
            self._put_back()
            with self.app.app_context(), transaction() as session:
                renew_epoch(session, self.clinic.organization_id)

    def _restore_in_silence(self, who: int) -> None:
        """Work is acknowledged and pulled, the server is put back untold, and that tablet comes first."""
        self._back_up(who)
        self._visit(who)
        self.tablets[who].sync()
        self._put_back()
        self.tablets[who].sync()

    def _put_back(self) -> None:
        assert self.saved is not None
        self.server.settle()
        Backups(self.app, self.folder / "saved").restore()
        self.truth = self.saved.copy()

    # -- what must hold

    def _look(self) -> None:
        self.server.settle()
        self.score.wrong += self.watched.faults
        try:
            check_server(self.app, self.truth)
        except AssertionError as fault:
            self.score.wrong.append(str(fault).splitlines()[0])
        for tablet, holding in zip(self.tablets, self.holdings, strict=True):
            seen = tablet.look()
            holding.look(seen)
            holding.check(self.app, seen, self.truth, self.saved, self.score)
            if seen["unreadable"]:
                self.score.lost.append("something stored can no longer be read")

    def heal(self) -> None:
        """Set the clocks right, start anew, sync and decide until nothing moves; then compare everything."""
        for tablet, minutes in zip(self.tablets, self.ahead, strict=True):
            tablet.do("setClock", ms=-minutes * 60_000)
            tablet.restart()  # from here on only what is on the disk counts
        for _ in range(MOST_ROUNDS):
            if not self._round():
                break
        else:
            left = [tablet.look() for tablet in self.tablets]
            kinds = [[each["kind"] for each in seen["outbox"]] for seen in left]
            self.score.wrong.append(f"it never comes to rest: {kinds} {[each['status'] for each in left]}")
        self._look()
        check_words(self.app, self.holdings, self.truth, self._copies(), self.score)
        check_times(self.app, self.holdings, self.score)
        for tablet, part in zip(self.tablets, PARTS, strict=True):
            self._check_base(tablet, part)

    def _round(self) -> bool:
        """Sync every tablet and decide what waits; tell whether another round is needed."""
        moved = False
        for who, tablet in enumerate(self.tablets):
            tablet.sync()
            for one in tablet.look()["quarantine"]:
                self._decide_one(who, one, self.chance.choice(CHOICES))
                moved = True
        return moved or any(tablet.look()["outbox"] for tablet in self.tablets) or not self._settled()

    def _settled(self) -> bool:
        epoch = query(self.app, "SELECT epoch FROM organization_clock")[0][0]
        return all(tablet.look()["epoch"] == epoch for tablet in self.tablets)

    def _copies(self) -> set[str]:
        """Return what the server keeps of what it refused; what met others belongs into the history."""
        secret = config_of(self.app).secret
        with self.app.app_context():
            rows = [row for row in db.session().query(Quarantined) if row.reason != CONFLICT]
            return {str(open_body(row, secret)) for row in rows}

    def _check_base(self, tablet: NodeTablet, part: str) -> None:
        """A tablet holds its caseload, in its newest versions, and nothing else."""
        tablet.sync()
        clinician_id = self.clinic.people[part]
        with self.app.app_context():
            at = milliseconds(utc_now())
            scope = read_scope(db.session(), self.clinic.organization_id, clinician_id, at)
        rows = query(self.app, "SELECT entity, entity_id, version, scope FROM change WHERE NOT deleted")
        expected = {(entity, id_): version for entity, id_, version, of in rows if of in scope.feeds()}
        held = {(entity, id_): version for entity, id_, version in tablet.do("held")}
        if held != expected:
            much, little = held.items() - expected.items(), expected.items() - held.items()
            differ = f"too much {sorted(much)[:3]}, too little {sorted(little)[:3]}"
            self.score.wrong.append(f"the {part}'s tablet does not hold its caseload: {differ}")
