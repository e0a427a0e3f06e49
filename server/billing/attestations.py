"""What becomes of a line that an NCCI edit denies: held, or marked as distinct.

Indicator 0: never paid together. Indicator 1: paid if the two were distinct; then 59, or one of XE, XS, XP,
XU, stands on the column-2 line. One modifier opens every edit of its line, so it stands only if each pair
of the line is attested and no attestation is contradicted by what was recorded. Never is a modifier added
because a pair exists. Chiropractic manipulation (CMT) with 97112, 97124 or 97140 needs different regions,
whatever the basis.

Source: CMS, NCCI Policy Manual, chapter I (modifiers 59 and X{EPSU}) and chapter XI (Medicine, Evaluation
and Management Services: CMT, group and one-on-one treatment), as in force on 2024-07-01; X modifiers in
force since 2015-01-01 (CMS SE1418).

>>> distinct_modifier("X", ["non-overlapping", "structure"]), distinct_modifier("59", ["structure"])
('XS', '59')
"""

from collections.abc import Collection, Sequence
from typing import Final

from server.billing.codes import OUTSIDE, SPINAL_CMT
from server.billing.findings import Finding
from server.billing.lines import Line, Row
from server.billing.minutes import Tally, clock
from server.billing.packs import Pair
from server.billing.policies import DistinctProcedure
from server.billing.regions import SPINE, shared
from server.billing.request import BASES, Basis, Distinct, ServiceDay
from server.billing.rules import Tables
from server.billing.services import Segment
from server.billing.timeline import run_together

SOURCE: Final = "CMS NCCI Policy Manual, chapter I"
REGIONS_SOURCE: Final = "CMS NCCI Policy Manual, chapter XI (chiropractic manipulative treatment)"
BY_REGION: Final = frozenset({"97112", "97124", "97140"})
_X: Final[dict[Basis, str]] = {
    "encounter": "XE",
    "structure": "XS",
    "practitioner": "XP",
    "non-overlapping": "XU",
}


def distinct_modifier(wanted: DistinctProcedure, bases: Collection[Basis]) -> str:
    """Return the modifier for attested bases: of several, the first in the order of the X modifiers."""
    return "59" if wanted == "59" else next(_X[basis] for basis in BASES if basis in bases)


class ColumnTwo:
    """The pairs that deny one code, held against attestations and what was recorded."""

    def __init__(
        self, day: ServiceDay, lines: list[tuple[int, Line]], tallies: dict[str, Tally], tables: Tables
    ) -> None:
        self.day = day
        self.lines = lines
        self.tallies = tallies
        self.source = tables.edits_source
        self.findings: list[Finding] = []

    def check(self, pairs: Sequence[Pair]) -> list[Finding]:
        """Return the findings of all pairs; put the modifier on the lines if every pair allows it."""
        attested: list[Distinct] = []
        for pair in pairs:
            attested += self._vouched(pair)
        if self.findings:
            for _, line in self.lines:
                line.held = True
        else:
            self._mark(attested)
        return self.findings

    def _vouched(self, pair: Pair) -> list[Distinct]:
        """Return the attestations that open a pair; else find what is missing."""
        words = _words(pair)
        if pair.indicator == "0":
            self._deny(pair, "edit-not-payable", f"{words} They are never paid together.", self.source)
            return []
        attested = [
            given for given in self.day.distinct if (given.column1, given.column2) == (pair[0], pair[1])
        ]
        if not attested:
            says = f"{words} No clinician attested that they were distinct: no modifier, the line waits."
            self._deny(pair, "edit-needs-attestation", says, self.source)
        elif not self._contradicted(pair):
            by = "; ".join([f"{given.by}: {given.basis}" for given in attested])
            evidence = _evidence(self.tallies.get(pair.column1), self.tallies[pair.column2])
            self._say(f"{words} Attested as distinct ({by}).{evidence}", self.source)
        return attested

    def _contradicted(self, pair: Pair) -> bool:
        """Say whether what was recorded speaks against an attested pair, and find it."""
        before = len(self.findings)
        one, two = self.tallies.get(pair.column1), self.tallies[pair.column2]
        both = one and run_together(_segments(one), _segments(two))
        if both:
            says = f"{_words(pair)} Attested as distinct, but both clocks ran for {clock(both)} at once."
            self._deny(pair, "attestation-contradicted", says, SOURCE)
        if pair.column1 in OUTSIDE and pair.column2 in BY_REGION:
            self._compare_regions(pair, one, two)
        return len(self.findings) > before

    def _compare_regions(self, pair: Pair, one: Tally | None, two: Tally) -> None:
        """Find a region that CMT and therapy share, or that the regions of one are not stated."""
        known = [row.regions for tally in (one, two) if tally for row in tally.rows]
        here, there = _regions(one), _regions(two)
        same = shared(here, there)
        if same:
            says = f"{_words(pair)} Both treated {', '.join(same)}: not reportable together."
            self._deny(pair, "same-region", says, REGIONS_SOURCE)
        elif one is None or not all(known) or (pair.column1 in SPINAL_CMT and not here & SPINE):
            says = f"{_words(pair)} Different regions must be shown, and not all regions are stated."
            self._deny(pair, "regions-missing", says, REGIONS_SOURCE)

    def _mark(self, attested: Sequence[Distinct]) -> None:
        """Put the modifier on every line of the code."""
        mark = distinct_modifier(self.day.policy.distinct_procedure, {given.basis for given in attested})
        for _, line in self.lines:
            line.modifiers["distinct"] = mark
        self._say(f"{mark}: every edit against this line is attested, none is contradicted.", SOURCE)

    def _deny(self, pair: Pair, name: str, says: str, source: str) -> None:
        columns = (pair.column1, pair.column2)
        self.findings.append(Finding(name, "error", says, source, self.lines[0][0], columns))
        self._say(says, source)

    def _say(self, says: str, source: str) -> None:
        for _, line in self.lines:
            line.rows.append(Row("edits", says, source))


def _words(pair: Pair) -> str:
    return (
        f"NCCI edit {pair.column1} (column 1) with {pair.column2} (column 2), indicator {pair.indicator}, "
        f"{pair.rationale}."
    )


def _segments(tally: Tally) -> list[Segment]:
    return [segment for row in tally.rows for segment in row.segments]


def _regions(tally: Tally | None) -> frozenset[str]:
    return frozenset().union(*[row.regions for row in tally.rows]) if tally else frozenset()


def _evidence(one: Tally | None, two: Tally) -> str:
    """Return what the record shows for an attestation: clocks and regions."""
    if one is None:
        return " The other service stands on another claim."
    shown = ""
    if _segments(one) and _segments(two):
        shown += " Their clocks never ran at once."
    here, there = _regions(one), _regions(two)
    if here and there:
        shown += f" Regions: {one.code} {', '.join(sorted(here))}; {two.code} {', '.join(sorted(there))}."
    return shown
