"""What clinicians did at driven tablets, and whether all of it is somewhere, once, and as it was said."""

from collections import Counter
from dataclasses import dataclass, field

from flask import Flask

from tests.server.sync.stored import query
from tests.soak.node import Json, NodeTablet
from tests.soak.score import Score

Place = tuple[str, str]
SECTIONS = "SELECT visit_id, section, text FROM section"


@dataclass
class Book:
    """Everything that one tablet called stored. What it may not lose from then on."""

    visits: list[str] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    words: dict[Place, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def visit(self, tablet: NodeTablet, episode_id: str) -> str | None:
        """Begin a visit; None when the tablet does not have the episode."""
        visit_id: str | None = tablet.do("visit", episode=episode_id)
        if visit_id is not None:
            self.visits.append(visit_id)
        return visit_id

    def edit(self, tablet: NodeTablet, visit_id: str, section: str, words: str) -> None:
        """Write a section."""
        tablet.do("edit", visit=visit_id, section=section, words=words)
        self.words[visit_id, section] = words

    def treat(self, tablet: NodeTablet, visit_id: str) -> None:
        """Time a stretch, and stop it."""
        tablet.do("start", visit=visit_id, code="97112")
        running = tablet.look()["running"]
        tablet.do("stop")
        self.segments.append(running)

    def be_refused(self, tablet: NodeTablet, visit_id: str, words: str) -> None:
        """Write what the server must refuse: an addendum to a note that is not signed."""
        tablet.do("addendum", visit=visit_id, words=words)
        self.refused.append(words)

    def check_tablet(self, seen: Json, score: Score) -> None:
        """Everything that was called stored is on the tablet, in one of its queues."""
        queued = [*seen["outbox"], *(each["mutation"] for each in seen["sent"])]
        everywhere = [*queued, *(each["mutation"] for each in seen["quarantine"])]
        entities = {(each["kind"], each["entity"]) for each in everywhere}
        texts = {str(each["data"].get("text")) for each in everywhere}
        score.lost += [f"visit {id_}" for id_ in self.visits if ("visit.start", id_) not in entities]
        for segment_id in self.segments:
            score.lost += [
                f"{kind} {segment_id}"
                for kind in ("segment.start", "segment.stop")
                if (kind, segment_id) not in entities
            ]
        score.lost += [
            f"words {text!r}" for text in (*self.words.values(), *self.refused) if text not in texts
        ]
        ids = Counter(each["id"] for each in everywhere)
        score.doubled += [f"mutation {id_} on the tablet" for id_, count in ids.items() if count > 1]

    def check_server(self, app: Flask, score: Score) -> None:
        """Everything is on the server: for a tablet whose work nobody else touches, after it drained."""
        visits = {id_ for (id_,) in query(app, "SELECT id FROM visit")}
        segments = {id_ for (id_,) in query(app, "SELECT id FROM segment WHERE ended_at IS NOT NULL")}
        texts = {(visit, section): text for visit, section, text in query(app, SECTIONS)}
        score.lost += [f"visit {id_} on the server" for id_ in self.visits if id_ not in visits]
        score.lost += [f"segment {id_} on the server" for id_ in self.segments if id_ not in segments]
        score.lost += [
            f"words {words!r} on the server"
            for place, words in self.words.items()
            if texts.get(place) != words
        ]


def check_ledger(app: Flask, seen: Json, score: Score) -> None:
    """What the tablet holds for sent is applied on the server; what it calls saved leaves nothing behind."""
    rows = query(app, "SELECT id, verdict FROM applied_mutation")
    applied = {id_ for id_, verdict in rows if '"verdict":"applied"' in verdict}
    for each in seen["sent"]:
        if each["mutation"]["id"] not in applied:
            score.lost.append(f"{each['mutation']['kind']} {each['mutation']['id']} is called sent")
    if seen["status"]["kind"] == "saved" and seen["outbox"]:
        score.wrong.append("it says saved and has work that waits")


def check_once(app: Flask, books: list[Book], score: Score) -> None:
    """The server holds nothing that nobody made, and no edit counted twice."""
    made = {id_ for book in books for id_ in (*book.visits, *book.segments)}
    rows = query(app, "SELECT id FROM visit UNION SELECT id FROM segment")
    score.doubled += [f"row {id_} that nobody made" for (id_,) in rows if id_ not in made]
    edits = Counter(
        entity
        for entity, verdict in query(
            app, "SELECT entity, verdict FROM applied_mutation WHERE kind = 'section.edit'"
        )
        if '"verdict":"applied"' in verdict
    )
    versions = query(app, "SELECT visit_id, sum(version) FROM section GROUP BY visit_id")
    score.doubled += [f"edits of visit {id_}" for id_, total in versions if total > edits[id_]]
