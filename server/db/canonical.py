"""Canonical JSON, hashes and ids: the bytes that both sides must agree on.

Canonical means: keys sorted, no blanks, UTF-8, and only null, booleans, integers,
text, arrays and objects. Floats are refused, since two languages print them in
two ways.

>>> canonical({"b": [1, None], "a": "é"})
'{"a":"é","b":[1,null]}'
>>> canonical(1.5)
Traceback (most recent call last):
    ...
TypeError: float has no canonical form
"""

import hashlib
import json
import os
import time
from uuid import UUID

_SCALARS = (str, int, type(None))  # bool is an int
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: object) -> str:
    """Return the canonical JSON of `value`; raise TypeError for what has none."""
    _refuse_unportable(value)
    return _ENCODER.encode(value)


def _refuse_unportable(value: object) -> None:
    if isinstance(value, _SCALARS):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of type {type(key).__name__} has no canonical form")
            if not isinstance(inner, _SCALARS):
                _refuse_unportable(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            if not isinstance(inner, _SCALARS):
                _refuse_unportable(inner)
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form")


def sha256_hex(content: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of text as UTF-8, in lower-case hex."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def uuid7() -> str:
    """Return a new UUIDv7 (RFC 9562): its time is a hint for people, never an order."""
    milliseconds = time.time_ns() // 1_000_000
    bits = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))
