"""Reading JSON that a client sent, strictly.

Python's reader takes NaN, repeated keys, numbers without end and text that
PostgreSQL cannot store; each of those would be a 500 later, or be stored on one
engine and not on the other. Here they are refused at the door, with a reason.

>>> loads_strict(b'{"n": 1}')
{'n': 1}
"""

import json
import math
import re
import zlib
from typing import Any, NoReturn

from server.problems import Invalid, Malformed, TooLarge

LARGEST_BODY_BYTES = 1_048_576  # after inflating
DEEPEST = 32
LARGEST_INT = 2**53  # what a double, and so JavaScript, still counts exactly

_SUSPECT_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


def loads_strict(raw: bytes, *, largest: int = LARGEST_BODY_BYTES) -> Any:
    """Return the value of a JSON document; raise Malformed, Invalid or TooLarge."""
    if len(raw) > largest:
        raise TooLarge(f"At most {largest} bytes are taken at once. Send less at a time.")
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except UnicodeDecodeError:
        raise Malformed("The text is not UTF-8.") from None
    except RecursionError:
        raise Invalid(f"The document is nested deeper than {DEEPEST}.") from None
    except ValueError:
        raise Malformed("The text is not JSON.") from None
    _refuse_depth(value)
    if _SUSPECT_ESCAPE.search(raw):
        _refuse_unstorable_text(value)
    return value


def inflate(raw: bytes, *, largest: int = LARGEST_BODY_BYTES) -> bytes:
    """Return what gzip packed; raise Malformed when it is not gzip, TooLarge when it inflates too far."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(raw, largest + 1)
    except zlib.error:
        raise Malformed("The body is not gzip, as its Content-Encoding says.") from None
    if len(content) > largest:
        raise TooLarge(f"At most {largest} inflated bytes are taken at once. Send less at a time.")
    if not unpacker.eof or unpacker.unused_data:
        raise Malformed("The gzip body ends too early or too late.")
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Invalid("A key stands twice in one object.")
    return value


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INT:
        raise Invalid("A whole number is outside ±2^53.")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise Invalid("A number is too large.")
    return value


def _constant(_name: str) -> NoReturn:
    raise Malformed("NaN and Infinity are not JSON.")


def _refuse_depth(value: object) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise Invalid(f"The document is nested deeper than {DEEPEST}.")


def _refuse_unstorable_text(value: object) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Invalid("A text holds NUL or half of a surrogate pair.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_unstorable_text(key)
            _refuse_unstorable_text(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_unstorable_text(inner)
