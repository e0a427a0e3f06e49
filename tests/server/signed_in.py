"""A client of the application with somebody signed in."""

from flask import Flask
from flask.testing import FlaskClient

from tests.server.makers import PASSWORD

HEADERS = {"X-Kinesync": "1"}


def sign_in(app: Flask, email: str, password: str = PASSWORD) -> FlaskClient:
    """Return a client that has the cookie of that person's session."""
    client = app.test_client()
    answer = client.post("/api/session", json={"email": email, "password": password}, headers=HEADERS)
    assert answer.status_code == 200, answer.json
    return client
