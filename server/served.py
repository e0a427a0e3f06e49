"""Whether a data folder is being served: a lock that a server shares with others and a restore has alone."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Served(Exception):
    """A server runs on the data folder."""


class BeingRestored(Exception):
    """A backup is being put back into the data folder."""


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Serve the data folder for the length of the block; raise BeingRestored."""
    with _locked(folder, fcntl.LOCK_SH, BeingRestored):
        yield


@contextmanager
def unserved(folder: Path) -> Iterator[None]:
    """Let no server start on the data folder for the length of the block; raise Served."""
    with _locked(folder, fcntl.LOCK_EX, Served):
        yield


@contextmanager
def _locked(folder: Path, kind: int, taken: type[Exception]) -> Iterator[None]:
    # Not inherited by what is executed, so it ends with the process that took it, however that ends.
    descriptor = os.open(folder / "served.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise taken from None
        yield
    finally:
        os.close(descriptor)
