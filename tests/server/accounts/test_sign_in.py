"""Signing in: passwords, second factors, slowing down, and telling nothing."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from server.accounts import passwords
from server.accounts.attempts import FREE_FAILURES, MOST_FAILURES, TooManyAttempts, count_attempt
from server.accounts.models import Credential, SignIn, SignInAttempt
from server.accounts.operations import NewClinician
from server.db import db, sha256_hex, transaction
from tests.server.people import BEGAN, PASSWORD, a_person, json_of, sign_in

TYPE = "/problems/"


@pytest.fixture
def person(app: Flask) -> NewClinician:
    """Somebody in an organization without a second factor."""
    return a_person(app)


def problem(answer: TestResponse) -> str:
    """Return the type of a problem, without its prefix."""
    body = json_of(answer)
    return str(body["type"]).removeprefix(TYPE)


@pytest.mark.both_databases
def test_signing_in_tells_who_and_for_whom(client: FlaskClient, person: NewClinician) -> None:
    answer = sign_in(client, person.clinician.email.upper())

    assert answer.status_code == 200
    assert json_of(answer)["clinician"] == {
        "id": person.clinician.id,
        "name": "Rowan Example",
        "email": person.clinician.email,
        "credentials": "PT",
        "roles": ["therapist"],
        "discipline": "PT",
    }
    assert json_of(answer)["organization"]["time_zone"] == "America/New_York"
    assert json_of(answer)["organization"].keys() == {
        "id", "name", "time_zone", "offline_lease_hours", "outbox_public_key", "demo", "second_factor",
    }  # fmt: skip
    assert json_of(client.get("/api/session")) == json_of(answer)


def test_wrong_password_and_unknown_address_get_the_same_answer(
    client: FlaskClient, person: NewClinician
) -> None:
    wrong = sign_in(client, person.clinician.email, "not the password")
    unknown = sign_in(client, "nobody@example.com", "not the password")

    assert (wrong.status_code, wrong.data) == (unknown.status_code, unknown.data)
    assert problem(wrong) == "wrong-credentials"
    assert set(wrong.headers.keys()) == set(unknown.headers.keys())
    assert "Set-Cookie" not in wrong.headers


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(
    client: FlaskClient, person: NewClinician, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        verified.append(stored.rpartition("$")[0].rpartition("$")[0])
        return bool(verify(self, stored, password))

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    sign_in(client, person.clinician.email, "not the password")
    sign_in(client, "nobody@example.com", "not the password")

    assert len(verified) == 2
    assert verified[0] == verified[1]  # the same parameters


@pytest.mark.usefixtures("costly_passwords")
def test_passwords_are_kept_as_argon2id_of_at_least_19_mib(app_context: None) -> None:
    variant, cost = passwords.hash_password(PASSWORD).split("$")[1::2][:2]
    memory, passes, lanes = map(int, re.findall(r"\d+", cost))

    assert variant == "argon2id"
    assert (memory >= 19 * 1024, passes >= 2, lanes) == (True, True, 1)


def test_a_weaker_hash_is_replaced_at_the_next_sign_in(
    app: Flask, client: FlaskClient, person: NewClinician
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with app.app_context(), transaction() as session:
        session.get_one(Credential, person.clinician.id).password_hash = weak

    assert sign_in(client, person.clinician.email).status_code == 200

    with app.app_context():
        stored = db.session.get_one(Credential, person.clinician.id).password_hash
    assert not passwords.needs_rehash(stored)
    assert passwords.password_matches(stored, PASSWORD)


def test_at_most_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert passwords.AT_ONCE == 2
    taken = [passwords._GATE.acquire(blocking=False) for _ in range(3)]
    for held in taken:
        if held:
            passwords._GATE.release()

    assert taken == [True] * 2 + [False]


@pytest.mark.parametrize(
    ("password", "second_factor", "taken"),
    [
        ("fourteen signs", False, False),
        ("fifteen signs..", False, True),
        ("8 signs.", True, True),
        ("7 signs", True, False),
        ("x" * 40, False, False),
        ("Password1234567", False, False),
        ("rowan and the tall lamp", False, False),
        ("é" * 5 + "ñandú y ñoquis", False, True),
        ("long " * 52, False, False),
    ],
)
def test_which_passwords_are_taken(password: str, second_factor: bool, taken: bool) -> None:
    try:
        passwords.check_password(password, email="rowan@example.com", second_factor=second_factor)
    except passwords.WeakPassword:
        assert not taken
    else:
        assert taken


@pytest.mark.both_databases
def test_after_ten_failures_one_must_wait_and_the_right_password_waits_too(
    client: FlaskClient, person: NewClinician
) -> None:
    for _ in range(FREE_FAILURES):
        assert problem(sign_in(client, person.clinician.email, "wrong")) == "wrong-credentials"

    blocked = sign_in(client, person.clinician.email)

    assert (blocked.status_code, problem(blocked)) == (429, "too-many-attempts")
    assert 0 < int(blocked.headers["Retry-After"]) <= 31


def test_waiting_gets_longer_up_to_a_quarter_of_an_hour(app_context: None) -> None:
    now, waits = BEGAN, []
    for _ in range(FREE_FAILURES + 8):
        with transaction() as session:
            count_attempt(session, "a@example.com", "10.0.0.1", now)
        blocked = [row.blocked_until for row in db.session.query(SignInAttempt) if row.blocked_until]
        wait = int((blocked[0] - now).total_seconds()) + 1 if blocked else 0
        waits.append(wait)
        now += timedelta(seconds=wait)

    assert waits == [0] * 9 + [31, 61, 121, 241, 481, 901, 901, 901, 901]


def test_a_hundred_failures_from_anywhere_close_the_account(app_context: None) -> None:
    for number in range(MOST_FAILURES):
        with transaction() as session:
            count_attempt(session, "a@example.com", f"10.0.0.{number}", BEGAN)

    with pytest.raises(TooManyAttempts, match="too-many"), transaction() as session:
        count_attempt(session, "a@example.com", "10.0.1.1", BEGAN + timedelta(days=30))


def test_an_address_that_does_not_exist_is_slowed_down_alike(client: FlaskClient) -> None:
    for _ in range(FREE_FAILURES):
        sign_in(client, "nobody@example.com", "wrong")

    assert sign_in(client, "nobody@example.com", "wrong").status_code == 429


def test_a_success_forgives_the_failures_before_it(client: FlaskClient, person: NewClinician) -> None:
    for _ in range(2):
        for _ in range(FREE_FAILURES - 1):
            sign_in(client, person.clinician.email, "wrong")
        assert sign_in(client, person.clinician.email).status_code == 200


def test_somebody_inactive_cannot_sign_in(app: Flask, client: FlaskClient, person: NewClinician) -> None:
    from server.accounts.operations import deactivate

    with app.app_context(), transaction() as session:
        deactivate(session, person.clinician.id, BEGAN)

    assert problem(sign_in(client, person.clinician.email)) == "wrong-credentials"


class TestSecondFactor:
    """An organization that asks for a code."""

    @pytest.fixture
    def person(self, app: Flask) -> NewClinician:
        """Somebody with an authenticator app."""
        return a_person(app, second_factor=True)

    @pytest.fixture
    def code(self, person: NewClinician, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], str]:
        """Return the code of a step, counted from now; time stands still."""
        frozen = datetime.fromisoformat("2026-11-23T14:52:31+00:00")
        monkeypatch.setattr("server.accounts.views.utc_now", lambda: frozen)
        return lambda steps: TOTP(str(person.totp_secret)).at(int(frozen.timestamp()) + 30 * steps)

    def test_without_a_code_the_password_is_not_enough(
        self, client: FlaskClient, person: NewClinician, code: Callable[[int], str]
    ) -> None:
        answer = sign_in(client, person.clinician.email)

        assert (answer.status_code, problem(answer)) == (401, "second-factor-needed")
        assert "Set-Cookie" not in answer.headers
        assert sign_in(client, person.clinician.email, code=code(0)).status_code == 200

    def test_a_wrong_password_does_not_tell_that_a_code_is_needed(
        self, client: FlaskClient, person: NewClinician
    ) -> None:
        assert problem(sign_in(client, person.clinician.email, "wrong")) == "wrong-credentials"

    @pytest.mark.both_databases
    def test_a_code_works_once(
        self, client: FlaskClient, person: NewClinician, code: Callable[[int], str]
    ) -> None:
        first = sign_in(client, person.clinician.email, code=code(0))
        again = sign_in(client, person.clinician.email, code=code(0))
        older = sign_in(client, person.clinician.email, code=code(-1))
        later = sign_in(client, person.clinician.email, code=code(1))

        assert [each.status_code for each in (first, again, older, later)] == [200, 401, 401, 200]
        assert problem(again) == "second-factor-wrong"

    @pytest.mark.parametrize("steps", [-2, 2, 10])
    def test_a_code_of_another_time_is_wrong(
        self, client: FlaskClient, person: NewClinician, code: Callable[[int], str], steps: int
    ) -> None:
        assert sign_in(client, person.clinician.email, code=code(steps)).status_code == 401

    @pytest.mark.parametrize("code_", ["", "12345", "abcdef", "1234567", 123456, None, "１２３４５６"])
    def test_what_is_not_a_code_is_refused(
        self, client: FlaskClient, person: NewClinician, code_: object
    ) -> None:
        assert sign_in(client, person.clinician.email, code=code_).status_code in (401, 422)

    def test_asking_without_a_code_does_not_buy_more_guesses(
        self, client: FlaskClient, person: NewClinician
    ) -> None:
        for _ in range(FREE_FAILURES):
            sign_in(client, person.clinician.email, code="000000")
            last = sign_in(client, person.clinician.email)

        assert last.status_code == 429

    def test_the_secret_is_not_readable_in_the_database(self, app: Flask, person: NewClinician) -> None:
        with app.app_context():
            stored = db.session.get_one(Credential, person.clinician.id).totp_secret

        assert str(person.totp_secret) not in str(stored)


def test_guessing_takes_as_long_for_nobody_as_for_somebody(app: Flask, person: NewClinician) -> None:
    # Counted above; here only that no short cut is taken by a factor that a network could show.
    def seconds(stored: str | None) -> float:
        began = time.perf_counter()
        passwords.password_matches(stored, "not the password")
        return time.perf_counter() - began

    somebody = passwords.hash_password(PASSWORD)
    both = [(seconds(somebody), seconds(None)) for _ in range(20)]  # in turn: a busy moment meets both
    known, unknown = map(min, zip(*both, strict=True))
    assert unknown > known / 2


def test_no_lock_is_held_while_a_password_is_hashed(
    app: Flask, client: FlaskClient, person: NewClinician, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_transactions: list[bool] = []

    def look(stored: str | None, password: str) -> bool:
        open_transactions.append(db.session().in_transaction())
        return stored is not None and password == PASSWORD

    monkeypatch.setattr(passwords, "password_matches", look)

    assert sign_in(client, person.clinician.email).status_code == 200
    assert open_transactions == [False]


def test_the_database_holds_no_usable_session(app: Flask, client: FlaskClient, person: NewClinician) -> None:
    sign_in(client, person.clinician.email)
    cookie = client.get_cookie("sid")
    assert cookie is not None

    with app.app_context():
        row = db.session.query(SignIn).one()
        values = [str(getattr(row, column.name)) for column in SignIn.__table__.columns]

    assert len(cookie.value) == 43  # 256 bits
    assert not any(cookie.value in value for value in values)
    assert row.token_hash == sha256_hex(cookie.value)
