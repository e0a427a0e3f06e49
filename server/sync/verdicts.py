"""The six answers to a mutation, as the tablet reads them."""

from typing import Any

from server.db import wire_time
from server.mutation import Conflict, Deferred, Rejected

Verdict = dict[str, Any]

FINAL = frozenset({"applied", "conflict", "rejected"})  # the rest is asked again and may then succeed


def applied(id_: str, version: int, hash_: str) -> Verdict:
    """The change is made; the tablet checks its own copy against version and hash."""
    return {"id": id_, "verdict": "applied", "version": version, "hash": hash_}


def duplicate(id_: str, first: Verdict) -> Verdict:
    """It was answered before; the first answer counts."""
    return {"id": id_, "verdict": "duplicate", "first": first}


def conflict(id_: str, refusal: Conflict) -> Verdict:
    """Someone else changed the same thing; the clinician sees both."""
    return {
        "id": id_,
        "verdict": "conflict",
        "version": refusal.version,
        "theirs": dict(refusal.theirs),
        "by": refusal.by,
        "at": wire_time(refusal.at),
    }


def rejected(id_: str, refusal: Rejected) -> Verdict:
    """It can never be made; the tablet keeps it and shows why."""
    return {
        "id": id_,
        "verdict": "rejected",
        "type": refusal.type,
        "title": refusal.title,
        "detail": refusal.detail or refusal.title,
        "pointer": refusal.pointer or "",
    }


def deferred(id_: str, refusal: Deferred) -> Verdict:
    """What it needs is not here yet."""
    return {"id": id_, "verdict": "deferred", "waits_for": list(refusal.waits_for)}


def retry(id_: str, type_: str) -> Verdict:
    """The server cannot take it now: `server-older`, or `server-fault` for a mistake of its own."""
    return {"id": id_, "verdict": "retry", "type": type_}


def is_final(verdict: Verdict) -> bool:
    """Tell whether asking again would give the same."""
    return verdict["verdict"] in FINAL or verdict["verdict"] == "duplicate"


def settled_as(verdict: Verdict) -> str:
    """Return what a verdict comes down to: a duplicate is what it was the first time."""
    first: Verdict = verdict.get("first", verdict)
    name: str = first["verdict"]
    return name
