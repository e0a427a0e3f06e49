"""A practice with somebody at each desk: what they ask over HTTP, and what happens meanwhile.

Requests have an application context of their own; what happens beside them is done inside `inside()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.claims.models import ServiceDay
from server.db import transaction
from tests.server.claims.days import Day
from tests.server.makers import PASSWORD, Practice, make_clinician, make_practice
from tests.server.people import CHANGING, signed_in

ROLES = ("biller", "supervisor", "administrator", "therapist")


@dataclass
class Desk:
    """The application, and a practice in it."""

    app: Flask
    practice: Practice
    clients: dict[str, FlaskClient]

    @contextmanager
    def inside(self) -> Iterator[Day]:
        """Be inside the application, where visits are recorded and days finalized."""
        with self.app.app_context():
            yield Day(self.practice)

    def client(self, who: str) -> FlaskClient:
        """Return a client in which somebody with that role, or with that address, is signed in."""
        if who not in self.clients:
            address = who if "@" in who else f"{who}@practice.example"
            self.clients[who] = signed_in(self.app, address, PASSWORD)
        return self.clients[who]

    def get(self, who: str, path: str) -> TestResponse:
        """Ask for a page."""
        return self.client(who).get(path)

    def post(self, who: str, path: str, body: object) -> TestResponse:
        """Send a body."""
        return self.client(who).post(path, json=body, headers=CHANGING)

    def day_id(self) -> str:
        """Return the id of the one service day there is."""
        with self.inside() as day:
            stored: ServiceDay = day.stored()
            return stored.id


def open_desk(app: Flask) -> Desk:
    """Make a practice with a biller, a supervisor, an administrator and a therapist without patients."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            for role in ROLES:
                make_clinician(session, practice.organization, roles=[role], email=f"{role}@practice.example")
        day = Day(practice).detach()
    return Desk(app, day.practice, {})
