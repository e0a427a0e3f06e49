"""`kinesync serve`: the web and the jobs, started, watched and stopped together.

Granian's workers outlive their main process if that one is killed, and would go
on serving beside the next: every process here dies with the one that started it.
This process only watches, and loads neither the application nor the database's mapper.
"""

import asyncio
import errno
import gc
import multiprocessing
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from server.config import Config
from server.served import BeingRestored, serving
from server.supervision import Part, die_with, keep_running

if TYPE_CHECKING:
    from flask import Flask

HOST = "127.0.0.1"
LOOK_AGAIN_SECONDS = 0.05
# Else glibc keeps up to eight heaps for each processor, and threads that serve large batches fill them all.
# And what a password takes, 19 MB, goes back to the system at once: a heap that once held it stays as large.
FEW_HEAPS = (("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "262144"))


class Serving(NamedTuple):
    """What a server over a database that is ready is started with: no secret, and picklable."""

    folder: Path
    port: int
    on_sqlite: bool

    @classmethod
    def of(cls, config: Config) -> "Serving":
        """Return what of the configuration it is."""
        return cls(config.data_folder, config.port, config.database_url.startswith("sqlite"))


def serve(chosen: Serving, greeting: Sequence[str] = ()) -> int:
    """Serve until told to stop; return the exit code. The caller has looked whether the port is free.

    The greeting is printed below the address, once the port answers. 1 while a backup is being put back.
    """
    try:
        with serving(chosen.folder):
            asyncio.run(keep_running(parts(chosen), _greet(chosen.port, greeting)))
    except BeingRestored:
        sys.stderr.write("kinesync: a backup is being put back here. Wait until it is done.\n")
        return 1
    return 0


def web() -> "Flask":
    """Build the application in a granian worker."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        die_with(parent.pid)
    from server.app import create_app  # only a worker pays for loading the application

    app = create_app()
    # What is loaded now lives as long as the worker; requests leave few cycles worth looking for so often.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    return app


def parts(chosen: Serving) -> tuple[Part, Part]:
    """Return the web and the jobs. SQLite takes one writer at a time, hence one worker there."""
    workers = 1 if chosen.on_sqlite else max(2, os.cpu_count() or 2)
    flags = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(chosen.port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    web_command = (
        sys.executable,
        "-m",
        "granian",
        "server.serve:web",
        "--factory",
        "--respawn-failed-workers",
    )
    return (
        Part("web", (*web_command, *(word for flag in flags.items() for word in flag)), FEW_HEAPS),
        Part("jobs", (sys.executable, "-m", "server.jobs")),
    )


def port_is_free(port: int) -> bool:
    """Tell whether nothing listens on the port; another fault of binding raises OSError."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return False
            raise
    return True


async def _greet(port: int, greeting: Sequence[str]) -> None:
    """Print the address and the greeting as soon as the port answers."""
    while True:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except ConnectionRefusedError:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            continue
        writer.close()
        break
    sys.stdout.write("\n".join((f"Kinesync is ready: http://localhost:{port}", *greeting)) + "\n")
    sys.stdout.flush()
