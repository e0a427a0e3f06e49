"""A private PostgreSQL cluster for the tests: made, started and thrown away.

initdb refuses to run as root, so root runs it as the user postgres.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
# Nothing here has to survive a power cut.
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")


@contextmanager
def cluster(settings: Sequence[str] = SETTINGS) -> Iterator[str]:
    """Start a cluster; give the address of its server without a database name."""
    folder = Path(tempfile.mkdtemp(prefix="kinesync-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    place = [f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1"]
    data, log = folder / "data", folder / "log"
    _run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", home=folder)
    try:
        options = " ".join(f"-c {setting}" for setting in (*place, *settings))
        _run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start", home=folder)
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", home=folder)
        shutil.rmtree(folder)


def create_database(server: str, name: str, template: str = "template0") -> str:
    """Create a database as a copy of another one, to which nobody is connected; return its address."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return f"{server}/{name}"


def drop_database(server: str, name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    statement = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name)))


def free_port() -> int:
    """Return a port on which nothing listened a moment ago.

    Below those that the system gives away by itself: a browser's connection would else take the port of a
    server that is killed and comes back.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _plain(server: str) -> str:
    """Return the address of the maintenance database, as psycopg reads it."""
    return server.replace("+psycopg", "") + "/postgres"


def _run(program: str, *arguments: str | Path, home: Path) -> None:
    """Run one of PostgreSQL's programs, as the user postgres when we are root."""
    root = os.geteuid() == 0
    subprocess.run(
        [PROGRAMS / program, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)},
        user="postgres" if root else None,
        group="postgres" if root else None,
        extra_groups=[] if root else None,
    )
