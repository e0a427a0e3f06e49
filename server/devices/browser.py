"""The cookie by which a browser is known again, though all that the app stored in it is gone.

No script can read it, and browsers that throw away what a page stored keep it.
"""

import secrets
from typing import Final

from flask import Request, Response

from server.config import Config

KEPT_SECONDS: Final = 400 * 24 * 3600  # what browsers keep a cookie for at most
COOKIE_BYTES: Final = 16


def browser_of(request: Request, config: Config) -> str:
    """Return the cookie's value, or a new one for a browser that has none."""
    return request.cookies.get(_cookie_name(config)) or secrets.token_urlsafe(COOKIE_BYTES)


def set_browser(response: Response, config: Config, browser: str) -> None:
    """Let the browser be known again."""
    response.set_cookie(
        _cookie_name(config),
        browser,
        max_age=KEPT_SECONDS,
        path="/",
        secure=config.secure_transport,
        httponly=True,
        samesite="Strict",
    )


def _cookie_name(config: Config) -> str:
    return "__Host-tablet" if config.secure_transport else "tablet"
