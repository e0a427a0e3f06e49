"""What the server said to whom: every push and its verdicts, in the order of the commits."""

import gzip
import io
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from tests.soak.node import Json

Take = Callable[[str, list[Json], list[Json]], None]


@dataclass
class Watched:
    """An application whose pushes go one after the other; `take` hears of each, its tablet, its verdicts."""

    app: Flask
    take: Take
    faults: list[str] = field(default_factory=list)
    """What `take` objected to: a request must be answered all the same."""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer; look at it when it is a push that was taken in."""
        if environ["PATH_INFO"] != "/api/sync/push":
            return self.app(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        said: dict[str, str] = {}

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said.update({name.lower(): value for name, value in headers}, status=status)
            return start_response(status, headers, *more)

        with self._turn:
            answer = list(self.app(environ, start))
            if said["status"].startswith("200"):
                zipped = environ.get("HTTP_CONTENT_ENCODING") == "gzip"
                self._look(_read(body, zipped), _read(b"".join(answer), "content-encoding" in said))
        return answer

    def _look(self, sent: Json, told: Json) -> None:
        try:
            self.take(sent["device_id"], sent["mutations"], told["verdicts"])
        except AssertionError as fault:
            self.faults.append(str(fault).splitlines()[0])


def _read(body: bytes, zipped: bool) -> Json:
    read: Json = json.loads(gzip.decompress(body) if zipped else body)
    return read
