"""What a mutation is: the kinds that domains define and `sync` collects.

Each domain lists its kinds in `mutations.py` as `KINDS: tuple[Kind, ...]`. A
handler changes rows and returns the fed row that it touched; or it raises one of
the refusals below, and its savepoint is rolled back. Handlers never commit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from marshmallow import Schema
from sqlalchemy.orm import Session


class Stored(Protocol):
    """A row that the feed hands to tablets; see server.feed.Fed."""

    id: Any
    version: Any


@dataclass(frozen=True, slots=True)
class Context:
    """Who sends, from where, and when the server took it."""

    organization_id: str
    clinician_id: str
    device_id: str
    roles: frozenset[str]
    now: datetime
    time_zone: str  # of the organization


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change as its tablet made it, without its data."""

    id: str
    n: int
    kind: str
    schema: int
    entity: str
    base_version: int | None
    depends_on: tuple[str, ...]
    made_at: datetime
    clock_offset_ms: int  # server time minus tablet time, as the tablet last saw it


@dataclass(frozen=True, slots=True)
class Applied:
    """The change was made; `row` is what it touched."""

    row: Stored


class Rejected(Exception):
    """The change can never be made; the tablet keeps it in quarantine and shows why."""

    def __init__(self, type_: str, title: str, detail: str | None = None, pointer: str | None = None) -> None:
        super().__init__(type_)
        self.type = type_
        self.title = title
        self.detail = detail
        self.pointer = pointer


class Conflict(Exception):
    """Somebody else changed the same thing; the clinician chooses."""

    def __init__(self, version: int, theirs: Mapping[str, Any], by: str, at: datetime) -> None:
        super().__init__("conflict")
        self.version = version
        self.theirs = theirs
        self.by = by  # clinician id
        self.at = at


class Deferred(Exception):
    """What the change needs has not arrived yet; the tablet sends it again."""

    def __init__(self, waits_for: Sequence[str]) -> None:
        super().__init__("deferred")
        self.waits_for = list(waits_for)


Handler = Callable[[Session, Context, Mutation, dict[str, Any]], Applied]
Upgrader = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of mutation: its name on the wire, its schema, and what it does.

    `upgraders[n]` turns data of schema n into data of schema n + 1, so that an
    outbox that waited for months is still understood.
    """

    name: str
    schema_class: type[Schema]
    handler: Handler
    version: int = 1
    upgraders: Mapping[int, Upgrader] = field(default_factory=dict)

    def load(self, schema: int, data: dict[str, Any]) -> dict[str, Any]:
        """Return the data as the handler takes it; raise marshmallow.ValidationError."""
        for older in range(schema, self.version):
            data = self.upgraders[older](data)
        loaded: dict[str, Any] = self.schema_class().load(data)
        return loaded
