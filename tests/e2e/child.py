"""A process in a group of its own, whose output is followed and which leaves nothing behind."""

import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LONGEST_START_SECONDS = 60.0


class Child:
    """Start a command; its output goes to a log, and line by line to `wait_for`."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.log = log
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **(env or {})},
            cwd=folder,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until a line of the output matches; raise RuntimeError if none comes in time, or none can."""
        end = time.monotonic() + LONGEST_START_SECONDS
        while True:
            try:
                line = self._lines.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"It never said {pattern!r}. It said:\n{self.log.read_text()}") from None
            if line is None:
                raise RuntimeError(f"The process ended. It said:\n{self.log.read_text()}")
            if found := re.search(pattern, line):
                return found

    def kill(self) -> None:
        """Kill the whole group at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self._join()

    def stop(self, seconds: float = 20) -> int:
        """Ask the process to stop as an operator would (SIGTERM); return its exit code."""
        self.process.terminate()
        code = self.process.wait(seconds)
        self._join()
        return code

    def _follow(self) -> None:
        """Read the output to its end, so that the process never waits for a full pipe."""
        assert self.process.stdout is not None
        with self.log.open("a") as log:
            for line in self.process.stdout:
                log.write(line)
                log.flush()
                self._lines.put(line)
        self._lines.put(None)

    def _join(self) -> None:
        """Wait for the end. The output ends when the last process that could write to it is gone."""
        self.process.wait()
        self._reader.join(LONGEST_START_SECONDS)
        assert not self._reader.is_alive(), f"something that {self.process.args!r} started still runs"
        assert self.process.stdout is not None
        self.process.stdout.close()
