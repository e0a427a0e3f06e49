"""What was refused is kept, unread by those it does not concern; sealed work waits for its author."""

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from flask import Flask

from tests.server.sync.clinic import Clinic, make_clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import counts, query
from tests.server.sync.tablet import HEADERS, FlaskDoor, Json, Mutation, Tablet, names

pytestmark = pytest.mark.both_databases
WORDS = "Plainly Invented stood alone"


def refused(tablet: Tablet, clinic: Clinic) -> Mutation:
    """Push a mutation that is rejected."""
    bad = tablet.start_visit(clinic.patients[0])
    bad["data"]["mood"] = WORDS
    assert names(tablet.push(bad)) == ["rejected"]
    return bad


def waiting(tablet: Tablet) -> list[Json]:
    """Return the list as somebody sees it."""
    status, answer = tablet.door.ask("GET", "/api/quarantine")
    assert status == 200
    found: list[Json] = answer["quarantined"]
    return found


def test_a_refused_mutation_is_listed_without_its_words(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    bad = refused(tablet, clinic)

    listed = waiting(new_tablet("supervisor"))

    assert [(each["mutation_id"], each["kind"], each["reason"]["type"]) for each in listed] == [
        (bad["id"], "visit.start", "invalid")
    ]
    assert WORDS not in json.dumps(listed)


def test_its_words_are_not_readable_in_the_database(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    refused(tablet, clinic)

    (row,) = query(app, "SELECT * FROM quarantined")

    assert WORDS not in str(row)


def test_words_that_met_others_are_kept_until_their_author_has_chosen(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    tablet.push(start, tablet.edit(start["entity"], "plan", "One hand on the rail."))
    colleague = new_tablet("pta")
    colleague.push(colleague.edit(start["entity"], "plan", WORDS))

    (listed,) = waiting(colleague)

    assert listed["reason"]["type"] == "conflict"
    opened = colleague.door.ask("GET", f"/api/quarantine/{listed['id']}")[1]
    assert opened["mutation"]["data"]["text"] == WORDS
    colleague.door.ask("POST", f"/api/quarantine/{listed['id']}/settle", {})
    assert waiting(colleague) == []


def test_an_unknown_kind_is_not_repeated_in_the_list(tablet: Tablet, clinic: Clinic) -> None:
    tablet.push(tablet.mutation(WORDS, new_id(), {}))

    assert [each["kind"] for each in waiting(tablet)] == ["unknown"]


def test_author_and_supervisor_open_it_and_that_is_audited(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    bad = refused(tablet, clinic)
    id_ = waiting(tablet)[0]["id"]

    for reader in (tablet, new_tablet("supervisor")):
        status, opened = reader.door.ask("GET", f"/api/quarantine/{id_}")
        assert status == 200
        assert opened["mutation"]["data"] == bad["data"]

    opened_by = query(app, "SELECT clinician_id FROM audit_row WHERE action = 'quarantine.open' ORDER BY seq")
    assert opened_by == [(clinic.people["pt"],), (clinic.people["supervisor"],)]


def test_nobody_else_learns_of_it(app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic) -> None:
    refused(tablet, clinic)
    id_ = waiting(tablet)[0]["id"]
    foreign = make_clinic(app)
    colleague, stranger = new_tablet("pta"), new_tablet("supervisor", at=foreign)

    assert waiting(colleague) == waiting(stranger) == []
    for reader in (colleague, stranger):
        assert reader.door.ask("GET", f"/api/quarantine/{id_}")[0] == 404
    assert new_tablet("biller").door.ask("GET", "/api/quarantine")[0] == 403


def test_a_refused_mutation_sent_again_is_kept_once(app: Flask, tablet: Tablet, clinic: Clinic) -> None:
    bad = refused(tablet, clinic)
    other = {**bad, "data": {}}

    for _ in range(2):
        tablet.push(bad)
        tablet.push(other)  # the same id with another body

    assert query(app, "SELECT count(*) FROM quarantined") == [(2,)]


@dataclass
class Sealer:
    """Seals mutations as a tablet's storage does."""

    organization_key: str
    clinician_id: str
    device_id: str
    outbox_key: bytes = field(default_factory=lambda: os.urandom(32))

    def upload(self, *mutations: Mutation, store: str = "outbox") -> Json:
        """Return the body of an upload."""
        return {
            "protocol": 1,
            "device_id": self.device_id,
            "wrap": self._wrap(),
            "rows": [self._row(each, store) for each in mutations],
        }

    def _wrap(self) -> Json:
        spki = base64.urlsafe_b64decode(self.organization_key + "==")
        theirs = load_der_public_key(spki)
        assert isinstance(theirs, EllipticCurvePublicKey)
        ours = generate_private_key(SECP256R1())
        ephemeral = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        key = derive(ours.exchange(ECDH(), theirs), "kinesync outbox key 1", ephemeral)
        place = f"kinesync|outbox-key|{self.clinician_id}|{self.device_id}|1"
        sealed = encrypt(key, place, self.outbox_key)
        return {"v": 1, "kind": "organization", "kid": "0" * 64, "ephemeral": text(ephemeral), **sealed}

    def _row(self, mutation: Mutation, store: str) -> Json:
        key = derive(self.outbox_key, "kinesync outbox 1", b"")
        place = f"kinesync|{self.clinician_id}|{store}|{mutation['n']}|1|1"
        inside = json.dumps({"mutation": mutation}).encode()
        return {"store": store, "n": mutation["n"], **encrypt(key, place, inside)}


def derive(secret: bytes, purpose: str, salt: bytes) -> bytes:
    """Derive an AES key as the tablet does."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)


def encrypt(key: bytes, place: str, content: bytes) -> Json:
    """Encrypt for a place."""
    iv = os.urandom(12)
    return {"iv": text(iv), "ct": text(AESGCM(key).encrypt(iv, content, place.encode()))}


def text(raw: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def sealer(app: Flask, tablet: Tablet, clinic: Clinic) -> Sealer:
    """The PT's tablet, which nobody can open."""
    (row,) = query(app, "SELECT outbox_public_key FROM organization")
    return Sealer(row[0], clinic.people["pt"], tablet.device_id)


def hand_in(tablet: Tablet, upload: Json) -> tuple[int, Any]:
    """Upload sealed work."""
    return tablet.door.ask("POST", "/api/sync/sealed", upload)


def test_sealed_work_waits_unread_and_is_taken_in_when_its_author_confirms(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic, sealer: Sealer
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", WORDS)
    before = counts(app)

    status, kept = hand_in(tablet, sealer.upload(edit, start))

    assert status == 200
    assert counts(app)["visit"] == before["visit"]
    supervisor = new_tablet("supervisor")
    assert [each["kind"] for each in waiting(supervisor)] == ["sealed"]
    assert supervisor.door.ask("GET", f"/api/quarantine/{kept['id']}")[1]["mutation"] is None

    status, answer = tablet.door.ask("POST", f"/api/quarantine/{kept['id']}/confirm", {})

    assert status == 200
    assert names(answer["verdicts"]) == ["applied", "applied"]
    assert waiting(tablet) == []
    tablet.pull()
    assert tablet.sections() == {(start["entity"], "plan"): WORDS}


def test_handing_in_and_confirming_twice_changes_nothing(
    app: Flask, tablet: Tablet, clinic: Clinic, sealer: Sealer
) -> None:
    upload = sealer.upload(tablet.start_visit(clinic.patients[0]))
    kept = hand_in(tablet, upload)[1]
    confirm = f"/api/quarantine/{kept['id']}/confirm"
    tablet.door.ask("POST", confirm, {})

    assert hand_in(tablet, upload) == (200, kept)
    assert names(tablet.door.ask("POST", confirm, {})[1]["verdicts"]) == ["duplicate"]
    assert query(app, "SELECT count(*) FROM visit") == [(1,)]


def test_a_revoked_tablet_hands_in_with_its_token_and_nobody_signed_in(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic, sealer: Sealer
) -> None:
    body = {"id": tablet.device_id, "name": "Blue 3"}
    token = tablet.door.ask("POST", "/api/devices", body)[1]["upload_token"]
    new_tablet("supervisor").door.ask("POST", f"/api/devices/{tablet.device_id}/revoke", {})
    upload = sealer.upload(tablet.start_visit(clinic.patients[0]), store="sent")
    locked = Tablet(FlaskDoor(app.test_client()))

    assert hand_in(locked, upload)[0] == 401
    named = {**upload, "clinician_id": clinic.people["pt"]}
    in_a_header = {**HEADERS, "X-Kinesync-Upload": token}
    sent = app.test_client().post("/api/sync/sealed", json=named, headers=in_a_header)
    assert sent.status_code == 200  # as the tablet does it
    shown = {**named, "upload_token": token}
    assert hand_in(locked, {**shown, "upload_token": token[::-1]})[0] == 401
    status, kept = hand_in(locked, shown)
    assert status == 200

    again = new_tablet("pt")
    answer = again.door.ask("POST", f"/api/quarantine/{kept['id']}/confirm", {})[1]
    assert names(answer["verdicts"]) == ["applied"]


def test_only_its_author_confirms_sealed_work(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic, sealer: Sealer
) -> None:
    kept = hand_in(tablet, sealer.upload(tablet.start_visit(clinic.patients[0])))[1]
    confirm = f"/api/quarantine/{kept['id']}/confirm"

    assert new_tablet("pta").door.ask("POST", confirm, {})[0] == 404
    assert new_tablet("supervisor").door.ask("POST", confirm, {})[0] == 403


def test_what_waits_for_a_part_not_yet_confirmed_stays_on_the_list(
    tablet: Tablet, clinic: Clinic, sealer: Sealer
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    edit = tablet.edit(start["entity"], "plan", WORDS, depends_on=[start["id"]])
    second = hand_in(tablet, sealer.upload(edit))[1]
    first = hand_in(tablet, sealer.upload(start))[1]

    def confirm(kept: Json) -> list[str]:
        return names(tablet.door.ask("POST", f"/api/quarantine/{kept['id']}/confirm", {})[1]["verdicts"])

    assert confirm(second) == ["deferred"]
    assert len(waiting(tablet)) == 2
    assert confirm(first) == confirm(second) == ["applied"]
    assert waiting(tablet) == []


@pytest.mark.parametrize("damage", ["key of another practice", "row moved", "not base64"])
def test_sealed_work_that_does_not_open_says_so_and_stays(
    app: Flask, tablet: Tablet, clinic: Clinic, sealer: Sealer, damage: str
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    if damage == "key of another practice":
        make_clinic(app)
        others = query(
            app, "SELECT outbox_public_key FROM organization WHERE id <> :id", id=clinic.organization_id
        )
        sealer.organization_key = others[0][0]
    upload = sealer.upload(start)
    if damage == "row moved":
        upload["rows"][0]["n"] += 1
    if damage == "not base64":
        upload["rows"][0]["ct"] = "ü"
    kept = hand_in(tablet, upload)[1]

    status, problem = tablet.door.ask("POST", f"/api/quarantine/{kept['id']}/confirm", {})

    assert (status, problem["type"]) == (422, "/problems/unreadable")
    assert len(waiting(tablet)) == 1


def test_copies_of_a_locked_tablet_go_off_the_list_once_the_originals_arrive(
    app: Flask, tablet: Tablet, clinic: Clinic, sealer: Sealer
) -> None:
    start = tablet.start_visit(clinic.patients[0])
    hand_in(tablet, sealer.upload(start))
    assert [each["reason"]["numbers"] for each in waiting(tablet)] == [[start["n"]]]

    assert names(tablet.push(start)) == ["applied"]

    assert waiting(tablet) == []
    assert query(app, "SELECT count(*) FROM visit") == [(1,)]


def test_a_rescue_file_is_imported_once_and_waits_for_its_author(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic, sealer: Sealer
) -> None:
    part = {**sealer.upload(tablet.start_visit(clinic.patients[0])), "clinician_id": clinic.people["pt"]}
    supervisor = new_tablet("supervisor")

    imported = [supervisor.door.ask("POST", "/api/quarantine/rescue", part) for _ in range(2)]

    assert [(status, answer["known"]) for status, answer in imported] == [(200, False), (200, True)]
    assert query(app, "SELECT count(*) FROM visit") == [(0,)]
    confirm = f"/api/quarantine/{imported[0][1]['id']}/confirm"
    assert names(tablet.door.ask("POST", confirm, {})[1]["verdicts"]) == ["applied"]
    stranger = new_tablet("supervisor", at=make_clinic(app))
    assert stranger.door.ask("POST", "/api/quarantine/rescue", part)[0] == 404
    assert tablet.door.ask("POST", "/api/quarantine/rescue", part)[0] == 403


def test_a_question_reaches_the_supervisor_and_the_answer_its_author(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    bad = refused(tablet, clinic)
    supervisor, colleague = new_tablet("supervisor"), new_tablet("pta")
    question = {"mutation_id": bad["id"], "question": WORDS}

    assert colleague.door.ask("POST", "/api/quarantine/ask", question)[0] == 404
    assert tablet.door.ask("POST", "/api/quarantine/ask", question)[0] == 204

    (listed,) = waiting(supervisor)
    assert listed["asked_at"]
    assert WORDS not in json.dumps(listed)
    one = f"/api/quarantine/{listed['id']}"
    assert supervisor.door.ask("GET", one)[1]["question"] == WORDS
    assert supervisor.door.ask("POST", f"{one}/answer", {"answer": "Send it again."})[0] == 204
    assert tablet.door.ask("GET", one)[1]["answer"] == "Send it again."
    assert WORDS not in str(query(app, "SELECT question, answer FROM quarantined"))
    assert tablet.door.ask("POST", f"{one}/settle", {})[0] == 204
    assert waiting(supervisor) == []

    assert tablet.door.ask("POST", "/api/quarantine/ask", question)[0] == 204
    assert [each["id"] for each in waiting(supervisor)] == [listed["id"]]
