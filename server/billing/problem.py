"""What is wrong with a request, said so that its sender can mend it.

A `RequestError` is about the shape of what was asked (contrast `findings`, which are about the day). Its
`type` is stable and meant for programs; `pointer` is the JSON pointer (RFC 6901) of the place; `detail`
never repeats a value longer than a code, since a value may be a person's.

>>> RequestError("wrong-type", "minutes is a whole number.", "/services/0/minutes").as_json()["type"]
'wrong-type'
"""

from typing import Final

TITLES: Final[dict[str, str]] = {
    "code-not-supported": "Kinesync does not bill this code",
    "contradictory-keys": "Keys that exclude each other",
    "date-not-covered": "No rules for so early a date",
    "impossible-date": "Not a date of the calendar",
    "impossible-time": "Not an instant with an offset",
    "malformed-json": "Not one JSON object",
    "missing-key": "A key is missing",
    "out-of-range": "A number or a length is out of range",
    "repeated-key": "A key stands twice",
    "repeated-value": "A value stands twice",
    "too-deep": "Nested too deeply",
    "unknown-key": "A key that the request does not have",
    "unknown-payer": "No such payer policy",
    "unknown-value": "Not one of the values allowed here",
    "wrong-type": "A value of the wrong type",
}


class RequestError(Exception):
    """A request that cannot be answered, with the reason and the place."""

    def __init__(self, kind: str, detail: str, pointer: str = "") -> None:
        super().__init__(f"{pointer or '/'}: {detail}")
        self.kind = kind
        self.detail = detail
        self.pointer = pointer

    def as_json(self) -> dict[str, str]:
        """Return the problem as it stands in an answer."""
        return {
            "type": self.kind,
            "title": TITLES[self.kind],
            "detail": self.detail,
            "pointer": self.pointer,
        }
