"""A practice with a supervisor and one signed visit whose review has opened."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.access import Actor
from server.db import transaction
from server.reviews.operations import settle_due
from tests.server.claims.days import Day
from tests.server.makers import NOW, PASSWORD, make_clinician, make_practice
from tests.server.people import signed_in


@dataclass
class Reviewed:
    """A signed visit, whose day it is, and who may review it."""

    app: Flask
    day: Day
    visit_id: str
    supervisor_id: str
    supervisor_email: str

    @property
    def actor(self) -> Actor:
        """The supervisor, signed in."""
        organization_id = self.day.practice.organization.id
        return Actor(self.supervisor_id, organization_id, frozenset({"supervisor"}), None, "session")

    def client(self, email: str | None = None) -> FlaskClient:
        """Return a client in which the supervisor, or somebody else, is signed in."""
        return signed_in(self.app, email or self.supervisor_email, PASSWORD)


@pytest.fixture
def reviewed(app: Flask) -> Reviewed:
    """A signed visit that waits for review."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
            supervisor = make_clinician(
                session, practice.organization, name="Noor Trial", roles=["supervisor"]
            )
            supervisor_id, email = supervisor.id, supervisor.email
        day = Day(practice)
        visit_id = day.visit({"97112": 24, "97110": 10})
        settle_due(NOW)
        return Reviewed(app, day.detach(), visit_id, supervisor_id, email)
