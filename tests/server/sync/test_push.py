"""What a push answers, and what it leaves."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask

from server.db import canonical, sha256_hex
from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import counts, query
from tests.server.sync.tablet import HEADERS, Tablet, names

pytestmark = pytest.mark.both_databases


def test_what_is_applied_can_be_pulled_with_the_hash_of_the_verdict(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])

    verdict = tablet.push(start)[0]

    tablet.pull()
    row = tablet.base["visit", start["entity"]]
    assert verdict["verdict"] == "applied"
    assert (verdict["id"], verdict["version"]) == (start["id"], 1)
    assert verdict["hash"] == sha256_hex(canonical(row["data"]))


def test_two_changes_of_one_row_in_a_batch_are_one_version(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    first = tablet.edit(start["entity"], "plan", "Walk")
    second = tablet.edit(start["entity"], "plan", "Walk more", seen="Walk")

    verdicts = tablet.push(start, first, second)

    assert names(verdicts) == ["applied", "applied", "applied"]
    assert verdicts[1]["version"] == verdicts[2]["version"] == 1
    tablet.pull()
    assert tablet.sections() == {(start["entity"], "plan"): "Walk more"}


def test_a_batch_sent_again_gets_the_first_verdicts_and_changes_nothing(
    app: Flask, tablet: Tablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    batch = (start, tablet.addendum(start["entity"], "A word"), tablet.edit(new_id(), "plan", "Nowhere"))
    first = tablet.push(*batch[:2])
    before = counts(app)

    again = tablet.push(*batch[:2])

    assert names(again) == ["duplicate", "duplicate"]
    assert [each["first"] for each in again] == first
    assert counts(app) == before


def test_a_lost_answer_is_made_good_by_sending_again(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.send([start])  # nobody reads the answer
    edit = tablet.edit(start["entity"], "plan", "Walk")

    verdicts = tablet.push(start, edit)

    assert names(verdicts) == ["duplicate", "applied"]


def test_the_same_mutation_twice_in_a_batch_is_done_once(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])

    verdicts = tablet.push(start, start)

    assert names(verdicts) == ["applied", "duplicate"]
    assert verdicts[1]["first"] == verdicts[0]


def test_an_id_with_another_body_is_refused_and_the_first_one_stands(
    app: Flask, tablet: Tablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", "Walk")
    tablet.push(start, edit)
    other = {**tablet.edit(start["entity"], "plan", "Run", seen="Walk"), "id": edit["id"]}

    verdict = tablet.push(other)[0]

    assert (verdict["verdict"], verdict["type"]) == ("rejected", "id-reused")
    assert query(app, "SELECT text FROM section") == [("Walk",)]
    assert tablet.push(edit)[0]["verdict"] == "duplicate"


def test_an_id_of_another_clinician_is_refused_without_a_word_of_the_first_verdict(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start)

    verdict = new_tablet("pta").push(start)[0]

    assert (verdict["verdict"], verdict["type"]) == ("rejected", "id-reused")
    assert "first" not in verdict


def test_numbers_are_acknowledged_up_to_the_first_gap(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edits = [tablet.edit(start["entity"], "plan", "Walk", seen="Walk") for _ in range(4)]
    assert tablet.send([start])[1]["acked_n"] == 1
    assert tablet.send([edits[2], edits[3]])[1]["acked_n"] == 1
    assert tablet.send([edits[0]])[1]["acked_n"] == 2

    answer = tablet.send([edits[1]])[1]

    assert answer["acked_n"] == 5
    assert tablet.page()["acked_n"] == 5


def test_what_waits_for_something_that_has_not_come_is_deferred_and_succeeds_later(
    tablet: Tablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", "Walk", depends_on=[start["id"]])

    early = tablet.push(edit)[0]
    verdicts = tablet.push(start, edit)

    assert (early["verdict"], early["waits_for"]) == ("deferred", [start["id"]])
    assert names(verdicts) == ["applied", "applied"]


def test_a_batch_out_of_order_settles_when_it_is_sent_again(tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", "Walk", depends_on=[start["id"]])

    assert names(tablet.push(edit, start)) == ["deferred", "applied"]
    assert names(tablet.push(edit, start)) == ["applied", "duplicate"]


def test_what_depends_on_a_refused_change_waits_and_the_rest_goes_on(tablet: Tablet, clinic: Clinic) -> None:
    good = tablet.start_visit(clinic.patients[0])
    bad = tablet.mutation("visit.dance", new_id(), {})
    waiting = tablet.edit(good["entity"], "plan", "Walk", depends_on=[bad["id"]])
    waiting_for_that = tablet.edit(good["entity"], "objective", "Seen", depends_on=[waiting["id"]])
    free = tablet.edit(good["entity"], "subjective", "Well")

    verdicts = tablet.push(good, bad, waiting, waiting_for_that, free)

    assert names(verdicts) == ["applied", "rejected", "deferred", "deferred", "applied"]
    assert verdicts[3]["waits_for"] == [waiting["id"]]
    assert names(tablet.push(waiting)) == ["deferred"]


def test_different_words_in_one_section_conflict_and_nothing_is_overwritten(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    colleague = new_tablet("pta")
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))

    verdict = colleague.push(colleague.edit(start["entity"], "plan", "Swim"))[0]

    assert verdict["verdict"] == "conflict"
    assert verdict["theirs"] == {"section": "plan", "text": "Walk", "tablet": "Blue 3"}
    assert (verdict["by"], verdict["version"]) == (clinic.people["pt"], 1)
    tablet.pull()
    assert tablet.sections() == {(start["entity"], "plan"): "Walk"}


def test_a_conflict_takes_back_nothing_of_its_batch(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    colleague = new_tablet("pta")
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))
    batch = [
        colleague.edit(start["entity"], "subjective", "Tired"),
        colleague.edit(start["entity"], "plan", "Swim"),
        colleague.edit(start["entity"], "objective", "Stands"),
    ]

    assert names(colleague.push(*batch)) == ["applied", "conflict", "applied"]

    colleague.pull()
    assert set(colleague.sections().values()) == {"Tired", "Walk", "Stands"}


def test_a_newer_schema_waits_for_a_newer_server_and_does_not_count_as_arrived(
    tablet: Tablet, clinic: Clinic
) -> None:
    newer = tablet.start_visit(clinic.patients[0], schema=99)
    unknown = tablet.mutation("visit.dance", new_id(), {}, schema=99)

    status, answer = tablet.send([newer, unknown])

    assert status == 200
    assert [each["type"] for each in answer["verdicts"]] == ["server-older", "server-older"]
    assert names(answer["verdicts"]) == ["retry", "retry"]
    assert answer["acked_n"] == 0


def test_the_author_is_whoever_is_signed_in(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])

    tablet.push(start)

    assert query(app, "SELECT started_by FROM visit") == [(clinic.people["pt"],)]


def test_every_change_of_patient_data_is_in_the_audit(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    start = tablet.start_visit(clinic.patients[0])

    tablet.push(start, tablet.edit(start["entity"], "plan", "Walk"))

    noted = query(
        app,
        "SELECT action, patient_id FROM audit_row WHERE device_id = :device"
        " AND action IN ('visit.start', 'section.edit') ORDER BY seq",
        device=tablet.device_id,
    )
    assert noted == [
        ("visit.start", clinic.patients[0].patient_id),
        ("section.edit", clinic.patients[0].patient_id),
    ]


def test_a_packed_batch_is_taken(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    push = {
        "protocol": 1,
        "device_id": tablet.device_id,
        "epoch": None,
        "mutations": [tablet.start_visit(clinic.patients[0])],
    }
    client: Any = tablet.door._client  # type: ignore[attr-defined]

    answer = client.post(
        "/api/sync/push",
        data=gzip.compress(json.dumps(push).encode()),
        headers={**HEADERS, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"},
        content_type="application/json",
    )

    assert answer.status_code == 200
    assert names(answer.get_json()["verdicts"]) == ["applied"]


def test_a_tablet_must_be_enrolled_by_the_one_who_pushes(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    other = new_tablet("pta")
    start = tablet.start_visit(clinic.patients[0])
    tablet.device_id = other.device_id

    status, problem = tablet.send([start])

    assert (status, problem["type"]) == (403, "/problems/device-unknown")


def test_a_revoked_tablet_is_refused(tablet: Tablet, new_tablet: NewTablet, clinic: Clinic) -> None:
    supervisor = new_tablet("supervisor")
    second = new_tablet("pt")
    status, _ = supervisor.door.ask("POST", f"/api/devices/{tablet.device_id}/revoke", {})
    assert status == 204
    start = second.start_visit(clinic.patients[0])
    second.device_id = tablet.device_id

    status, problem = second.send([start])

    assert (status, problem["type"]) == (403, "/problems/device-revoked")


@pytest.mark.parametrize("part", ["supervisor", "biller"])
def test_only_those_who_treat_push_and_pull(new_tablet: NewTablet, clinic: Clinic, part: str) -> None:
    desk = new_tablet(part)

    pushed, _ = desk.send([desk.start_visit(clinic.patients[0])])
    pulled, _ = desk.door.ask("GET", "/api/sync/pull")

    assert (pushed, pulled) == (403, 403)


def test_without_a_session_nothing_is_taken(app: Flask, clinic: Clinic) -> None:
    client = app.test_client()

    answer = client.post("/api/sync/push", json={}, headers=HEADERS)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
