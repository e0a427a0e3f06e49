"""CMS's table files as they are downloaded: a text or CSV file, or the zip around it.

Reads line by line, so that a table of a million rows costs no memory. The texts are Latin-1 with CRLF. What
setting and quarter a file is of stands in its name: `ccipra-v322r0-f1.TXT` is the practitioners' table of
2026 Q3 (version 322: year 32 after 1994, third quarter), `ccioph-…` the outpatient hospitals',
`MCR_MUE_PractitionerServices_Eff_07-01-2026.csv` the practitioners' MUE values from that day on.

Source: CMS, NCCI for Medicare, published files 2023-2026 (form of the names and of the first lines).

>>> named_quarter("ccipra-v322r0-f1.TXT"), named_quarter("MCR_MUE_PractitionerServices_Eff_07-01-2026.csv")
(datetime.date(2026, 7, 1), datetime.date(2026, 7, 1))
>>> named_setting("ccioph-v301r0-f2.txt"), named_setting("days.txt")
('outpatient-hospital', None)
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final, NamedTuple, TypeVar

T = TypeVar("T")
_VERSION: Final = re.compile(r"cci(?:pra|oph)-v(\d\d)([0-3])r\d", re.IGNORECASE)
_EFFECTIVE: Final = re.compile(r"eff[_-](\d\d)-(\d\d)-(\d{4})", re.IGNORECASE)
_SETTINGS: Final = {
    "ccipra": "practitioner",
    "practitionerservices": "practitioner",
    "ccioph": "outpatient-hospital",
    "outpatienthospitalservices": "outpatient-hospital",
}


class Text(NamedTuple):
    """One table text: where it is from, for people, and its own file name."""

    place: str
    name: str
    lines: IO[str]


class BrokenFileError(Exception):
    """A file that is not what CMS publishes. Names the file and, where there is one, the line."""


def named_quarter(name: str) -> date | None:
    """Return the first day that a file is of, by its name, or None."""
    version, effective = _VERSION.search(name), _EFFECTIVE.search(name)
    try:
        if version:
            return date(1994 + int(version[1]), 1 + 3 * int(version[2]), 1)
        return date(int(effective[3]), int(effective[1]), int(effective[2])) if effective else None
    except ValueError:
        return None


def named_setting(name: str) -> str | None:
    """Return the setting that a file is of, by its name, or None."""
    plain = re.sub(r"[^a-z]", "", name.casefold())
    return next((setting for word, setting in _SETTINGS.items() if word in plain), None)


def texts(path: Path, suffix: str) -> Iterator[Text]:
    """Return the tables of a file: itself, or the members of a zip that end so. Raises BrokenFileError."""
    try:
        if zipfile.is_zipfile(path):
            yield from _members(path, suffix)
        else:
            with path.open("rb") as file, _decoded(file) as lines:
                yield Text(str(path), path.name, lines)
    except (zipfile.BadZipFile, EOFError) as fault:
        raise BrokenFileError(f"{path}: the zip is damaged: {fault}.") from None
    except OSError as fault:
        raise BrokenFileError(f"{path} cannot be read: {fault.strerror}.") from None


def _members(path: Path, suffix: str) -> Iterator[Text]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.casefold().endswith(suffix)]
        if not names:
            raise BrokenFileError(f"{path}: the zip holds no file that ends in {suffix}.")
        for name in names:
            with archive.open(name) as file, _decoded(file) as lines:
                yield Text(f"{path}, {name}", Path(name).name, lines)


@contextmanager
def _decoded(file: IO[bytes]) -> Iterator[IO[str]]:
    with io.TextIOWrapper(file, encoding="latin-1", newline="") as lines:
        yield lines


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, so that an auditor can tell what was imported."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def agreed(found: set[T | None], what: str, option: str) -> T:
    """Return what all files agree on. Raises BrokenFileError where they do not, or do not say."""
    if len(found) == 1 and (only := found.pop()) is not None:
        return only
    raise BrokenFileError(f"The names of the files do not say one {what}: give {option}.")
