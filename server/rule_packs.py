"""Subcommands that take CMS's quarterly tables in: `kinesync import-ncci` and `kinesync import-mue`.

The packs go to a folder, by default `rules` in the data folder; `kinesync finalize --rules` reads them there.
Like all subcommands they import what they need when they run.
"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.billing.importing import Imported, Wanted

WELL, FAILED, MALFORMED = 0, 1, 2


def add_import_ncci(subcommands: Any) -> None:
    """Add `kinesync import-ncci`."""
    parser = subcommands.add_parser(
        "import-ncci", help="take in a quarter's NCCI edits as CMS publishes them"
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="all texts of one table, or the zips"
    )
    _add_common(parser)
    parser.set_defaults(run=_import_ncci)


def add_import_mue(subcommands: Any) -> None:
    """Add `kinesync import-mue`."""
    parser = subcommands.add_parser("import-mue", help="take in a quarter's MUE values as CMS publishes them")
    parser.add_argument("file", type=Path, metavar="FILE", help="the CSV, or the zip around it")
    _add_common(parser)
    parser.set_defaults(run=_import_mue)


def _add_common(parser: argparse.ArgumentParser) -> None:
    settings = ("practitioner", "outpatient-hospital")
    parser.add_argument(
        "--rules", type=Path, metavar="FOLDER", help="where the packs are; else in the data folder"
    )
    parser.add_argument("--effective", type=date.fromisoformat, help="first day, where the name does not say")
    parser.add_argument("--setting", choices=settings, help="where the name does not say")


def _import_ncci(chosen: argparse.Namespace) -> int:
    from server.billing.importing import import_ncci

    return _take_in(chosen, lambda folder, wanted: import_ncci(chosen.files, folder, wanted))


def _import_mue(chosen: argparse.Namespace) -> int:
    from server.billing.importing import import_mue

    return _take_in(chosen, lambda folder, wanted: import_mue(chosen.file, folder, wanted))


def _take_in(chosen: argparse.Namespace, run: "Callable[[Path, Wanted], Imported]") -> int:
    """Import, and say what was. 2: the file is broken; 1: it or the folder cannot be used."""
    from server.billing.cms_files import BrokenFileError
    from server.billing.importing import Wanted

    folder = chosen.rules or _folder()
    if folder is None:
        return FAILED
    try:
        done = run(folder, Wanted(chosen.effective, chosen.setting))
    except BrokenFileError as fault:
        return _fail(f"{fault} Nothing was changed.", MALFORMED)
    except OSError as fault:
        return _fail(f"{folder} cannot be written: {fault.strerror}.", FAILED)
    sys.stdout.write(f"{done.path}: {done.read:,} rows read, {done.void:,} void, {done.kept:,} kept.\n")
    return _mark_days(done.effective) if chosen.rules is None else WELL


def _mark_days(effective: date) -> int:
    """Let the jobs look again at the days that the pack may change, where there is a database with days."""
    from sqlalchemy import inspect, make_url
    from sqlalchemy.exc import OperationalError

    from server.app import create_app
    from server.claims.rules import mark_for_pack
    from server.config import Config
    from server.db import db, run_transaction, utc_now

    config = Config.from_environment()
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return WELL  # the pack was taken in before the installation was first started
    try:
        with create_app(config).app_context():
            if not inspect(db.session().connection()).has_table("service_day"):
                return WELL
            marked = run_transaction(lambda session: mark_for_pack(session, [effective], utc_now()))
    except OperationalError:
        return _fail("The pack is in place, but the database cannot be reached: import it again.", FAILED)
    sys.stdout.write(f"{marked:,} visits are marked: their service days will be finalized again.\n")
    return WELL


def _folder() -> Path | None:
    from server.config import Config, ConfigFault

    try:
        return Config.from_environment().data_folder / "rules"
    except ConfigFault as fault:
        _fail(str(fault), FAILED)
        return None


def _fail(says: str, status: int) -> int:
    sys.stderr.write(f"kinesync: {says}\n")
    return status
