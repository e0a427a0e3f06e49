"""What patients have used before each of many days: read once, and kept up while those days are billed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from server.claims.amounts.counting import BUCKETS, Fees, OwnDay, entry_on
from server.claims.amounts.models import ThresholdUsed
from server.claims.amounts.operations import OwnLines, counts_kx, entries_of_patients, own_lines
from server.claims.models import PayerPolicy

Used = tuple[ThresholdUsed | None, list[OwnDay]]


class Terms(NamedTuple):
    """The terms on which an organization's days are counted."""

    policies: Sequence[PayerPolicy]
    fees: Fees


class Accounts:
    """Entries and own final days of some patients, over the years of some dates."""

    def __init__(self, terms: Terms, entries: Iterable[ThresholdUsed], own: Iterable[OwnLines]) -> None:
        self._terms = terms
        self._entries: dict[tuple[str, int, str], list[ThresholdUsed]] = {}
        for row in entries:
            self._entries.setdefault((row.patient_id, row.year, row.bucket), []).append(row)
        self._own: dict[tuple[str, str], dict[str, OwnLines]] = {}
        self._kx: dict[tuple[str, date], bool] = {}
        for lines in own:
            self.keep(lines)

    def counts(self, payer: str, day: date) -> bool:
        """Say whether the payer's policy of a day asks for KX."""
        if (payer, day) not in self._kx:
            self._kx[payer, day] = counts_kx(self._terms.policies, payer, day)
        return self._kx[payer, day]

    def keep(self, day: OwnLines) -> None:
        """Count a day as its newest revision says; one without lines counts nothing."""
        self._own.setdefault((day.patient_id, BUCKETS[day.discipline]), {})[day.service_day_id] = day

    def used_before(self, patient_id: str, discipline: str, day: date) -> Used | None:
        """Return the entry and the own days that count before a day; None when nothing was ever told."""
        return self._used(patient_id, BUCKETS[discipline], day.year, day)

    def cents_through(self, patient_id: str, discipline: str, day: date) -> int:
        """Return the cents of a day's year that are used when the day is over."""
        used = self._used(patient_id, BUCKETS[discipline], day.year, day + timedelta(days=1))
        if used is None:
            return 0
        entry, own = used
        return (entry.used_cents if entry else 0) + sum(one.cents for one in own)

    def _used(self, patient_id: str, bucket: str, year: int, before: date) -> Used | None:
        entry = entry_on(self._entries.get((patient_id, year, bucket), ()), before)
        if entry is None and not self._terms.fees:
            return None
        after = max(entry.as_of if entry else date.min, date(year - 1, 12, 31))
        own = self._own.get((patient_id, bucket), {}).values()
        counted = [one for one in own if one.lines and after < one.date_of_service < before]
        counted.sort(key=lambda one: (one.date_of_service, one.service_day_id))
        return entry, [
            one.priced(self._terms.fees) for one in counted if self.counts(one.payer, one.date_of_service)
        ]


def open_accounts(session: Session, terms: Terms, days: Collection[tuple[str, date]]) -> Accounts:
    """Read what was entered and billed for these patients in the years of these dates."""
    patients = {patient_id for patient_id, _ in days}
    years = {day.year for _, day in days}
    if not any(counts_kx(terms.policies, row.id, day) for row in terms.policies for _, day in days):
        return Accounts(terms, (), ())
    entries = entries_of_patients(session, patients, years)
    if not terms.fees and not entries:
        return Accounts(terms, (), ())
    after, before = date(min(years) - 1, 12, 31), max(day for _, day in days)
    return Accounts(terms, entries, own_lines(session, patients, after, before))
