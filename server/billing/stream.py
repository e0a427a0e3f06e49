"""Requests as text in, answers as text out: what `kinesync finalize` does with a file or a pipe.

Answers leave as soon as the bytes at hand are answered: a producer that sends one line and waits is
answered at once, and one that sends a million is answered in blocks. Blank lines are no requests and get no
answer.

>>> answer, well_formed = answer_text('{"id": "7", "id": "8"}', Rules.shipped())
>>> answer["id"], answer["problem"]["type"], well_formed
(None, 'repeated-key', False)
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from server.billing import service_day
from server.billing.json_text import find_id, parse_object
from server.billing.problem import RequestError
from server.billing.request import read_day
from server.billing.rules import Rules

_BLOCK: Final = 1 << 16  # bytes
_write_json: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def answer_text(text: str, rules: Rules) -> tuple[dict[str, Any], bool]:
    """Return the answer to one request, and whether it was well formed."""
    try:
        request = parse_object(text)
    except RequestError as problem:
        return {"id": find_id(text), "problem": problem.as_json()}, False
    try:
        day = read_day(request)
    except RequestError as problem:
        found = request.get("id")
        return {"id": found if isinstance(found, str) else None, "problem": problem.as_json()}, False
    return service_day.finalize(day, day.policy, rules), True


def answer_all(source: BinaryIO, target: BinaryIO, rules: Rules) -> bool:
    """Answer the one request that the source holds; return whether it was well formed."""
    answer, well_formed = _answer_bytes(source.read(), rules)
    target.write(answer)
    target.flush()
    return well_formed


def answer_lines(source: BinaryIO, target: BinaryIO, rules: Rules) -> bool:
    """Answer one request a line, in order; return whether all were well formed."""
    all_well_formed = True
    for lines in _blocks(source):
        answers = []
        for line in lines:
            if line.strip():
                answer, well_formed = _answer_bytes(line, rules)
                answers.append(answer)
                all_well_formed = all_well_formed and well_formed
        target.write(b"".join(answers))
        target.flush()
    return all_well_formed


def _answer_bytes(request: bytes, rules: Rules) -> tuple[bytes, bool]:
    try:
        text = request.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = RequestError("malformed-json", "The text is not UTF-8.")
        answer, well_formed = {"id": None, "problem": problem.as_json()}, False
    else:
        answer, well_formed = answer_text(text, rules)
    return _write_json(answer).encode("ascii") + b"\n", well_formed


def _blocks(source: BinaryIO) -> Iterator[list[bytes]]:
    """Return the lines that have arrived whole, as they arrive."""
    pieces: list[bytes] = []
    while block := _read_some(source):
        *whole, rest = block.split(b"\n")
        if whole:
            whole[0] = b"".join([*pieces, whole[0]])
            pieces = []
            yield whole
        pieces.append(rest)
    yield [b"".join(pieces)]


def _read_some(source: BinaryIO) -> bytes:
    """Return what is there, at least one byte, without waiting for a full block; nothing at the end."""
    return source.read1(_BLOCK) if hasattr(source, "read1") else source.read(_BLOCK)
