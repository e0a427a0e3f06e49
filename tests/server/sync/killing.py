"""Setting up a campaign of kills, and looking at the database once it is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.app import create_app
from server.audit.verify import verify_chain
from server.config import Config
from server.db import db
from server.organizations.operations import organization_ids
from tests.e2e.server_process import ServerProcess
from tests.server.sync.clinic import make_clinic
from tests.server.sync.stored import query
from tests.soak.kill import Campaign


@contextmanager
def campaign(database_url: str, data: Path, kind: type[ServerProcess] = ServerProcess) -> Iterator[Campaign]:
    """Make a practice and a server over it, not yet started; kill what still runs at the end."""
    app = create_app(_config(database_url, data))
    clinic = make_clinic(app)
    with app.app_context():
        db.engine.dispose()
    server = kind(data, database_url)
    server.env["KINESYNC_REQUESTS_A_SECOND"] = "0"  # writers that never rest
    running = Campaign(server, clinic)
    try:
        yield running
    finally:
        running.close()


def verify(database_url: str, data: Path) -> None:
    """Assert that the file is whole, and that the audit has each line in its place."""
    app = create_app(_config(database_url, data))
    if database_url.startswith("sqlite"):
        assert query(app, "PRAGMA integrity_check") == [("ok",)]
    with app.app_context():
        session = db.session()
        for organization_id in organization_ids(session):
            assert verify_chain(session, organization_id).fault is None
        db.session.remove()
        db.engine.dispose()


def _config(database_url: str, data: Path) -> Config:
    data.mkdir(exist_ok=True)
    return Config.from_environment({"DATA": str(data), "DATABASE_URL": database_url})
