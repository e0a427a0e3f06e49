"""The product's side of the load: real sign-in, real tablets, real routes."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from server.db import sha256_hex, uuid7
from tests.bench.sync.connection import Connection
from tests.bench.sync.load import Pulled, timed
from tests.bench.sync.notes import Note

PAGE = 500
MADE_AT = "2026-11-23T09:52:31-05:00"


@dataclass
class Tablet:
    """An enrolled tablet and how far it has numbered."""

    email: str
    device_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    n: int = 0

    def next_n(self) -> int:
        """Return the next number."""
        self.n += 1
        return self.n


class Product:
    """A running server with one clinician for each tablet, who share a caseload."""

    def __init__(self, address: str, emails: Sequence[str], password: str) -> None:
        self._address = address
        self._password = password
        self._tablets = [Tablet(email) for email in emails]

    def connect(self, tablet: int) -> Connection:
        """Sign in on a tablet and enrol it."""
        connection = Connection(self._address)
        whose = self._tablets[tablet]
        connection.post("/api/session", {"email": whose.email, "password": self._password})
        connection.post("/api/devices", {"id": whose.device_id, "name": f"Bench {tablet}"})
        return connection

    def start_visits(self, tablet: int, visits: Mapping[str, object]) -> bytes:
        """Return a push that starts visits: their data by their ids."""
        return self._push(tablet, [("visit.start", visit_id, data) for visit_id, data in visits.items()])

    def batch(self, tablet: int, notes: Sequence[Note]) -> bytes:
        """Return a push of sections that were empty before."""
        return self._push(tablet, [("section.edit", note.visit_id, _edit(note)) for note in notes])

    def nothing(self, tablet: int) -> bytes:
        """Return a push of one change that is refused: the smallest that costs something."""
        return self._push(tablet, [("visit.dance", uuid7(), {})])

    def push(self, connection: Connection, body: bytes) -> int:
        """Send it; return how many were applied now or before."""
        verdicts = connection.post("/api/sync/push", body)["verdicts"]
        return sum(_is_applied(each) for each in verdicts)

    def pull(self, connection: Connection, cursor: str) -> Pulled:
        """Fetch everything after the cursor, page by page."""
        return timed(lambda: self._pull(connection, cursor))

    def _pull(self, connection: Connection, cursor: str) -> tuple[int, dict[tuple[str, str], str], str]:
        rows, texts, more = 0, {}, True
        while more:
            page = connection.get(f"/api/sync/pull?limit={PAGE}&cursor={quote(cursor)}")
            for change in page["changes"]:
                if change["entity"] == "section":
                    data = change["data"]
                    texts[data["visit_id"], data["section"]] = data["text"]
            rows += len(page["changes"])
            cursor, more = page["cursor"], page["has_more"]
        return rows, texts, cursor

    def _push(self, tablet: int, changes: Sequence[tuple[str, str, object]]) -> bytes:
        whose = self._tablets[tablet]
        mutations = [
            {
                "id": uuid7(),
                "n": whose.next_n(),
                "kind": kind,
                "schema": 1,
                "entity": entity,
                "base_version": None,
                "depends_on": [],
                "made_at": MADE_AT,
                "clock_offset_ms": 0,
                "data": data,
            }
            for kind, entity, data in changes
        ]
        push = {"protocol": 1, "device_id": whose.device_id, "epoch": None, "mutations": mutations}
        return json.dumps(push).encode()


def _edit(note: Note) -> dict[str, str]:
    return {"section": note.section, "text": note.text, "base_hash": sha256_hex("")}


def _is_applied(verdict: dict[str, dict[str, str]]) -> bool:
    return verdict.get("first", verdict)["verdict"] == "applied"
