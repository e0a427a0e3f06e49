"""Counting what a patient's year has used, in cents, so that anybody can add it up again.

Used before a day: the amount entered last, through its date, and own final days after that date by the fee
table. Without a fee for a code its units count nothing, and that is said.

Source: CMS Pub. 100-04, chapter 5, section 10.3: allowed amounts of the calendar year, over all providers.

>>> fees = Fees([Fee(code="97112", cents=3362, effective_from=date(2026, 1, 1))])
>>> fees.priced([("97112", 2)], date(2026, 3, 2))
[{'code': '97112', 'units': 2, 'unit_cents': 3362, 'cents': 6724}]
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.billing.thresholds import SOURCE, dollars, find_amount
from server.claims.amounts.models import Fee, ThresholdUsed

BUCKETS: Final = {"PT": "PT+SLP", "OT": "OT"}
Priced = list[dict[str, Any]]
Evidence = dict[str, Any]
Told = dict[str, Any]


class Fees:
    """The fee table: of one code the row of the latest date counts, of one date the row entered last."""

    def __init__(self, rows: Iterable[Fee]) -> None:
        self._rows: dict[str, list[Fee]] = {}
        for row in rows:  # in the order in which they were entered
            self._rows.setdefault(row.code, []).append(row)

    def __bool__(self) -> bool:
        """Say whether there is any fee."""
        return bool(self._rows)

    def on(self, code: str, day: date) -> int | None:
        """Return the cents of one unit on a day."""
        holds = [row for row in self._rows.get(code, ()) if row.effective_from <= day]
        return max(reversed(holds), key=lambda row: row.effective_from).cents if holds else None

    def priced(self, lines: Iterable[tuple[str, int]], day: date) -> Priced:
        """Return each code with its units, the fee of one, and what that makes."""
        return [
            {
                "code": code,
                "units": units,
                "unit_cents": (fee := self.on(code, day)),
                "cents": None if fee is None else fee * units,
            }
            for code, units in _together(lines).items()
        ]


@dataclass(frozen=True)
class OwnDay:
    """A final day of our own, priced."""

    service_day_id: str
    date_of_service: date
    revision: int
    lines: Priced

    @property
    def cents(self) -> int:
        """Return what its lines with a fee make."""
        return sum_of(self.lines)


def _together(lines: Iterable[tuple[str, int]]) -> dict[str, int]:
    units: dict[str, int] = {}
    for code, count in lines:
        units[code] = units.get(code, 0) + count
    return units


def sum_of(lines: Priced) -> int:
    """Return the cents of priced lines; a line without a fee adds nothing."""
    return sum(line["cents"] or 0 for line in lines)


def without_fee(*priced: Priced) -> list[str]:
    """Return the codes that have no fee."""
    return sorted({line["code"] for lines in priced for line in lines if line["cents"] is None})


def entry_on(entries: Sequence[ThresholdUsed], day: date) -> ThresholdUsed | None:
    """Return the entry that counts before a day: the latest date before it, of equal dates the last told."""
    before = [row for row in entries if row.as_of < day]
    return max(before, key=lambda row: (row.as_of, row.created_at, row.id), default=None)


def evidence(
    day: date, discipline: str, entry: ThresholdUsed | None, own: Sequence[OwnDay], lines: Priced
) -> Evidence:
    """Return all that the amount used before a day, and of the day, is made of."""
    amount = find_amount(day.year, "PT" if discipline == "PT" else "OT")
    missing = without_fee(lines)
    own_cents = sum(one.cents for one in own)
    used = (entry.used_cents if entry else 0) + own_cents
    day_cents = None if missing else sum_of(lines)
    return {
        "year": day.year,
        "bucket": BUCKETS[discipline],
        "amount_cents": None if amount is None else amount.cents,
        "entry": entry
        and {
            "used_cents": entry.used_cents,
            "as_of": entry.as_of.isoformat(),
            "source": entry.source,
        },
        "own_days": [{"date_of_service": one.date_of_service.isoformat(), "cents": one.cents} for one in own],
        "own_cents": own_cents,
        "used_cents": used,
        "day_cents": day_cents,
        "day_lines": lines,
        "total_cents": used + (day_cents or 0),
        "missing_fees": without_fee(lines, *(one.lines for one in own)),
    }


def findings(found: Evidence) -> list[Told]:
    """Return what people must know of the amount used, beside what billing says of KX."""
    told = []
    if found["missing_fees"]:
        codes = ", ".join(found["missing_fees"])
        told.append(
            _told("fee-missing", "warning", f"No fee is entered for {codes}: its units count nothing.")
        )
    if found["entry"] is None:
        says = f"Nobody entered what was used in {found['year']}: only own days are counted."
        told.append(_told("threshold-own-only", "info", says))
    if found["amount_cents"] is not None:
        told += _near_or_over(found["amount_cents"], found["used_cents"], found["total_cents"], found)
    return told


def _near_or_over(amount: int, used: int, total: int, found: Evidence) -> list[Told]:
    says = f"{in_words(found)} The amount of {found['year']} is {dollars(amount)}."
    if used <= amount < total:
        return [_told("threshold-crossed", "warning", f"This day crosses the amount of the year. {says}")]
    if is_near(amount, total) and total <= amount:
        severity = "info" if is_near(amount, used) else "warning"
        return [_told("threshold-80", severity, f"80 % of the amount of the year are reached. {says}")]
    return []


def is_near(amount: int, total: int) -> bool:
    """Say whether 80 % of the amount are reached.

    >>> is_near(248000, 198399), is_near(248000, 198400)
    (False, True)
    """
    return total * 100 >= amount * 80


def in_words(found: Evidence) -> str:
    """Return the sum as a sentence that can be added up again."""
    entry, days = found["entry"], len(found["own_days"])
    parts = []
    if entry is not None:
        parts.append(f"{dollars(entry['used_cents'])} used through {entry['as_of']} ({entry['source']})")
    if days or entry is None:
        parts.append(f"{dollars(found['own_cents'])} of {days} own day{'' if days == 1 else 's'}")
    if found["day_cents"] is not None:
        parts.append(f"{dollars(found['day_cents'])} of this day")
    return f"{' + '.join(parts)} = {dollars(found['total_cents'])}."


def _told(name: str, severity: str, says: str) -> Told:
    return {"id": name, "severity": severity, "says": says, "source": SOURCE}
