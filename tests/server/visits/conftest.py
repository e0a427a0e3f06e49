"""One database a module; each test writes in a transaction that is numbered for the feed and then undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Config
from server.db import db, transaction
from server.feed.commit import number
from server.visits.models import Visit
from tests import databases
from tests.postgresql import drop_database
from tests.server.makers import Practice, make_practice, make_visit


class Undo(Exception):
    """Ends a test's transaction without a trace."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the module's database."""
    return tmp_path_factory.mktemp("visits")


@pytest.fixture(scope="module")
def database_url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of the module's migrated database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), folder)
        return
    server: str = request.getfixturevalue("postgresql_server")
    address = databases.postgresql_copy(server, request.getfixturevalue("postgresql_template"))
    yield address
    drop_database(server, address.rpartition("/")[2])


@pytest.fixture(scope="module")
def config(database_url: str, folder: Path) -> Config:
    """A configuration over the module's database."""
    return databases.config_for(folder / "data", database_url)


@pytest.fixture(scope="module")
def app(config: Config) -> Iterator[Flask]:
    """The application over the module's database."""
    application = create_app(config)
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session inside `transaction()`; at its end all is numbered as by a commit, then undone."""
    with app.app_context():
        try:
            with transaction() as opened:
                yield opened
                number(opened)
                raise Undo
        except Undo:
            pass


@pytest.fixture
def practice(session: Session) -> Practice:
    """A PT and a PTA who treat one patient."""
    return make_practice(session)


@pytest.fixture
def visit(session: Session, practice: Practice) -> Visit:
    """An open visit of the PT."""
    return make_visit(session, practice.episode, practice.pt)
