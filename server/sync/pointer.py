"""Where in a document a fault is, as a JSON pointer (RFC 6901), and what it is.

Unknown keys come from the client and are not repeated in pointers longer than a field's name would be.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

LONGEST_NAME = 40


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return the pointer and the words of the first fault.

    >>> first_fault(ValidationError({"dose": {"sets": ["Not a valid integer."]}}))
    ('/dose/sets', 'Not a valid integer.')
    """
    path: list[str] = []
    found: Any = error.messages
    while isinstance(found, Mapping) and found:
        name, found = next(iter(found.items()))
        if name != "_schema":
            path.append(_escaped(str(name)))
    words = found[0] if isinstance(found, list) and found else found
    return "".join(f"/{name}" for name in path), str(words)


def _escaped(name: str) -> str:
    short = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    return short.replace("~", "~0").replace("/", "~1")
