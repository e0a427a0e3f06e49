"""What clinicians tell billing: attestations open an edit, a choice decides among equals."""

from typing import Any

import pytest
from marshmallow import ValidationError

from server.audit.models import AuditRow
from server.claims.models import Attestation
from server.db import db, transaction, uuid7
from server.feed.models import Change
from server.mutation import Deferred, Rejected
from tests.server.claims.days import Day
from tests.server.makers import make_practice

AT = "2026-11-23T15:03:00.000Z"
pytestmark = pytest.mark.both_databases


def attested(visit_id: str, **changes: Any) -> dict[str, Any]:
    """Return a clinician's word that 97150 and 97112 were given at different times."""
    pair = {"column1": "97150", "column2": "97112", "basis": "encounter"}
    return {"visit_id": visit_id, "kind": "distinct", "at": AT} | pair | changes


def test_an_attestation_opens_the_edit_in_a_new_revision(day: Day) -> None:
    visit_id = day.visit({"97112": 24}, untimed={"97150": 20})
    assert day.finalize().state == "held"

    row = day.say("claim.attest", attested(visit_id))
    final = day.finalize()

    assert (row.discipline, row.date_of_service.isoformat(), row.by) == (
        "PT",
        "2026-11-23",
        day.practice.pt.id,
    )
    assert (final.state, len(day.revisions())) == ("final", 2)
    assert ("97112", 2, ["XE", "GP"]) in day.lines()


def test_a_derivation_names_who_attested(day: Day) -> None:
    visit_id = day.visit({"97112": 24}, untimed={"97150": 20})
    day.say("claim.attest", attested(visit_id))

    revision = day.finalize().revision

    assert "(Rowan Tester, PT: encounter)" in str(revision)


def test_a_choice_decides_among_equals(day: Day) -> None:
    visit_id = day.visit({"97112": 20, "97110": 20})
    day.finalize()
    assert day.lines() == [("97112", 2, ["GP"]), ("97110", 1, ["GP"])]

    day.say("choice.make", {"visit_id": visit_id, "prefer": ["97110"], "at": AT})
    day.finalize()

    assert day.lines() == [("97112", 1, ["GP"]), ("97110", 2, ["GP"])]


def test_a_word_reaches_the_feed_of_the_patient_and_the_audit_chain(day: Day) -> None:
    visit_id = day.visit({"97112": 24}, untimed={"97150": 20})

    row = day.say("claim.attest", attested(visit_id))

    fed = db.session().query(Change).filter_by(entity="attestation", entity_id=row.id).one()
    assert fed.scope == f"patient:{day.practice.patient.id}"
    noted = db.session().query(AuditRow).filter_by(action="claim.attest").one()
    assert (noted.entity_id, noted.clinician_id) == (row.id, day.practice.pt.id)


def test_saying_the_same_again_stores_nothing_and_saying_otherwise_is_refused(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    entity = uuid7()
    for _ in range(2):
        day.say("claim.attest", attested(visit_id), entity=entity)

    with pytest.raises(Rejected) as refused:
        day.say("claim.attest", attested(visit_id, basis="structure"), entity=entity)

    assert refused.value.type == "already-said"
    assert db.session().query(Attestation).count() == 1


def test_a_visit_that_has_not_arrived_is_waited_for(day: Day) -> None:
    unknown = uuid7()

    with pytest.raises(Deferred) as waiting:
        day.say("choice.make", {"visit_id": unknown, "prefer": ["97112"], "at": AT})

    assert waiting.value.waits_for == [unknown]


def test_a_foreign_visit_does_not_exist(day: Day) -> None:
    visit_id = day.visit({"97112": 24})
    with transaction() as session:
        stranger = make_practice(session).pt

    with pytest.raises(Rejected) as refused:
        day.say("claim.attest", attested(visit_id), by=stranger)

    assert refused.value.type == "no-such-visit"


@pytest.mark.parametrize(
    "changes",
    [
        {"column2": None},
        {"basis": "because"},
        {"column2": "97150"},
        {"kind": "kx"},
        {"kind": "kx", "column1": None, "column2": None, "basis": None},
        {"surprise": 1},
        {"at": "2026-11-23"},
    ],
)
def test_a_malformed_attestation_is_refused(day: Day, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        day.say("claim.attest", attested(uuid7(), **changes))


def test_a_choice_names_each_code_once(day: Day) -> None:
    with pytest.raises(ValidationError):
        day.say("choice.make", {"visit_id": uuid7(), "prefer": ["97112", "97112"], "at": AT})
