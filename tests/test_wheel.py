"""The wheel: a server that runs without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e.child import Child
from tests.postgresql import free_port
from tests.sources import MIGRATIONS, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_tablet_app_the_migrations_and_the_data(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())

    assert {"server/pwa_dist/index.html", "server/pwa_dist/sw.js", "server/migrations/env.py"} <= inside
    assert {f"server/migrations/versions/{path.name}" for path in MIGRATIONS.glob("0*.py")} <= inside
    for data in ROOT.glob("server/*/data/*.*"):
        assert str(data.relative_to(ROOT)) in inside


def test_the_wheel_serves_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    port = free_port()
    # Ahead of the checkout on the path, and started in a folder that is not the checkout.
    env = {"PYTHONPATH": str(unpacked), "DATA": str(tmp_path / "data"), "PORT": str(port)}
    program = (
        "import os, sys; os.chdir('/'); import server.cli; "
        "print(server.cli.__file__, flush=True); sys.exit(server.cli.main(['serve']))"
    )

    child = Child([sys.executable, "-c", program], tmp_path / "serve.log", env)
    try:
        child.wait_for(str(unpacked / "server" / "cli.py"))
        child.wait_for("Kinesync is ready")
        with urlopen(f"http://localhost:{port}/", timeout=30) as page:
            assert b'<script type="module"' in page.read()
    finally:
        child.kill()
