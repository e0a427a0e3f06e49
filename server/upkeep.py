"""Subcommands with which an operator looks after an installation.

`check` the whole, make an `organization`, `anchor` the audit chains and `verify` them.
Like all subcommands they import what they need when they run.
"""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.config import Config

WELL, FAILED = 0, 1


def add_check(subcommands: Any) -> None:
    """Add `kinesync check`."""
    parser = subcommands.add_parser("check", help="look whether the installation is sound")
    parser.set_defaults(run=_check)


def add_organization(subcommands: Any) -> None:
    """Add `kinesync organization create`."""
    parser = subcommands.add_parser("organization", help="make another organization")
    actions = parser.add_subparsers(required=True, metavar="action")
    create = actions.add_parser("create", help="make it, with an administrator who has a second factor")
    create.add_argument("--name", required=True)
    create.add_argument("--time-zone", required=True, help="such as America/Chicago")
    create.add_argument("--administrator", required=True, help="the person's name")
    create.add_argument("--email", required=True, help="the address the person signs in with")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    create.set_defaults(run=_create_organization)


def add_anchor(subcommands: Any) -> None:
    """Add `kinesync anchor`."""
    parser = subcommands.add_parser("anchor", help="append the signed heads of the audit chains to a file")
    parser.add_argument("--file", type=Path, help="keep it where this server cannot rewrite it")
    parser.set_defaults(run=_anchor)


def add_verify(subcommands: Any) -> None:
    """Add `kinesync verify`."""
    parser = subcommands.add_parser("verify", help="verify the audit chains, and against anchors")
    parser.add_argument("--anchors", type=Path, metavar="FILE", help="what `kinesync anchor` wrote")
    parser.set_defaults(run=_verify)


def _check(_chosen: argparse.Namespace) -> int:
    from server.check import check

    config = _config()
    if config is None:
        return FAILED
    findings = list(check(config))
    for finding in findings:
        say(f"{'ok   ' if finding.well else 'FAULT'} {finding.says}")
        if not finding.well:
            say(f"      → {finding.hint}")
    return WELL if all(finding.well for finding in findings) else FAILED


def _create_organization(chosen: argparse.Namespace) -> int:
    from server.accounts.founding import found_organization
    from server.accounts.operations import EmailTaken
    from server.accounts.passwords import WeakPassword, check_password, hash_password
    from server.claims.policies import ship_policies
    from server.db import transaction, utc_now
    from server.organizations.operations import UnknownTimeZone

    password = sys.stdin.readline().rstrip("\n") if chosen.password_stdin else getpass.getpass("Password: ")
    try:
        check_password(password, email=chosen.email, second_factor=True)
        hashed = hash_password(password)
        with application() as config, transaction() as session:
            founded = found_organization(
                session,
                config.secret,
                name=chosen.name,
                time_zone=chosen.time_zone,
                administrator=chosen.administrator,
                email=chosen.email,
                password_hash=hashed,
                now=utc_now(),
            )
            ship_policies(session, founded.organization_id)
    except WeakPassword as fault:
        return fail(str(fault))
    except UnknownTimeZone:
        return fail(f"{chosen.time_zone} is not a time zone; give one such as America/Chicago.")
    except EmailTaken:
        return fail("Somebody signs in with this address already.")
    say(f"Organization {founded.organization_id} is made.")
    say(f"Enter this in the administrator's authenticator app; it is not shown again: {founded.totp_secret}")
    say(founded.totp_address)
    return WELL


def _anchor(chosen: argparse.Namespace) -> int:
    from server.audit.anchor import anchor_lines
    from server.db import db, utc_now

    with application() as config:
        lines = list(anchor_lines(db.session(), config.secret, utc_now()))
        file: Path = chosen.file or config.anchor_file
    with file.open("a") as kept:
        kept.writelines(f"{line}\n" for line in lines)
    say(f"{len(lines)} anchors appended to {file}.")
    return WELL


def _verify(chosen: argparse.Namespace) -> int:
    from server.audit.anchor import faults_against
    from server.audit.verify import verify_chain
    from server.db import db
    from server.organizations.operations import organization_ids

    faults = []
    with application() as config:
        session = db.session()
        for organization_id in organization_ids(session):
            verified = verify_chain(session, organization_id)
            say(f"{organization_id}: {verified.rows} rows, {verified.fault or 'unbroken'}")
            faults += [verified.fault] if verified.fault else []
        if chosen.anchors:
            try:
                anchors = chosen.anchors.read_text().splitlines()
            except OSError as fault:
                return fail(f"{chosen.anchors} cannot be read: {fault.strerror}.")
            against = list(faults_against(session, config.secret, anchors))
            faults += against
            say("\n".join(against) or f"{chosen.anchors}: every anchor fits.")
    return FAILED if faults else WELL


@contextmanager
def application() -> "Iterator[Config]":
    """Be inside the application, over a database of this version."""
    from server.app import create_app
    from server.migrate import migrate

    config = _config()
    if config is None:
        raise SystemExit(FAILED)
    migrate(config)
    with create_app(config).app_context():
        yield config


def _config() -> "Config | None":
    from server.config import Config, ConfigFault

    try:
        return Config.from_environment()
    except ConfigFault as fault:
        fail(str(fault))
        return None


def say(line: str) -> None:
    """Tell the operator a line."""
    sys.stdout.write(f"{line}\n")


def fail(says: str) -> int:
    """Tell the operator what went wrong; return the exit status."""
    sys.stderr.write(f"kinesync: {says}\n")
    return FAILED
