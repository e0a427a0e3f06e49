"""Kinto's side of the load: batches of PUT, pulls by `_since`, as its own client does."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.sync.connection import Connection
from tests.bench.sync.load import Pulled, timed
from tests.bench.sync.notes import Note
from tests.e2e.child import Child
from tests.e2e.waiting import until
from tests.postgresql import free_port

PAGE = 500
COLLECTION = "/v1/buckets/bench/collections/notes"
AUTHORIZATION = {"Authorization": "Basic " + base64.b64encode(b"bench:invented").decode()}
MEMORY = {
    "storage_backend": "kinto.core.storage.memory",
    "permission_backend": "kinto.core.permission.memory",
}
SETTINGS = """[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(http_port)s
threads = 8
[app:main]
use = egg:kinto
kinto.userid_hmac_secret = of-this-bench-alone
kinto.cache_backend = kinto.core.cache.memory
kinto.batch_max_requests = 100
kinto.paginate_by = 500
kinto.bucket_create_principals = system.Everyone
multiauth.policies = basicauth
"""


class Kinto:
    """A running Kinto with one collection."""

    def __init__(self, address: str) -> None:
        self._address = address

    def make_collection(self) -> None:
        """Make the collection that everybody writes to."""
        connection = self.connect(0)
        connection.put("/v1/buckets/bench", {"data": {}})
        connection.put(COLLECTION, {"data": {}})
        connection.close()

    def connect(self, tablet: int) -> Connection:
        """Connect; the password goes with every request."""
        return Connection(self._address, AUTHORIZATION)

    def batch(self, tablet: int, notes: Sequence[Note]) -> bytes:
        """Return a batch that makes the records, and refuses to write over one."""
        requests = [
            {
                "path": f"{COLLECTION}/records/{note.visit_id}-{note.section}",
                "headers": {"If-None-Match": "*"},
                "body": {"data": {"visit_id": note.visit_id, "section": note.section, "text": note.text}},
            }
            for note in notes
        ]
        return json.dumps({"defaults": {"method": "PUT"}, "requests": requests}).encode()

    def push(self, connection: Connection, body: bytes) -> int:
        """Send it; return how many records it says it made."""
        answers = connection.post("/v1/batch", body)["responses"]
        return sum(each["status"] in (200, 201) for each in answers)

    def pull(self, connection: Connection, cursor: str) -> Pulled:
        """Fetch everything after the cursor."""
        return timed(lambda: self._pull(connection, cursor))

    def _pull(self, connection: Connection, cursor: str) -> tuple[int, dict[tuple[str, str], str], str]:
        rows, texts = 0, {}
        while True:
            since = f"&_since={cursor}" if cursor else ""
            page = connection.get(f"{COLLECTION}/records?_sort=last_modified&_limit={PAGE}{since}")["data"]
            for record in page:
                texts[record["visit_id"], record["section"]] = record["text"]
                cursor = str(record["last_modified"])
            rows += len(page)
            if len(page) < PAGE:
                return rows, texts, cursor


@contextmanager
def started_kinto(programs: Path, folder: Path, database: str | None) -> Iterator[tuple[Kinto, int]]:
    """Start Kinto in memory, or over PostgreSQL; give its side and its first process."""
    settings = folder / "kinto.ini"
    stores = _stores(database) if database else MEMORY
    settings.write_text(SETTINGS + "".join(f"kinto.{name} = {value}\n" for name, value in stores.items()))
    if database:
        _run([programs / "kinto", "migrate", "--ini", settings], folder)
    port = free_port()
    child = Child([programs / "kinto", "start", "--ini", settings, "--port", str(port)], folder / "kinto.log")
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(address), "Kinto to answer")
        side = Kinto(address)
        side.make_collection()
        yield side, child.process.pid
    finally:
        child.kill()


def _stores(database: str) -> dict[str, str]:
    return {
        "storage_backend": "kinto.core.storage.postgresql",
        "storage_url": database,
        "permission_backend": "kinto.core.permission.postgresql",
        "permission_url": database,
    }


def _run(command: Sequence[str | Path], folder: Path) -> None:
    child = Child(command, folder / "migrate.log")
    if code := child.process.wait():
        raise RuntimeError(f"Kinto's migration ended with {code}")


def _answers(address: str) -> bool:
    connection = Connection(address)
    try:
        connection.get("/v1/")
    except ConnectionError:
        return False
    finally:
        connection.close()
    return True
