"""Fixtures that every test may ask for: a fresh database, the application, a client.

What belongs to the application is imported where it is used: tests of plain
Python do not wait for it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from tests import cheapness
from tests.postgresql import cluster, drop_database

if TYPE_CHECKING:
    from server.config import Config

# The same cases every time; tests/soak looks for new ones.
settings.register_profile("test", derandomize=True, deadline=None)
settings.load_profile("test")


def pytest_configure() -> None:
    """Spare disk and processor, before the first module of tests is read."""
    cheapness.work_in_memory()
    cheapness.hash_quickly()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_databases` once on each."""
    if "database_url" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def costly_passwords() -> Iterator[None]:
    """Hash passwords at their real cost."""
    cheapness.use_hasher(cheapness.REAL_HASHER)
    yield
    cheapness.hash_quickly()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    from tests import databases

    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def tablet_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tablet's own code as a program for Node."""
    from tests.soak import node

    return node.bundle(tmp_path_factory.mktemp("tablet"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a private PostgreSQL server."""
    with cluster() as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated PostgreSQL database, to be copied."""
    from tests import databases

    return databases.postgresql_template(postgresql_server, tmp_path_factory.mktemp("postgresql"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database: SQLite unless the test is marked for both."""
    from tests import databases

    if getattr(request, "param", "sqlite") == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server: str = request.getfixturevalue("postgresql_server")
    address = databases.postgresql_copy(server, request.getfixturevalue("postgresql_template"))
    yield address
    drop_database(server, address.rpartition("/")[2])


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> "Config":
    """A configuration over the fresh database."""
    from tests import databases

    return databases.config_for(tmp_path / "data", database_url)


@pytest.fixture
def app(config: "Config") -> Iterator[Flask]:
    """The application. No context is pushed: the requests of a client would share it."""
    from server.app import create_app
    from server.db import db

    application = create_app(config)
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def app_context(app: Flask) -> Iterator[None]:
    """Be inside the application, for tests that call operations. Not together with a client."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application, not signed in."""
    return app.test_client()
