"""A tablet as the protocol demands it. What is in `Kept` survives a crash; each method is one transaction."""

from dataclasses import dataclass, field
from typing import Any

from tests.server.sync.tablet import Json, Mutation, Tablet


@dataclass
class Kept:
    """What lies on the tablet's disk, but for the base."""

    outbox: list[Mutation] = field(default_factory=list)
    sent: dict[str, tuple[Mutation, Json]] = field(default_factory=dict)
    quarantine: dict[str, tuple[Mutation, Json]] = field(default_factory=dict)
    acked_n: int = 0
    again: set[str] = field(default_factory=set)
    """What was on the server before a restore, and waits to be sent once more."""


class Client:
    """Outbox, sent and quarantine around the base that a Tablet keeps."""

    def __init__(self, tablet: Tablet, part: str) -> None:
        self.tablet = tablet
        self.part = part
        self.kept = Kept()

    def write(self, mutation: Mutation) -> Mutation:
        """Put a mutation into the outbox."""
        self.kept.outbox.append(mutation)
        return mutation

    def holds(self, id_: str) -> bool:
        """Tell whether a mutation is anywhere on the tablet."""
        waiting = any(each["id"] == id_ for each in self.kept.outbox)
        return waiting or id_ in self.kept.sent or id_ in self.kept.quarantine

    def batch(self, size: int) -> list[Mutation]:
        """Return the oldest that wait."""
        return self.kept.outbox[:size]

    def answered(self, batch: list[Mutation], answer: Json) -> None:
        """Take in the answer to a push, which may come late or twice."""
        self.renew(answer["epoch"])
        for mutation, verdict in zip(batch, answer["verdicts"], strict=True):
            self._settle(mutation, verdict.get("first", verdict))
        self.kept.acked_n = max(self.kept.acked_n, answer["acked_n"])

    def _settle(self, mutation: Mutation, verdict: Json) -> None:
        if mutation not in self.kept.outbox:
            return
        if verdict["verdict"] == "applied":
            self.kept.outbox.remove(mutation)
            self.kept.sent[mutation["id"]] = (mutation, verdict)
        elif verdict["verdict"] in ("conflict", "rejected"):
            self.kept.outbox.remove(mutation)
            self.refuse(mutation, verdict)

    def refuse(self, mutation: Mutation, verdict: Json) -> None:
        """Put what was refused where its author sees it."""
        self.kept.quarantine[mutation["id"]] = (mutation, verdict)

    def renew(self, epoch: str) -> None:
        """The server was restored: what was sent or refused waits again, and the feed starts over."""
        if self.tablet.epoch is not None and self.tablet.epoch != epoch:
            settled = (*self.kept.sent.values(), *self.kept.quarantine.values())
            again = [mutation for mutation, _ in settled]
            self.kept.again |= {mutation["id"] for mutation in again}
            self.kept.outbox = sorted([*again, *self.kept.outbox], key=lambda each: int(each["n"]))
            self.kept.sent, self.kept.quarantine, self.kept.acked_n = {}, {}, 0
            self.rebuild()
        self.tablet.epoch = epoch

    def rebuild(self) -> None:
        """Throw the base away; the work never."""
        self.tablet.base, self.tablet.cursor = {}, ""

    def pulled(self, page: Json) -> None:
        """Keep a page and its cursor, in one transaction."""
        self.renew(page["epoch"])
        self.tablet.keep(page)

    def fetch(self, limit: int) -> Json:
        """Ask for a page and keep nothing."""
        query = f"limit={limit}&cursor={self.tablet.cursor}&acked_n={self.kept.acked_n}"
        status, page = self.tablet.door.ask("GET", f"/api/sync/pull?{query}")
        assert status == 200, page
        answer: Json = page
        return answer

    def words(self, visit_id: str, section: str) -> str:
        """Return a section as its author sees it: the base, and the tablet's own work over it."""
        seen = self.tablet.sections().get((visit_id, section), "")
        own: list[Mutation] = [*(each for each, _ in self.kept.sent.values()), *self.kept.outbox]
        for mutation in own:
            data: dict[str, Any] = mutation["data"]
            here = (mutation["kind"], mutation["entity"]) == ("section.edit", visit_id)
            if here and data["section"] == section and self._pending(mutation):
                seen = data["text"]
        return seen

    def _pending(self, mutation: Mutation) -> bool:
        """Tell whether the base does not have it yet."""
        if mutation["id"] not in self.kept.sent:
            return True
        verdict = self.kept.sent[mutation["id"]][1]
        rows = (
            row
            for (entity, _), row in self.tablet.base.items()
            if entity == "section"
            and row["data"]["visit_id"] == mutation["entity"]
            and row["data"]["section"] == mutation["data"]["section"]
        )
        return all(row["version"] < verdict["version"] for row in rows)
