"""The built tablet app: its files, and index.html for every address that the app itself routes.

Hashed files never change and are kept for good; index.html, the service worker and
the manifest are asked for anew each time, so that an update is found.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.security import safe_join

from server.problems import NotFound, Problem

_SERVER = Path(__file__).resolve().parent.parent
_IN_CHECKOUT = _SERVER.parent / "pwa" / "dist"
_IN_WHEEL = _SERVER / "pwa_dist"

FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)


class NotBuilt(Problem):
    """The server runs without the tablet app: somebody forgot to build it."""

    status = 503
    type = "/problems/app-not-built"
    title = "The tablet app is not built"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: plain, and gzip where that pays."""

    content: bytes
    gzipped: bytes | None
    type: str
    etag: str


def built_app() -> Path:
    """Return the folder of the built app: in a checkout, or inside the installed package."""
    return _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT


def serve_tablet_app(app: Flask, folder: Path) -> None:
    """Add the routes of the tablet app, below all others."""

    @app.get("/")
    def home() -> Response:
        return _page(folder)

    @app.get("/<path:path>")
    def anything_else(path: str) -> Response:
        place = safe_join(str(folder), path)
        if path.startswith("api/"):
            raise _no_address(f"/{path}")
        if place is None:
            raise NotFound
        if Path(place).is_file():
            return _send(Path(place), FOR_GOOD if path.startswith("assets/") else ASK_AGAIN)
        if "." in path.rpartition("/")[2]:
            raise NotFound
        return _page(folder)


def _no_address(path: str) -> Exception:
    """Return what is wrong with reading a path of the API: unknown, or there for other methods only."""
    routes = current_app.create_url_adapter(request)
    methods = set(routes.allowed_methods(path)) - {"GET", "HEAD", "OPTIONS"} if routes else set()
    return MethodNotAllowed(valid_methods=sorted(methods)) if methods else NotFound()


def _page(folder: Path) -> Response:
    page = folder / "index.html"
    if not page.is_file():
        raise NotBuilt("Run `make setup`, then start again.")
    return _send(page, ASK_AGAIN)


def _send(path: Path, keep: str) -> Response:
    state = path.stat()
    file = _read(path, state.st_mtime_ns, state.st_size)
    zipped = file.gzipped is not None and bool(request.accept_encodings["gzip"])
    response = Response(file.gzipped if zipped else file.content, content_type=file.type)
    response.headers["Cache-Control"] = keep
    response.set_etag(file.etag + ("-gzip" if zipped else ""))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    if file.gzipped is not None:
        response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _read(path: Path, _changed_ns: int, _size: int) -> File:
    content = path.read_bytes()
    type_ = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(
        content=content,
        gzipped=_gzipped(path, content) if type_.startswith(_COMPRESSIBLE) else None,
        type=f"{type_}; charset=utf-8" if type_.startswith("text/") else type_,
        etag=hashlib.sha256(content).hexdigest()[:32],
    )


def _gzipped(path: Path, content: bytes) -> bytes:
    beside = path.with_name(path.name + ".gz")
    return beside.read_bytes() if beside.is_file() else gzip.compress(content, 9, mtime=0)
