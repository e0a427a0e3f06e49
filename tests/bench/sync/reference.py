"""The yardstick's side of the load; see reference_app."""

import json
from collections.abc import Sequence

from server.db import uuid7
from tests.bench.sync.connection import Connection
from tests.bench.sync.load import Pulled, timed
from tests.bench.sync.notes import Note


class Reference:
    """A running yardstick."""

    def __init__(self, address: str) -> None:
        self._address = address

    def connect(self, tablet: int) -> Connection:
        """Connect; there is no sign-in."""
        return Connection(self._address)

    def batch(self, tablet: int, notes: Sequence[Note]) -> bytes:
        """Return a push of the same texts."""
        mutations = [
            {
                "id": uuid7(),
                "entity": note.visit_id,
                "data": {"section": note.section, "text": note.text},
            }
            for note in notes
        ]
        return json.dumps({"mutations": mutations}).encode()

    def push(self, connection: Connection, body: bytes) -> int:
        """Send it; return how many are stored."""
        return len(connection.post("/push", body)["verdicts"])

    def pull(self, connection: Connection, cursor: str) -> Pulled:
        """Fetch everything after the cursor."""
        return timed(lambda: self._pull(connection, cursor))

    def _pull(self, connection: Connection, cursor: str) -> tuple[int, dict[tuple[str, str], str], str]:
        texts, more = {}, True
        while more:
            page = connection.get(f"/pull?cursor={cursor}")
            for change in page["changes"]:
                texts[change["entity"], change["data"]["section"]] = change["data"]["text"]
            cursor, more = page["cursor"], page["has_more"]
        return len(texts), texts, cursor
