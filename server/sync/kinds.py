"""The kinds of mutations of all domains, and how their data is read.

Each domain owns its kinds; sync only collects them. `schema` counts for the whole wire: a mutation with
a higher number than any kind here comes from a newer tablet app, and waits for a newer server.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from server.claims import mutations as claims
from server.mutation import Kind, Rejected
from server.reviews import mutations as reviews
from server.sync.pointer import first_fault
from server.sync.quarantine import left
from server.visits import mutations as visits


class ServerOlder(Exception):
    """The mutation was made by an app newer than this server."""


def collect(groups: Iterable[Iterable[Kind]]) -> dict[str, Kind]:
    """Return the kinds by name; raises ValueError when two domains claim one name."""
    kinds: dict[str, Kind] = {}
    for kind in (kind for group in groups for kind in group):
        if kind.name in kinds:
            raise ValueError(f"The kind {kind.name} is defined twice.")
        kinds[kind.name] = kind
    return kinds


KINDS = collect([visits.KINDS, claims.KINDS, reviews.KINDS, left.KINDS])


@cache
def newest_schema() -> int:
    """Return the highest schema number that this server understands."""
    return max(kind.version for kind in KINDS.values())


def kind_of(name: str, schema: int) -> Kind:
    """Return the kind of that name; raises ServerOlder, or Rejected for an unknown name."""
    if schema > newest_schema():
        raise ServerOlder
    if name not in KINDS:
        raise Rejected("unknown-kind", "The server does not know this kind of change", pointer="/kind")
    return KINDS[name]


def load(kind: Kind, schema: int, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data as the handler takes it, upgraded from an older schema; raises Rejected."""
    for older in range(schema, kind.version):
        upgrade = kind.upgraders.get(older)
        if upgrade is None:
            raise Rejected("schema-too-old", "The server no longer reads this form", pointer="/schema")
        data = upgrade(data)
    try:
        loaded: dict[str, Any] = _reader(kind.schema_class).load(data)
    except ValidationError as fault:
        where, what = first_fault(fault)
        raise Rejected("invalid", "A field is missing or not valid", what, f"/data{where}") from None
    return loaded


@cache
def _reader(schema_class: type[Schema]) -> Schema:
    """Make each schema once: making one costs more than reading a mutation with it."""
    return schema_class()
