"""The folder of backups: each a folder of its own, named by its instant, that appears whole or not at all."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from server.backup.snapshot import synchronize

_NAME: Final = re.compile(r"kinesync-(\d{8}T\d{6}Z)")
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_UNFINISHED: Final = ".unfinished"


def generations(folder: Path) -> list[Path]:
    """Return the backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    found = [each for each in folder.iterdir() if each.is_dir() and _NAME.fullmatch(each.name)]
    return sorted(found, key=lambda each: each.name, reverse=True)


def newest(folder: Path) -> datetime | None:
    """Return when the newest backup in a folder was made."""
    for generation in generations(folder):
        match = _NAME.fullmatch(generation.name)
        if match:
            return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    return None


@contextmanager
def new_generation(folder: Path, now: datetime) -> Iterator[tuple[Path, Path]]:
    """Give a folder to write in, and the one it becomes when the block ends well; else it goes again."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"kinesync-{now.astimezone(UTC).strftime(_STAMP)}"
    if final.exists():
        raise FileExistsError(17, "a backup of this very second is there already", str(final))
    unfinished = folder / f"{final.name}{_UNFINISHED}"
    unfinished.mkdir(mode=0o700)
    try:
        yield unfinished, final
        for written in unfinished.iterdir():
            synchronize(written)
        synchronize(unfinished)
        os.rename(unfinished, final)
        synchronize(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups; return those deleted."""
    old = generations(folder)[keep:]
    for generation in old:
        shutil.rmtree(generation)
    return old
