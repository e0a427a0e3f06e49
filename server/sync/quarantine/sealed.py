"""The sealed outbox of a tablet that nobody can open any more: kept unread until its author confirms it.

A locked, shredded or revoked tablet still holds work. It hands it in as it lies there: each row under the
outbox key, and that key wrapped to the organization (ECDH P-256, HKDF-SHA-256, AES-256-GCM; the places that
are authenticated with each ciphertext are those of the tablet's storage). Once the author has signed in
and confirms, the rows are opened and taken in like any push; the ledger makes doing so twice harmless.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import canonical, sha256_hex, uuid7
from server.organizations.keys import open_private_key
from server.organizations.operations import get_organization
from server.problems import Problem
from server.secret import Secret
from server.sync.arrivals import has_arrived
from server.sync.models import ArrivedNumbers, Quarantined
from server.sync.quarantine.kept import USE, note

KIND = "sealed"
REASON = {
    "type": "sealed-outbox",
    "title": "Work from a tablet that could not be opened",
    "detail": "It waits until its author signs in and confirms it.",
    "pointer": "",
}


class Unreadable(Problem):
    """The sealed work does not open: damaged, or sealed to another organization's key."""

    status = 422
    type = "/problems/unreadable"
    title = "The sealed work cannot be opened"


class Uploader(NamedTuple):
    """The tablet that hands in, and whose work it is."""

    organization_id: str
    clinician_id: str
    device_id: str


def keep_sealed(
    session: Session, uploader: Uploader, upload: dict[str, Any], secret: Secret, now: datetime
) -> str:
    """Keep a sealed outbox and return its id; one that is already here is kept once."""
    text = canonical(upload)
    sha256 = sha256_hex(text)
    known = find_sealed(session, uploader.organization_id, upload)
    if known is not None:
        return known
    id_ = uuid7()
    session.add(
        Quarantined(
            id=id_,
            organization_id=uploader.organization_id,
            clinician_id=uploader.clinician_id,
            device_id=uploader.device_id,
            mutation_id=None,
            kind=KIND,
            reason={**REASON, "numbers": sorted({int(row["n"]) for row in upload["rows"]})},
            body=secret.seal(USE, text.encode(), id_),
            body_sha256=sha256,
            received_at=now,
        )
    )
    note(session, uploader, "quarantine.keep", id_, now)
    return id_


def find_sealed(session: Session, organization_id: str, upload: dict[str, Any]) -> str | None:
    """Return the id of the same sealed rows, when they were handed in before."""
    sha256 = sha256_hex(canonical(upload))
    same = (Quarantined.organization_id == organization_id, Quarantined.body_sha256 == sha256)
    return session.scalar(select(Quarantined.id).where(*same))


def arrived(session: Session, organization_id: str) -> list[Quarantined]:
    """Return sealed work on the list whose every number has arrived since.

    A tablet that was only locked hands in copies, and sends the originals itself once it is unlocked.
    """
    waits = (
        Quarantined.organization_id == organization_id,
        Quarantined.kind == KIND,
        Quarantined.settled_at.is_(None),
    )
    return [row for row in session.scalars(select(Quarantined).where(*waits)) if _all_arrived(session, row)]


def _all_arrived(session: Session, row: Quarantined) -> bool:
    numbers = row.reason.get("numbers", [])
    known = session.get(ArrivedNumbers, (row.device_id, row.clinician_id))
    return known is not None and bool(numbers) and all(has_arrived(known, n) for n in numbers)


def unseal(session: Session, row: Quarantined, secret: Secret) -> Sequence[dict[str, Any]]:
    """Return the mutations in a sealed outbox in the order of their numbers; raises Unreadable."""
    upload = json.loads(secret.open(USE, row.body, row.id))
    organization = get_organization(session, row.organization_id)
    private = open_private_key(secret, organization.id, organization.outbox_private_key)
    try:
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(upload["wrap"]["ephemeral"]))
        shared = private.exchange(ECDH(), public)
        wrapping = _derive(shared, "kinesync outbox key 1", _bytes(upload["wrap"]["ephemeral"]))
        place = f"kinesync|outbox-key|{row.clinician_id}|{row.device_id}|1"
        key = _derive(_decrypt(wrapping, upload["wrap"], place), "kinesync outbox 1", b"")
        rows = sorted(upload["rows"], key=lambda each: int(each["n"]))
        return [_mutation(key, row.clinician_id, each) for each in rows]
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise Unreadable from None


def _mutation(key: bytes, clinician_id: str, row: dict[str, Any]) -> dict[str, Any]:
    place = f"kinesync|{clinician_id}|{row['store']}|{row['n']}|1|1"
    mutation: dict[str, Any] = json.loads(_decrypt(key, row, place))["mutation"]
    return mutation


def _decrypt(key: bytes, sealed: dict[str, Any], place: str) -> bytes:
    return AESGCM(key).decrypt(_bytes(sealed["iv"]), _bytes(sealed["ct"]), place.encode())


def _derive(secret: bytes, purpose: str, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
