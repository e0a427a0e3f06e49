"""A server that is up again at once after a kill: its groups are forked from a process that has loaded it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.e2e.processes import running_in
from tests.e2e.server_process import ServerProcess
from tests.e2e.waiting import until


class LoadedServer(ServerProcess):
    """A server over a data folder."""

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        super().__init__(data, database_url)
        self._loaded: subprocess.Popen[str] | None = None
        self._group = 0

    def start(self) -> None:
        """Start a group and wait until it answers; the first time it takes as long as any server."""
        if self._loaded is None:
            self._loaded = self._load()
            self._told(self._loaded)
        assert self._loaded.stdin is not None
        self._loaded.stdin.write("\n")
        self._loaded.stdin.flush()
        self._group = int(self._told(self._loaded))
        self.wait_until_ready()

    def kill(self) -> None:
        """Kill the group at once; it is gone when this returns."""
        group, self._group = self._group, 0
        if group:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            until(lambda: not any(running_in(group)), "the end of the group")

    def close(self) -> None:
        """Kill what runs, and end what has loaded it."""
        self.kill()
        if self._loaded is not None:
            self._loaded.communicate()
            self._loaded = None

    def _load(self) -> subprocess.Popen[str]:
        with (self.data / "serve.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.soak.loaded"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, **self.env},
            )

    def _told(self, loaded: subprocess.Popen[str]) -> str:
        assert loaded.stdout is not None
        line = loaded.stdout.readline()
        assert line, f"It ended. It said:\n{(self.data / 'serve.log').read_text()}"
        return line
