"""The operator's commands for accounts: a clinic starts with them, without the demo."""

import io
from pathlib import Path

import pytest
from pyotp import TOTP

from server.accounts.attempts import MOST_FAILURES, count_attempt
from server.app import create_app
from server.cli import main
from server.config import Config
from server.db import db, transaction, utc_now
from server.migrate import migrate
from tests.server.people import json_of, sign_in

PASSWORD = "tall grey harbour lamp"
EMAIL = "rowan@example.com"
FOUND = ("organization", "create", "--name", "First Practice", "--time-zone", "America/Chicago",
         "--administrator", "Ada Example", "--email", "ada@example.com", "--password-stdin")  # fmt: skip
ADD = ("clinician", "add", "--name", "Rowan Example", "--email", EMAIL, "--role", "therapist",
       "--role", "supervisor", "--credentials", "PT, DPT")  # fmt: skip


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """An installation with an organization and its administrator, and nobody else."""
    monkeypatch.setenv("DATA", str(tmp_path))
    config = Config.from_environment()
    migrate(config)
    assert run(monkeypatch, *FOUND) == 0
    return config


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> int:
    """Run the command, with the password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return main(arguments)


def code_of(said: str) -> str:
    """Return a code of the second factor that the command showed."""
    [line] = [line for line in said.splitlines() if "authenticator" in line]
    return TOTP(line.rpartition(" ")[2]).now()


def test_somebody_added_signs_in_with_what_was_shown_once(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(monkeypatch, *ADD, "--discipline", "PT", "--make-password") == 0
    said = capsys.readouterr().out
    [password] = [line.rpartition(" ")[2] for line in said.splitlines() if "password" in line]

    answer = sign_in(create_app(config).test_client(), EMAIL, password, code=code_of(said))

    assert answer.status_code == 200
    assert json_of(answer)["clinician"]["roles"] == ["supervisor", "therapist"]
    assert json_of(answer)["clinician"]["discipline"] == "PT"


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        ((*ADD, "--password-stdin"), PASSWORD, "--discipline"),
        ((*ADD, "--discipline", "PT", "--password-stdin"), "rowan-1", "at least"),
        ((*ADD, "--discipline", "PT", "--organization", "other", "--password-stdin"), PASSWORD, "Name the"),
        ((*ADD, "--discipline", "PT", "--email", "ada@example.com", "--password-stdin"), PASSWORD, "already"),
        (("clinician", "password", "nobody@example.com", "--password-stdin"), PASSWORD, "Nobody"),
        (("unlock", "nobody@example.com"), "", "Nobody"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    password: str,
    says: str,
) -> None:
    assert run(monkeypatch, *arguments, password=password) == 1

    assert says in capsys.readouterr().err


def test_a_closed_account_is_opened_and_another_password_set(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, *ADD, "--discipline", "PT", "--password-stdin")
    code = code_of(capsys.readouterr().out.partition(EMAIL)[2])
    app = create_app(config)
    with app.app_context(), transaction() as session:
        for number in range(MOST_FAILURES):
            count_attempt(session, EMAIL, f"198.51.100.{number}", utc_now())
    assert sign_in(app.test_client(), EMAIL, PASSWORD, code=code).status_code == 429

    assert run(monkeypatch, "unlock", EMAIL) == 0
    assert sign_in(app.test_client(), EMAIL, PASSWORD, code=code).status_code == 200

    assert (
        run(monkeypatch, "clinician", "password", EMAIL, "--password-stdin", password="nine wet otters") == 0
    )
    assert sign_in(app.test_client(), EMAIL, PASSWORD, code=code).status_code == 401
    with app.app_context():
        db.engine.dispose()
