"""One JSON object from text, strictly: no repeated key, no NaN, no endless nesting.

The standard parser keeps the last of two equal keys and takes NaN; both would change a claim in silence.
The first pass is the plain parser with two hooks; only a text that it refuses is read again to find the
place.

>>> parse_object('{"id": "1"}')
{'id': '1'}
>>> parse_object('{"services": [{"code": "97112", "code": "97110"}]}')
Traceback (most recent call last):
    ...
server.billing.problem.RequestError: /services/0/code: The key stands twice.
"""

import json
from typing import Any, Never

from server.billing.problem import RequestError


class _RefusedError(Exception):
    """A repeated key or a constant that JSON does not have."""


class _Marked(dict[str, Any]):
    """An object that remembers its repeated key."""

    repeated: str


_NOT_A_NUMBER = object()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise _RefusedError
    return keys


def _no_constant(_: str) -> Never:
    raise _RefusedError


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = _Marked(pairs)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            keys.repeated = key
            break
        seen.add(key)
    return keys


_STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
_LENIENT = json.JSONDecoder(object_pairs_hook=_marked, parse_constant=lambda _: _NOT_A_NUMBER)


def parse_object(text: str) -> dict[str, Any]:
    """Return the one JSON object that the text holds.

    Raises RequestError with the pointer of the fault. Its `id`, where one could be read, is found by
    `find_id`.
    """
    try:
        found = _STRICT.decode(text)
    except _RefusedError:
        raise _located(_LENIENT.decode(text)) from None
    except RecursionError:
        raise RequestError("too-deep", "Objects or arrays are nested too deeply to read.") from None
    except ValueError as fault:  # not JSON, or a number of more digits than Python reads
        raise RequestError("malformed-json", f"This is not one JSON object: {fault}.") from None
    if not isinstance(found, dict):
        raise RequestError("wrong-type", "A request is one JSON object.")
    return found


def find_id(text: str) -> str | None:
    """Return the `id` of a text that parse_object refused, if it has one and can be read at all."""
    try:
        found = _LENIENT.decode(text)
    except (RecursionError, ValueError):
        return None
    if not isinstance(found, _Marked) or getattr(found, "repeated", None) == "id":
        return None
    return found["id"] if isinstance(found.get("id"), str) else None


def escape(key: str) -> str:
    """Return a key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _located(found: object) -> RequestError:
    """Return the first fault of a leniently read text."""
    pending: list[tuple[str, object]] = [("", found)]
    for pointer, value in pending:  # grows while it is read: breadth first
        if value is _NOT_A_NUMBER:
            return RequestError("wrong-type", "NaN and Infinity are no numbers of JSON.", pointer)
        if isinstance(value, _Marked):
            if hasattr(value, "repeated"):
                place = f"{pointer}/{escape(value.repeated)}"
                return RequestError("repeated-key", "The key stands twice.", place)
            pending.extend([(f"{pointer}/{escape(key)}", member) for key, member in value.items()])
        elif isinstance(value, list):
            pending.extend([(f"{pointer}/{index}", member) for index, member in enumerate(value)])
    return RequestError("repeated-key", "A key stands twice.")
