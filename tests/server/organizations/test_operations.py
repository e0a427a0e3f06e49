"""Making an organization: its key pair, its feed and chain, its time zone."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDH, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import load_der_public_key
from flask import Flask
from sqlalchemy import select

from server.db import db, transaction
from server.feed import Change, clock_of
from server.organizations.keys import open_private_key
from server.organizations.models import Organization
from server.organizations.operations import UnknownTimeZone, create_clinic, organization_json
from server.secret import Secret, Unsealable
from tests.databases import SECRET
from tests.server.people import BEGAN, organization


@pytest.fixture
def made(app: Flask, app_context: None) -> Organization:
    """An organization just made."""
    with transaction() as session:
        return organization(session)


def test_what_is_sealed_to_the_public_key_opens_with_the_private_one(made: Organization) -> None:
    public = load_der_public_key(base64.urlsafe_b64decode(made.outbox_public_key + "=="))
    assert isinstance(public, EllipticCurvePublicKey)
    private = open_private_key(SECRET, made.id, made.outbox_private_key)

    tablet = generate_private_key(public.curve)

    assert public.curve.name == "secp256r1"
    assert tablet.exchange(ECDH(), public) == private.exchange(ECDH(), tablet.public_key())


def test_the_private_key_is_sealed_to_this_server_and_this_organization(made: Organization) -> None:
    with pytest.raises(Unsealable):
        open_private_key(Secret(b"another server"), made.id, made.outbox_private_key)
    with pytest.raises(Unsealable):
        open_private_key(SECRET, "another organization", made.outbox_private_key)


def test_tablets_get_the_public_key_and_never_the_private_one(made: Organization) -> None:
    fed = db.session.scalar(select(Change.data).where(Change.entity == "organization"))
    data = json.loads(str(fed))

    assert data.keys() == {"name", "time_zone", "offline_lease_hours", "outbox_public_key", "second_factor"}
    assert made.outbox_private_key not in json.dumps(organization_json(made))


def test_its_feed_begins_with_itself(made: Organization) -> None:
    clock = clock_of(db.session(), made.id)

    assert clock.seq == 1
    assert len(clock.epoch) == 36


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../zoneinfo/UTC", "/etc/localtime", "utc\0"])
def test_an_unknown_time_zone_is_refused(made: Organization, zone: str) -> None:
    with pytest.raises(UnknownTimeZone), transaction() as session:
        create_clinic(
            session,
            organization_id=made.id,
            name="Elsewhere",
            time_zone=zone,
            place_of_service="11",
            now=BEGAN,
        )
