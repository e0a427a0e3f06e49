"""What one clinician's tablet was told was stored, and what it may never be without."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Flask

from tests.server.sync.stored import query
from tests.soak.model.acknowledged import Truth
from tests.soak.node import Json
from tests.soak.score import Score

# Refused for one of these, a change was made or sent wrongly; no clinician could have helped it.
MISTAKES = ("id-reused", "invalid", "unknown-kind", "t")


@dataclass
class Holding:
    """One tablet: its mutations, and the words in them."""

    made: set[str] = field(default_factory=set)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Words that were called stored, and the visit and section in which they were written."""
    let_go: set[str] = field(default_factory=set)
    """Words that their own author wrote over before they were sent, or did without when they were refused."""
    begun: set[str] = field(default_factory=set)
    """Stretches."""
    times: dict[str, tuple[str, str]] = field(default_factory=dict)
    """When each of them began and ended, as the tablet said at its stop."""
    done_without: set[str] = field(default_factory=set)
    """Ids of rows of which a change was refused, and withdrawn."""

    def look(self, seen: Json) -> None:
        """Note what waits."""
        self.made.update(each["id"] for each in seen["outbox"])

    def check(self, app: Flask, seen: Json, truth: Truth, safe: Truth | None, score: Score) -> None:
        """Everything is in one of the queues or in a backup; what the tablet believes is so."""
        queued = [*seen["outbox"], *(each["mutation"] for each in (*seen["sent"], *seen["quarantine"]))]
        held = Counter(each["id"] for each in queued)
        score.doubled += [f"mutation {id_} on its tablet" for id_, count in held.items() if count > 1]
        for id_ in self.made - held.keys():
            if safe is None or id_ not in safe.applied:
                score.lost.append(f"mutation {id_} is nowhere on its tablet")
        epoch = query(app, "SELECT epoch FROM organization_clock")[0][0]
        if seen["epoch"] not in (None, epoch):
            return  # it has yet to learn of the restore
        for each in seen["sent"]:
            id_, verdict = each["mutation"]["id"], each["verdict"]["verdict"]
            if verdict == "applied" and id_ not in truth.applied:
                score.lost.append(
                    f"{each['mutation']['kind']} {id_} is called sent, and is not on the server"
                )
        copies = {id_ for (id_,) in query(app, "SELECT mutation_id FROM quarantined")}
        for each in seen["quarantine"]:
            if each["mutation"]["id"] not in copies:
                score.lost.append(
                    f"the server has no copy of {each['mutation']['kind']} {each['mutation']['id']}, "
                    "which it refused"
                )
        if seen["status"]["repaired"]:
            score.wrong.append(f"{seen['status']['repaired']} rows had to be repaired")
        if seen["status"]["kind"] == "saved" and seen["outbox"]:
            score.wrong.append("it says saved and has work that waits")


def check_words(app: Flask, holdings: list[Holding], truth: Truth, copies: set[str], score: Score) -> None:
    """All words called stored are on the server, or were written over by somebody who had read them."""
    kept = {words for (words,) in query(app, "SELECT words FROM kept_words")}
    for holding in holdings:
        for text in holding.texts.keys() - holding.let_go:
            if text in truth.said or any(text in words for words in kept | copies):
                continue
            score.lost.append(f"words {text!r} are nowhere on the server")


def check_times(app: Flask, holdings: list[Holding], score: Score) -> None:
    """No stretch is there that nobody made, and each has the times that its tablet said."""
    rows = query(app, "SELECT id, started_at, ended_at FROM segment")
    begun = set().union(*(holding.begun for holding in holdings))
    score.doubled += [f"stretch {id_} that nobody made" for id_, *_ in rows if id_ not in begun]
    told = {id_: times for holding in holdings for id_, times in holding.times.items()}
    without = set().union(*(holding.done_without for holding in holdings))
    for id_, *stored in rows:
        if id_ in told and id_ not in without and _plain(stored) != _plain(told[id_]):
            score.wrong.append(f"stretch {id_}: {stored} instead of {told[id_]}")


def _plain(times: Sequence[str | None]) -> list[str]:
    """Return instants to the millisecond, as SQLite has them."""
    return [str(each).replace("T", " ").rstrip("Z")[:23] for each in times]
