"""The bytes of a push: version, an opaque id and a kind, always of one length.

Even "you have an appointment tomorrow" ties a person to care, and a length tells which text was sent. So the
payload holds no words, and spaces (which JSON ignores at its end) fill it to one size.

>>> len(payload("018f6b1e-0000-7000-8000-000000000001", "visit-unsigned"))
256
>>> payload("018f6b1e-0000-7000-8000-000000000001", "Odessa Sample is waiting")
Traceback (most recent call last):
...
ValueError: A push tells the kind of a notice, never words.
"""

import json
import uuid
from typing import Final

from server.notifications.kinds import KINDS

VERSION: Final = 1
SIZE: Final = 256


def payload(notice_id: str, kind: str) -> bytes:
    """Return the padded payload; raise ValueError for anything but a UUID and a known kind."""
    if kind not in KINDS:
        raise ValueError("A push tells the kind of a notice, never words.")
    opaque = str(uuid.UUID(notice_id))
    text = json.dumps({"version": VERSION, "id": opaque, "kind": kind}, separators=(",", ":"))
    return text.ljust(SIZE).encode("ascii")
