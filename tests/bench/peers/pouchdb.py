"""pouchdb-server's side of the load, in two ways.

`replicating` is what a PouchDB on a tablet sends: which revisions are wanted, then those; changes, then the
documents of them. `plain` is its shortest way: documents in bulk, and changes with their documents.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.sync.connection import Connection
from tests.bench.sync.load import Pulled, timed
from tests.bench.sync.notes import Note
from tests.e2e.child import Child
from tests.e2e.waiting import until
from tests.postgresql import free_port

PAGE = 500


class PouchDB:
    """A running pouchdb-server with one database."""

    def __init__(self, address: str, database: str, *, replicating: bool) -> None:
        self._address = address
        self._database = f"/{database}"
        self._replicating = replicating

    def make_database(self) -> None:
        """Make the database that everybody writes to."""
        connection = self.connect(0)
        connection.put(self._database, {})
        connection.close()

    def connect(self, tablet: int) -> Connection:
        """Connect; there is no sign-in."""
        return Connection(self._address)

    def batch(self, tablet: int, notes: Sequence[Note]) -> bytes:
        """Return what one push sends, a line for each request."""
        documents = [_document(note) for note in notes]
        if not self._replicating:
            return json.dumps({"docs": documents}).encode()
        revisions = {
            each["_id"]: hashlib.sha256(each["text"].encode()).hexdigest()[:32] for each in documents
        }
        for each in documents:
            revision = revisions[each["_id"]]
            each |= {"_rev": f"1-{revision}", "_revisions": {"start": 1, "ids": [revision]}}
        asked = {id_: [f"1-{revision}"] for id_, revision in revisions.items()}
        lines = (str(len(documents)), json.dumps(asked), json.dumps({"docs": documents, "new_edits": False}))
        return "\n".join(lines).encode()

    def push(self, connection: Connection, body: bytes) -> int:
        """Send it; return how many documents it says it has."""
        if not self._replicating:
            answers = connection.post(f"{self._database}/_bulk_docs", body)
            return sum("ok" in each for each in answers)
        count, asked, documents = body.split(b"\n")
        if connection.post(f"{self._database}/_revs_diff", asked):
            refused = connection.post(f"{self._database}/_bulk_docs", documents)
            return int(count) - sum("error" in each for each in refused)
        return int(count)

    def pull(self, connection: Connection, cursor: str) -> Pulled:
        """Fetch everything after the cursor."""
        return timed(lambda: self._pull(connection, cursor))

    def _pull(self, connection: Connection, cursor: str) -> tuple[int, dict[tuple[str, str], str], str]:
        rows, texts = 0, {}
        while True:
            page = self._page(connection, cursor or "0")
            documents = self._documents(connection, page["results"])
            for each in documents:
                texts[each["visit_id"], each["section"]] = each["text"]
            rows += len(documents)
            cursor = str(page["last_seq"])
            if len(page["results"]) < PAGE:
                return rows, texts, cursor

    def _page(self, connection: Connection, since: str) -> Any:
        what = "style=all_docs" if self._replicating else "include_docs=true"
        return connection.get(f"{self._database}/_changes?limit={PAGE}&since={since}&{what}")

    def _documents(self, connection: Connection, changes: Sequence[Any]) -> list[Any]:
        if not self._replicating:
            return [each["doc"] for each in changes]
        if not changes:
            return []
        wanted = [{"id": each["id"], "rev": change["rev"]} for each in changes for change in each["changes"]]
        path = f"{self._database}/_bulk_get?revs=true&latest=true"
        found = connection.post(path, {"docs": wanted})["results"]
        return [each["ok"] for result in found for each in result["docs"] if "ok" in each]


@contextmanager
def started_pouchdb(program: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Start pouchdb-server over LevelDB in the folder; give its address and its process."""
    port = free_port()
    (folder / "config.json").write_text("{}\n")
    (folder / "databases").mkdir()
    node = Path(sys.executable).parent / "node"
    options = ["--host", "127.0.0.1", "--port", str(port), "--dir", "databases", "--config", "config.json"]
    child = Child([node, program, *options, "--no-stdout-logs"], folder / "pouchdb.log", folder=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(address), "pouchdb-server to answer")
        yield address, child.process.pid
    finally:
        child.kill()


def _document(note: Note) -> dict[str, Any]:
    place = {"visit_id": note.visit_id, "section": note.section}
    return {"_id": f"{note.visit_id}-{note.section}", **place, "text": note.text}


def _answers(address: str) -> bool:
    connection = Connection(address)
    try:
        connection.get("/")
    except ConnectionError:
        return False
    finally:
        connection.close()
    return True
