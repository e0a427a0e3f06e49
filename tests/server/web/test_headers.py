"""Security headers stand on every answer, whatever becomes of the request."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.config import Config
from server.web import headers
from tests.server.people import CHANGING

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
REQUESTS: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/", {}, 200),
    ("GET", "/visit/0198f0b0-0000-7000-8000-000000000000", {}, 200),
    ("GET", "/sw.js", {}, 200),
    ("GET", "/nothing.js", {}, 404),
    ("GET", "/healthz", {}, 200),
    ("GET", "/api/openapi.json", {}, 200),
    ("GET", "/api/session", {}, 401),
    ("GET", "/api/nothing", {}, 404),
    ("PATCH", "/api/session", {}, 405),
    ("GET", "/api/sync/push", {}, 405),
    ("OPTIONS", "/api/session", {}, 405),
    ("POST", "/api/session", {}, 403),
    ("POST", "/api/session", {"headers": CHANGING, "data": "{"}, 415),
    ("POST", "/api/session", {"headers": CHANGING, "data": "{", "content_type": "application/json"}, 400),
    ("POST", "/api/session", {"headers": CHANGING, "json": {}}, 422),
    ("POST", "/api/session", {"headers": CHANGING, "json": "x" * 1_100_000}, 413),
    ("GET", "/", {"base_url": "http://evil.example"}, 400),
    ("GET", "/api/session", {"base_url": "http://evil.example"}, 400),
]


@pytest.fixture
def app(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application over a small built app of its own."""
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    for name in ("index.html", "sw.js", "assets/argon2-4f3a.js", "assets/main-9c1b.js"):
        (built / name).write_text("content")
    monkeypatch.setattr("server.app.built_app", lambda: built)
    return create_app(config)


@pytest.mark.parametrize(("method", "path", "sent", "status"), REQUESTS)
def test_every_answer_has_them(
    client: FlaskClient, method: str, path: str, sent: dict[str, Any], status: int
) -> None:
    answer = client.open(path, method=method, **sent)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers.getlist("Content-Security-Policy") == [headers.CONTENT_SECURITY_POLICY]
    assert "screen-wake-lock=(self)" in answer.headers["Permissions-Policy"]
    if status >= 400:
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["status"] == status
    if path.startswith("/api"):
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_unexpected_failure_has_them_too(app: Flask) -> None:
    @app.get("/api/broken")
    def broken() -> str:
        raise ZeroDivisionError("1 / Plainly Invented")

    answer = app.test_client().get("/api/broken")  # it has no policy either

    assert (answer.status_code, answer.get_json()["type"]) == (500, "/problems/server-error")
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "Plainly" not in answer.get_data(as_text=True)


def test_the_policy_allows_nothing_unsafe() -> None:
    policy = dict(part.split(" ", 1) for part in headers.CONTENT_SECURITY_POLICY.split("; "))

    assert "unsafe" not in headers.CONTENT_SECURITY_POLICY
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "kinesync",
    }


def test_the_argon2_worker_alone_may_compile_webassembly(client: FlaskClient) -> None:
    def scripts(path: str) -> str:
        policy = client.get(path).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("script-src"))

    assert scripts("/assets/argon2-4f3a.js") == "script-src 'self' 'wasm-unsafe-eval'"
    for path in ("/", "/sw.js", "/assets/main-9c1b.js", "/api/session", "/argon2-x.js"):
        assert scripts(path) == "script-src 'self'"


@pytest.mark.parametrize(
    ("origin", "wanted"), [("http://localhost:8097", None), ("https://k.example", 31_536_000)]
)
def test_transport_security_is_promised_where_there_is_tls(
    config: Config, origin: str, wanted: int | None
) -> None:
    client = create_app(replace(config, public_origin=origin)).test_client()

    promised = client.get("/healthz").headers.get("Strict-Transport-Security")

    if wanted is None:
        assert promised is None
    else:
        assert promised is not None
        assert int(promised.split(";")[0].removeprefix("max-age=")) >= wanted
        assert "includeSubDomains" in promised


def test_no_answer_invites_another_origin(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Origin": "https://evil.example"})

    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
