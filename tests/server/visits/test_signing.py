"""What was signed is kept to the byte, checked fact by fact, and never dropped."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import canonical, sha256_hex, uuid7
from server.visits.models import BillingDue, Visit
from server.visits.signing.models import Signature
from tests.server.makers import (
    NOW,
    Practice,
    make_correction,
    make_intervention,
    make_measure,
    make_response,
    make_section,
    make_segment,
    make_signature,
    make_untimed,
)
from tests.server.visits.sending import note_of, refusal, send, sign, signing

pytestmark = pytest.mark.both_databases
Note = dict[str, Any]


@pytest.fixture
def recorded(session: Session, practice: Practice, visit: Visit) -> Visit:
    """A visit with something of everything."""
    segment = make_segment(session, visit, practice.pt)
    make_correction(session, segment, practice.pt, started_at=visit.started_at - timedelta(minutes=2))
    make_segment(
        session, visit, practice.pta, code="97110", performer="assistant",
        started_at=visit.started_at + timedelta(minutes=30),
    )  # fmt: skip
    make_untimed(session, visit, practice.pt)
    make_response(session, make_intervention(session, visit, practice.pt), practice.pta)
    make_measure(session, visit, practice.pt)
    make_section(session, visit, practice.pt, section="subjective", text="“My foot caught.”")
    make_section(session, visit, practice.pt)
    return visit


def test_the_exact_bytes_are_kept_and_the_visit_is_signed(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    data = signing(note_of(session, recorded.id, practice.pt))

    signature = send(session, practice.pt, "visit.sign", recorded.id, data)

    assert signature.content == data["content"]
    assert (signature.matches, signature.difference, signature.verified) == (True, [], True)
    assert (recorded.status, recorded.signed_at) == ("signed", NOW)
    assert session.get_one(BillingDue, recorded.id).since == NOW


def test_the_facts_hold_minutes_totals_and_contributors(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    facts = note_of(session, recorded.id, practice.pt)["facts"]

    assert facts["minutes"] == [{"code": "97112", "minutes": 26}, {"code": "97110", "minutes": 24}]
    assert (facts["total_timed_minutes"], facts["total_treatment_minutes"]) == (50, 60)
    assert [one["credentials"] for one in facts["contributors"]] == ["PT", "PTA"]
    assert [one["section"] for one in facts["sections"]] == ["subjective", "plan"]
    assert facts["segments"][0]["provenance"] == "corrected"


def test_signing_the_same_bytes_again_stores_them_once(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    data = signing(note_of(session, recorded.id, practice.pt))

    first = send(session, practice.pt, "visit.sign", recorded.id, data)
    again = send(session, practice.pt, "visit.sign", recorded.id, data)

    assert again is first
    assert len(session.scalars(select(Signature)).all()) == 1


def test_a_colleagues_change_that_arrived_first_makes_it_sign_again(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    displayed = signing(note_of(session, recorded.id, practice.pt))
    make_segment(
        session, recorded, practice.pta, code="97530", started_at=recorded.started_at + timedelta(minutes=54)
    )

    signature = send(session, practice.pt, "visit.sign", recorded.id, displayed)

    assert signature.content == displayed["content"]
    assert (signature.matches, recorded.status, recorded.signed_at) == (False, "sign-again", None)
    assert "Segment 97530 from 09:54:00: on the server, not in the signed note." in signature.difference
    assert "Total timed minutes: 50 signed, 74 on the server." in signature.difference


def test_it_is_signed_again_with_what_came_in_between(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    displayed = signing(note_of(session, recorded.id, practice.pt))
    make_measure(session, recorded, practice.pta, measure="Gait speed")
    first = send(session, practice.pt, "visit.sign", recorded.id, displayed)

    second = sign(session, practice.pt, recorded.id)

    assert (first.matches, second.matches, recorded.status) == (False, True, "signed")
    assert first.verified


def test_an_assistant_and_a_therapist_both_sign(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    theirs = sign(session, practice.pta, recorded.id)
    mine = sign(session, practice.pt, recorded.id, now=NOW + timedelta(minutes=1))

    assert theirs.matches
    assert mine.matches
    assert (recorded.status, recorded.signed_at) == ("signed", NOW)


def test_who_has_signed_cannot_reopen_the_visit_by_signing_otherwise(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    note = note_of(session, recorded.id, practice.pt)
    sign(session, practice.pt, recorded.id)
    note["facts"]["total_timed_minutes"] = 99

    second = send(session, practice.pt, "visit.sign", recorded.id, signing(note))

    assert (second.matches, recorded.status) == (False, "signed")


def test_a_second_signer_who_had_not_seen_all_reopens_the_visit(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    stale = note_of(session, recorded.id, practice.pta)
    make_measure(session, recorded, practice.pt, measure="Gait speed")
    sign(session, practice.pt, recorded.id)

    send(session, practice.pta, "visit.sign", recorded.id, signing(stale))

    assert recorded.status == "sign-again"


def test_a_running_segment_cannot_be_signed_away(session: Session, practice: Practice, visit: Visit) -> None:
    make_segment(session, visit, practice.pt, ended_at=None, ended_because=None)

    signature = sign(session, practice.pt, visit.id)

    assert signature.difference == ["Segment 97112: still runs. Stop it first."]
    assert visit.status == "sign-again"


def test_a_forgotten_clock_cannot_be_signed(session: Session, practice: Practice, visit: Visit) -> None:
    make_segment(session, visit, practice.pt, ended_at=visit.started_at + timedelta(days=3))

    signature = sign(session, practice.pt, visit.id)

    assert signature.difference == ["Segment 97112: lasts 24 hours or more. Correct its time first."]


def test_a_signature_on_a_void_visit_is_kept(session: Session, practice: Practice, visit: Visit) -> None:
    data = signing(note_of(session, visit.id, practice.pt))
    send(session, practice.pta, "visit.void", visit.id, {"reason": "Wrong patient"})

    signature = send(session, practice.pt, "visit.sign", visit.id, data)

    assert (signature.matches, visit.status) == (False, "void")


def changed(path: str, value: object) -> Callable[[Note], None]:
    """Return a step that changes one fact of a note."""

    def step(note: Note) -> None:
        *way, last = path.split(".")
        at: Any = note["facts"]
        for name in way:
            at = at[int(name)] if name.isdigit() else at[name]
        at[int(last) if last.isdigit() else last] = value

    return step


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (changed("visit.date_of_service", "2026-11-24"), "Visit: date of service 2026-11-24 signed"),
        (
            changed("visit.ended_at", "2026-11-23T15:00:00.000Z"),
            "Visit: ended at 10:00:00 signed, nothing on",
        ),
        (changed("segments.0.ended_at", "2026-11-23T14:25:00.000Z"), "Segment 97112 from 08:58:00: ended at"),
        (
            changed("segments.0.started_at", "2026-11-23T14:00:00.000Z"),
            "started at 09:00:00 signed, 08:58:00",
        ),
        (changed("segments.1.performer", "therapist"), "performer therapist signed, assistant on the server"),
        (changed("segments.0.code", "97140"), "code 97140 signed, 97112 on the server"),
        (changed("untimed.0.minutes", 20), "Untimed G0283: minutes 20 signed, 10 on the server"),
        (changed("untimed.0.minutes", True), "Untimed G0283: minutes True signed, 10 on the server"),
        (changed("interventions.0.regions", ["right knee"]), "regions right knee signed, left lower"),
        (changed("interventions.0.skilled_need", "x"), "Intervention 97112 PNF: the words differ."),
        (changed("interventions.0.dose", {"sets": 4}), "dose"),
        (changed("responses.0.tolerance", "poor"), "Response: tolerance poor signed, well on the server"),
        (changed("responses.0.heart_rate", 96), "Response: heart rate 96 signed, nothing on the server"),
        (changed("responses.0.dizziness", 0), "Response: dizziness 0 signed, nothing on the server"),
        (changed("responses.0.progression_criterion", "x"), "Response: progression criterion x signed"),
        (changed("responses.0.adverse", "Near fall"), "Response: the words differ."),
        (changed("interventions.0.activity_id", "bobath"), "activity id bobath signed"),
        (changed("measures.0.trials", [44]), "Measure Berg balance: trials 44 signed"),
        (changed("measures.0.value", 45), "Measure Berg balance: value 45 signed, 44 on the server"),
        (changed("sections.1.text", "Other words"), "Section plan: the words differ."),
        (changed("sections", []), "Section plan: on the server, not in the signed note."),
        (changed("minutes.0.minutes", 27), "Minutes of 97112: minutes 27 signed, 26 on the server"),
        (changed("total_treatment_minutes", 61), "Total treatment minutes: 61 signed, 60 on the server"),
        (changed("contributors.0.credentials", "DPT"), "credentials DPT signed, PT on the server"),
        (changed("measures.0.extra", 1), "Measure Berg balance: the signed note states extra"),
        (changed("invented", 1), "The signed note states invented, which the server does not know."),
    ],
)
def test_each_fact_is_checked(
    session: Session, practice: Practice, recorded: Visit, step: Callable[[Note], None], says: str
) -> None:
    note = copy.deepcopy(note_of(session, recorded.id, practice.pt))
    step(note)

    signature = send(session, practice.pt, "visit.sign", recorded.id, signing(note))

    assert not signature.matches
    assert any(says in line for line in signature.difference), signature.difference
    assert recorded.status == "sign-again"


def test_true_is_not_one(session: Session, practice: Practice, visit: Visit) -> None:
    make_measure(session, visit, practice.pt, value=1)
    note = note_of(session, visit.id, practice.pt)
    note["facts"]["measures"][0]["value"] = True

    assert not send(session, practice.pt, "visit.sign", visit.id, signing(note)).matches


def test_rows_out_of_order_or_twice_are_seen(session: Session, practice: Practice, recorded: Visit) -> None:
    note = note_of(session, recorded.id, practice.pt)
    note["facts"]["segments"].reverse()
    note["facts"]["untimed"] *= 2

    signature = send(session, practice.pt, "visit.sign", recorded.id, signing(note))

    assert "Segment: the order differs from the server's." in signature.difference
    assert "Untimed: stands twice in the signed note." in signature.difference


def test_bytes_that_are_not_what_was_signed_are_refused(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    note = note_of(session, recorded.id, practice.pt)
    data = signing(note)
    spaced = data["content"].replace(",", ", ", 1)

    def answer(**changes: object) -> str:
        return refusal(session, practice.pt, "visit.sign", recorded.id, data | changes).type

    assert answer(content=data["content"].replace("PNF", "PNG")) == "hash-mismatch"
    assert answer(content=spaced, sha256=sha256_hex(spaced)) == "content-not-canonical"
    for text in ("{", "[]", "1", "null", '{"kind":"other"}', canonical({**note, "facts": {}})):
        assert answer(content=text, sha256=sha256_hex(text)) == "content-malformed"
    for version in (0, 3, True, "2", [2], None):
        unknown = canonical({**note, "content_version": version})
        assert answer(content=unknown, sha256=sha256_hex(unknown)) == "content-version"
    assert answer(name="Somebody Else") == "content-mismatch"
    assert answer(signed_at="2026-11-23T15:00:01Z") == "content-mismatch"
    assert recorded.status == "open"
    assert session.scalars(select(Signature)).all() == []


def test_bytes_of_another_visit_or_signer_are_refused(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    note = note_of(session, recorded.id, practice.pt)
    other = copy.deepcopy(note)
    other["facts"]["visit"]["id"] = uuid7()

    assert (
        refusal(session, practice.pt, "visit.sign", recorded.id, signing(other)).type
        == "content-of-another-visit"
    )
    assert refusal(session, practice.pta, "visit.sign", recorded.id, signing(note)).type == "another-signer"


def test_a_name_that_is_not_the_signers_must_be_signed_again(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    note = note_of(session, recorded.id, practice.pta)
    note["author"]["credentials"] = "PT"

    signature = send(session, practice.pta, "visit.sign", recorded.id, signing(note))

    assert signature.difference == ["Signed as Jules Demo, PT; the server knows Jules Demo, PTA."]


def test_a_late_signature_and_a_wrong_clock_are_flagged(
    session: Session, practice: Practice, recorded: Visit
) -> None:
    late = NOW + timedelta(days=2)
    data = signing(note_of(session, recorded.id, practice.pt, signed_at=late))

    signature = send(session, practice.pt, "visit.sign", recorded.id, data, now=late, clock_offset_ms=400_000)

    assert signature.flags == ["clock-skew", "late-entry"]
    assert (signature.signed_at, signature.received_at) == (late, late)


def test_a_stored_signature_shows_when_its_bytes_were_changed(
    session: Session, practice: Practice, visit: Visit
) -> None:
    whole = make_signature(session, visit, practice.pt)
    flipped = make_signature(session, visit, practice.pta, sha256="0" * 64)

    assert (whole.verified, flipped.verified) == (True, False)


def test_an_addendum_follows_a_signature_and_is_never_changed(
    session: Session, practice: Practice, visit: Visit
) -> None:
    data = {"visit_id": visit.id, "kind": "late-entry", "text": "Four cues.", "at": "2026-11-23T15:30:00Z"}
    assert refusal(session, practice.pt, "addendum.add", uuid7(), data).type == "visit-not-signed"
    make_signature(session, visit, practice.pt)
    id_ = uuid7()

    addendum = send(session, practice.pta, "addendum.add", id_, data)

    assert (addendum.kind, addendum.by, addendum.received_at) == ("late-entry", practice.pta.id, NOW)
    assert send(session, practice.pta, "addendum.add", id_, data) is addendum
    assert refusal(session, practice.pta, "addendum.add", id_, data | {"text": "x"}).type == "addendum-exists"
