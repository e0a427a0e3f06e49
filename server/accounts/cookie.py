"""The session cookie.

`__Host-sid` with Secure wherever there is TLS. Over plain http on this machine it is
`sid` without Secure, since WebKit drops Secure cookies there; `Config.secure_transport`
alone decides that, here and for HSTS.
"""

from flask import Request, Response

from server.config import Config


def cookie_name(config: Config) -> str:
    """Return the name of the session cookie."""
    return "__Host-sid" if config.secure_transport else "sid"


def read_cookie(request: Request, config: Config) -> str | None:
    """Return the cookie's value, if the browser sent one."""
    return request.cookies.get(cookie_name(config)) or None


def set_cookie(response: Response, config: Config, token: str) -> None:
    """Give the browser the session; no script can read it, no other site can use it."""
    response.set_cookie(
        cookie_name(config),
        token,
        max_age=config.session_longest,
        path="/",
        secure=config.secure_transport,
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(response: Response, config: Config) -> None:
    """Make the browser forget the session."""
    response.delete_cookie(
        cookie_name(config), path="/", secure=config.secure_transport, httponly=True, samesite="Strict"
    )
