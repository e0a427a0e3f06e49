"""What the server has acknowledged so far, and that its own tables hold exactly that."""

from dataclasses import dataclass, field

from flask import Flask

from server.db import sha256_hex
from tests.server.sync.stored import query
from tests.soak.node import Json

Place = tuple[str, str]


@dataclass
class Truth:
    """Follows the verdicts; goes back with the server when that is restored."""

    texts: dict[Place, str] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    """Words that stood in a section or an addendum at some time."""
    values: dict[str, int] = field(default_factory=dict)
    versions: dict[str, tuple[int, str]] = field(default_factory=dict)
    stretches: set[str] = field(default_factory=set)
    signed: dict[str, dict[str, str]] = field(default_factory=dict)

    def copy(self) -> "Truth":
        """Return what a backup holds."""
        return Truth(
            dict(self.texts),
            set(self.applied),
            set(self.said),
            dict(self.values),
            dict(self.versions),
            set(self.stretches),
            {id_: dict(at) for id_, at in self.signed.items()},
        )

    def take(self, author: str, batch: list[Json], verdicts: list[Json]) -> None:
        """Follow a batch of somebody, verdict by verdict."""
        for mutation, verdict in zip(batch, verdicts, strict=True):
            if verdict["verdict"] != "applied":
                continue
            assert mutation["id"] not in self.applied, "a mutation was applied twice"
            assert set(mutation["depends_on"]) <= self.applied, "applied before what it depends on"
            self.applied.add(mutation["id"])
            self._follow(author, mutation, verdict)

    def _follow(self, author: str, mutation: Json, verdict: Json) -> None:
        kind, data = mutation["kind"], mutation["data"]
        if kind == "section.edit":
            self._edit(mutation)
        elif kind == "addendum.add":
            self.said.add(data["text"])
        elif kind == "measure.record":
            self._record(author, mutation, verdict["version"])
        elif kind == "segment.start":
            self.stretches.add(mutation["entity"])

    def _record(self, author: str, mutation: Json, version: int) -> None:
        """Follow a value. Over one's own it may go unseen, as from another tablet of the same clinician."""
        id_, value = mutation["entity"], mutation["data"]["value"]
        stands, whose = self.versions.get(id_, (0, author))
        unseen = mutation["base_version"] < stands and whose != author
        assert not unseen or self.values[id_] == value, "a value was replaced that its author never saw"
        self.values[id_], self.versions[id_] = value, (version, author)

    def _edit(self, mutation: Json) -> None:
        data = mutation["data"]
        place = mutation["entity"], data["section"]
        stored = self.texts.get(place)
        if stored is not None and stored != data["text"]:
            assert data["base_hash"] == sha256_hex(stored), "words were replaced that their author never saw"
        self.texts[place] = data["text"]
        self.said.add(data["text"])


def check_server(app: Flask, truth: Truth) -> None:
    """The tables hold what was acknowledged, and what is signed stays as it was signed."""
    rows = query(app, "SELECT visit_id, section, text FROM section")
    texts = {(visit_id, section): text for visit_id, section, text in rows}
    assert texts == truth.texts, "what was acknowledged is not what is stored"
    ledger = query(app, "SELECT id FROM applied_mutation WHERE verdict LIKE '%\"applied\"%'")
    assert {id_ for (id_,) in ledger} == truth.applied, "the ledger does not hold what was acknowledged"
    words = query(app, "SELECT text FROM addendum")
    assert len(words) == len(set(words)), "an addendum is there twice"
    assert dict(query(app, "SELECT id, value FROM measure")) == truth.values, "another value is stored"
    stretches = {id_ for (id_,) in query(app, "SELECT id FROM segment")}
    assert stretches == truth.stretches, "stretches are stored that nobody sent, or the other way round"
    _check_signed(app, truth, texts)


def _check_signed(app: Flask, truth: Truth, texts: dict[Place, str]) -> None:
    signed = {id_ for (id_,) in query(app, "SELECT id FROM visit WHERE status = 'signed'")}
    for visit_id in signed:
        now = {section: text for (visit, section), text in texts.items() if visit == visit_id}
        assert truth.signed.setdefault(visit_id, now) == now, "a signed note changed"
    for visit_id in set(truth.signed) - signed:
        del truth.signed[visit_id]  # a colleague's signature reopened it
