"""Builds of the tablet app, and a server from which one of them is served: whole, or as a broken deployment.

The server is a copy laid out as the wheel lays it out, so that its app is a folder that can be changed.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from tests.e2e.server_process import ServerProcess
from tests.soak.node import PROGRAMS, PWA
from tests.sources import ROOT

OLD_COMPILED = shutil.ignore_patterns("pwa_dist", "migrations")


@dataclass(frozen=True)
class Build:
    """One build of the app, in a folder."""

    folder: Path

    @cached_property
    def files(self) -> dict[str, str]:
        """The SHA-256 of every file but the service worker, by its path on the server."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        hashes = {
            f"/{path.relative_to(self.folder)}": sha256(path.read_bytes()).hexdigest() for path in found
        }
        del hashes["/sw.js"]
        return hashes

    @cached_property
    def entry(self) -> str:
        """The script that its page loads: another in each build."""
        page = (self.folder / "index.html").read_text()
        found = re.search(r'<script type="module"[^>]* src="([^"]+)"', page)
        assert found, page
        return found[1]

    def only_here(self, other: "Build") -> list[str]:
        """Return the scripts that the other build does not have."""
        return sorted(path for path in self.files.keys() - other.files.keys() if path.endswith(".js"))


def build(folder: Path, version: str) -> Build:
    """Build the app under another version; all else is the same."""
    vite = PWA / "node_modules/.bin/vite"
    command: list[str | Path] = [vite, "build", "--config", "soak/next.config.ts"]
    command += ["--outDir", folder, "--emptyOutDir"]
    env = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "VERSION": version}
    subprocess.run(command, cwd=PWA, env=env, check=True, stdout=subprocess.DEVNULL)
    return Build(folder)


class Deployment:
    """What a server serves; `server` runs from a copy of its own in the folder."""

    def __init__(self, server: ServerProcess, folder: Path) -> None:
        shutil.copytree(ROOT / "server", folder / "server", ignore=OLD_COMPILED)
        shutil.copytree(ROOT / "migrations", folder / "server" / "migrations")
        self._app = folder / "server" / "pwa_dist"
        server.folder = folder
        server.env["PYTHONPATH"] = str(folder)

    def put(self, whole: Build) -> None:
        """Serve this build instead of the one before."""
        shutil.rmtree(self._app, ignore_errors=True)
        shutil.copytree(whole.folder, self._app)

    def break_file(self, path: str, how: str) -> None:
        """Leave one file truncated, poisoned or missing, as a deployment that was cut short does."""
        file = self._app / path.lstrip("/")
        content = file.read_bytes()
        file.unlink()
        if how == "truncated":
            file.write_bytes(content[: len(content) // 2])
        elif how == "poisoned":
            file.write_bytes(b"document.title = 'poisoned';" + content)
