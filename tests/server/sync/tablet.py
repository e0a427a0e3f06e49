"""A tablet as a test drives it: numbers its mutations, sends batches, keeps pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from server.db import sha256_hex, uuid7
from tests.server.sync.clinic import PASSWORD, Treated, new_id

MADE_AT = "2026-11-23T09:52:31-05:00"
STARTED_AT = "2026-11-23T14:52:31.000Z"
Json = dict[str, Any]
Mutation = dict[str, Any]
HEADERS = {"X-Kinesync": "1"}


class Door(Protocol):
    """A way to the server: Flask's test client in a test, HTTP in a soak run."""

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send a request; return status and JSON."""


class FlaskDoor:
    """Through Flask's test client, which keeps the cookie."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send a request; bytes go as they are."""
        sent = {"data": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        options = {"content_type": "application/json"} if isinstance(body, bytes) else {}
        answer = self._client.open(path, method=method, headers=HEADERS, **sent, **options)
        return answer.status_code, answer.get_json(silent=True)


@dataclass
class Tablet:
    """One enrolled tablet of one clinician. `base` is what its pulls brought, by entity and id."""

    door: Door
    device_id: str = field(default_factory=new_id)
    n: int = 0
    epoch: str | None = None
    cursor: str = ""
    base: dict[tuple[str, str], Json] = field(default_factory=dict)

    def sign_in(self, email: str) -> "Tablet":
        """Sign in and enrol."""
        status, _ = self.door.ask("POST", "/api/session", {"email": email, "password": PASSWORD})
        assert status == 200
        status, _ = self.door.ask("POST", "/api/devices", {"id": self.device_id, "name": "Blue 3"})
        assert status == 200
        return self

    def mutation(self, kind: str, entity: str, data: Json, **envelope: Any) -> Mutation:
        """Return the next mutation, numbered."""
        self.n += 1
        made = {
            "id": uuid7(),
            "n": self.n,
            "kind": kind,
            "schema": 1,
            "entity": entity,
            "base_version": None,
            "depends_on": [],
            "made_at": MADE_AT,
            "clock_offset_ms": 0,
            "data": data,
        }
        return {**made, **envelope}

    def push(self, *mutations: Mutation) -> list[Json]:
        """Send a batch and return the verdicts."""
        status, answer = self.send(mutations)
        assert status == 200, answer
        verdicts: list[Json] = answer["verdicts"]
        return verdicts

    def send(self, mutations: Sequence[object]) -> tuple[int, Any]:
        """Send a batch; return status and answer."""
        push = {
            "protocol": 1,
            "device_id": self.device_id,
            "epoch": self.epoch,
            "mutations": list(mutations),
        }
        return self.door.ask("POST", "/api/sync/push", push)

    def page(self, limit: int = 500) -> Json:
        """Fetch one page and keep it."""
        path = f"/api/sync/pull?limit={limit}&cursor={quote(self.cursor)}"
        status, page = self.door.ask("GET", path)
        assert status == 200, page
        self.keep(page)
        kept: Json = page
        return kept

    def pull(self, limit: int = 500) -> list[Json]:
        """Fetch to the end; return the changes."""
        changes: list[Json] = []
        while True:
            page = self.page(limit)
            changes += page["changes"]
            if not page["has_more"]:
                return changes

    def keep(self, page: Json) -> None:
        """Take in a page as a tablet does: by version, and lost patients go."""
        if page["epoch"] != self.epoch:
            self.epoch, self.base = page["epoch"], {}
        for patient_id in page["removed"]:
            self._forget(patient_id)
        for change in page["changes"]:
            key = change["entity"], change["id"]
            if key not in self.base or self.base[key]["version"] < change["version"]:
                self.base[key] = change
        self.cursor = page["cursor"]

    def _forget(self, patient_id: str) -> None:
        """Drop a patient's rows; that they were once on the caseload is the clinician's own row."""
        self.base = {
            key: row
            for key, row in self.base.items()
            if key[0] == "care_team"
            or (key != ("patient", patient_id) and (row["data"] or {}).get("patient_id") != patient_id)
        }

    def start_visit(self, treated: Treated, visit_id: str | None = None, **envelope: Any) -> Mutation:
        """Return the start of a visit."""
        data = {
            "patient_id": treated.patient_id,
            "episode_id": treated.episode_id,
            "appointment_id": None,
            "place_of_service": "11",
            "started_at": STARTED_AT,
        }
        return self.mutation("visit.start", visit_id or new_id(), data, **envelope)

    def edit(self, visit_id: str, section: str, text: str, seen: str = "", **envelope: Any) -> Mutation:
        """Return an edit of a section whose words were `seen`."""
        data = {"section": section, "text": text, "base_hash": sha256_hex(seen)}
        return self.mutation("section.edit", visit_id, data, **envelope)

    def addendum(self, visit_id: str, text: str, **envelope: Any) -> Mutation:
        """Return an addendum."""
        data = {"visit_id": visit_id, "kind": "addendum", "text": text, "at": STARTED_AT}
        return self.mutation("addendum.add", new_id(), data, **envelope)

    def sections(self) -> dict[tuple[str, str], str]:
        """Return the words of all sections that it holds, by visit and section."""
        held = (row["data"] for (entity, _), row in self.base.items() if entity == "section")
        return {(data["visit_id"], data["section"]): data["text"] for data in held}


def names(verdicts: Iterable[Json]) -> list[str]:
    """Return the verdicts' names."""
    return [each["verdict"] for each in verdicts]
