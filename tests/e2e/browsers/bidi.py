"""A small WebDriver BiDi client: commands out, answers and log entries in.

The protocol: W3C, WebDriver BiDi. Messages are JSON over a WebSocket; an answer
carries the id of its command, everything else is an event.
"""

import itertools
import json
from collections.abc import Callable
from typing import Any

from websockets.sync.client import ClientConnection

ANSWER_SECONDS = 30.0


class BidiError(Exception):
    """The browser refused a command."""


class Bidi:
    """One session over a connection that the caller opened, and closes."""

    def __init__(self, socket: ClientConnection, on_event: Callable[[str, dict[str, Any]], None]) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._on_event = on_event
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded"])

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; raise BidiError if the browser refuses it."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message: dict[str, Any] = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if message.get("id") != number:
                self._on_event(message.get("method", ""), message.get("params", {}))
            elif message["type"] == "error":
                raise BidiError(f"{method}: {message['error']}: {message['message']}")
            else:
                result: dict[str, Any] = message["result"]
                return result
