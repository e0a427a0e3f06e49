"""The supervisor's list and page, over HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from server.audit.models import AuditRow
from server.db import db, transaction
from server.reviews.operations import settle_due
from server.visits.models import Visit
from server.visits.operations import mark_due
from server.visits.timing.models import Segment
from tests.server.claims.days import LATER
from tests.server.makers import make_clinician, make_correction, make_practice
from tests.server.people import CHANGING, json_of
from tests.server.reviews.conftest import Reviewed


def test_the_list_tells_what_waits(reviewed: Reviewed) -> None:
    (row,) = json_of(reviewed.client().get("/api/reviews"))["reviews"]

    assert row == {
        "visit_id": reviewed.visit_id,
        "patient_name": "Odessa Sample",
        "birth_date": "1954-03-14",
        "date_of_service": "2026-11-23",
        "clinician_name": "Rowan Tester",
        "credentials": "PT",
        "signed_at": "2026-11-23T15:00:00.000Z",
        "state": "waiting",
        "corrections": 0,
        "adverse": False,
        "billing_state": "final",
        "comments": 0,
    }


def test_the_list_is_narrowed_by_state(reviewed: Reviewed) -> None:
    client = reviewed.client()

    assert json_of(client.get("/api/reviews?state=accepted"))["reviews"] == []
    assert len(json_of(client.get("/api/reviews?state=waiting"))["reviews"]) == 1
    assert client.get("/api/reviews?state=lost").status_code == 422


def test_what_waits_stands_first(reviewed: Reviewed) -> None:
    with reviewed.app.app_context():
        reviewed.day.visit({"97112": 8}, at=LATER)
        settle_due(LATER)
    client = reviewed.client()
    client.post(f"/api/reviews/{reviewed.visit_id}/accept", json={}, headers=CHANGING)

    states = [row["state"] for row in json_of(client.get("/api/reviews"))["reviews"]]

    assert states == ["waiting", "accepted"]


def test_the_page_shows_everything_of_the_visit(reviewed: Reviewed) -> None:
    whole = json_of(reviewed.client().get(f"/api/reviews/{reviewed.visit_id}"))

    assert whole["patient"]["family_name"] == "Sample"
    assert [(one["code"], one["provenance"]) for one in whole["segments"]] == [
        ("97112", "timed"),
        ("97110", "timed"),
    ]
    assert whole["signatures"][0]["verified"] is True
    assert whole["signatures"][0]["content"] == '{"note":"invented"}'
    assert whole["service_day"]["revision"]["result"]["lines"][0]["derivation"]
    assert whole["service_day"]["policy_label"] == "Medicare Part B"
    assert [one["name"] for one in whole["clinicians"]] == ["Rowan Tester"]
    assert whole["review"]["state"] == "waiting"


def test_a_corrected_segment_stands_beside_what_was_recorded(reviewed: Reviewed) -> None:
    with reviewed.app.app_context(), transaction() as session:
        segment = session.query(Segment).filter_by(code="97112").one()
        earlier = segment.started_at - timedelta(minutes=3)
        make_correction(
            session, segment, reviewed.day.practice.pt, started_at=earlier, reason="forgot-to-start"
        )
        mark_due(session, session.get_one(Visit, reviewed.visit_id), LATER)

    client = reviewed.client()
    first = json_of(client.get(f"/api/reviews/{reviewed.visit_id}"))["segments"][0]

    assert (first["provenance"], first["started_at"]) == ("corrected", "2026-11-23T13:57:00.000Z")
    assert first["recorded"]["started_at"] == "2026-11-23T14:00:00.000Z"
    assert [one["reason"] for one in first["corrections"]] == ["forgot-to-start"]
    assert json_of(client.get("/api/reviews"))["reviews"][0]["corrections"] == 1


def test_signed_bytes_that_were_changed_behind_the_servers_back_are_not_verified(reviewed: Reviewed) -> None:
    with reviewed.app.app_context(), transaction() as session:
        session.execute(text("DROP TRIGGER signature_keeps"))
        session.execute(text("UPDATE signature SET content = '{}'"))

    whole = json_of(reviewed.client().get(f"/api/reviews/{reviewed.visit_id}"))

    assert whole["signatures"][0]["verified"] is False


def test_accept_and_return_answer_with_the_state(reviewed: Reviewed) -> None:
    client, path = reviewed.client(), f"/api/reviews/{reviewed.visit_id}"

    comments = {"comments": [{"field": "cues", "text": "How many?"}, {"text": "Which side?"}]}
    returned = json_of(client.post(f"{path}/return", json=comments, headers=CHANGING))
    whole = json_of(client.get(path))
    accepted = json_of(client.post(f"{path}/accept", json={}, headers=CHANGING))

    assert (returned["state"], accepted["state"]) == ("returned", "accepted")
    assert [(one["field"], one["text"]) for one in whole["comments"]] == [
        ("cues", "How many?"),
        (None, "Which side?"),
    ]
    assert json_of(client.get("/api/reviews"))["reviews"][0]["comments"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"comments": []},
        {"comments": [{"text": "   "}]},
        {"comments": [{"text": 3}]},
        {"comments": [{"text": "x", "by": "me"}]},
        {"comments": [{"text": "x" * 4001}]},
    ],
)
def test_a_malformed_return_changes_nothing(reviewed: Reviewed, body: object) -> None:
    client = reviewed.client()

    answer = client.post(f"/api/reviews/{reviewed.visit_id}/return", json=body, headers=CHANGING)

    assert answer.status_code == 422
    assert json_of(client.get("/api/reviews"))["reviews"][0]["state"] == "waiting"


def test_other_roles_and_other_organizations_get_nothing(reviewed: Reviewed) -> None:
    path = f"/api/reviews/{reviewed.visit_id}"
    with reviewed.app.app_context(), transaction() as session:
        stranger = make_clinician(session, make_practice(session).organization, roles=["supervisor"]).email
        therapist = reviewed.day.practice.pt.email
        biller = make_clinician(session, reviewed.day.practice.organization, roles=["biller"]).email

    foreign = reviewed.client(stranger)
    assert json_of(foreign.get("/api/reviews"))["reviews"] == []
    assert foreign.get(path).status_code == 404
    for act, body in (("accept", {}), ("return", {"comments": [{"text": "x"}]})):
        assert foreign.post(f"{path}/{act}", json=body, headers=CHANGING).status_code == 404
        for email in (therapist, biller):
            assert (
                reviewed.client(email).post(f"{path}/{act}", json=body, headers=CHANGING).status_code == 403
            )
    assert reviewed.client(therapist).get(path).status_code == 403


def test_reading_a_visit_is_noted_once_with_its_patient(reviewed: Reviewed) -> None:
    reviewed.client().get(f"/api/reviews/{reviewed.visit_id}")

    with reviewed.app.app_context():
        noted = db.session().query(AuditRow).filter_by(action="review.read").one()
        assert (noted.entity_id, noted.clinician_id) == (reviewed.visit_id, reviewed.supervisor_id)
        assert noted.patient_id == reviewed.day.practice.patient.id
