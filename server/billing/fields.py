"""Checks of single values of a request. Each returns the value or raises RequestError with its pointer.

A pointer is given in pieces and put together only when something is wrong: on the way through, a value
costs one comparison. `True` is no number here, though Python says so.

>>> whole_number(True, 0, 9, "", "minutes")
Traceback (most recent call last):
    ...
server.billing.problem.RequestError: /minutes: A whole number is needed here.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, TypeVar, cast

from server.billing.json_text import escape
from server.billing.problem import RequestError

LARGEST: Final = 2**53 - 1  # what every JSON reader holds exactly
T = TypeVar("T")
W = TypeVar("W", bound=str)
_CODE_LENGTH: Final = 5


def at(*steps: str | int) -> str:
    """Return a JSON pointer from its steps; the empty ones are left out."""
    return "".join([f"/{escape(str(step))}" for step in steps if step != ""])


def check_keys(
    found: dict[str, Any], allowed: Collection[str], needed: Iterable[str], *place: str | int
) -> None:
    """Refuse an object with a key too many or too few."""
    for key in found:
        if key not in allowed:
            raise RequestError("unknown-key", "There is no such key here.", at(*place, key))
    for key in needed:
        if key not in found:
            raise RequestError("missing-key", f"{key} is needed.", at(*place))


def an_object(value: Any, *place: str | int) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise RequestError("wrong-type", "An object is needed here.", at(*place))
    return value


def an_array(value: Any, *place: str | int) -> list[Any]:
    """Return a JSON array."""
    if not isinstance(value, list):
        raise RequestError("wrong-type", "An array is needed here.", at(*place))
    return value


def text(value: Any, *place: str | int) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise RequestError("wrong-type", "A text is needed here.", at(*place))
    return value


def named(value: Any, *place: str | int) -> str:
    """Return a text that says something."""
    if not text(value, *place).strip():
        raise RequestError("out-of-range", "The text is empty.", at(*place))
    return str(value)


def yes_or_no(value: Any, *place: str | int) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise RequestError("wrong-type", "true or false is needed here.", at(*place))
    return value


def whole_number(value: Any, least: int, most: int, *place: str | int) -> int:
    """Return a whole number of the range, both ends in it."""
    if type(value) is not int:
        raise RequestError("wrong-type", "A whole number is needed here.", at(*place))
    if not least <= value <= most:
        raise RequestError("out-of-range", f"A number from {least} to {most} is needed here.", at(*place))
    return value


def one_of(value: Any, allowed: Collection[W], *place: str | int) -> W:
    """Return one of the words that are allowed."""
    if text(value, *place) not in allowed:
        raise RequestError("unknown-value", f"One of these is needed: {', '.join(allowed)}.", at(*place))
    return cast(W, value)


def a_code(value: Any, *place: str | int) -> str:
    """Return what looks like a CPT or HCPCS code, whether Kinesync bills it or not."""
    code = text(value, *place)
    if not (len(code) == _CODE_LENGTH and code.isascii() and code.isalnum() and code == code.upper()):
        raise RequestError("code-not-supported", "A code has five letters or digits.", at(*place))
    return code


def each(values: list[Any], read: Callable[..., T], *place: str | int) -> tuple[T, ...]:
    """Return every value of an array, read at its own place."""
    return tuple([read(value, *place, index) for index, value in enumerate(values)])
