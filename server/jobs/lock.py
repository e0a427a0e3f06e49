"""The lock that makes one process the leader of the jobs.

SQLite: an advisory lock on a file in the data folder. PostgreSQL: an advisory lock on a connection of its
own, outside any pool, since the lock lives exactly as long as its connection. Both are let go when the
process dies, however it dies.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PG_KEY: Final = 0x4B494E45  # "KINE"
KEEPALIVE: Final = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


@contextmanager
def leadership(database_url: str, data_folder: Path) -> Iterator[None]:
    """Wait until no other process leads, then lead for the length of the block."""
    if database_url.startswith("sqlite"):
        with _file_lock(data_folder / "jobs.lock"):
            yield
    else:
        with _postgres_lock(database_url):
            yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _postgres_lock(database_url: str) -> Iterator[None]:
    import psycopg  # 7 MB that SQLite needs not
    from psycopg.conninfo import make_conninfo

    plain = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(make_conninfo(plain, **KEEPALIVE), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (PG_KEY,))
        yield
