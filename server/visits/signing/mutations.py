"""Signing a visit, and adding words after it.

A signature is never dropped: when its facts are not the server's, because a colleague's change arrived first,
the bytes are stored all the same and the visit waits to be signed again.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.db import wire_time
from server.mutation import Applied, Context, Kind, Mutation, Rejected
from server.visits.due import mark_due
from server.visits.gate import clock_flags, find_row, known_visit, note_write
from server.visits.models import Visit
from server.visits.operations import EffectiveSegment, VisitRecord, clinicians_of, visit_record
from server.visits.signing.comparison import differences
from server.visits.signing.content import POINTER, Content, read_content
from server.visits.signing.facts import SHAPES, contributor_ids, facts_of
from server.visits.signing.models import Addendum, Signature
from server.visits.signing.schemas import AddendumAdd, VisitSign
from server.visits.timing.schemas import LONGEST
from server.visits.vocabulary import LATE_ENTRY

Data = dict[str, Any]
LATE = timedelta(hours=24)


def sign_visit(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Store the signed bytes for good, and say whether they tell what the server holds."""
    visit = known_visit(session, context, mutation.entity)
    content = read_content(data["content"], data["sha256"], SHAPES)
    _check_author(context, visit, data, content)
    session.flush()  # what came before in the batch must be stored while the visit still takes it
    record = visit_record(session, visit.id)
    for earlier in record.signatures:
        if earlier.sha256 == data["sha256"] and earlier.signed_by == context.clinician_id:
            return Applied(earlier)
    difference = _difference(session, context, record, data, content)
    signature = _signature(context, mutation, visit, data, difference)
    session.add(signature)
    _settle(visit, signature, record.signatures)
    mark_due(session, visit, context.now)
    note_write(session, context, mutation, signature, ["content"])
    return Applied(signature)


def _difference(
    session: Session, context: Context, record: VisitRecord, data: Data, content: Content
) -> list[str]:
    """Return in sentences what stands between the signed bytes and a signed visit."""
    clinicians = clinicians_of(session, [*contributor_ids(record), context.clinician_id])
    stored = facts_of(record, clinicians, content.version)
    says = differences(content.facts, stored, record.visit.zone)
    me = clinicians[context.clinician_id]
    signed_as, known_as = f"{data['name']}, {data['credentials']}", f"{me.name}, {me.credentials}"
    if signed_as != known_as:
        says.append(f"Signed as {signed_as}; the server knows {known_as}.")
    says += unfinished(record.segments)
    if record.visit.status == "void":
        says.append("The visit was voided before the signature arrived.")
    return says


def unfinished(segments: Sequence[EffectiveSegment]) -> list[str]:
    """Return what stands against signing these times: a clock that runs, or that was forgotten for a day."""
    runs = [f"Segment {one.code}: still runs. Stop it first." for one in segments if one.ended_at is None]
    forgotten = [
        f"Segment {one.code}: lasts 24 hours or more. Correct its time first."
        for one in segments
        if one.ended_at is not None and one.ended_at - one.started_at >= LONGEST
    ]
    return runs + forgotten


def _check_author(context: Context, visit: Visit, data: Data, content: Content) -> None:
    """Refuse bytes of another visit, of another signer, or that say otherwise than the change around them."""
    if content.facts["visit"].get("id") != visit.id:
        raise Rejected("content-of-another-visit", "The signed content is another visit's", pointer=POINTER)
    if content.author.get("clinician_id") != context.clinician_id:
        raise Rejected("another-signer", "The signed content names another signer", pointer=POINTER)
    stated = {name: data[name] for name in ("name", "credentials", "meaning")}
    signed = {name: content.author.get(name) for name in stated}
    if stated != signed or content.signed_at != wire_time(data["signed_at"]):
        detail = "Name, credentials, meaning and time must stand in the signed content too."
        raise Rejected("content-mismatch", "The signed content says otherwise", detail, POINTER)


def _signature(
    context: Context, mutation: Mutation, visit: Visit, data: Data, difference: list[str]
) -> Signature:
    flags = clock_flags(data["signed_at"], context, mutation)
    if data["signed_at"] - (visit.ended_at or visit.started_at) > LATE:
        flags.append(LATE_ENTRY)
    return Signature(
        id=mutation.id,
        organization_id=context.organization_id,
        visit_id=visit.id,
        patient_id=visit.patient_id,
        content=data["content"],
        sha256=data["sha256"],
        signed_by=context.clinician_id,
        device_id=context.device_id,
        name=data["name"],
        credentials=data["credentials"],
        meaning=data["meaning"],
        signed_at=data["signed_at"],
        received_at=context.now,
        clock_offset_ms=mutation.clock_offset_ms,
        matches=not difference,
        difference=difference,
        flags=flags,
        created_at=context.now,
    )


def _settle(visit: Visit, signature: Signature, earlier: list[Signature]) -> None:
    """Set the visit signed, or to be signed again.

    A second signer whose tablet had not seen everything reopens a signed visit: what they treated may still
    be on their tablet. One who has signed what the server holds cannot reopen it by signing otherwise.
    """
    if visit.status == "void":
        return
    if signature.matches:
        if visit.status != "signed":
            visit.status = "signed"
            visit.signed_at = signature.signed_at
    elif visit.status == "open" or not _has_signed(signature.signed_by, earlier):
        visit.status = "sign-again"


def _has_signed(clinician_id: str, signatures: list[Signature]) -> bool:
    return any(one.matches and one.signed_by == clinician_id for one in signatures)


def add_addendum(session: Session, context: Context, mutation: Mutation, data: Data) -> Applied:
    """Add words to a signed visit; what was signed stays as it is."""
    visit = known_visit(session, context, data["visit_id"], "/data/visit_id")
    if visit.status == "open":
        raise Rejected(
            "visit-not-signed", "The visit is not signed yet", "Write it in the note.", "/data/visit_id"
        )
    known = find_row(session, context, Addendum, mutation.entity)
    if known is not None:
        if (known.visit_id, known.text, known.by) != (visit.id, data["text"], context.clinician_id):
            raise Rejected("addendum-exists", "An addendum is never changed", "Add another.", "/entity")
        return Applied(known)
    addendum = Addendum(
        id=mutation.entity,
        organization_id=context.organization_id,
        visit_id=visit.id,
        patient_id=visit.patient_id,
        kind=data["kind"],
        text=data["text"],
        by=context.clinician_id,
        at=data["at"],
        received_at=context.now,
        created_at=context.now,
    )
    session.add(addendum)
    note_write(session, context, mutation, addendum, ["kind", "text"])
    return Applied(addendum)


KINDS = (
    Kind("visit.sign", VisitSign, sign_visit),
    Kind("addendum.add", AddendumAdd, add_addendum),
)
