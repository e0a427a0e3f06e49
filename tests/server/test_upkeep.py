"""The operator's commands, run as an operator runs them."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pyotp import TOTP

from server.app import create_app
from server.config import Config
from server.migrate import migrate
from tests.server.people import sign_in

PASSWORD = "tall grey harbour lamp"


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    environment = {"DATA": str(folder), "PATH": "/usr/bin:/bin", **more}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "server.cli", *arguments],
        env=environment,
        input=PASSWORD + "\n",
        capture_output=True,
        text=True,
        check=False,
    )


def create(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    given = {
        "--name": "Second Practice",
        "--time-zone": "America/Chicago",
        "--administrator": "Ada Example",
        "--email": "ada@example.com",
    } | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return run(
        folder, "organization", "create", "--password-stdin", *(w for pair in given.items() for w in pair)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of a migrated installation."""
    migrate(Config.from_environment({"DATA": str(tmp_path)}))
    return tmp_path


def test_a_founded_organization_can_be_signed_in_to_with_its_second_factor(folder: Path) -> None:
    done = create(folder)
    assert done.returncode == 0, done.stderr
    totp_secret = done.stdout.splitlines()[1].rpartition(" ")[2]

    client = create_app(Config.from_environment({"DATA": str(folder)})).test_client()
    without = sign_in(client, "ada@example.com", PASSWORD)
    with_code = sign_in(client, "ada@example.com", PASSWORD, code=TOTP(totp_secret).now())

    assert without.get_json()["type"] == "/problems/second-factor-needed"
    assert with_code.status_code == 200
    assert with_code.get_json()["clinician"]["roles"] == ["administrator"]
    assert with_code.get_json()["organization"]["second_factor"] is True
    assert with_code.get_json()["organization"]["time_zone"] == "America/Chicago"
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "not a time zone"),
        ({"time_zone": "../../etc/passwd"}, "not a time zone"),
        ({"email": "grey@example.com"}, "easy to guess"),
    ],
)
def test_what_cannot_be_is_said_in_words(folder: Path, changes: dict[str, str], says: str) -> None:
    done = create(folder, **changes)

    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_is_taken_once(folder: Path) -> None:
    create(folder)

    done = create(folder)

    assert (done.returncode, "already" in done.stderr) == (1, True)


def test_check_finds_nothing_wrong_with_a_sound_installation(folder: Path) -> None:
    done = run(folder, "check")

    faults = [line for line in done.stdout.splitlines() if not line.startswith("ok")]
    assert [line for line in faults if "tablet app" not in line and "make setup" not in line] == []


def test_check_names_what_is_wrong_and_what_to_do(folder: Path) -> None:
    with sqlite3.connect(folder / "kinesync.db") as connection:
        connection.execute("DROP TRIGGER audit_row_no_update")
        connection.execute("DROP TRIGGER audit_row_no_delete")
    connection.close()
    (folder / "secret").chmod(0o644)

    done = run(folder, "check")

    assert done.returncode == 1
    assert "not guarded: audit_row" in done.stdout
    assert "chmod 600" in done.stdout


def test_check_says_when_the_database_is_not_migrated(tmp_path: Path) -> None:
    done = run(tmp_path, "check")

    assert done.returncode == 1
    assert "kinesync migrate" in done.stdout


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "check", PORT="abc")

    assert done.returncode == 1
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_tells_an_untouched_chain_from_a_changed_one(folder: Path) -> None:
    create(folder)
    anchored = run(folder, "anchor", "--file", str(folder / "kept.jsonl"))
    sound = run(folder, "verify", "--anchors", str(folder / "kept.jsonl"))
    with sqlite3.connect(folder / "kinesync.db") as connection:
        connection.execute("DROP TRIGGER audit_row_no_update")
        connection.execute("UPDATE audit_row SET action = 'nothing' WHERE seq = 1")
    connection.close()
    broken = run(folder, "verify")

    assert anchored.returncode == 0, anchored.stderr
    assert json.loads((folder / "kept.jsonl").read_text())["seq"] == 2
    assert (sound.returncode, "unbroken" in sound.stdout, "every anchor fits" in sound.stdout) == (
        0,
        True,
        True,
    )
    assert (broken.returncode, "row 1 is not what was written" in broken.stdout) == (1, True)


def test_verify_says_when_the_anchors_cannot_be_read(folder: Path) -> None:
    done = run(folder, "verify", "--anchors", str(folder / "missing"))

    assert (done.returncode, "cannot be read" in done.stderr) == (1, True)
