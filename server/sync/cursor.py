"""The pull cursor: how far one clinician has read, signed by the server.

Opaque to tablets. It is signed together with the organization and the clinician, so that a cursor of
someone else is refused, and it carries the epoch, so that one from before a restore starts over.

>>> mine = Owner("organization-1", "clinician-1")
>>> text = sign(Cursor(epoch="e", seq=7), mine, b"secret")
>>> read(text, mine, b"secret").seq
7
>>> read(text, Owner("organization-1", "clinician-2"), b"secret")
Traceback (most recent call last):
...
server.sync.cursor.ForeignCursor
"""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import astuple, dataclass, replace
from typing import NamedTuple

VERSION = 1
MAC_BYTES = 16  # 128 bits: nobody guesses one, and the address stays short
MAX_CHARACTERS = 8_000


class ForeignCursor(Exception):
    """The cursor was not made by this server for this clinician."""


class Owner(NamedTuple):
    """Whom a cursor belongs to."""

    organization_id: str
    clinician_id: str


class Backfill(NamedTuple):
    """Older rows still owed for patients gained after they were passed: after < seq <= upto."""

    after: int
    upto: int
    patients: tuple[str, ...]


@dataclass(frozen=True)
class Cursor:
    """How far a tablet has read.

    `seq` of the main stream; `mark` and `at` (milliseconds since 1970) say up to which change of the
    care team, and up to which instant, gains and losses of patients are already told. `acked_n` is how
    far the numbers of `device_id` had come: fewer later mean that the server lost some.
    """

    epoch: str
    seq: int = 0
    mark: int = 0
    at: int = 0
    device_id: str | None = None
    acked_n: int = 0
    backfill: tuple[Backfill, ...] = ()


def sign(cursor: Cursor, owner: Owner, key: bytes) -> str:
    """Write a cursor as text for the wire."""
    body = json.dumps([VERSION, *astuple(cursor)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(body, owner, key) + body).rstrip(b"=").decode()


def read(text: str, owner: Owner, key: bytes) -> Cursor:
    """Read a cursor from the wire; raises ForeignCursor when it is not one made for this owner."""
    raw = _decode(text)
    mac, body = raw[:MAC_BYTES], raw[MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, owner, key)):
        raise ForeignCursor
    version, *fields = json.loads(body)
    if version != VERSION:
        return Cursor(epoch="")  # made by another version of the server: start over
    *counters, backfill = fields
    owed = tuple(Backfill(after, upto, tuple(patients)) for after, upto, patients in backfill)
    return replace(Cursor(*counters), backfill=owed)


def _decode(text: str) -> bytes:
    if len(text) > MAX_CHARACTERS:
        raise ForeignCursor
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ForeignCursor from None


def _mac(body: bytes, owner: Owner, key: bytes) -> bytes:
    text = b"\0".join((owner.organization_id.encode(), owner.clinician_id.encode(), body))
    return hmac.new(key, text, hashlib.sha256).digest()[:MAC_BYTES]
