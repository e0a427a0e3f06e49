"""Errors as problem documents: stable types, and no word of what went wrong inside."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Gone, MethodNotAllowed

from server.problems import Busy, Invalid, NotFound, Problem, handle_errors


class Refused(Problem):
    """A domain's own refusal."""

    status = 409
    type = "/problems/refused"
    title = "Refused"


HIDDEN = "Plainly Invented"
CASES: list[tuple[Exception, int, str]] = [
    (Refused("Do this instead."), 409, "/problems/refused"),
    (NotFound(), 404, "/problems/not-found"),
    (Busy(), 503, "/problems/busy"),
    (OperationalError("SELECT", {"name": HIDDEN}, Exception(HIDDEN)), 503, "/problems/busy"),
    (StaleDataError(HIDDEN), 503, "/problems/busy"),
    (IntegrityError("INSERT", {"name": HIDDEN}, Exception(HIDDEN)), 500, "/problems/server-error"),
    (ZeroDivisionError(HIDDEN), 500, "/problems/server-error"),
    (Gone(HIDDEN), 410, "/problems/gone"),
    (MethodNotAllowed(description=HIDDEN), 405, "/problems/method-not-allowed"),
]


@pytest.mark.parametrize(("error", "status", "type_"), CASES, ids=lambda case: type(case).__name__)
def test_every_error_becomes_a_problem_that_tells_nothing_private(
    error: Exception, status: int, type_: str
) -> None:
    app = Flask("test")
    handle_errors(app)

    @app.get("/")
    def fail() -> str:
        raise error

    answer = app.test_client().get("/")

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["type"] == type_
    assert answer.get_json()["status"] == status
    assert HIDDEN not in answer.get_data(as_text=True)
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_problem_carries_what_helps_and_leaves_out_what_it_has_not() -> None:
    full = Invalid("Give a date.", pointer="/date", errors={"date": ["Missing."]})

    assert full.body() == {
        "type": "/problems/invalid",
        "title": "A field is missing or not valid",
        "status": 422,
        "detail": "Give a date.",
        "pointer": "/date",
        "errors": {"date": ["Missing."]},
    }
    assert NotFound().body().keys() == {"type", "title", "status"}


def test_the_text_of_a_problem_is_its_type() -> None:
    assert str(Invalid(f"{HIDDEN} is no name")) == "/problems/invalid"
