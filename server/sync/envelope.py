"""Reading the envelope of one mutation.

Without an id and a number nothing can be answered for a mutation, so those faults are the batch's (422,
the tablet halves it). Every other fault is a verdict on that mutation alone.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from server.mutation import Mutation, Rejected
from server.problems import Invalid
from server.sync.pointer import first_fault
from server.sync.schemas import INSTANT, MAX_MUTATION_BYTES, MAX_MUTATIONS, UUID, MutationSchema
from server.wire_json import LARGEST_INT

_ENVELOPE = MutationSchema()
_FIELDS = frozenset(_ENVELOPE.fields)
# Made once: json.dumps with options makes an encoder for every call.
_BODY = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_PLAIN = ("kind", "schema", "entity", "base_version", "made_at", "clock_offset_ms")


@dataclass(frozen=True, slots=True)
class Sent:
    """One mutation as it came: what identifies it, and the rest still unread."""

    id: str
    n: int
    raw: dict[str, Any]
    body: bytes
    body_sha256: str

    def needs(self) -> list[str]:
        """Return the ids it says it depends on, as far as they are ids."""
        given = self.raw.get("depends_on")
        if not isinstance(given, list) or len(given) > MAX_MUTATIONS:
            return []  # refused when it is read
        return [each for each in given if isinstance(each, str) and UUID.match(each)]

    def visits(self) -> list[str]:
        """Return the ids that may be the visit it is about, so that a batch's visits are read at once."""
        data = self.raw.get("data")
        given = (self.raw.get("entity"), data.get("visit_id") if isinstance(data, dict) else None)
        return [each for each in given if isinstance(each, str) and UUID.match(each)]

    def text(self, key: str, longest: int) -> str:
        """Return a field of the envelope if it is text of that length, else nothing."""
        value = self.raw.get(key)
        return value if isinstance(value, str) and len(value) <= longest else ""

    def number(self, key: str) -> int:
        """Return a field of the envelope if it is a whole number, else 0."""
        value = self.raw.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0


def identify(place: int, raw: dict[str, Any]) -> Sent:
    """Return a mutation with its id and number; raises Invalid when it has none."""
    id_, n = raw.get("id"), raw.get("n")
    if not isinstance(id_, str) or not UUID.match(id_):
        raise Invalid("A mutation has no valid id.", pointer=f"/mutations/{place}/id")
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= LARGEST_INT:
        raise Invalid("A mutation has no valid number.", pointer=f"/mutations/{place}/n")
    # The number only says that nothing is missing: a tablet that counts anew still means the same.
    meant = {key: value for key, value in raw.items() if key != "n"}
    body = _BODY.encode(meant).encode()
    return Sent(id_, n, raw, body, hashlib.sha256(body).hexdigest())


def open_envelope(sent: Sent) -> tuple[Mutation, dict[str, Any]]:
    """Return the mutation and its still unread data; raises Rejected."""
    if len(sent.body) > MAX_MUTATION_BYTES:
        limit = f"At most {MAX_MUTATION_BYTES} bytes are taken."
        raise Rejected("too-large", "The change is too large", limit)
    plain = _read_plain(sent)
    if plain is not None:
        return plain, sent.raw["data"]
    try:
        read = _ENVELOPE.load(sent.raw)
    except ValidationError as fault:
        where, what = first_fault(fault)
        raise Rejected("invalid", "A field is missing or not valid", what, where) from None
    data = read.pop("data")
    read["depends_on"] = tuple(read["depends_on"])
    return Mutation(**read), data


def _read_plain(sent: Sent) -> Mutation | None:
    """Return what an envelope as every tablet writes it says; None to have the schema read it.

    The schema costs more than the handler. Whatever is taken here it takes too, and reads the same.
    """
    raw = sent.raw
    if raw.keys() != _FIELDS or raw["depends_on"] != [] or type(raw["data"]) is not dict:
        return None
    kind, schema, entity, base, made_at, offset = (raw[name] for name in _PLAIN)
    if type(kind) is not str or type(entity) is not str or type(made_at) is not str:
        return None
    if type(schema) is not int or type(offset) is not int or (base is not None and type(base) is not int):
        return None
    in_bounds = 1 <= len(kind) <= 40 and schema >= 1 and (base is None or base >= 0)
    if not in_bounds or not UUID.match(entity) or not INSTANT.match(made_at):
        return None
    try:
        instant = datetime.fromisoformat(made_at)
    except ValueError:
        return None
    return Mutation(sent.id, sent.n, kind, schema, entity, base, (), instant, offset)
