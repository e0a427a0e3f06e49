"""What makes a test run cheap without changing what it says: memory for a disk, quick password hashes."""

import shutil
import tempfile
from pathlib import Path

from argon2 import PasswordHasher

from server.accounts import passwords

MEMORY = Path("/dev/shm")
LEAST_FREE_BYTES = 3 * 2**30  # databases, browsers' profiles and PostgreSQL of two workers at once
REAL_HASHER = passwords._HASHER


def work_in_memory() -> None:
    """Put temporary folders into memory where there is room: no test outlives a power cut."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= LEAST_FREE_BYTES:
        tempfile.tempdir = str(MEMORY)


def hash_quickly() -> None:
    """Let a sign-in take no time; `costly_passwords` gives the real cost back to a test."""
    use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def use_hasher(hasher: PasswordHasher) -> None:
    """Hash with this from now on, also for nobody's password."""
    passwords._HASHER = hasher
    passwords._NOBODY = hasher.hash("a password that nobody has")
