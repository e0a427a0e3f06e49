"""What `kinesync demo` and `kinesync serve --demo` do, and the sign-ins that they print."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.config import Config


def fill_demo(config: "Config") -> bool:
    """Fill an empty database, or add today's appointments; False, and said why, if it is no demo's."""
    from server.app import create_app
    from server.db import db, utc_now
    from server.demo.filling import NotEmpty, fill_or_refresh

    app = create_app(config)
    with app.app_context():
        try:
            fill_or_refresh(config, utc_now())
        except NotEmpty:
            sys.stderr.write(
                "kinesync: the database holds an organization that is no demo, so no demo was added.\n"
                "For one, choose an empty data folder: DATA=folder.\n"
            )
            return False
        finally:
            db.session.remove()
            db.engine.dispose()
    return True


def greeting(config: "Config") -> list[str]:
    """Return the sign-ins of the demo, a line each."""
    from server.demo.filling import password_of
    from server.demo.people import PEOPLE

    people = [f"  {person.email:<25}{person.name}, {person.told}" for person in PEOPLE]
    return [f"Sign in with the password {password_of(config)} as", *people]
