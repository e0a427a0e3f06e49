"""New rows put past the mapper: seen, numbered, changed and taken back like any other."""

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db, transaction
from server.db.fresh import adopt, waits
from server.feed import Change
from server.feed.pending import add_new
from server.organizations.models import Clinic
from tests.server.people import BEGAN, organization

pytestmark = pytest.mark.both_databases


@pytest.fixture
def organization_id(app: Flask) -> str:
    """An organization without a clinic."""
    with app.app_context(), transaction() as session:
        return organization(session).id


def clinic(organization_id: str) -> Clinic:
    return Clinic(
        id=f"{'Main':-<36}",
        organization_id=organization_id,
        name="Main",
        time_zone="America/New_York",
        place_of_service="11",
        created_at=BEGAN,
    )


def fed(organization_id: str) -> list[tuple[int, str]]:
    mine = (Change.organization_id == organization_id, Change.entity == "clinic")
    return [(row.version, row.data) for row in db.session.scalars(select(Change).where(*mine))]


def test_a_query_sees_what_waits(app: Flask, organization_id: str) -> None:
    with app.app_context(), transaction() as session:
        add_new(session, clinic(organization_id))

        assert waits(session)
        assert session.scalars(select(Clinic.name)).all() == ["Main"]
        assert not waits(session)


def test_what_is_changed_after_it_was_written_is_stored_and_fed_once(
    app: Flask, organization_id: str
) -> None:
    with app.app_context():
        with transaction() as session:
            row = clinic(organization_id)
            add_new(session, row)
            session.flush()
            assert session.get(Clinic, row.id) is not None  # read beside it
            adopt(session, row)
            row.name = "North"

        ((version, data),) = fed(organization_id)
        assert version == 1
        assert '"name":"North"' in data
        assert db.session.scalars(select(Clinic.name)).all() == ["North"]


def test_what_a_savepoint_takes_back_is_gone_and_what_was_put_before_it_stays(
    app: Flask, organization_id: str
) -> None:
    with app.app_context():
        with transaction() as session:
            add_new(session, clinic(organization_id))
            savepoint = session.begin_nested()
            assert not waits(session)
            other = clinic(organization_id)
            other.id = f"{'Other':-<36}"
            add_new(session, other)
            savepoint.rollback()

        assert [version for version, _ in fed(organization_id)] == [1]
        assert db.session.scalars(select(Clinic.name)).all() == ["Main"]


def test_a_rolled_back_transaction_leaves_nothing_waiting(app: Flask, organization_id: str) -> None:
    with app.app_context():
        with pytest.raises(LookupError), transaction() as session:
            add_new(session, clinic(organization_id))
            raise LookupError

        with transaction() as session:
            assert not waits(session)
        assert fed(organization_id) == []
