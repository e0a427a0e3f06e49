"""KX: the amount per calendar year above which a clinician must attest medical necessity.

PT shares its amount with speech-language pathology, OT has its own; both have been equal every year.
Counted are allowed amounts over all providers, so the amount used must be told. A year without a published
row has no amount: an old one is never carried forward. KX is the clinician's word and is never added
without it. (The medical-review threshold of $3,000 changes no line and is not checked here.)

Source: CMS Pub. 100-04, chapter 5, section 10.3; amounts: CMS, Therapy Services, per calendar year (2026:
CR 14252). The amount of 2027 was not published when this was written.

>>> find_amount(2026, "PT")
Amount(cents=248000, source='CMS, Therapy Services, KX threshold of 2026 (CR 14252)')
>>> find_amount(2027, "PT") is None
True
>>> dollars(248000)
'$2,480.00'
"""

from typing import Final, NamedTuple

from server.billing.findings import Finding, Severity
from server.billing.request import Discipline, ServiceDay, Threshold

SOURCE: Final = "CMS Pub. 100-04, chapter 5, section 10.3"
NEAR_CENTS: Final = 200_00


class Amount(NamedTuple):
    """The threshold of one year and discipline."""

    cents: int
    source: str


class _Year(NamedTuple):
    pt_and_slp_cents: int
    ot_cents: int
    source: str


class Published(NamedTuple):
    """Both amounts of a calendar year."""

    year: int
    pt_and_slp_cents: int
    ot_cents: int
    source: str


_YEARS: Final = {
    2022: _Year(2_150_00, 2_150_00, "CMS, Therapy Services, KX threshold of 2022"),
    2023: _Year(2_230_00, 2_230_00, "CMS, Therapy Services, KX threshold of 2023"),
    2024: _Year(2_330_00, 2_330_00, "CMS, Therapy Services, KX threshold of 2024"),
    2025: _Year(2_410_00, 2_410_00, "CMS, Therapy Services, KX threshold of 2025"),
    2026: _Year(2_480_00, 2_480_00, "CMS, Therapy Services, KX threshold of 2026 (CR 14252)"),
}


class Kx(NamedTuple):
    """Whether KX stands on the lines, why, and what a reviewer must know."""

    stands: bool
    says: str
    source: str
    findings: tuple[Finding, ...]


NOTHING: Final = Kx(False, "", "", ())


def find_amount(year: int, discipline: Discipline) -> Amount | None:
    """Return the threshold of a calendar year, or None where none is published."""
    row = _YEARS.get(year)
    if row is None:
        return None
    return Amount(row.pt_and_slp_cents if discipline == "PT" else row.ot_cents, row.source)


def published_amounts() -> list[Published]:
    """Return the amounts of all years that are known here, the newest first."""
    return [Published(year, *_YEARS[year]) for year in sorted(_YEARS, reverse=True)]


def dollars(cents: int) -> str:
    """Return an amount as people write it."""
    return f"${cents // 100:,}.{cents % 100:02}"


def check(day: ServiceDay) -> Kx:
    """Return what the KX threshold means for a day."""
    if not day.policy.kx or (day.threshold is None and day.kx_by is None):
        return NOTHING
    if day.threshold is None:
        says = "Medical necessity is attested, but the amount used this year is not given: no KX."
        return _only("threshold-not-given", "warning", says, SOURCE)
    amount = find_amount(day.date.year, day.discipline)
    if amount is None:
        says = f"No threshold is published here for {day.date.year}: nobody can say whether KX is due."
        return _only("threshold-unknown", "warning", says, SOURCE)
    return _against(amount, day.threshold, day.kx_by, day.date.year)


def _against(amount: Amount, threshold: Threshold, attested_by: str | None, year: int) -> Kx:
    """Return what an amount used means, held against the amount of the year."""
    of_day = 1 if threshold.day_cents is None else threshold.day_cents  # a day costs at least a cent
    reached = threshold.used_cents + of_day
    day_words = "this day" if threshold.day_cents is None else f"{dollars(of_day)} of this day"
    sum_words = f"{dollars(threshold.used_cents)} used before and {day_words}"
    if reached > amount.cents:
        says = f"{sum_words} exceed the {dollars(amount.cents)} of {year}"
        if attested_by is not None:
            return Kx(True, f"KX: {says}; medical necessity is attested by {attested_by}.", amount.source, ())
        return _only(
            "kx-attestation-needed", "error", f"{says}: medical necessity must be attested.", amount.source
        )
    findings: list[Finding] = []
    if threshold.day_cents is None and amount.cents - threshold.used_cents <= NEAR_CENTS:
        remains = dollars(amount.cents - threshold.used_cents)
        says = (
            f"{remains} remain of the {dollars(amount.cents)} of {year}; "
            "the amount of this day is not given and may cross it."
        )
        findings.append(Finding("kx-crossing-unknown", "warning", says, amount.source))
    if attested_by is not None:
        says = f"KX is not due: {sum_words} do not exceed the {dollars(amount.cents)} of {year}."
        findings.append(Finding("kx-not-due", "info", says, amount.source))
    return Kx(False, "", "", tuple(findings))


def _only(name: str, severity: Severity, says: str, source: str) -> Kx:
    return Kx(False, "", "", (Finding(name, severity, says, source),))
