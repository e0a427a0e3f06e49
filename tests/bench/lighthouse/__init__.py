"""What Lighthouse says of the first screens: sign-in, the lock screen, and Today behind it.

Lighthouse is no part of the project: it is installed into a temporary folder for this run, or the one line
says that it is not there. It opens a page by its address and slows network and processor as its own default
does (a phone). Today has no address that opens it, because every opening locks the app: so its speed is
that of the lock screen and of the unlocking, and its other figures are those of the page as it stands.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.e2e.browsers.chromium import PROGRAM
from tests.e2e.server_process import KINESYNC, ServerProcess
from tests.e2e.steps import PASSWORD, PIN

VERSION = "13.5.0"
BIN = Path(sys.executable).parent
WALK = Path(__file__).with_name("walk.mjs")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}


def measure() -> Iterator[str]:
    """Give one line a screen, and one for each audit that found something."""
    folder = Path(tempfile.mkdtemp(prefix="bench-lighthouse"))
    try:
        if _install(folder):
            yield from map(_line, _walk(folder))
        else:
            yield f"Lighthouse {VERSION} is not there: npm could not install it"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _install(folder: Path) -> bool:
    wanted = f"lighthouse@{VERSION}"
    command = [str(BIN / "npm"), "install", "--prefix", str(folder), "--no-audit", "--no-fund", wanted]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def _walk(folder: Path) -> list[dict[str, Any]]:
    """Walk through a demo organization of its own; return what was found on each screen."""
    data = folder / "data"
    subprocess.run([KINESYNC, "demo"], env={"DATA": str(data)}, check=True, capture_output=True)
    shutil.copy(WALK, folder)
    server = ServerProcess(data)
    server.start()
    try:
        command = [str(BIN / "node"), str(folder / WALK.name), PROGRAM, server.url, PASSWORD, PIN]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    finally:
        server.kill()
    screens: list[dict[str, Any]] = json.loads(done.stdout)
    return screens


def _line(screen: dict[str, Any]) -> str:
    told = [_score(name, round(score * 100)) for name, score in screen["scores"].items()]
    found = [f"{one['id']} {one['told']}".strip() for one in screen["found"]]
    return f"{screen['name']}: {', '.join(told)}" + (f"; found {', '.join(found)}" if found else "")


def _score(name: str, score: int) -> str:
    return f"{name} {score} {'≥' if score >= LEAST[name] else '<'} {LEAST[name]}"
