"""`kinesync serve` out of a process that has loaded it all: starting again costs a fork, not four imports.

It tells once that it has loaded. For each line that it reads it forks a process group with the migration,
granian with its workers, and the jobs, as `server.serve` runs them, and tells the group's number. What is
missing is the loop that starts an ended part anew; the campaign of kills at length has the whole.
"""

import gc
import multiprocessing
import os
import runpy
import sys
from collections.abc import Callable

from server.app import create_app
from server.config import Config
from server.jobs.__main__ import main as run_jobs
from server.migrate import migrate
from server.serve import Serving, parts
from server.served import serving
from server.supervision import die_with

LOADED = create_app  # what the workers would each import first


def forked(work: Callable[[], object]) -> int:
    """Do the work in a child, which ends with this process; return its number."""
    parent = os.getpid()

    def do() -> None:
        die_with(parent)
        work()

    child = multiprocessing.get_context("fork").Process(target=do)
    child.start()
    assert child.pid is not None
    return child.pid


def serve() -> None:
    """Lead a process group: migrate, start the web and the jobs, and stay while both do."""
    os.setsid()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the answers there are not this process's
    config = Config.from_environment()
    with serving(config.data_folder):
        migrate(config)
        web, _ = parts(Serving.of(config))
        sys.argv = list(web.command[web.command.index("granian") :])
        forked(lambda: runpy.run_module("granian", run_name="__main__"))
        forked(run_jobs)
        os.wait()


def main() -> None:
    """Fork a group for each line; ends with the input."""
    gc.freeze()
    sys.stdout.write("loaded\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        sys.stdout.write(f"{forked(serve)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
