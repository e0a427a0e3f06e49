"""What a tablet sends, handed to the handlers as sync hands it: read, then run in a savepoint."""

from datetime import datetime
from typing import Any

import pytest
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from server.accounts.models import Clinician
from server.db import canonical, sha256_hex, uuid7, wire_time
from server.mutation import Context, Mutation, Rejected
from server.visits.mutations import KINDS
from server.visits.operations import clinicians_of, visit_record
from server.visits.signing.facts import CONTENT_VERSION, contributor_ids, facts_of
from tests.server.makers import NOW

BY_NAME = {kind.name: kind for kind in KINDS}
TIMED = {"performer": "therapist", "provenance": "timed"}
Data = dict[str, Any]


def send(
    session: Session,
    who: Clinician,
    kind: str,
    entity: str,
    data: Data,
    *,
    now: datetime = NOW,
    base_version: int | None = 0,
    clock_offset_ms: int = 0,
    made_at: datetime = NOW,
    id_: str | None = None,
    savepoint: bool = True,
) -> Any:
    """Apply one mutation; return the row it touched. Raises what the handler raises.

    Without a savepoint nothing is flushed behind it: sync tries a batch like that first.
    """
    context = Context(
        organization_id=who.organization_id,
        clinician_id=who.id,
        device_id=uuid7(),
        roles=frozenset(who.roles),
        now=now,
        time_zone="America/New_York",
    )
    mutation = Mutation(
        id=id_ or uuid7(),
        n=1,
        kind=kind,
        schema=1,
        entity=entity,
        base_version=base_version,
        depends_on=(),
        made_at=made_at,
        clock_offset_ms=clock_offset_ms,
    )
    loaded = BY_NAME[kind].load(1, data)
    if not savepoint:
        return BY_NAME[kind].handler(session, context, mutation, loaded).row
    with session.begin_nested():
        row = BY_NAME[kind].handler(session, context, mutation, loaded).row
        session.flush()
    return row


def refusal(session: Session, who: Clinician, kind: str, entity: str, data: Data, **options: Any) -> Rejected:
    """Apply a mutation that must be rejected; return the refusal."""
    with pytest.raises(Rejected) as caught:
        send(session, who, kind, entity, data, **options)
    return caught.value


def faults(kind: str, data: Data) -> Any:
    """Read data that must not be readable; return marshmallow's messages by field."""
    with pytest.raises(ValidationError) as caught:
        BY_NAME[kind].load(1, data)
    return caught.value.messages


def note_of(session: Session, visit_id: str, who: Clinician, signed_at: datetime = NOW) -> dict[str, Any]:
    """Return what a tablet that holds exactly the server's rows signs."""
    record = visit_record(session, visit_id)
    clinicians = clinicians_of(session, [*contributor_ids(record), who.id])
    return {
        "kind": "kinesync-visit-note",
        "content_version": CONTENT_VERSION,
        "language": "en",
        "narrative_version": 1,
        "facts": facts_of(record, clinicians),
        "note": {"title": "Visit note", "patient_line": "Invented", "sections": []},
        "author": {
            "clinician_id": who.id,
            "name": who.name,
            "credentials": who.credentials,
            "meaning": "Treating therapist",
        },
        "signed_at": wire_time(signed_at),
    }


def signing(note: dict[str, Any]) -> Data:
    """Return the data of `visit.sign` over a note."""
    content = canonical(note)
    author = note["author"]
    return {
        "content": content,
        "sha256": sha256_hex(content),
        **{name: author[name] for name in ("name", "credentials", "meaning")},
        "signed_at": note["signed_at"],
    }


def sign(session: Session, who: Clinician, visit_id: str, **options: Any) -> Any:
    """Sign what the server holds now; return the signature."""
    return send(session, who, "visit.sign", visit_id, signing(note_of(session, visit_id, who)), **options)
