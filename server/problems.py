"""Every error as application/problem+json (RFC 9457) with a stable `type`.

A domain raises its own subclass of Problem; clients branch on `type`, never on
words. `detail` says what to do and never repeats what was sent: it may be logged.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json
from marshmallow import ValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException


class Problem(Exception):
    """An error that a client is told. Subclasses set status, type and title."""

    status = 400
    type = "about:blank"
    title = "The request cannot be done"

    def __init__(
        self,
        detail: str | None = None,
        *,
        pointer: str | None = None,
        errors: object = None,
        retry_after_seconds: int | None = None,
    ) -> None:
        super().__init__(self.type)  # not the detail: an exception's text ends up in logs
        self.detail = detail
        self.pointer = pointer
        self.errors = errors
        self.retry_after_seconds = retry_after_seconds

    def body(self) -> dict[str, Any]:
        """Return the members of the problem document."""
        extra = {"detail": self.detail, "pointer": self.pointer, "errors": self.errors}
        return {"type": self.type, "title": self.title, "status": self.status} | {
            name: value for name, value in extra.items() if value is not None
        }


class Malformed(Problem):
    """The body is not JSON as this server reads it."""

    status = 400
    type = "/problems/malformed"
    title = "The request is not well-formed JSON"


class Invalid(Problem):
    """The body is JSON, but not what this address takes."""

    status = 422
    type = "/problems/invalid"
    title = "A field is missing or not valid"


class TooLarge(Problem):
    """The body is larger than the server takes."""

    status = 413
    type = "/problems/too-large"
    title = "The request is too large"


class NotFound(Problem):
    """There is no such thing, or it is not the asker's to know of: one answer for both."""

    status = 404
    type = "/problems/not-found"
    title = "Not found"


class Forbidden(Problem):
    """The clinician's roles do not allow it."""

    status = 403
    type = "/problems/forbidden"
    title = "Your role does not allow this"


class Busy(Problem):
    """The server cannot do it now; the same request may work in a moment."""

    status = 503
    type = "/problems/busy"
    title = "The server is busy"

    def __init__(self, detail: str | None = None, *, retry_after_seconds: int = 5) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds)


class Failure(Problem):
    """A fault of the server's own; its cause is in the log under the request id."""

    status = 500
    type = "/problems/server-error"
    title = "The server failed"


def answer(problem: Problem) -> Response:
    """Return the problem as a response."""
    response = Response(json.dumps(problem.body()), problem.status, mimetype="application/problem+json")
    if problem.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(problem.retry_after_seconds)
    return response


def from_http(error: HTTPException) -> Problem:
    """Return Werkzeug's or flask-smorest's error as a Problem."""
    if error.code == HTTPStatus.UNPROCESSABLE_ENTITY:
        data: Mapping[str, Any] = getattr(error, "data", None) or {}
        return Invalid(errors=data.get("messages"))
    known = {problem.status: problem for problem in (Malformed, NotFound, Forbidden, TooLarge, Failure)}
    if error.code in known and error.code != HTTPStatus.BAD_REQUEST:
        return known[error.code]()
    problem = Problem()
    problem.status = error.code or 500
    problem.type = f"/problems/{error.name.lower().replace(' ', '-')}"
    problem.title = error.name
    return problem


def handle_errors(app: Flask) -> None:
    """Make the application answer every error as a problem."""

    @app.errorhandler(Problem)
    def say(problem: Problem) -> Response:
        return answer(problem)

    @app.errorhandler(ValidationError)
    def say_invalid(error: ValidationError) -> Response:
        return answer(Invalid(errors=error.messages))

    @app.errorhandler(HTTPException)
    def say_http(error: HTTPException) -> Response:
        response = answer(from_http(error))
        allowed = error.get_response().headers.get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    @app.errorhandler(OperationalError)
    def say_busy(_error: OperationalError) -> Response:
        app.logger.error("the database refused", exc_info=True)
        return answer(Busy("The database cannot take it now."))

    @app.errorhandler(StaleDataError)
    def say_changed(_error: StaleDataError) -> Response:
        return answer(Busy("It was changed at the same moment. Try again.", retry_after_seconds=1))

    @app.errorhandler(Exception)
    def say_failed(_error: Exception) -> Response:
        app.logger.error("unhandled exception", exc_info=True)
        return answer(Failure())
