"""Request bodies: inflated, read strictly, limited in size; the same for every view."""

from typing import Any

from flask import Flask, Request, Response, request
from werkzeug.wsgi import LimitedStream

from server.problems import Malformed
from server.wire_json import LARGEST_BODY_BYTES, inflate, loads_strict

DRAINED_BYTES = 33_554_432  # beyond this the sender is cut off
_UNREAD = object()


class StrictRequest(Request):
    """A request whose body is inflated when read, and whose JSON is read by `wire_json`."""

    _inflated: bytes | None = None
    _value: Any = _UNREAD

    def get_data(self, cache: bool = True, as_text: bool = False, parse_form_data: bool = False) -> Any:
        """Return the body, inflated when it is gzip; raise Malformed or TooLarge."""
        encoding = self.headers.get("Content-Encoding", "identity").lower()
        if encoding == "identity":
            plain = super().get_data(cache=cache, parse_form_data=parse_form_data)
            return plain.decode() if as_text else plain
        if encoding != "gzip":
            raise Malformed("Send the body as it is, or as gzip.")
        if self._inflated is None:
            self._inflated = inflate(super().get_data(cache=True))
        return self._inflated.decode() if as_text else self._inflated

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the body's value; raise Malformed, Invalid or TooLarge."""
        if self._value is _UNREAD:
            self._value = loads_strict(self.get_data())
        return self._value


def read_bodies_strictly(app: Flask) -> None:
    """Refuse a body that is not strict JSON before any view sees it."""
    app.request_class = StrictRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY_BYTES

    @app.after_request
    def drain(response: Response) -> Response:
        """Read away a body refused for its length: who is still sending it would see a broken connection."""
        length = request.content_length or 0
        if LARGEST_BODY_BYTES < length <= DRAINED_BYTES:
            LimitedStream(request.environ["wsgi.input"], length).exhaust()
        return response

    @app.before_request
    def read() -> None:
        # A request without a body may still name its type, as DELETE /api/session does.
        takes_body = request.method not in ("GET", "HEAD") and request.mimetype == "application/json"
        if takes_body and request.get_data():
            request.get_json()
