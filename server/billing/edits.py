"""NCCI edits: pairs of codes not paid together, or only with a modifier that a clinician vouches for.

A pair is ordered: column 2 is the code that is denied. Here the pairs that are in force between the codes
of a day are found; `attestations` decides what becomes of the column-2 line. A code billed on another claim
that day counts, unless both sides state their specialty and these differ.

Source: CMS, NCCI procedure-to-procedure edits (same patient, day and provider, of one group and specialty);
the pairs are those of the pack at hand. Changes after 2024-07-01 are not verified in what ships: import the
newer pack.
"""

from collections.abc import Iterable, Sequence

from server.billing.attestations import ColumnTwo
from server.billing.findings import Finding
from server.billing.lines import Line
from server.billing.minutes import Tally
from server.billing.packs import Pair
from server.billing.request import Distinct, ServiceDay
from server.billing.rules import Tables


def check(day: ServiceDay, lines: list[Line], tallies: Sequence[Tally], tables: Tables) -> list[Finding]:
    """Hold, or mark as distinct, the lines that an active pair denies; say why on each line."""
    pairs = _active(day, lines, tables) if day.policy.edits == "ncci" else []
    findings: list[Finding] = []
    if pairs:
        by_code = {tally.code: tally for tally in tallies}
        for code in dict.fromkeys([pair.column2 for pair in pairs]):
            of_code = [(index, line) for index, line in enumerate(lines) if line.code == code]
            if of_code and not of_code[0][1].outside:
                against = [pair for pair in pairs if pair.column2 == code]
                findings += ColumnTwo(day, of_code, by_code, tables).check(against)
    if day.policy.edits == "ncci":
        _say_the_rest(lines, pairs, tables)
    known = {(pair.column1, pair.column2) for pair in pairs}
    return findings + [
        Finding("no-such-edit", "info", _no_such_edit(attested), tables.edits_source, columns=columns)
        for attested in day.distinct
        if (columns := (attested.column1, attested.column2)) not in known
    ]


def _active(day: ServiceDay, lines: Iterable[Line], tables: Tables) -> list[Pair]:
    """Return the pairs in force between what stands on this day, this claim and others."""
    codes = dict.fromkeys([line.code for line in lines] + [other.code for other in day.same_day])
    return [
        pair
        for code in codes
        if (against := tables.edits.get(code))
        for other in codes
        if other != code and (pair := against.get(other)) and not _other_specialty(day, other, code)
    ]


def _other_specialty(day: ServiceDay, one: str, other: str) -> bool:
    """Say whether both codes have their specialty stated, and never the same one."""
    first, second = _specialties(day, one), _specialties(day, other)
    return None not in first and None not in second and first.isdisjoint(second)


def _specialties(day: ServiceDay, code: str) -> set[str | None]:
    stated = [(row.code, row.specialty) for row in day.services]
    stated += [(other.code, other.specialty) for other in day.same_day]
    return {specialty and specialty.strip().casefold() for found, specialty in stated if found == code}


def _say_the_rest(lines: Iterable[Line], pairs: Sequence[Pair], tables: Tables) -> None:
    """Say on every line without a denying pair that there is none."""
    denied = {pair.column2 for pair in pairs}
    for line in lines:
        if not line.outside and line.code not in denied:
            line.rows.append(tables.no_edit)


def _no_such_edit(attested: Distinct) -> str:
    return (
        f"{attested.by} attested {attested.column1} and {attested.column2} as distinct, but no edit with "
        f"{attested.column1} in column 1, {attested.column2} in column 2, is active on this day: no modifier."
    )
