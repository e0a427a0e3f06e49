"""Anchors: signed heads of the chains, to be kept where nobody who can write the database can write.

The chain alone cannot show that its tail was cut off together with the clock that
counts it; a head that was written down elsewhere can. One JSON line each, appended.
The key is derived from the server's secret and is not in the database.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit.verify import hash_at
from server.db import canonical, wire_time
from server.feed import OrganizationClock
from server.secret import Secret

USE = "audit anchor"


def anchor_lines(session: Session, secret: Secret, now: datetime) -> Iterator[str]:
    """Return a signed line for the present head of each organization's chain."""
    heads = select(
        OrganizationClock.organization_id, OrganizationClock.audit_seq, OrganizationClock.audit_head
    ).order_by(OrganizationClock.organization_id)
    for organization_id, seq, head in session.execute(heads):
        anchor = {"organization_id": organization_id, "seq": seq, "head": head, "at": wire_time(now)}
        yield canonical(anchor | {"signature": secret.sign(USE, canonical(anchor).encode())})


def faults_against(session: Session, secret: Secret, lines: Iterable[str]) -> Iterator[str]:
    """Compare the chains with anchors written earlier; return what does not fit, in words."""
    for number, line in enumerate(lines, start=1):
        anchor = _opened(secret, line)
        if anchor is None:
            yield f"line {number} of the anchors is not one that this server signed"
            continue
        organization_id, seq = anchor["organization_id"], anchor["seq"]
        stored = hash_at(session, organization_id, seq)
        if stored is None:
            yield f"organization {organization_id}: row {seq}, anchored at {anchor['at']}, is missing"
        elif stored != anchor["head"]:
            yield f"organization {organization_id}: row {seq} is not the one anchored at {anchor['at']}"


def _opened(secret: Secret, line: str) -> dict[str, Any] | None:
    try:
        anchor = json.loads(line)
        signature = anchor.pop("signature")
        genuine = secret.signed(USE, canonical(anchor).encode(), signature)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return anchor if genuine and {"organization_id", "seq", "head", "at"} == anchor.keys() else None
