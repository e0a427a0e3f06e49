"""Subcommands with which an operator makes and mends accounts, where no administrator can.

`kinesync clinician add` and `password`, and `kinesync unlock`. A password is read from standard input or the
terminal, or made here and shown once; it never stands in the command line, where others could read it.
"""

import argparse
import getpass
import secrets
import sys
from typing import TYPE_CHECKING, Any

from server.upkeep import WELL, application, fail, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROLES = ("therapist", "assistant", "supervisor", "biller", "administrator")
MADE_BYTES = 15  # 20 signs, 120 bits


def add_clinician(subcommands: Any) -> None:
    """Add `kinesync clinician add` and `kinesync clinician password`."""
    parser = subcommands.add_parser("clinician", help="make an account, or give it another password")
    actions = parser.add_subparsers(required=True, metavar="action")
    add = actions.add_parser("add", help="make the account of somebody of an organization")
    add.add_argument("--organization", metavar="ID", help="needed where there are several")
    add.add_argument("--name", required=True)
    add.add_argument("--email", required=True, help="the address the person signs in with")
    add.add_argument("--role", required=True, action="append", choices=ROLES, help="may be given again")
    add.add_argument("--credentials", default="", help="as they stand on a note, such as PT, DPT")
    add.add_argument("--discipline", choices=("PT", "OT"), help="of those who treat")
    _add_password(add, _add)
    password = actions.add_parser("password", help="set another password and end all sessions")
    password.add_argument("email", metavar="EMAIL")
    _add_password(password, _set_password)


def add_unlock(subcommands: Any) -> None:
    """Add `kinesync unlock`."""
    parser = subcommands.add_parser("unlock", help="open an account that a hundred failed attempts closed")
    parser.add_argument("email", metavar="EMAIL")
    parser.set_defaults(run=_unlock)


def _add_password(parser: argparse.ArgumentParser, run: Any) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    how.add_argument("--make-password", action="store_true", help="make one and show it once")
    parser.set_defaults(run=run)


def _add(chosen: argparse.Namespace) -> int:
    from server.accounts.operations import EmailTaken, create_clinician
    from server.accounts.passwords import WeakPassword
    from server.accounts.second_factor import provisioning_address
    from server.db import db, transaction, utc_now

    if chosen.discipline is None and {"therapist", "assistant"} & set(chosen.role):
        return fail("Who treats has a discipline: --discipline PT or OT.")
    password = _password(chosen)
    try:
        with application() as config:
            organization_id = _organization(db.session(), chosen.organization)
            if organization_id is None:
                return fail("Name the organization: --organization ID. `kinesync verify` lists them.")
            hashed = _hashed(password, chosen.email, organization_id)
            with transaction() as session:
                made = create_clinician(
                    session,
                    config.secret,
                    organization_id=organization_id,
                    name=chosen.name,
                    email=chosen.email,
                    password_hash=hashed,
                    credentials=chosen.credentials,
                    roles=chosen.role,
                    discipline=chosen.discipline,
                    now=utc_now(),
                )
                address = provisioning_address(made.totp_secret, chosen.email) if made.totp_secret else None
    except WeakPassword as fault:
        return fail(str(fault))
    except EmailTaken:
        return fail("Somebody signs in with this address already.")
    say(f"{chosen.name} can sign in as {chosen.email}.")
    _show_made(chosen, password)
    if address is not None:
        say(f"Enter this in the person's authenticator app; it is not shown again: {made.totp_secret}")
        say(address)
    return WELL


def _set_password(chosen: argparse.Namespace) -> int:
    from server.accounts.operations import change_password, find_account
    from server.accounts.passwords import WeakPassword
    from server.db import db, transaction, utc_now

    password = _password(chosen)
    try:
        with application():
            account = find_account(db.session(), chosen.email)
            if account is None:
                return fail("Nobody signs in with this address.")
            hashed = _hashed(password, chosen.email, account.organization_id)
            with transaction() as session:
                change_password(session, account.clinician_id, hashed, utc_now())
    except WeakPassword as fault:
        return fail(str(fault))
    say(f"{chosen.email} has another password; all sessions have ended.")
    _show_made(chosen, password)
    return WELL


def _unlock(chosen: argparse.Namespace) -> int:
    from server.accounts.operations import unlock
    from server.db import transaction, utc_now

    with application(), transaction() as session:
        opened = unlock(session, chosen.email, utc_now())
    if opened is None:
        return fail("Nobody signs in with this address.")
    say(f"{chosen.email} is open again.")
    return WELL


def _password(chosen: argparse.Namespace) -> str:
    if chosen.make_password:
        return secrets.token_urlsafe(MADE_BYTES)
    return sys.stdin.readline().rstrip("\n") if chosen.password_stdin else getpass.getpass("Password: ")


def _show_made(chosen: argparse.Namespace, password: str) -> None:
    if chosen.make_password:
        say(f"The password, not shown again: {password}")


def _hashed(password: str, email: str, organization_id: str) -> str:
    """Return the hash of a password that is strong enough beside what else is asked; raise WeakPassword."""
    from server.accounts.passwords import check_password, hash_password
    from server.db import db
    from server.organizations.operations import get_organization

    second_factor = get_organization(db.session(), organization_id).second_factor
    db.session.rollback()
    check_password(password, email=email, second_factor=second_factor)
    return hash_password(password)


def _organization(session: "Session", wanted: str | None) -> str | None:
    """Return the organization named, or the only one there is."""
    from server.organizations.operations import organization_ids

    ids = organization_ids(session)
    if wanted is not None:
        return wanted if wanted in ids else None
    return ids[0] if len(ids) == 1 else None
