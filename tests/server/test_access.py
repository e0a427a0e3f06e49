"""Who gets what: every route × every role, own and foreign organization, own and foreign caseload."""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.access import (
    ADMINISTRATOR,
    ASSISTANT,
    BILLER,
    CLINICAL,
    POLICY,
    ROLES,
    SUPERVISOR,
    THERAPIST,
    Actor,
    policy_key,
    require_patient,
)
from server.claims.models import ServiceDay
from server.claims.operations import finalize_due
from server.db import db, transaction, uuid7
from server.problems import NotFound
from server.reviews.operations import open_reviews
from server.visits.models import Visit
from tests.server.claims.days import Day
from tests.server.makers import NOW, PASSWORD, make_appointment, make_clinician, make_practice
from tests.server.people import CHANGING

NOBODY = "nobody"
ON_THE_TEAM = "on the team"
ROUTES = sorted(key for key, rule in POLICY.items() if rule.of != "public")
# Written a second time, by hand: a row that was opened by mistake differs from its twin.
ANYBODY = set(ROLES)
TREATS = {THERAPIST, ASSISTANT}
WHO: dict[str, set[str]] = {
    "GET /api/session": ANYBODY,
    "DELETE /api/session": ANYBODY,
    "POST /api/devices": ANYBODY,
    "GET /api/devices": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/devices/<>/revoke": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/devices/health": TREATS,
    "POST /api/devices/<>/missing/<>/settle": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/sync/checksum": TREATS,
    "POST /api/sync/rows": TREATS,
    "GET /api/patients": TREATS | {SUPERVISOR, BILLER},
    "GET /api/patients/<>": TREATS | {SUPERVISOR, BILLER},
    "GET /api/patients/<>/episodes": TREATS | {SUPERVISOR, BILLER},
    "GET /api/appointments": TREATS | {SUPERVISOR, BILLER},
    "POST /api/appointments/<>/close": TREATS | {SUPERVISOR},
    "POST /api/sync/push": TREATS,
    "GET /api/sync/pull": TREATS,
    "GET /api/quarantine": TREATS | {SUPERVISOR},
    "GET /api/quarantine/<>": TREATS | {SUPERVISOR},
    "POST /api/quarantine/<>/confirm": TREATS,
    "POST /api/quarantine/<>/settle": TREATS | {SUPERVISOR},
    "POST /api/quarantine/<>/answer": {SUPERVISOR},
    "POST /api/quarantine/ask": TREATS,
    "POST /api/quarantine/rescue": {SUPERVISOR},
    "GET /api/reviews": {SUPERVISOR},
    "GET /api/reviews/<>": {SUPERVISOR},
    "POST /api/reviews/<>/accept": {SUPERVISOR},
    "POST /api/reviews/<>/return": {SUPERVISOR},
    "GET /api/service-days": {BILLER, SUPERVISOR},
    "GET /api/service-days/<>": {BILLER, SUPERVISOR},
    "GET /api/service-days/<>/print": {BILLER, SUPERVISOR},
    "POST /api/service-days/<>/submitted": {BILLER},
    "POST /api/service-days/<>/procedures": TREATS | {SUPERVISOR, BILLER},
    "POST /api/service-days/<>/procedures/<>/remove": TREATS | {SUPERVISOR, BILLER},
    "GET /api/policies": {ADMINISTRATOR, BILLER, SUPERVISOR},
    "GET /api/rule-packs": {ADMINISTRATOR, BILLER, SUPERVISOR},
    "POST /api/policies": {ADMINISTRATOR},
    "GET /api/thresholds": {BILLER, SUPERVISOR},
    "GET /api/thresholds/<>": {BILLER, SUPERVISOR},
    "POST /api/thresholds/<>": {BILLER},
    "GET /api/fees": {ADMINISTRATOR, BILLER},
    "POST /api/fees": {ADMINISTRATOR, BILLER},
    "GET /api/reception": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/reception/patients": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/reception/patients/<>/precautions": {ADMINISTRATOR, SUPERVISOR},
    "GET /api/reception/patients/<>/appointments": {ADMINISTRATOR, SUPERVISOR},
    "POST /api/reception/patients/<>/appointments": {ADMINISTRATOR, SUPERVISOR},
    "GET /api/activities": {ADMINISTRATOR},
    "POST /api/activities": {ADMINISTRATOR},
    "POST /api/activities/<>": {ADMINISTRATOR},
    "POST /api/activities/<>/retire": {ADMINISTRATOR},
    "POST /api/activities/<>/take-back": {ADMINISTRATOR},
    "GET /api/notifications": ANYBODY,
    "GET /api/notifications/key": ANYBODY,
    "POST /api/notifications/read": ANYBODY,
    "POST /api/notifications/subscriptions": ANYBODY,
    "DELETE /api/notifications/subscriptions": ANYBODY,
}
PUBLIC_ROUTES = {
    "GET /healthz", "GET /api/openapi.json", "GET /", "GET /<>", "POST /api/session", "POST /api/sync/sealed",
}  # fmt: skip
ACTIVITY: dict[str, Any] = {
    "name": "Invented pegs",
    "group": "coordination",
    "codes": ["97112"],
    "fields": ["sets"],
}
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/devices": {"id": str(uuid4()), "name": "Blue 3"},
    "POST /api/devices/health": {"device_id": str(uuid4())},
    "POST /api/sync/checksum": {"device_id": str(uuid4())},
    "POST /api/sync/rows": {"device_id": str(uuid4()), "rows": []},
    "POST /api/reviews/<>/return": {"comments": [{"field": None, "text": "Please say why."}]},
    "POST /api/appointments/<>/close": {"status": "missed", "reason": "Did not come."},
    "POST /api/quarantine/<>/answer": {"answer": "Send it again."},
    "POST /api/service-days/<>/submitted": {"revision": 1},
    "POST /api/service-days/<>/procedures": {"code": "98941", "discipline": "chiropractic"},
    "POST /api/thresholds/<>": {
        "year": 2026,
        "bucket": "OT",
        "used_cents": 1,
        "as_of": "2026-01-05",
        "source": "the payer's portal",
    },
    "POST /api/reception/patients/<>/precautions": {"version": 1, "precautions": []},
    "POST /api/reception/patients/<>/appointments": {
        "episode_id": str(uuid4()),
        "clinician_ids": [str(uuid4())],
        "day": "2099-11-27",
        "time": "09:30",
        "minutes": 45,
    },
    "POST /api/activities": ACTIVITY,
    "POST /api/activities/<>": {**ACTIVITY, "version": 1},
    "POST /api/sync/push": {"protocol": 1, "device_id": str(uuid4()), "epoch": None, "mutations": []},
}


@dataclass
class House:
    """A practice with somebody in each role, and something behind each route that takes an id."""

    organization_id: str
    patient_id: str
    episode_id: str
    pt_id: str
    emails: dict[str, str]
    visit_id: str
    service_day_id: str
    appointment_id: str
    device_id: str
    quarantined_id: str = ""
    procedure_id: str = ""
    activity_id: str = ""

    def path(self, route: str) -> str:
        """Return the address of a route, with the id of this practice's own thing."""
        behind = {
            "/api/devices": self.device_id,
            "/api/reviews": self.visit_id,
            "/api/service-days": self.service_day_id,
            "/api/patients": self.patient_id,
            "/api/appointments": self.appointment_id,
            "/api/quarantine": self.quarantined_id,
            "/api/thresholds": self.patient_id,
            "/api/activities": self.activity_id,
            "/api/reception/patients": self.patient_id,
        }
        path = route.partition(" ")[2]
        path = path.replace("<>", behind[path.partition("/<>")[0]], 1) if "<>" in path else path
        return path.replace("<>", self.pt_id if "/missing/" in path else self.procedure_id)

    def ids(self) -> set[str]:
        """Return every id that nobody outside the practice may see."""
        return {value for value in vars(self).values() if isinstance(value, str)}


def make_house(app: Flask) -> House:
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            emails = {
                role: make_clinician(session, practice.organization, roles=[role]).email for role in ROLES
            } | {ON_THE_TEAM: practice.pt.email}
            appointment = make_appointment(session, practice.episode)
            known = {
                "organization_id": practice.organization.id,
                "patient_id": practice.patient.id,
                "episode_id": practice.episode.id,
                "pt_id": practice.pt.id,
                "appointment_id": appointment.id,
            }
        visit_id = Day(practice).visit({"97112": 23})
        finalize_due(NOW, open_reviews)
        of_patient = select(ServiceDay.id).where(ServiceDay.patient_id == known["patient_id"])
        service_day_id = db.session.scalars(of_patient).one()
    house = House(**known, emails=emails, visit_id=visit_id, service_day_id=service_day_id, device_id=uuid7())
    enrol = {"id": house.device_id, "name": "Blue 3"}
    tablet = signed_in(app, house, ON_THE_TEAM)
    tablet.post("/api/devices", json=enrol, headers=CHANGING)
    other = ask(
        tablet, "POST /api/service-days/<>/procedures", f"/api/service-days/{service_day_id}/procedures"
    )
    house.procedure_id = other.get_json()["procedure"]["id"]
    house.quarantined_id = _something_refused(tablet, house)
    desk = signed_in(app, house, ADMINISTRATOR)
    house.activity_id = ask(desk, "POST /api/activities", "/api/activities").get_json()["activity"]["id"]
    return house


def _something_refused(tablet: FlaskClient, house: House) -> str:
    refused = {"protocol": 1, "device_id": house.device_id, "mutations": [{"id": uuid7(), "n": 1}]}
    tablet.post("/api/sync/push", json=refused, headers=CHANGING)
    found: str = tablet.get("/api/quarantine").get_json()["quarantined"][0]["id"]
    return found


def signed_in(app: Flask, house: House, role: str) -> FlaskClient:
    client = app.test_client()
    body = {"email": house.emails[role], "password": PASSWORD}
    assert client.post("/api/session", json=body, headers=CHANGING).status_code == 200
    return client


def ask(client: FlaskClient, route: str, path: str) -> TestResponse:
    method = route.partition(" ")[0]
    if method == "GET":
        return client.get(path)
    return client.open(path, method=method, json=BODIES.get(route, {}), headers=CHANGING)


@pytest.fixture
def house(app: Flask) -> House:
    """The practice that is asked about."""
    return make_house(app)


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    routes = {
        policy_key(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or set()
    }

    assert routes == set(POLICY)


def test_the_table_says_what_was_meant() -> None:
    assert {route: set(POLICY[route].roles or ()) for route in ROUTES} == WHO
    assert set(POLICY) - set(ROUTES) == PUBLIC_ROUTES


def test_a_route_without_a_row_is_refused(app: Flask) -> None:
    @app.get("/api/forgotten")
    def forgotten() -> str:
        return "anybody's"

    answer = app.test_client().get("/api/forgotten")

    assert answer.status_code == 500
    assert b"anybody" not in answer.data


@pytest.mark.parametrize("role", [NOBODY, *sorted(ROLES)])
def test_each_role_reaches_its_own_routes_and_no_others(app: Flask, house: House, role: str) -> None:
    unexpected = []
    for route in ROUTES:
        if route == "DELETE /api/session":
            continue  # it would end the session that asks; tested with the sessions
        client = app.test_client() if role == NOBODY else signed_in(app, house, role)
        answer = ask(client, route, house.path(route))
        refused = answer.status_code in (401, 403) and problem(answer) != "/problems/device-unknown"
        if refused == _expected(route, role) or answer.status_code >= 500:
            unexpected.append((route, answer.status_code))

    assert not unexpected


@pytest.mark.both_databases
def test_a_patient_of_a_foreign_caseload_does_not_exist(app: Flask, house: House) -> None:
    by_patient = [route for route in ROUTES if POLICY[route].of == "caseload" and "<>" in route]
    assert len(by_patient) >= 3

    for route in by_patient:
        for role in CLINICAL & (POLICY[route].roles or set()):
            assert ask(signed_in(app, house, role), route, house.path(route)).status_code == 404
        assert ask(signed_in(app, house, ON_THE_TEAM), route, house.path(route)).status_code < 300


def problem(answer: TestResponse) -> object:
    body = answer.get_json(silent=True)
    return body["type"] if isinstance(body, dict) and "type" in body else None


def _expected(route: str, role: str) -> bool:
    return role in WHO[route]


@pytest.mark.both_databases
def test_what_belongs_to_another_organization_does_not_exist(app: Flask, house: House) -> None:
    stranger = make_house(app)
    with_id = [route for route in ROUTES if "<>" in route]
    assert len(with_id) >= 5

    unexpected = []
    for route, role in itertools.product(with_id, sorted(ROLES)):
        if not _expected(route, role):
            continue
        answer = ask(signed_in(app, stranger, role), route, house.path(route))
        if answer.status_code != 404:
            unexpected.append((route, role, answer.status_code))

    assert not unexpected


@pytest.mark.both_databases
def test_lists_hold_nothing_of_another_organization(app: Flask, house: House) -> None:
    stranger = make_house(app)
    leaked = [
        (route, role)
        for route in ROUTES
        for role in sorted(ROLES)
        if route.startswith("GET") and "<>" not in route and _expected(route, role)
        for text in [ask(signed_in(app, stranger, role), route, house.path(route)).get_data(as_text=True)]
        if any(each in text for each in house.ids())
    ]

    assert not leaked


@pytest.mark.parametrize("role", [THERAPIST, ASSISTANT])
def test_lists_hold_nothing_of_a_foreign_caseload(app: Flask, house: House, role: str) -> None:
    private = {house.patient_id, house.episode_id, house.visit_id, house.service_day_id, house.appointment_id}
    lists = [
        route for route in ROUTES if route.startswith("GET") and "<>" not in route and _expected(route, role)
    ]
    client = signed_in(app, house, role)
    query = f"?date={NOW.date().isoformat()}"

    answers = {
        route: ask(client, route, house.path(route) + query * ("appointments" in route)) for route in lists
    }

    assert {answer.status_code for answer in answers.values()} == {200}
    leaky = [
        route for route in lists if any(each in answers[route].get_data(as_text=True) for each in private)
    ]
    assert not leaky


@pytest.mark.parametrize("role", [THERAPIST, ASSISTANT])
def test_a_clinician_pulls_no_patient_of_a_foreign_caseload(app: Flask, house: House, role: str) -> None:
    client = signed_in(app, house, role)  # of the same organization, with nobody on the caseload
    client.post("/api/devices", json={"id": str(uuid4()), "name": "Blue"}, headers=CHANGING)

    page = client.get("/api/sync/pull?cursor=&limit=500").get_json()

    assert {change["entity"] for change in page["changes"]} <= {
        "organization", "clinic", "clinician", "payer_policy", "care_team", "activity",
    }  # fmt: skip
    assert house.patient_id not in str(page)


@pytest.mark.parametrize("same_organization", [True, False])
def test_a_visit_of_a_foreign_patient_is_rejected_and_changes_nothing(
    app: Flask, house: House, same_organization: bool
) -> None:
    client = signed_in(app, house if same_organization else make_house(app), THERAPIST)
    device_id, visit_id = str(uuid4()), str(uuid4())
    client.post("/api/devices", json={"id": device_id, "name": "Blue"}, headers=CHANGING)
    foreign = {
        "patient_id": house.patient_id,
        "episode_id": house.episode_id,
        "appointment_id": None,
        "place_of_service": "11",
        "started_at": "2026-11-23T14:00:00.000Z",
    }
    sent = {
        "id": uuid7(),
        "n": 1,
        "kind": "visit.start",
        "schema": 1,
        "entity": visit_id,
        "base_version": None,
        "depends_on": [],
        "made_at": "2026-11-23T09:00:00-05:00",
        "clock_offset_ms": 0,
        "data": foreign,
    }
    push = {"protocol": 1, "device_id": device_id, "epoch": None, "mutations": [sent]}

    verdict = client.post("/api/sync/push", json=push, headers=CHANGING).get_json()["verdicts"][0]

    assert verdict["verdict"] == "rejected"
    with app.app_context():
        assert db.session.get(Visit, visit_id) is None


def test_a_patient_is_known_to_the_caseload_and_to_whoever_sees_the_whole(app: Flask, house: House) -> None:
    stranger = make_house(app)
    patient_id, ours = house.patient_id, house.organization_id

    def knows(clinician_id: str, organization_id: str, *roles: str) -> bool:
        actor = Actor(clinician_id, organization_id, frozenset(roles), None, "session")
        try:
            require_patient(db.session(), actor, patient_id)
        except NotFound:
            return False
        return True

    theirs, nobody = stranger.organization_id, str(uuid4())
    with app.app_context():
        assert knows(house.pt_id, ours, THERAPIST)
        assert knows(nobody, ours, SUPERVISOR)
        assert knows(nobody, ours, BILLER)
        assert not knows(nobody, ours, THERAPIST)
        assert not knows(nobody, ours, ADMINISTRATOR)
        assert not knows(stranger.pt_id, theirs, THERAPIST)
        assert not knows(nobody, theirs, SUPERVISOR)


CHANGING_ROUTES = sorted(key for key in POLICY if not key.startswith("GET"))
ORIGIN = "http://localhost:8097"


@pytest.mark.parametrize("route", CHANGING_ROUTES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Kinesync": "0"},
        {**CHANGING, "Sec-Fetch-Site": "cross-site"},
        {**CHANGING, "Sec-Fetch-Site": "same-site"},
        {**CHANGING, "Origin": "https://evil.example"},
        {**CHANGING, "Origin": "null"},
        {**CHANGING, "Origin": f"{ORIGIN}.evil.example"},
        {**CHANGING, "Origin": "http://localhost:1"},
    ],
    ids=str,
)
def test_a_request_that_another_site_may_have_caused_is_refused(
    app: Flask, route: str, headers: dict[str, str]
) -> None:
    method, _, path = route.partition(" ")
    answer = app.test_client().open(
        path.replace("<>", str(uuid4())), method=method, json={}, headers=headers, base_url=ORIGIN
    )

    assert (answer.status_code, answer.get_json()["type"]) == (403, "/problems/cross-site")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_a_plain_form_could_send_is_refused(app: Flask, content_type: str) -> None:
    answer = app.test_client().post("/api/session", data="{}", content_type=content_type, headers=CHANGING)

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        CHANGING,
        {**CHANGING, "Origin": ORIGIN},
        {**CHANGING, "Origin": "http://127.0.0.1:8097", "Host": "127.0.0.1:8097"},
        {**CHANGING, "Sec-Fetch-Site": "same-origin", "Origin": ORIGIN},
        {**CHANGING, "Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_our_own_pages_are_let_through(app: Flask, headers: dict[str, str]) -> None:
    answer = app.test_client().post("/api/session", json={}, headers=headers, base_url=ORIGIN)

    assert answer.status_code == 422
