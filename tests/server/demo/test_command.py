"""`kinesync demo`: fills an empty folder, says who can sign in, and refuses anybody else's database."""

import os
import subprocess
import sys
from pathlib import Path

from server.app import create_app
from server.db import transaction
from server.migrate import migrate
from tests.databases import config_for
from tests.server.makers import make_organization

KINESYNC = Path(sys.executable).parent / "kinesync"


def kinesync_demo(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command over a data folder."""
    environment = {**os.environ, "DATA": str(folder)}
    return subprocess.run([KINESYNC, "demo"], env=environment, capture_output=True, text=True, check=False)


def test_an_empty_folder_is_filled_and_the_sign_ins_are_printed(tmp_path: Path) -> None:
    done = kinesync_demo(tmp_path / "data")

    assert (done.returncode, done.stderr) == (0, "")
    assert "try-it-here-97112" in done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [
        f"{who}@demo.example" for who in ("pt", "pta", "ot", "home", "supervisor", "biller", "admin")
    ]


def test_another_organizations_folder_is_refused(tmp_path: Path) -> None:
    config = config_for(tmp_path / "data", f"sqlite:///{tmp_path / 'data' / 'kinesync.db'}")
    migrate(config)
    with create_app(config).app_context(), transaction() as session:
        make_organization(session)

    done = kinesync_demo(tmp_path / "data")

    assert done.returncode == 1
    assert "no demo was added" in done.stderr
