"""Invented organizations and people, for tests that need no patients."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.accounts.operations import NewClinician, create_clinician
from server.accounts.passwords import hash_password
from server.config import config_of
from server.db import transaction
from server.organizations.models import Organization
from server.organizations.operations import create_organization
from tests.databases import SECRET

PASSWORD = "three lamps and a quiet stair"
HASHED = hash_password(PASSWORD)
BEGAN = datetime(2026, 1, 5, 14, 0, tzinfo=UTC)
CHANGING = {"X-Kinesync": "1"}


def organization(session: Session, *, second_factor: bool = False) -> Organization:
    """Make an organization."""
    return create_organization(
        session,
        SECRET,
        name="Invented Practice",
        time_zone="America/New_York",
        second_factor=second_factor,
        now=BEGAN,
    )


def clinician(session: Session, organization_id: str, *roles: str, email: str | None = None) -> NewClinician:
    """Make a clinician with these roles, whose password is PASSWORD."""
    return create_clinician(
        session,
        SECRET,
        organization_id=organization_id,
        name="Rowan Example",
        email=email or f"{uuid4()}@example.com",
        password_hash=HASHED,
        credentials="PT",
        roles=roles or ["therapist"],
        discipline="PT",
        now=BEGAN,
    )


def signed_in(app: Flask, email: str, password: str = PASSWORD) -> FlaskClient:
    """Return a client of its own in which the person is signed in."""
    client = app.test_client()
    answer = sign_in(client, email, password)
    assert answer.status_code == 200, answer.json
    return client


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    """Try to sign in."""
    body = {"email": email, "password": password, **more}
    return client.post("/api/session", json=body, headers=CHANGING)


def json_of(answer: TestResponse) -> Any:
    """Return the value of an answer's body."""
    return answer.get_json()


def a_person(app: Flask, *roles: str, second_factor: bool = False) -> NewClinician:
    """Make an organization and one clinician in it."""
    assert config_of(app).secret is SECRET
    with app.app_context(), transaction() as session:
        return clinician(session, organization(session, second_factor=second_factor).id, *roles)
