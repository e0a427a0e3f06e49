"""Security headers, on every answer: errors, files and refusals by the router included.

Set around the whole application rather than in a view hook, so that no path out of
it is missed. There are no nonces: the tablet's shell is kept and replayed offline,
and a replayed nonce protects nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Flask

from server.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types kinesync"
)
CONTENT_SECURITY_POLICY = _POLICY.format(wasm="")
# The worker that derives the key from the PIN runs WebAssembly; it alone, and only by its own policy.
ARGON2_POLICY = _POLICY.format(wasm=" 'wasm-unsafe-eval'")
ARGON2_WORKER = "/assets/argon2-"

_NOT_USED = (
    "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "serial", "storage-access", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
_ALWAYS: Mapping[str, str] = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_USED) + ", screen-wake-lock=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TWO_YEARS_SECONDS = 63_072_000


def headers_for(path: str, config: Config) -> dict[str, str]:
    """Return the headers of an answer to `path`."""
    policy = ARGON2_POLICY if path.startswith(ARGON2_WORKER) else CONTENT_SECURITY_POLICY
    headers = {"Content-Security-Policy": policy, **_ALWAYS}
    if config.secure_transport:
        headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS_SECONDS}; includeSubDomains"
    if path == "/healthz" or path.startswith("/api/"):
        headers["Cache-Control"] = "no-store"
    return headers


class SecurityHeaders:
    """WSGI middleware that sets the headers, over whatever the application said."""

    def __init__(self, application: "WSGIApplication", config: Config) -> None:
        self._application = application
        self._config = config

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer with the headers added."""
        ours = headers_for(environ.get("PATH_INFO", ""), self._config)
        names = {name.lower() for name in ours}

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            kept = [(name, value) for name, value in headers if name.lower() not in names]
            return start_response(status, kept + list(ours.items()), exc_info)

        return self._application(environ, start)


def secure(app: Flask, config: Config) -> None:
    """Put the headers around the application, and take no host name that is not ours."""
    app.config["TRUSTED_HOSTS"] = sorted({config.host, "localhost", "127.0.0.1"})
    # As Flask documents it; for mypy it is a method.
    app.wsgi_app = SecurityHeaders(app.wsgi_app, config)  # type: ignore[method-assign]
