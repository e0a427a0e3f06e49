"""Three tablets of two clinicians, one server, and what happens between them.

Answers are lost, come late, twice or never; pages are lost in a crash; caseloads change; the server is
restored from a backup. At the end everything heals: all queues drain and every tablet holds its caseload.
"""

import copy
from pathlib import Path
from typing import Any, cast

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.accounts.operations import get_clinician
from server.db import db, transaction, utc_now
from server.feed import renew_epoch
from server.sync.scope import milliseconds, read_scope
from tests.server.sync.backups import Backups
from tests.server.sync.clinic import Clinic, gain, lose, make_clinic, new_id
from tests.server.sync.stored import query
from tests.server.sync.tablet import FlaskDoor, Json, Mutation, Tablet
from tests.server.visits.sending import note_of, signing
from tests.soak.model.client import Client
from tests.soak.model.truth import Truth, check_client, check_places, check_server

PARTS = ("pt", "pt", "pta")
SECTIONS = st.sampled_from(["subjective", "plan"])
WORDS = st.sampled_from(["a", "b", "c"])
TABLET = st.integers(0, len(PARTS) - 1)
FATE = st.sampled_from(["ok", "ok", "no request", "no answer", "late"])
MOST_ROUNDS = 12


class SyncMachine(RuleBasedStateMachine):
    """Set `app`, `folder` and `client_class` on a subclass."""

    app: Flask
    folder: Path
    client_class: type[Client] = Client

    @initialize()
    def begin(self) -> None:
        """Start with an empty database."""
        self.backups = Backups(self.app, self.folder)
        self.backups.restore()
        self.clinic: Clinic = make_clinic(self.app, parts=("pt", "pta"))
        self.clients = [self._tablet(part) for part in PARTS]
        self.made: list[list[Mutation]] = [[] for _ in PARTS]
        self.truth = Truth()
        self.saved: tuple[Truth, Path] | None = None
        self.late: list[tuple[int, list[Mutation], Json]] = []
        self.visits: list[str] = []  # in the order in which they were made: ids are random

    def _tablet(self, part: str) -> Client:
        tablet = Tablet(FlaskDoor(self.app.test_client())).sign_in(self.clinic.email(part))
        return self.client_class(tablet, part)

    def _make(self, who: int, mutation: Mutation) -> Mutation:
        self.made[who].append(mutation)
        if mutation["kind"] == "visit.start":
            self.visits.append(mutation["entity"])
        return self.clients[who].write(mutation)

    def _known_visits(self, who: int) -> list[str]:
        base = {id_ for entity, id_ in self.clients[who].tablet.base if entity == "visit"}
        own = {each["entity"] for each in self.clients[who].kept.outbox if each["kind"] == "visit.start"}
        return [visit_id for visit_id in self.visits if visit_id in base | own]

    def _one_visit(self, who: int, which: int) -> str | None:
        known = self._known_visits(who)
        return known[which % len(known)] if known else None

    def _start_of(self, who: int, visit_id: str) -> list[str]:
        own = (each for each in self.made[who] if each["kind"] == "visit.start")
        return [each["id"] for each in own if each["entity"] == visit_id]

    # -- what clinicians do

    @rule(who=TABLET, patient=st.integers(0, 1))
    def start_visit(self, who: int, patient: int) -> None:
        """Open a visit."""
        self._make(who, self.clients[who].tablet.start_visit(self.clinic.patients[patient]))

    @rule(who=TABLET, which=st.integers(0, 9), section=SECTIONS, text=WORDS)
    def edit(self, who: int, which: int, section: str, text: str) -> None:
        """Write a section over the words that its author sees."""
        visit_id = self._one_visit(who, which)
        if visit_id is not None:
            self._edit(who, visit_id, section, text)

    def _edit(self, who: int, visit_id: str, section: str, text: str) -> None:
        client = self.clients[who]
        seen = client.words(visit_id, section)
        needs = self._start_of(who, visit_id)
        self._make(who, client.tablet.edit(visit_id, section, text, seen, depends_on=needs))

    @rule(which=st.integers(0, 9), section=SECTIONS, text=WORDS, other=WORDS)
    def two_at_once(self, which: int, section: str, text: str, other: str) -> None:
        """Both clinicians see the same note and write the same section without a network."""
        if not self._known_visits(0):
            self.start_visit(0, which % 2)
        self.sync(0)
        self.sync(2)
        theirs = self._known_visits(2)
        shared = [visit_id for visit_id in self._known_visits(0) if visit_id in theirs]
        if shared:
            self._edit(0, shared[which % len(shared)], section, text)
            self._edit(2, shared[which % len(shared)], section, other)

    @rule(who=TABLET, which=st.integers(0, 9))
    def sign(self, who: int, which: int) -> None:
        """Sign what the server holds; by the time it arrives that may be something else."""
        visit_id = self._one_visit(who, which)
        if visit_id is None or not query(self.app, "SELECT 1 FROM visit WHERE id = :id", id=visit_id):
            return
        with self.app.app_context():
            session = db.session()
            signer = get_clinician(session, self.clinic.people[self.clients[who].part])
            data = signing(note_of(session, visit_id, signer))
        self._make(who, self.clients[who].tablet.mutation("visit.sign", visit_id, data))

    @rule(who=TABLET, which=st.integers(0, 9))
    def add_words(self, who: int, which: int) -> None:
        """Write an addendum; its words are its own."""
        visit_id = self._one_visit(who, which)
        if visit_id is not None:
            client = self.clients[who]
            needs = self._start_of(who, visit_id)
            self._make(who, client.tablet.addendum(visit_id, f"Words {new_id()}", depends_on=needs))

    @rule(who=TABLET)
    def write_nonsense(self, who: int) -> None:
        """Make a mutation that the server must refuse, and one that depends on it."""
        tablet = self.clients[who].tablet
        bad = self._make(who, tablet.mutation("visit.dance", new_id(), {}))
        needs = [bad["id"]]
        self._make(who, tablet.start_visit(self.clinic.patients[0], depends_on=needs))

    # -- what the network does

    @rule(
        who=TABLET,
        size=st.integers(1, 3),
        fate=st.sampled_from(["ok", "ok", "no request", "no answer", "late"]),
    )
    def push(self, who: int, size: int, fate: str) -> None:
        """Send the oldest; what becomes of request and answer is the network's business."""
        batch = self.clients[who].batch(size)
        if not batch or fate == "no request":
            return
        answer = self._send(who, batch)
        if fate == "ok":
            self.clients[who].answered(batch, answer)
        if fate == "late":
            self.late.append((who, batch, answer))

    def _send(self, who: int, batch: list[Mutation]) -> Json:
        status, answer = self.clients[who].tablet.send(copy.deepcopy(batch))
        assert status == 200, answer
        self.truth.take(batch, answer["verdicts"])
        return cast(Json, answer)

    @rule(who=TABLET)
    def refuse_unheard(self, who: int) -> None:
        """Something is refused, and the answer is lost: it goes again later."""
        self.write_nonsense(who)
        self._send(who, self.clients[who].batch(50))

    @rule(twice=st.booleans(), newest=st.booleans())
    def deliver(self, twice: bool, newest: bool) -> None:
        """An answer arrives late, perhaps twice."""
        if self.late:
            who, batch, answer = self.late.pop(-1 if newest else 0)
            for _ in range(1 + twice):
                if answer["epoch"] == self._epoch():  # one from before a restore dies with its connection
                    self.clients[who].answered(batch, answer)

    @rule(who=TABLET, limit=st.integers(1, 6), crash=st.booleans())
    def pull(self, who: int, limit: int, crash: bool) -> None:
        """Fetch a page; in a crash nothing of it is kept."""
        page = self.clients[who].fetch(limit)
        if not crash:
            self.clients[who].pulled(page)

    @rule(who=TABLET, patient=st.integers(0, 1))
    def crash_with_news(self, who: int, patient: int) -> None:
        """There is something to fetch, and the tablet dies with it in its hands."""
        self.start_visit(0, patient)
        self.sync(0)
        self.pull(who, 6, crash=True)

    @rule(who=TABLET)
    def sync(self, who: int) -> None:
        """The usual case: everything goes through."""
        client = self.clients[who]
        batch = client.batch(50)
        client.answered(batch, self._send(who, batch))
        while True:
            page = client.fetch(500)
            client.pulled(page)
            if not page["has_more"]:
                return

    # -- what operators do

    @rule(patient=st.integers(0, 1), on=st.booleans())
    def change_caseload(self, patient: int, on: bool) -> None:
        """The PTA gains or loses a patient."""
        (gain if on else lose)(self.app, self.clinic, "pta", self.clinic.patients[patient].patient_id)

    @rule(patient=st.integers(0, 1), regained=st.booleans())
    def leave_and_return(self, patient: int, regained: bool) -> None:
        """The PTA loses a patient who has a history by now, and perhaps gets the patient back."""
        self.start_visit(0, patient)
        self.sync(0)
        self.sync(2)
        self.change_caseload(patient, on=False)
        self.sync(2)
        if regained:
            self.change_caseload(patient, on=True)

    @rule(who=TABLET)
    def rebuild(self, who: int) -> None:
        """A new version of the app throws the base away."""
        self.clients[who].rebuild()

    @rule()
    def take_backup(self) -> None:
        """Keep a copy of the database."""
        folder = self.folder / "saved"
        folder.mkdir(exist_ok=True)
        Backups(self.app, folder).take()
        self.saved = (self.truth.copy(), folder)

    @rule(rare=st.integers(0, 3))
    def restore(self, rare: int) -> None:
        """Put the copy back as an operator does: with a new epoch."""
        if self.saved is not None and rare == 0:
            self._put_back()
            with self.app.app_context(), transaction() as session:
                renew_epoch(session, self.clinic.organization_id)

    @rule(who=st.sampled_from([0, 1]), patient=st.integers(0, 1))
    def restore_in_silence(self, who: int, patient: int) -> None:
        """The PT's work is acknowledged and pulled, the server is put back, and that tablet comes first."""
        self.take_backup()
        self.start_visit(who, patient)
        self.sync(who)
        self._put_back()
        self.sync(who)

    def _put_back(self) -> None:
        assert self.saved is not None
        truth, folder = self.saved
        Backups(self.app, folder).restore()
        self.truth, self.late = truth.copy(), []

    # -- what must hold

    @invariant()
    def nothing_is_lost(self) -> None:
        """At every moment."""
        check_server(self.app, self.truth)
        for client, made in zip(self.clients, self.made, strict=True):
            check_client(self.app, client, made)
            check_places(self.app, client)

    def teardown(self) -> None:
        """Heal, drain, compare."""
        if not hasattr(self, "late"):
            return
        self.late = []
        for _ in range(MOST_ROUNDS):
            before = self._standing()
            for who in range(len(PARTS)):
                self.sync(who)
            if self._standing() == before:
                break
        self.nothing_is_lost()
        for client in self.clients:
            self._check_drained(client)
            self._check_base(client)

    def _standing(self) -> list[object]:
        """Return what another sync may still move: a round that moves nothing is the last."""
        return [
            (
                client.tablet.epoch,
                [each["id"] for each in client.kept.outbox],
                {key: row["version"] for key, row in client.tablet.base.items()},
            )
            for client in self.clients
        ]

    def _check_drained(self, client: Client) -> None:
        stuck = set(client.kept.quarantine)
        for mutation in client.kept.outbox:
            waits = set(mutation["depends_on"]) & stuck
            assert waits, f"{mutation['kind']} never leaves the outbox"
            stuck.add(mutation["id"])

    def _check_base(self, client: Client) -> None:
        clinician_id = self.clinic.people[client.part]
        with self.app.app_context():
            at = milliseconds(utc_now())
            scope = read_scope(db.session(), self.clinic.organization_id, clinician_id, at)
        rows = query(self.app, "SELECT entity, entity_id, version, scope FROM change")
        expected = {(entity, id_): version for entity, id_, version, of in rows if of in scope.feeds()}
        held = {key: row["version"] for key, row in client.tablet.base.items()}
        assert held == expected, f"the {client.part}'s tablet does not hold its caseload"

    def _epoch(self) -> str:
        epoch: Any = query(self.app, "SELECT epoch FROM organization_clock")[0][0]
        return str(epoch)
