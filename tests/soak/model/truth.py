"""What must hold, checked against the server's own tables."""

from dataclasses import dataclass, field

from flask import Flask

from server.db import sha256_hex
from tests.server.sync.stored import query
from tests.server.sync.tablet import Json, Mutation
from tests.soak.model.client import Client

Place = tuple[str, str]


@dataclass
class Truth:
    """What the server has acknowledged so far; goes back with it when it is restored."""

    texts: dict[Place, str] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    signed: dict[str, dict[str, str]] = field(default_factory=dict)

    def copy(self) -> "Truth":
        """Return what a backup holds."""
        return Truth(dict(self.texts), set(self.applied), {id_: dict(at) for id_, at in self.signed.items()})

    def take(self, batch: list[Mutation], verdicts: list[Json]) -> None:
        """Follow a batch, verdict by verdict."""
        for mutation, verdict in zip(batch, verdicts, strict=True):
            if verdict["verdict"] != "applied":
                continue
            assert mutation["id"] not in self.applied, "a mutation was applied twice"
            assert set(mutation["depends_on"]) <= self.applied, "applied before what it depends on"
            self.applied.add(mutation["id"])
            if mutation["kind"] == "section.edit":
                self._edit(mutation)

    def _edit(self, mutation: Mutation) -> None:
        data = mutation["data"]
        place = mutation["entity"], data["section"]
        stored = self.texts.get(place)
        if stored is not None and stored != data["text"]:
            assert data["base_hash"] == sha256_hex(stored), "words were replaced that their author never saw"
        self.texts[place] = data["text"]


def check_server(app: Flask, truth: Truth) -> None:
    """The tables hold what was acknowledged, and what is signed stays as it was signed."""
    rows = query(app, "SELECT visit_id, section, text FROM section")
    texts = {(visit_id, section): text for visit_id, section, text in rows}
    assert texts == truth.texts, "what was acknowledged is not what is stored"
    ledger = query(app, "SELECT id FROM applied_mutation WHERE verdict LIKE '%\"applied\"%'")
    assert {id_ for (id_,) in ledger} == truth.applied, "the ledger does not hold what was acknowledged"
    words = query(app, "SELECT text FROM addendum")
    assert len(words) == len(set(words)), "an addendum is there twice"
    _check_signed(app, truth, texts)


def _check_signed(app: Flask, truth: Truth, texts: dict[Place, str]) -> None:
    signed = {id_ for (id_,) in query(app, "SELECT id FROM visit WHERE status = 'signed'")}
    for visit_id in signed:
        now = {section: text for (visit, section), text in texts.items() if visit == visit_id}
        assert truth.signed.setdefault(visit_id, now) == now, "a signed note changed"
    for visit_id in set(truth.signed) - signed:
        del truth.signed[visit_id]  # a colleague's signature reopened it


def check_client(app: Flask, client: Client, made: list[Mutation]) -> None:
    """Nothing a clinician recorded is gone, and the tablet believes what the server says."""
    for mutation in made:
        assert client.holds(mutation["id"]), "a mutation is gone"
    epoch = query(app, "SELECT epoch FROM organization_clock")[0][0]
    if client.tablet.epoch not in (None, epoch):
        return  # it has yet to learn of the restore
    for mutation in client.kept.outbox:
        if mutation["id"] in client.kept.again:
            continue
        assert mutation["n"] > client.kept.acked_n, "a number counts as arrived whose mutation still waits"


def check_places(app: Flask, client: Client) -> None:
    """Each mutation lies where its verdict puts it, once the tablet has learnt of every restore."""
    if client.tablet.epoch != query(app, "SELECT epoch FROM organization_clock")[0][0]:
        return
    rows = query(app, "SELECT id, verdict FROM applied_mutation")
    verdicts = dict(rows)
    for id_ in client.kept.sent:
        assert '"verdict":"applied"' in verdicts.get(id_, ""), "acknowledged, but not stored"
    copies = {id_ for (id_,) in query(app, "SELECT mutation_id FROM quarantined")}
    for id_, (_, verdict) in client.kept.quarantine.items():
        assert f'"verdict":"{verdict["verdict"]}"' in verdicts.get(id_, ""), "refused, but taken"
        if verdict["verdict"] == "rejected":
            assert id_ in copies, "the server kept no copy of what it refused"
