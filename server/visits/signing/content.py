"""Reading the exact bytes that a tablet signed.

They are canonical JSON. They are parsed only to be checked: what is stored, shown and printed is the text as
it came.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from server.db import canonical, sha256_hex
from server.mutation import Rejected
from server.problems import Problem
from server.wire_json import loads_strict

KIND = "kinesync-visit-note"
POINTER = "/data/content"
LISTS = {
    "segments": "id",
    "untimed": "id",
    "interventions": "id",
    "responses": "id",
    "measures": "id",
    "sections": "section",
    "minutes": "code",
    "contributors": "clinician_id",
}
"""The lists of facts, and by what their rows are told apart."""


@dataclass(frozen=True)
class Content:
    """What was signed, parsed. `version` says in which shape the facts are."""

    version: int
    facts: dict[str, Any]
    author: dict[str, Any]
    signed_at: str


def read_content(text: str, stated_hash: str, versions: Collection[int]) -> Content:
    """Return the signed content; raise Rejected when the bytes are damaged or are no note of `versions`."""
    if sha256_hex(text) != stated_hash:
        raise _unreadable("hash-mismatch", "The hash is not that of the signed bytes", "/data/sha256")
    try:
        parsed = loads_strict(text.encode())
        is_canonical = canonical(parsed) == text
    except (Problem, TypeError):
        raise _unreadable("content-malformed", "The signed content is not JSON as it should be") from None
    if not is_canonical:
        raise _unreadable("content-not-canonical", "The signed content is not canonical JSON")
    if not isinstance(parsed, dict) or parsed.get("kind") != KIND:
        raise _unreadable("content-malformed", "The signed content is not a visit note")
    version = parsed.get("content_version")
    if type(version) is not int or version not in versions:
        raise _unreadable("content-version", "The server does not know this version of a note")
    return _content(parsed, version)


def _content(parsed: dict[str, Any], version: int) -> Content:
    facts, author, note = (parsed.get(name) for name in ("facts", "author", "note"))
    signed_at = parsed.get("signed_at")
    objects = all(isinstance(one, dict) for one in (facts, author, note))
    if not objects or not isinstance(signed_at, str) or not _has_facts(facts):
        raise _unreadable("content-malformed", "The signed content lacks a part")
    return Content(version, facts or {}, author or {}, signed_at)


def _has_facts(facts: Any) -> bool:
    if not isinstance(facts.get("visit"), dict):
        return False
    return all(_is_list_of_rows(facts.get(name), key) for name, key in LISTS.items())


def _is_list_of_rows(rows: object, key: str) -> bool:
    if not isinstance(rows, list):
        return False
    return all(isinstance(row, dict) and isinstance(row.get(key), str) for row in rows)


def _unreadable(type_: str, title: str, pointer: str = POINTER) -> Rejected:
    return Rejected(type_, title, "Sign the note again.", pointer)
