"""Installing the peers, each of a pinned version, beside the project's own environment.

From the registries that the machine is set up for. What cannot be installed is left out, and said so.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.sources import ROOT

KINTO: Final = "26.5.0"
POUCHDB_SERVER: Final = "4.2.0"
LONGEST_SECONDS: Final = 900
PEERS = ROOT / ".venv" / "peers"


class CannotInstall(Exception):
    """A peer is not to be had here."""


def installed_kinto() -> Path:
    """Return the folder of Kinto's programs; raises CannotInstall."""
    folder = PEERS / f"kinto-{KINTO}"
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _call([sys.executable, "-m", "venv", folder], PEERS)
        _call([folder / "bin" / "pip", "install", f"kinto[postgresql]=={KINTO}", "waitress==3.0.2"], PEERS)
        (folder / "installed").touch()
    return folder / "bin"


def installed_pouchdb() -> Path:
    """Return pouchdb-server's program, which Node runs; raises CannotInstall."""
    folder = PEERS / f"pouchdb-server-{POUCHDB_SERVER}"
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}\n')
        npm = Path(sys.executable).parent / "npm"
        _call([npm, "install", "--no-audit", "--no-fund", f"pouchdb-server@{POUCHDB_SERVER}"], folder)
        (folder / "installed").touch()
    return folder / "node_modules" / "pouchdb-server" / "bin" / "pouchdb-server"


def _call(command: Sequence[str | Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=LONGEST_SECONDS)
    except (OSError, subprocess.SubprocessError):
        raise CannotInstall from None
