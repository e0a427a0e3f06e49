"""Canonical bytes, ids and instants."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect
from sqlalchemy.exc import StatementError

from server.accounts.models import SignInAttempt
from server.db import canonical, db, sha256_hex, transaction, uuid7, wire_time

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_canonical_json_reads_back_and_is_a_fixed_point(value: object) -> None:
    text = canonical(value)

    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    "value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": {2: 3}}, b"", datetime.now(UTC), {1, 2}]
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_the_hash_of_text_is_the_hash_of_its_utf8() -> None:
    assert sha256_hex("é") == sha256_hex("é".encode())


def test_uuid7_has_its_version_and_variant_and_grows_with_time() -> None:
    ids = [UUID(uuid7()) for _ in range(1000)]

    assert {(each.version, each.variant) for each in ids} == {(7, "specified in RFC 4122")}
    assert len(set(ids)) == 1000
    assert ids[0].int >> 80 <= ids[-1].int >> 80


def test_wire_time_is_utc_with_milliseconds() -> None:
    eastern = timezone(timedelta(hours=-5))

    assert wire_time(datetime(2026, 11, 23, 9, 52, 31, tzinfo=eastern)) == "2026-11-23T14:52:31.000Z"
    assert wire_time(None) is None


@pytest.mark.both_databases
def test_an_instant_comes_back_as_it_was_in_utc(app: Flask) -> None:
    instant = datetime(2026, 11, 1, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-4)))

    with app.app_context():
        with transaction() as session:
            session.add(SignInAttempt(key="k", failures=0, last_at=instant, blocked_until=None))
        db.session.expire_all()
        found = db.session.get_one(SignInAttempt, "k")

        assert found.last_at == instant
        assert found.last_at.tzinfo is UTC
        assert found.blocked_until is None


def test_a_naive_instant_is_refused(app_context: None) -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001 - that is the point

    with pytest.raises(StatementError), transaction() as session:
        session.add(SignInAttempt(key="k", failures=0, last_at=naive, blocked_until=None))


def test_no_table_has_a_constraint_without_a_name(app_context: None) -> None:
    unnamed = [
        table.name
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert not unnamed
    assert inspect(db.engine).get_table_names()
