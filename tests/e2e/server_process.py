"""The real `kinesync serve`: started, stopped, killed and started again."""

import sys
from pathlib import Path
from urllib.request import urlopen

from tests.e2e.child import Child
from tests.e2e.waiting import until
from tests.postgresql import free_port

KINESYNC = Path(sys.executable).parent / "kinesync"


class ServerProcess:
    """A server over a data folder. The port stays the same for the life of this object."""

    def __init__(self, data: Path, database_url: str | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = {"DATA": str(data), "PORT": str(self.port), "KINESYNC_ORIGIN": self.url}
        if database_url:
            self.env["DATABASE_URL"] = database_url
        self.folder: Path | None = None
        self.child: Child | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.child = Child([KINESYNC, "serve"], self.data / "serve.log", self.env, self.folder)
        self.child.wait_for(r"Kinesync is ready")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until it answers; raise TimeoutError if it does not."""
        until(self._answers, "an answer of the server")

    def kill(self) -> None:
        """Kill web, workers and jobs at once; nothing of them gets to say goodbye."""
        if self.child is not None:
            self.child.kill()
            self.child = None

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill()

    def stop(self) -> int:
        """Stop it as an operator would; return the exit code once all it started is gone."""
        assert self.child is not None
        child, self.child = self.child, None
        return child.stop()

    def restart(self) -> None:
        """Kill it and start it again on the same data and port."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=30) as answer:  # noqa: S310  our own loopback address
                return bool(answer.status == 200)
        except OSError:
            return False
