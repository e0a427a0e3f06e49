"""Logs: one JSON line a request, an id to find it by, and nothing that somebody entered."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from server.logs import JsonLines
from tests.server.people import CHANGING, a_person, sign_in, signed_in

HIDDEN = "Plainly Invented"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Return what was logged, as parsed lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    former = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(former)


def test_a_request_is_one_line_with_its_route_and_not_its_address(app: Flask, lines: Lines) -> None:
    person = a_person(app, "supervisor")
    client = signed_in(app, person.clinician.email)

    answer = client.get(f"/api/reviews/{HIDDEN}")
    line = lines()[-1]

    assert line["message"] == "request"
    assert line["method"] == "GET"
    assert line["route"] == "/api/reviews/<visit_id>"
    assert line["status"] == 404
    assert line["clinician_id"] == person.clinician.id
    assert line["milliseconds"] >= 0
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert HIDDEN not in json.dumps(lines())


def test_a_failure_is_logged_by_its_places_and_not_by_its_text(app: Flask, lines: Lines) -> None:
    @app.get("/api/broken")
    def broken() -> str:
        raise AssertionError

    answer = app.test_client().get("/api/broken")  # has no policy: a RuntimeError inside
    line = next(line for line in lines() if line["level"] == "error")

    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["exceptions"][0]["type"] == "builtins.RuntimeError"
    assert "access.py" in line["exceptions"][0]["at"][-1]
    assert "No policy" not in json.dumps(line)


def test_the_cause_of_a_failure_is_logged_without_its_text_too(lines: Lines) -> None:
    try:
        try:
            int(HIDDEN)
        except ValueError as cause:
            raise KeyError(HIDDEN) from cause
    except KeyError:
        logging.getLogger("server.test").exception("failed")

    assert [each["type"] for each in lines()[-1]["exceptions"]] == [
        "builtins.KeyError",
        "builtins.ValueError",
    ]
    assert HIDDEN not in json.dumps(lines())


def test_nothing_that_was_entered_is_logged(app: Flask, lines: Lines) -> None:
    client = app.test_client()
    sign_in(client, f"{HIDDEN}@example.com", HIDDEN)
    client.post("/api/session", data=f'{{"{HIDDEN}": 1', headers=CHANGING, content_type="application/json")
    client.get(f"/visit/{HIDDEN}?name={HIDDEN}", headers={"User-Agent": HIDDEN, "Cookie": f"sid={HIDDEN}"})

    assert len([line for line in lines() if line["message"] == "request"]) == 3
    assert HIDDEN not in json.dumps(lines())
