"""A network between tablet and server that can do to one request what networks do.

It forwards HTTP/1.1, one request after the other on each connection. A fault is set for the next request
whose path begins with `at`, and is used up by it.
"""

import re
import socket
import socketserver
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

FAULTS = (
    "cut before",  # the request never reaches the server
    "cut half request",  # half of the request reaches it
    "cut during",  # the tablet is gone while the server works
    "cut after",  # the server has answered; nothing of it arrives
    "cut half answer",  # half of the answer arrives
    "duplicate",  # the request arrives twice, as a retransmitting middle box may do it
    "portal",  # a captive portal answers with a page and status 200
    "portal redirect",  # or sends the tablet to its own page
    "bad gateway",  # 502 after the server has done it
    "slow",  # a byte from time to time: longer than the tablet waits
)
DIES = "cut half answer and die"  # a browser asks at once for what was cut: now nobody is there
PORTAL = b"<!doctype html><title>Welcome to the lobby</title><p>Accept the terms to go online."
ELSEWHERE = {
    "portal": (b"200 OK", PORTAL),
    "portal redirect": (b"302 Found\r\nLocation: http://localhost:1/login", PORTAL),
}
LONGEST_WAIT_SECONDS = 30.0
SLOW_SECONDS = 0.1
MOST_DRIPS = 40


class Proxy(socketserver.ThreadingTCPServer):
    """Forwards to a server; `faults` are done to the next requests, first come first served."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        place = urlsplit(target)
        self.target = (place.hostname or "localhost", place.port or 80)
        self.url = f"http://localhost:{self.server_address[1]}"
        self.at = "/api/"
        self.dead = False
        """Nobody is there: each connection is closed without a word."""
        self.faults: deque[str] = deque()
        self.done: list[tuple[str, str]] = []

    def next_fault(self, head: bytes) -> str | None:
        """Return what is to be done to a request."""
        line = head.split(b"\r\n", 1)[0].decode("latin-1")
        if f" {self.at}" not in line or not self.faults:
            return None
        fault = self.faults.popleft()
        self.done.append((fault, line))
        return fault


class _Connection(socketserver.BaseRequestHandler):
    """One connection of the tablet, with one of its own to the server."""

    server: Proxy

    def handle(self) -> None:
        """Forward until somebody hangs up."""
        with suppress(OSError):
            while (request := read_message(self.request)) is not None:
                if not self._exchange(request):
                    return

    def _exchange(self, request: bytes) -> bool:
        """Forward one request; return whether the connection goes on."""
        if self.server.dead:
            return False
        fault = self.server.next_fault(request)
        if fault == "duplicate":
            self._ask(request)
        if fault in (None, "duplicate"):
            self.request.sendall(self._ask(request))
            return True
        if fault in ELSEWHERE:
            self.request.sendall(answer_of(*ELSEWHERE[fault]))
        elif fault.startswith("cut"):
            self._cut(fault, request)
        elif fault == "bad gateway":
            self._ask(request)
            self.request.sendall(answer_of(b"502 Bad Gateway", b"<h1>502 Bad Gateway</h1>"))
        elif fault == "slow":
            self._drip(self._ask(request))
        return False

    def _cut(self, fault: str, request: bytes) -> None:
        if fault == "cut half request":
            self._send_only(request[: len(request) // 2])
        elif fault == "cut during":
            self._send_only(request)
        elif fault == "cut after":
            self._ask(request)
        elif fault in ("cut half answer", DIES):
            answer = self._ask(request)
            self.server.dead = fault == DIES
            self.request.sendall(answer[: len(answer) // 2])

    def _send_only(self, part: bytes) -> None:
        with socket.create_connection(self.server.target, LONGEST_WAIT_SECONDS) as upstream:
            upstream.sendall(part)

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(self.server.target, LONGEST_WAIT_SECONDS) as upstream:
            upstream.sendall(request)
            answer = read_message(upstream)
        if answer is None:
            raise ConnectionError("the server hung up")
        return answer

    def _drip(self, answer: bytes) -> None:
        for place in range(MOST_DRIPS):
            self.request.sendall(answer[place : place + 1])
            time.sleep(SLOW_SECONDS)  # this slowness is the fault itself


def answer_of(status: bytes, page: bytes) -> bytes:
    """Return an answer that is not our server's."""
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
    return head + str(len(page)).encode() + b"\r\n\r\n" + page


def read_message(stream: socket.socket) -> bytes | None:
    """Read one request or answer, whole; None when the other side hung up before it."""
    message = b""
    while b"\r\n\r\n" not in message:
        message += (part := stream.recv(65536))
        if not part:
            return None
    head, _, body = message.partition(b"\r\n\r\n")
    if re.search(rb"(?i)\r\ntransfer-encoding:\s*chunked", head):
        ended = body.endswith
        while not (body == b"0\r\n\r\n" or ended(b"\r\n0\r\n\r\n")):
            body += _more(stream)
            ended = body.endswith
    elif length := re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head):
        while len(body) < int(length[1]):
            body += _more(stream)
    return head + b"\r\n\r\n" + body


def _more(stream: socket.socket) -> bytes:
    part = stream.recv(65536)
    if not part:
        raise ConnectionError("cut in the middle of a message")
    return part


@contextmanager
def between(target: str) -> Iterator[Proxy]:
    """Stand between tablets and a server."""
    proxy = Proxy(target)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
