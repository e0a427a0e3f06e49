"""The built app's files: kept for good or asked for anew, compressed, and nothing outside the folder."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.config import Config
from server.web.tablet_app import ASK_AGAIN, FOR_GOOD

PAGE = "<!doctype html><title>Kinesync</title>" + " " * 2000
SCRIPT = "export const answer = 42;\n" * 200
FONT = bytes(range(256)) * 20


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A small built app, and a file beside it that is nobody's business."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "sw.js").write_text("self.addEventListener('install', () => {});")
    (folder / "manifest.webmanifest").write_text('{"name": "Kinesync"}')
    (folder / "assets" / "main-9c1b.js").write_text(SCRIPT)
    (folder / "assets" / "atkinson-77aa.woff2").write_bytes(FONT)
    (tmp_path / "secret").write_text("not to be served")
    return folder


@pytest.fixture
def app(config: Config, built: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application over that folder."""
    monkeypatch.setattr("server.app.built_app", lambda: built)
    return create_app(config)


@pytest.mark.parametrize("path", ["/", "/visit/0198f0b0", "/review", "/attention", "/more"])
def test_every_address_of_the_app_is_its_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.get_data(as_text=True) == PAGE
    assert answer.headers["Cache-Control"] == ASK_AGAIN
    assert answer.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "type_", "keep"),
    [
        ("/sw.js", "text/javascript; charset=utf-8", ASK_AGAIN),
        ("/manifest.webmanifest", "application/manifest+json", ASK_AGAIN),
        ("/index.html", "text/html; charset=utf-8", ASK_AGAIN),
        ("/assets/main-9c1b.js", "text/javascript; charset=utf-8", FOR_GOOD),
        ("/assets/atkinson-77aa.woff2", "font/woff2", FOR_GOOD),
    ],
)
def test_files_have_their_type_and_are_kept_as_long_as_is_right(
    client: FlaskClient, path: str, type_: str, keep: str
) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.content_type, answer.headers["Cache-Control"]) == (200, type_, keep)


def test_text_is_sent_as_gzip_to_who_takes_it(client: FlaskClient) -> None:
    plain = client.get("/assets/main-9c1b.js")
    packed = client.get("/assets/main-9c1b.js", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data == SCRIPT.encode()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_a_file_compressed_by_the_build_is_sent_as_it_is(client: FlaskClient, built: Path) -> None:
    packed = gzip.compress(SCRIPT.encode(), 9)
    (built / "assets" / "main-9c1b.js.gz").write_bytes(packed)

    assert client.get("/assets/main-9c1b.js", headers={"Accept-Encoding": "gzip"}).data == packed


def test_what_is_packed_already_is_not_packed_again(client: FlaskClient) -> None:
    answer = client.get("/assets/atkinson-77aa.woff2", headers={"Accept-Encoding": "gzip"})

    assert answer.data == FONT


def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(client: FlaskClient, built: Path) -> None:
    etag = client.get("/").headers["ETag"]

    assert client.get("/", headers={"If-None-Match": etag}).status_code == 304
    (built / "index.html").write_text("<!doctype html>newer")
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/..%2fsecret",
        "/assets/../../secret",
        "/assets/%2e%2e/%2e%2e/secret",
        "/%2fetc/passwd",
        "/assets/missing-1234.js",
        "/api/anything",
        "/.env",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in (308, 404) or answer.get_data(as_text=True) == PAGE
    assert b"not to be served" not in answer.data
    assert b"root:" not in answer.data


def test_a_server_without_the_built_app_says_so(client: FlaskClient, built: Path) -> None:
    (built / "index.html").unlink()

    answer = client.get("/")

    assert (answer.status_code, answer.get_json()["type"]) == (503, "/problems/app-not-built")
    assert client.get("/healthz").status_code == 200
