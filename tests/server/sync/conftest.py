"""A practice, and tablets in the hands of its people."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.server.sync.clinic import Clinic, make_clinic
from tests.server.sync.tablet import FlaskDoor, Tablet

NewTablet = Callable[..., Tablet]


@pytest.fixture
def clinic(app: Flask) -> Clinic:
    """A practice with two patients, both on the caseload of its PT and its PTA."""
    return make_clinic(app)


@pytest.fixture
def new_tablet(app: Flask, clinic: Clinic) -> NewTablet:
    """Sign somebody in on a new tablet."""

    def sign_in(part: str = "pt", at: Clinic = clinic) -> Tablet:
        return Tablet(FlaskDoor(app.test_client())).sign_in(at.email(part))

    return sign_in


@pytest.fixture
def tablet(new_tablet: NewTablet) -> Tablet:
    """The PT's tablet."""
    return new_tablet()
