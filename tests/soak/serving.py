"""The application over HTTP inside the test's own process, so that a fault can be put into it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.e2e.waiting import until


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing; the requests are the test's own."""


@dataclass
class Served:
    """An application that answers at `url`."""

    app: Flask
    url: str = ""
    answering: Any = None
    """What stands before the application and sees what passes; nothing, unless it is set."""
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        """Answer a request, and know that it is under way."""
        with self._lock:
            self._under_way += 1
        try:
            answer = (self.answering or self.app)(environ, start_response)
            try:
                return list(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()
        finally:
            with self._lock:
                self._under_way -= 1

    def settle(self) -> None:
        """Wait until nothing is under way: a tablet may have hung up long before the server is done."""
        until(lambda: self._under_way == 0, "the server to be done")


@contextmanager
def served(app: Flask) -> Iterator[Served]:
    """Serve the application on a free port."""
    serving = Served(app)
    server = make_server("127.0.0.1", 0, serving, threaded=True, request_handler=_Silent)
    serving.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield serving
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
