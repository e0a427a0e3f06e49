"""A write transaction on a fresh database, and a small practice in it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.db import transaction
from server.visits.models import Visit
from tests.server.makers import Practice, make_practice, make_visit


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside `transaction()`; what a test leaves is committed, so the commit hook runs too."""
    with app.app_context(), transaction() as opened:
        yield opened


@pytest.fixture
def practice(session: Session) -> Practice:
    """A PT and a PTA who treat one patient."""
    return make_practice(session)


@pytest.fixture
def visit(session: Session, practice: Practice) -> Visit:
    """An open visit of the PT."""
    return make_visit(session, practice.episode, practice.pt)
