"""CMS's quarterly tables into rule packs: all of a file or nothing.

Edits (NCCI): tab-separated, some header lines, then column 1, column 2, a pre-1996 mark, effective,
deletion (`*`: none), indicator, rationale. A table holds its whole history: a pair that was ended and put
back has two rows. Void rows (indicator 9) were never in force and are left out, and so are pairs of two
codes that Kinesync does not bill. MUE: CSV with a notice and a header whose cell has a line feed in it,
then code, units, adjudication (its first sign is the indicator), rationale.

A row that is not of this form stops the import, names its line, and changes nothing: half a table would let
pass what the other half denies. The pack of another quarter is never touched.

Source: CMS, NCCI for Medicare, form of the files published 2023-2026; a deletion date is the last day in
force (derived: they are ends of quarters).
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from server.billing.cms_files import (
    BrokenFileError,
    Text,
    agreed,
    digest,
    named_quarter,
    named_setting,
    texts,
)
from server.billing.codes import LABELS
from server.billing.packs import HEADERS, read_pack

_CODE: Final = re.compile(r"[0-9A-Z]{5}")
_EDIT: Final = re.compile(
    r"([0-9A-Z]{5})\t([0-9A-Z]{5})\t\s*\*?\s*\t(\d{8})\s*\t\s*(\d{8}|\*)?\s*\t\s*([019])\s*(?:\t(.*))?",
    re.ASCII,
)
_VOID: Final = "9"
_MUE_HEADER: Final = "hcpcs/cptcode"


class Imported(NamedTuple):
    """A pack that was written, the first day of its quarter, and how many rows were read, void, and kept."""

    path: Path
    effective: date
    read: int
    void: int
    kept: int


class Wanted(NamedTuple):
    """What a table is of, where its file name does not say."""

    effective: date | None = None
    setting: str | None = None


BY_NAME: Final = Wanted()


class _Reading:
    """What the texts of one import gave so far."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.rows: list[tuple[str, ...]] = []
        self.read = 0
        self.void = 0


def import_ncci(files: Sequence[Path], folder: Path, wanted: Wanted = BY_NAME) -> Imported:
    """Write the pack of the edit tables in the files. Raises BrokenFileError."""
    reading = _Reading()
    for file in files:
        for text in texts(file, ".txt"):
            _read_edits(text, reading)
    return _write("ncci", files, folder, wanted, reading)


def import_mue(file: Path, folder: Path, wanted: Wanted = BY_NAME) -> Imported:
    """Write the pack of the MUE values in a file. Raises BrokenFileError."""
    reading = _Reading()
    for text in texts(file, ".csv"):
        _read_limits(text, reading)
    return _write("mue", [file], folder, wanted, reading)


def _read_edits(text: Text, reading: _Reading) -> None:
    """Take the pairs of one text that are ours and were ever in force."""
    reading.names.append(text.name)
    before = reading.read
    for number, line in enumerate(text.lines, 1):
        found = _EDIT.fullmatch(line.rstrip("\r\n"))
        if found is None:
            if reading.read == before and not _begins_with_codes(line):
                continue  # the headers: their number changes from time to time
            if not line.strip():
                continue
            raise BrokenFileError(f"{text.place}, line {number}: not a row of an edit table.")
        reading.read += 1
        column1, column2, effective, deletion, indicator, rationale = found.groups()
        try:
            begins, ends = _day(effective), _day(deletion) if deletion and deletion != "*" else ""
        except ValueError:
            raise BrokenFileError(f"{text.place}, line {number}: no such date.") from None
        if indicator == _VOID or (ends and ends < begins):
            reading.void += 1
        elif column1 in LABELS or column2 in LABELS:
            reading.rows.append((column1, column2, begins, ends, indicator, (rationale or "").strip()))
    if reading.read == before:
        raise BrokenFileError(f"{text.place}: holds no row of an edit table.")


def _begins_with_codes(line: str) -> bool:
    return all(_CODE.fullmatch(field) for field in [*line.split("\t", 2), ""][:2])


@lru_cache(maxsize=4096)
def _day(digits: str) -> str:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()


def _read_limits(text: Text, reading: _Reading) -> None:
    """Take the values of one text that are of codes we bill."""
    reading.names.append(text.name)
    rows = csv.reader(text.lines)
    try:
        if not any("".join(row[0].split()).casefold() == _MUE_HEADER for row in rows if row):
            raise BrokenFileError(f"{text.place}: holds no header of an MUE table.")
        for row in rows:
            if any(cell.strip() for cell in row):
                _read_limit(row, f"{text.place}, line {rows.line_num}", reading)
    except csv.Error as fault:
        raise BrokenFileError(f"{text.place}, line {rows.line_num}: {fault}.") from None


def _read_limit(row: list[str], place: str, reading: _Reading) -> None:
    cells = [cell.strip() for cell in row]
    if len(cells) < 3 or not _CODE.fullmatch(cells[0]) or not re.fullmatch(r"\d{1,6}", cells[1], re.ASCII):
        raise BrokenFileError(f"{place}: not a row of an MUE table.")
    if cells[2][:1] not in ("1", "2", "3"):
        raise BrokenFileError(f"{place}: the adjudication indicator is not 1, 2 or 3.")
    reading.read += 1
    if cells[0] in LABELS:
        reading.rows.append((cells[0], cells[1], cells[2][0], cells[3] if len(cells) > 3 else ""))


def _write(kind: str, files: Sequence[Path], folder: Path, wanted: Wanted, reading: _Reading) -> Imported:
    """Write a pack beside its place, read it again, then put it there at once."""
    effective = wanted.effective or agreed(
        {named_quarter(name) for name in reading.names}, "quarter", "--effective"
    )
    setting = wanted.setting or agreed(
        {named_setting(name) for name in reading.names}, "setting", "--setting"
    )
    if not reading.rows:
        raise BrokenFileError(f"{files[0]}: holds nothing for the codes that Kinesync bills.")
    title = "NCCI procedure-to-procedure edits" if kind == "ncci" else "Medically Unlikely Edits"
    head = {
        "kind": kind,
        "setting": setting,
        "effective": effective.isoformat(),
        "source": f"CMS {title}, {setting}, effective {effective}, from {', '.join(reading.names)}",
        "read": f"{reading.read} rows, {reading.void} of them void, {len(reading.rows)} kept",
        **{f"sha256 {number}": f"{digest(file)} {file.name}" for number, file in enumerate(files, 1)},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind}-{setting}-{effective}.csv"
    unfinished = path.with_suffix(".unfinished")
    try:
        _write_file(unfinished, head, HEADERS[kind], sorted(set(reading.rows)))
        read_pack(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return Imported(path, effective, reading.read, reading.void, len(reading.rows))


def _write_file(
    path: Path, head: dict[str, str], columns: Sequence[str], rows: Iterable[tuple[str, ...]]
) -> None:
    with path.open("w", encoding="ascii", errors="replace", newline="") as file:
        file.writelines(_head_lines(head))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())


def _head_lines(head: dict[str, str]) -> Iterator[str]:
    for key, value in head.items():
        yield f"# {key}: {' '.join(value.split())}\n"
