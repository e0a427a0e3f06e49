"""The command `kinesync`: one subcommand per thing an operator does.

Each subcommand is a function that imports what it needs when it runs, so that `kinesync finalize` starts
without Flask or a database.
"""

import argparse
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from server.backup.command import add_backup, add_restore
from server.demo.command import fill_demo, greeting
from server.rule_packs import add_import_mue, add_import_ncci
from server.staff import add_clinician, add_unlock
from server.upkeep import add_anchor, add_check, add_organization, add_verify

if TYPE_CHECKING:
    from server.config import Config
    from server.serve import Serving

    Ready = tuple[Serving, list[str]]
    """How to serve, and what to greet with."""

Command = Callable[[argparse.Namespace], int]
WELL, FAILED, MALFORMED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the subcommand that the arguments name; return its exit status."""
    parser = argparse.ArgumentParser(prog="kinesync", description=__doc__.partition("\n")[0])
    subcommands = parser.add_subparsers(required=True, metavar="command")
    for add in COMMANDS:
        add(subcommands)
    chosen = parser.parse_args(arguments)
    run: Command = chosen.run
    return run(chosen)


def _add_finalize(subcommands: Any) -> None:
    parser = subcommands.add_parser("finalize", help="bill service days: units, modifiers, and why")
    parser.add_argument("--lines", action="store_true", help="one request a line, answered in order")
    parser.add_argument("--rules", type=Path, metavar="FOLDER", help="imported rule packs to use")
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="requests; - is standard input")
    parser.set_defaults(run=_finalize)


def _finalize(chosen: argparse.Namespace) -> int:
    """Answer the requests of a file. 0: all answered; 2: at least one was malformed; 1: could not read."""
    from server.billing.packs import PackError
    from server.billing.rules import Rules
    from server.billing.stream import answer_all, answer_lines

    answer = answer_lines if chosen.lines else answer_all
    try:
        rules = Rules.imported(chosen.rules) if chosen.rules else Rules.shipped()
        gc.freeze()  # the rules live as long as the process; answers leave no cycles worth looking for
        gc.set_threshold(50_000)
        with _opened(chosen.file) as source:
            return WELL if answer(source, sys.stdout.buffer, rules) else MALFORMED
    except PackError as fault:
        return _fail(str(fault))
    except BrokenPipeError:
        # Whoever read the answers has gone; keep the interpreter from flushing into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as fault:
        return _fail(f"{chosen.file} cannot be read: {fault.strerror}.")


def _add_migrate(subcommands: Any) -> None:
    parser = subcommands.add_parser("migrate", help="bring the database to this version's tables")
    parser.set_defaults(run=_migrate)


def _migrate(_chosen: argparse.Namespace) -> int:
    return FAILED if _prepare() is None else WELL


def _add_serve(subcommands: Any) -> None:
    parser = subcommands.add_parser("serve", help="migrate, then run the web and the jobs until told to stop")
    parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo first")
    parser.set_defaults(run=_serve)


def _serve(chosen: argparse.Namespace) -> int:
    """Serve; 1 if the configuration, the port or the database does not allow it."""
    from server.serve import serve

    ready = _in_own_process(partial(_made_ready, demo=chosen.demo))
    return FAILED if ready is None else serve(*ready)


def _made_ready(*, demo: bool) -> "Ready | None":
    """Migrate, fill the demo if it is wanted; None, and said why, if it could not be done."""
    from server.serve import Serving, port_is_free

    config = _configured()
    if config is None:
        return None
    if not port_is_free(config.port):
        _fail(f"Port {config.port} is in use. Stop what runs there, or choose another: PORT=8098.")
        return None
    if not _migrated(config):
        return None
    return Serving.of(config), greeting(config) if demo and fill_demo(config) else []


def _in_own_process(work: "Callable[[], Ready | None]") -> "Ready | None":
    """Return what the work returned: what it loads would else stay as long as this process watches."""
    from server.supervision import die_with

    def do() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with(parent)
        theirs.send(work())

    context, parent = multiprocessing.get_context("fork"), os.getpid()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=do)
    told_to_stop = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        process.start()
        theirs.close()
        ready: Ready | None = ours.recv()
    except EOFError:
        process.join()
        _fail(f"The database was not made ready (exit code {process.exitcode}).")
        ready = None
    finally:
        process.terminate()  # it has ended, unless this one is told to
        process.join()
        signal.signal(signal.SIGTERM, told_to_stop)
    return ready


def _add_demo(subcommands: Any) -> None:
    parser = subcommands.add_parser("demo", help="fill an empty database with the demo organization")
    parser.set_defaults(run=_demo)


def _demo(_chosen: argparse.Namespace) -> int:
    config = _prepare()
    if config is None or not fill_demo(config):
        return FAILED
    sys.stdout.write("\n".join(greeting(config)) + "\n")
    return WELL


def _prepare() -> "Config | None":
    """Read the configuration and migrate the database; None, and said why, if either cannot be."""
    config = _configured()
    return config if config is not None and _migrated(config) else None


def _configured() -> "Config | None":
    from server.config import Config, ConfigFault

    try:
        return Config.from_environment()
    except ConfigFault as fault:
        _fail(str(fault))
        return None


def _migrated(config: "Config") -> bool:
    from server.migrate import DamagedByMigration, NewerDatabase, migrate

    try:
        migrate(config)
    except (NewerDatabase, DamagedByMigration) as fault:
        _fail(str(fault))
        return False
    return True


def _opened(name: str) -> BinaryIO:
    return os.fdopen(os.dup(sys.stdin.fileno()), "rb") if name == "-" else Path(name).open("rb")


def _fail(says: str) -> int:
    sys.stderr.write(f"kinesync: {says}\n")
    return FAILED


COMMANDS: Final = (
    _add_finalize,
    _add_migrate,
    _add_serve,
    _add_demo,
    add_import_ncci,
    add_import_mue,
    add_check,
    add_organization,
    add_clinician,
    add_unlock,
    add_anchor,
    add_verify,
    add_backup,
    add_restore,
)

if __name__ == "__main__":
    sys.exit(main())
