"""One keep-alive connection to a server on this machine, with its cookies."""

import gzip
import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 60.0


class Refused(Exception):
    """The server answered with an error; carries the status and the body."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body[:300]!r}")
        self.status = status
        self.body = body


class Connection:
    """Sends JSON, reads JSON, keeps its cookies. Not for several threads at once."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(address)
        if parts.hostname not in ("localhost", "127.0.0.1"):
            raise ValueError("Only this machine is measured.")
        self._port = parts.port or 80
        self._http = self._connect()
        self._host = parts.netloc
        self._headers = dict(headers or {})
        self._cookies: dict[str, str] = {}

    def post(self, path: str, body: object) -> Any:
        """Send a body and return the answer; raises Refused."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._ask("POST", path, sent)

    def put(self, path: str, body: object) -> Any:
        """Send a body with PUT and return the answer; raises Refused."""
        return self._ask("PUT", path, json.dumps(body).encode())

    def get(self, path: str) -> Any:
        """Return the answer; raises Refused."""
        return self._ask("GET", path, None)

    def reconnect(self) -> None:
        """Drop the connection, broken or not; the cookies stay."""
        self.close()
        self._http = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def _ask(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Host": self._host, "X-Kinesync": "1", "Content-Type": "application/json"}
        headers |= self._headers
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._http.request(method, path, body, headers)
        answer = self._http.getresponse()
        content = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 300:
            raise Refused(answer.status, content)
        return json.loads(content) if content else None
