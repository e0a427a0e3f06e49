"""Rule packs on disk: one CMS table of one quarter, in one file.

A pack is an ASCII file `<kind>-<setting>-<date>.csv`. It begins with a head of `# key: value` lines; `kind`
(ncci or mue), `setting`, `effective` (the first day of its quarter) and `source` must be there. Then come a
header and the rows, comma-separated:

- ncci: column1, column2, effective, deletion (the last day in force; empty: still in force), indicator (0:
  never together, 1: with a modifier), rationale. Void rows (indicator 9) are not kept.
- mue: code, units, adjudication (1 claim line, 2 day by policy, 3 day by clinical benchmark), rationale.

A folder holds as many packs as were imported; a date of service is answered by the newest that is not after
it.

>>> pack = read_pack(SHIPPED_FOLDER / "mue-practitioner-2024-07-01.csv")
>>> pack.kind, pack.setting, str(pack.effective), pack.limits["97112"]
('mue', 'practitioner', '2024-07-01', Limit(units=4, adjudication='3'))
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

SHIPPED_FOLDER: Final = Path(__file__).parent / "data"
NEVER: Final = date.max
HEADERS: Final = {
    "ncci": ["column1", "column2", "effective", "deletion", "indicator", "rationale"],
    "mue": ["code", "units", "adjudication", "rationale"],
}
_NEEDED: Final = ("kind", "setting", "effective", "source")


class Pair(NamedTuple):
    """One row of an edit table: column 2 is the code that is denied."""

    column1: str
    column2: str
    effective: date
    deletion: date
    indicator: str
    rationale: str


class Limit(NamedTuple):
    """The most units of a code on a day, and how CMS adjudicates it."""

    units: int
    adjudication: str


class Pack(NamedTuple):
    """One table of one quarter. `uncertain` says what of it is not sure."""

    kind: str
    setting: str
    effective: date
    source: str
    uncertain: str
    pairs: tuple[Pair, ...]
    limits: dict[str, Limit]


class PackError(Exception):
    """A file that is no rule pack, or a broken one. Names the file and the line."""


def read_folder(folder: Path) -> list[Pack]:
    """Return the packs of a folder, oldest first. Raises PackError."""
    if not folder.is_dir():
        raise PackError(f"{folder} is not a folder of rule packs.")
    packs = [read_pack(path) for path in sorted(folder.glob("*.csv"))]
    return sorted(packs, key=lambda pack: pack.effective)


def read_pack(path: Path) -> Pack:
    """Return one pack. Raises PackError."""
    try:
        with path.open(encoding="ascii", newline="") as file:
            return _read(file, path)
    except (OSError, UnicodeDecodeError) as fault:
        raise PackError(f"{path} cannot be read: {fault}") from None


def _read(file: Iterator[str], path: Path) -> Pack:
    head: dict[str, str] = {}
    line = next(file, "")
    while line.startswith("# "):
        key, _, value = line[2:].rstrip("\r\n").partition(": ")
        head[key] = value
        line = next(file, "")
    number = len(head) + 1
    missing = [key for key in _NEEDED if not head.get(key)]
    if missing or line.rstrip("\r\n").split(",") != HEADERS.get(head["kind"]):
        raise PackError(f"{path}, line {number}: the head of a rule pack is missing or incomplete.")
    rows = csv.reader(file)
    try:
        pairs = [_pair(row) for row in rows] if head["kind"] == "ncci" else []
        limits = {row[0]: _limit(row) for row in rows} if head["kind"] == "mue" else {}
        effective = date.fromisoformat(head["effective"])
    except (ValueError, IndexError, csv.Error) as fault:
        raise PackError(f"{path}, line {number + rows.line_num}: {fault}.") from None
    uncertain = head.get("uncertain", "")
    return Pack(head["kind"], head["setting"], effective, head["source"], uncertain, tuple(pairs), limits)


def _pair(row: list[str]) -> Pair:
    column1, column2, effective, deletion, indicator, rationale = row
    if indicator not in ("0", "1"):
        raise ValueError(f"the indicator is {indicator!r}, not 0 or 1")
    last_day = date.fromisoformat(deletion) if deletion else NEVER
    return Pair(column1, column2, date.fromisoformat(effective), last_day, indicator, rationale)


def _limit(row: list[str]) -> Limit:
    _, units, adjudication, _ = row
    if adjudication not in ("1", "2", "3"):
        raise ValueError(f"the adjudication is {adjudication!r}, not 1, 2 or 3")
    return Limit(int(units), adjudication)
