"""Bodies that are not what they should be: told so, never a failure of the server."""

import gzip
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.problems import Problem
from server.wire_json import LARGEST_BODY_BYTES, inflate, loads_strict
from tests.server.people import CHANGING

MALFORMED = [
    b"",
    b" ",
    b"{",
    b"nul",
    b'{"a": NaN}',
    b"[Infinity]",
    b"[-Infinity]",
    b'{"a": 01}',
    b"{'a': 1}",
    b'{"a": 1,}',
    b'["\x00"]',
    b'"\xff\xfe"',
    b"\xef\xbb\xbf{}",
    b'{"a": "\n"}',
]
REFUSED = [
    b'{"a": 1, "a": 2}',
    b'[{"b": {"a": 1, "a": 1}}]',
    b"[9007199254740993]",
    b"[-9007199254740993]",
    b"[1" + b"0" * 400 + b"]",
    b"[1e999]",
    b'["\\u0000"]',
    b'{"\\u0000": 1}',
    b'["\\ud800"]',
    b'["a\\uDC00b"]',
    b"[" * 33 + b"]" * 33,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
]
TAKEN: list[tuple[bytes, Any]] = [
    (b"[9007199254740992, -9007199254740992]", [2**53, -(2**53)]),
    (b"[" * 32 + b"]" * 32, None),
    (b'["\\ud83d\\ude00"]', ["\N{GRINNING FACE}"]),
    (b'["\\\\u0000"]', ["\\u0000"]),
    (b'{"a": {"b": 1}, "b": 1}', {"a": {"b": 1}, "b": 1}),
    ('["é"]'.encode(), ["é"]),
]


@pytest.mark.parametrize("raw", MALFORMED, ids=repr)
def test_what_is_not_json_is_malformed(raw: bytes) -> None:
    with pytest.raises(Problem) as caught:
        loads_strict(raw)

    assert caught.value.status == 400


@pytest.mark.parametrize("raw", REFUSED, ids=lambda raw: repr(raw[:24]))
def test_json_that_cannot_be_kept_is_invalid(raw: bytes) -> None:
    with pytest.raises(Problem) as caught:
        loads_strict(raw)

    assert caught.value.status == 422


@pytest.mark.parametrize(("raw", "value"), TAKEN, ids=lambda each: repr(each)[:24])
def test_what_is_within_the_limits_is_taken(raw: bytes, value: object) -> None:
    assert loads_strict(raw) == (json.loads(raw) if value is None else value)


def test_a_body_larger_than_the_limit_is_too_large() -> None:
    with pytest.raises(Problem) as caught:
        loads_strict(b'"' + b"x" * LARGEST_BODY_BYTES + b'"')

    assert caught.value.status == 413


def test_a_small_body_that_inflates_to_much_is_too_large() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 100_000

    with pytest.raises(Problem) as caught:
        inflate(bomb)

    assert caught.value.status == 413


PACKED = gzip.compress(b"[]", mtime=0)


@pytest.mark.parametrize("raw", [b"", b"plain", PACKED[:-4], PACKED + b"more"])
def test_what_is_not_one_whole_gzip_is_malformed(raw: bytes) -> None:
    with pytest.raises(Problem) as caught:
        inflate(raw)

    assert caught.value.status == 400


def post(client: FlaskClient, raw: bytes, **headers: str) -> TestResponse:
    sent = CHANGING | {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/api/session", data=raw, headers=sent, content_type="application/json")


@pytest.mark.parametrize("raw", MALFORMED + REFUSED, ids=lambda raw: repr(raw[:24]))
def test_a_bad_body_gets_a_problem_and_never_a_failure(client: FlaskClient, raw: bytes) -> None:
    for answer in (post(client, raw), post(client, gzip.compress(raw), Content_Encoding="gzip")):
        assert answer.status_code in (400, 413, 422)
        assert answer.content_type == "application/problem+json"


def test_a_gzip_body_is_read_as_what_it_holds(client: FlaskClient) -> None:
    credentials = json.dumps({"email": "nobody@example.com", "password": "x"}).encode()

    plain = post(client, credentials)
    packed = post(client, gzip.compress(credentials), Content_Encoding="gzip")

    assert plain.status_code == packed.status_code == 401
    assert plain.data == packed.data


def test_a_body_refused_for_its_length_is_read_to_the_end(client: FlaskClient) -> None:
    sending = io.BytesIO(b"x" * 5_000_000)

    answer = client.post(
        "/api/session",
        input_stream=sending,
        headers=CHANGING | {"Content-Length": "5000000"},
        content_type="application/json",
    )

    assert answer.status_code == 413
    assert sending.read() == b""


def test_an_unknown_encoding_is_refused(client: FlaskClient) -> None:
    assert post(client, b"{}", Content_Encoding="br").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"email": "a@example.com"},
        {"email": 1, "password": "x"},
        {"email": "a@example.com", "password": ["x"]},
        {"email": "a@example.com", "password": "x", "roles": ["administrator"]},
        {"email": "a@example.com", "password": "x" * 1025},
        {"email": "", "password": "x"},
        [1, 2],
        "text",
        3,
        None,
    ],
)
def test_a_body_of_another_shape_names_its_fields(client: FlaskClient, body: object) -> None:
    answer = post(client, json.dumps(body).encode())

    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/invalid"
    assert answer.get_json()["errors"]


def test_a_problem_does_not_repeat_what_was_sent(client: FlaskClient) -> None:
    answer = post(client, b'{"email": 7, "password": "Plainly Invented", "code": "Plainly Invented"}')

    assert "Plainly" not in answer.get_data(as_text=True)
