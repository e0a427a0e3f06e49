"""The subcommands `kinesync backup` and `kinesync restore`.

Like all subcommands they import what they need when they run.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.config import Config

WELL, FAILED = 0, 1
NOT_IN_IT = (
    "Keep apart from it, or what is sealed in it stays shut: the file `secret` (or KINESYNC_SECRET) "
    "and vapid.pem of the data folder."
)
TO_BE_DONE = (
    "Every tablet starts over and sends again what it keeps. Nobody can send again what was done at a desk "
    "since then: reviews, service days marked as submitted, policies, amounts, fees, accounts, "
    "passwords, revoked tablets. Look through the audit of that time, and do those again."
)


def add_backup(subcommands: Any) -> None:
    """Add `kinesync backup`."""
    parser = subcommands.add_parser(
        "backup", help="copy the database while it is in use, and verify the copy"
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="where backups stand")
    parser.set_defaults(run=_backup)


def add_restore(subcommands: Any) -> None:
    """Add `kinesync restore`."""
    parser = subcommands.add_parser("restore", help="put a backup in the place of the database")
    parser.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    parser.add_argument("--replace", action="store_true", help="there is a database, and it may go")
    parser.add_argument(
        "--other-secret",
        action="store_true",
        help="restore although the secret is another: tablets enrol anew, second factors are set up anew",
    )
    parser.set_defaults(run=_restore)


def _backup(chosen: argparse.Namespace) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from server.app import create_app
    from server.backup.making import back_up
    from server.backup.manifest import Damaged
    from server.backup.snapshot import NotMigrated
    from server.db import utc_now

    config = _configured()
    if config is None:
        return FAILED
    try:
        made = back_up(create_app(config), chosen.folder or config.backup_folder, utc_now())
    except (Damaged, NotMigrated) as fault:
        return _fail(str(fault))
    except OSError as fault:
        return _fail(f"The backup cannot be written: {fault.strerror}.")
    except SQLAlchemyError as fault:
        return _fail(f"The database cannot be read ({type(fault).__name__}). Run `kinesync check`.")
    sys.stdout.write(f"{made} is made and verified.\n{NOT_IN_IT}\n")
    return WELL


def _restore(chosen: argparse.Namespace) -> int:
    config = _configured()
    if config is None:
        return FAILED
    fault = _put_back(config, chosen)
    if fault:
        return _fail(f"{fault} Nothing was changed.")
    sys.stdout.write(f"{TO_BE_DONE}\n")
    return WELL


def _put_back(config: "Config", chosen: argparse.Namespace) -> str:
    """Restore; return why it could not be."""
    from server.backup.manifest import Damaged
    from server.backup.restoring import InUse, NotEmpty, OtherSecret, restore
    from server.db import utc_now, wire_time
    from server.served import Served

    try:
        manifest = restore(
            config, chosen.backup, utc_now(), replacing=chosen.replace, other_secret=chosen.other_secret
        )
    except Damaged as fault:
        return str(fault)
    except OtherSecret:
        return (
            "The backup belongs to a server with another secret. Copy its file `secret` into "
            f"{config.data_folder}, or set KINESYNC_SECRET, or say --other-secret."
        )
    except Served:
        return f"A server runs on {config.data_folder}. Stop it first."
    except InUse as fault:
        return f"The database is in use: {fault}. Stop what is connected to it first."
    except NotEmpty as fault:
        return f"There is a database already: {fault}. Say --replace if it may go."
    counts = manifest.contents.tables
    sys.stdout.write(
        f"Restored as of {wire_time(manifest.made_at)}: {counts.get('organization', 0)} organizations, "
        f"{counts.get('patient', 0)} patients, {counts.get('visit', 0)} visits.\n"
    )
    return ""


def _configured() -> "Config | None":
    from server.config import Config, ConfigFault

    try:
        return Config.from_environment()
    except ConfigFault as fault:
        _fail(str(fault))
        return None


def _fail(says: str) -> int:
    sys.stderr.write(f"kinesync: {says}\n")
    return FAILED
