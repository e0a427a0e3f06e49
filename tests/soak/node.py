"""The tablet's own code under Node, driven by a test: one process is one tablet (see pwa/soak/tablet.ts)."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.sources import ROOT

Json = dict[str, Any]
PROGRAMS = Path(sys.executable).parent
PWA = ROOT / "pwa"


class Fault(Exception):
    """The tablet said that something failed; `kind` is its own word for it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def mutants() -> list[str]:
    """Return the names of the faults that can be planted into the tablet."""
    return re.findall(r"^  (\w+): \{$", (PWA / "soak/mutants.ts").read_text(), re.MULTILINE)


def bundle(folder: Path, mutant: str = "") -> Path:
    """Build the driven tablet into a folder, with a fault planted if one is named; return the program."""
    vite = PWA / "node_modules/.bin/vite"
    command: list[str | Path] = [
        vite,
        "build",
        "--config",
        "soak/vite.config.ts",
        "--outDir",
        folder,
        "--emptyOutDir",
    ]
    env = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "MUTANT": mutant}
    subprocess.run(command, cwd=PWA, env=env, check=True, stdout=subprocess.DEVNULL)
    return folder / "tablet.js"


class NodeTablet:
    """One tablet. Its disk lives in the process; `die_after` and `restart` are a power cut."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            [PROGRAMS / "node", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, what: str, **given: Any) -> Any:
        """Do one thing and return what came of it; raise Fault."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the tablet ended at {what}"
        answer = json.loads(line)
        if "fault" in answer:
            raise Fault(answer["fault"])
        return answer["ok"]

    def begin(self, origin: str, email: str, password: str) -> str:
        """Become an empty tablet and enrol; return the device's id."""
        device_id: str = self.do("begin", origin=origin, email=email, password=password)
        return device_id

    def look(self) -> Json:
        """Return everything that is on the tablet."""
        seen: Json = self.do("look")
        return seen

    def sync(self) -> Json:
        """Sync once; return the status."""
        status: Json = self.do("sync")
        return status

    def die_after(self, commits: int) -> None:
        """Let nothing reach the disk after so many commits."""
        self.do("dieAfter", commits=commits)

    def restart(self) -> int:
        """Start the dead tablet again; return how many commits it asked for."""
        commits: int = self.do("restart")
        return commits

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


@contextmanager
def tablets(program: Path, count: int) -> Iterator[list[NodeTablet]]:
    """Start tablets; end them."""
    started = [NodeTablet(program) for _ in range(count)]
    try:
        yield started
    finally:
        for each in started:
            each.close()
