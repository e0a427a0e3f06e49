"""A practice, outside any transaction: what is due is finalized in transactions of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask

from server.db import transaction
from tests.server.claims.days import Day
from tests.server.claims.desk import Desk, open_desk
from tests.server.makers import make_practice


@pytest.fixture
def day(app: Flask) -> Iterator[Day]:
    """One patient's day in a small practice."""
    with app.app_context():
        with transaction() as session:
            practice = make_practice(session)
        yield Day(practice)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A practice whose people ask over HTTP; not together with `day`."""
    return open_desk(app)
