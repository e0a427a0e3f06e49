"""The dated tables a day is held against: which pack answers for a date, and what is active on it.

A table is chosen by setting and date: the newest pack whose quarter is not after the date. Older than the
quarter of the date: the day is answered, and a finding says so. A date before every pack: rows are still
taken by their own dates (imported tables carry their history), limits are not (CMS states no older date for
them).

Source: CMS, NCCI for Medicare: tables are published per quarter; a deletion date is the last day in force.
Inclusive deletion dates are derived from the tables (quarter-ends throughout), not from a text of CMS.

>>> tables = Rules.shipped().on(date(2024, 8, 1), "practitioner")
>>> tables.edits["97112"]["97150"].indicator, "97112" in tables.edits.get("97140", {}), tables.limits["97112"]
('1', False, Limit(units=4, adjudication='3'))
>>> [finding.id for finding in Rules.shipped().on(date(2026, 3, 2), "practitioner").edits_ages]
['rules-out-of-date']
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from server.billing.findings import Finding
from server.billing.lines import Row
from server.billing.mue import Compared
from server.billing.packs import NEVER, SHIPPED_FOLDER, Limit, Pack, Pair, read_folder

_KINDS: Final = ("ncci", "mue")
_MOST_DATES: Final = 4096
_DAY: Final = timedelta(days=1)
PUBLISHED: Final = "CMS, NCCI for Medicare: edits and MUE values are published for each quarter"


class Tables(NamedTuple):
    """What holds on one date in one setting.

    `edits` gives, for a column-2 code, its pairs by column-1 code; `no_edit` says that none of them is met.
    The sources name the packs. `ages` is what is to be said of both packs, each thing once. `compared` keeps
    what `mue` found for a code and its units: days repeat.
    """

    edits: dict[str, dict[str, Pair]]
    limits: dict[str, Limit]
    edits_source: str
    limits_source: str
    edits_ages: tuple[Finding, ...]
    limits_ages: tuple[Finding, ...]
    ages: tuple[Finding, ...]
    no_edit: Row
    compared: dict[tuple[str, int], Compared]


class Rules:
    """All packs at hand. Look-ups are remembered: days of one date ask for the same tables."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        self._known: dict[tuple[date, str], Tables] = {}
        self._changes: dict[tuple[str, date], list[date]] = {}
        self._periods: dict[tuple[str, date, int], dict[str, dict[str, Pair]]] = {}

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Return all packs at hand."""
        return self._packs

    @classmethod
    def shipped(cls) -> "Rules":
        """Return the rules that ship with Kinesync."""
        return _shipped()

    @classmethod
    def imported(cls, folder: Path) -> "Rules":
        """Return the packs of a folder; the shipped one where the folder has none, or only older ones.

        Raises PackError.
        """
        packs = read_folder(folder)
        newest = {(pack.kind, pack.setting): pack.effective for pack in packs}  # oldest first: the last stays
        for shipped in _shipped()._packs:
            if newest.get((shipped.kind, shipped.setting), date.min) < shipped.effective:
                packs.append(shipped)
        return cls(packs)

    def on(self, day: date, setting: str) -> Tables:
        """Return the tables of one date and setting."""
        tables = self._known.get((day, setting))
        if tables is None:
            if len(self._known) >= _MOST_DATES:
                self._known.clear()
            tables = self._known[day, setting] = self._look_up(day, setting)
        return tables

    def _look_up(self, day: date, setting: str) -> Tables:
        edits, limits = (self._pack(kind, setting, day) for kind in _KINDS)
        known = limits.limits if limits.effective <= day else {}
        edits_ages, limits_ages = _ages("edits", edits, day), _ages("MUE values", limits, day)
        same = edits.effective == limits.effective
        return Tables(
            edits=self._active(edits, day),
            limits=known,
            edits_source=_source(edits),
            limits_source=_source(limits),
            edits_ages=edits_ages,
            limits_ages=limits_ages,
            ages=_ages("rules", edits, day) if same else edits_ages + limits_ages,
            no_edit=Row("edits", _no_edit(edits, day), _source(edits)),
            compared={},
        )

    def _active(self, pack: Pack, day: date) -> dict[str, dict[str, Pair]]:
        """Return the pairs in force: they change on few days, one table serves all dates between two."""
        key = (pack.setting, pack.effective)
        if key not in self._changes:
            ends = {pair.deletion + _DAY for pair in pack.pairs if pair.deletion != NEVER}
            self._changes[key] = sorted({pair.effective for pair in pack.pairs} | ends)
        period = (*key, bisect_right(self._changes[key], day))
        active = self._periods.get(period)
        if active is None:
            active = self._periods[period] = {}
            for pair in pack.pairs:
                if pair.effective <= day <= pair.deletion:
                    active.setdefault(pair.column2, {})[pair.column1] = pair
        return active

    def _pack(self, kind: str, setting: str, day: date) -> Pack:
        """Return the newest pack not after the day, else the oldest there is."""
        packs = [pack for pack in self._packs if (pack.kind, pack.setting) == (kind, setting)]
        return ([pack for pack in packs if pack.effective <= day] or packs[:1])[-1]


@cache
def _shipped() -> Rules:
    return Rules(read_folder(SHIPPED_FOLDER))


def _source(pack: Pack) -> str:
    return f"{pack.source}. {pack.uncertain}" if pack.uncertain else pack.source


def _no_edit(pack: Pack, day: date) -> str:
    if day < pack.effective:
        return f"No edit known here denies it; the edits at hand begin on {pack.effective}."
    return "No active NCCI edit denies it on this day."


def _ages(what: str, pack: Pack, day: date) -> tuple[Finding, ...]:
    """Return the finding that a pack is older than the quarter of the day, or begins after it."""
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if day < pack.effective:
        says = f"The {what} at hand begin on {pack.effective}; those of {day} may be others."
        return (Finding("rules-do-not-cover", "info", says, PUBLISHED),)
    if pack.effective < quarter:
        says = (
            f"The {what} at hand are of {pack.effective}, older than the quarter of {day}: import the newer."
        )
        return (Finding("rules-out-of-date", "info", says, PUBLISHED),)
    return ()
