"""GP and GO, the modifiers a payer wants besides, and how many fit on a line.

GP says "under a physical therapy plan of care", GO the same of occupational therapy: one of them on each
therapy line. A claim line has four places; a fifth modifier holds the line, since leaving one out would
change what is claimed.

Source: CMS Pub. 100-04, chapter 5, section 20.1 (GP, GO); ASC X12N 837P 005010X222A1, SV101-3 to -6, and
CMS-1500 (02/12) box 24D (four places). CMS fixes no order but that CQ and CO stand with GP and GO; payers
differ, so the order is the policy's.

>>> therapy("PT"), therapy("OT")
('GP', 'GO')
"""

from typing import Final

from server.billing.findings import Finding
from server.billing.lines import Line, Row
from server.billing.policies import Policy
from server.billing.request import ServiceDay

PLACES: Final = 4
SOURCE: Final = "CMS Pub. 100-04, chapter 5, section 20.1"
PLACES_SOURCE: Final = "ASC X12N 837P 005010X222A1, SV101-3 to SV101-6; CMS-1500 box 24D"
_ROWS: Final = {
    "GP": Row("therapy-modifier", "GP: under a plan of care for physical therapy.", SOURCE),
    "GO": Row("therapy-modifier", "GO: under a plan of care for occupational therapy.", SOURCE),
}


def therapy(discipline: str) -> str:
    """Return the modifier of a discipline's plan of care."""
    return "GP" if discipline == "PT" else "GO"


def add_therapy(lines: list[Line], day: ServiceDay) -> None:
    """Put GP or GO on each therapy line."""
    mark = therapy(day.discipline)
    for line in lines:
        if not line.outside:
            line.modifiers["therapy"] = mark
            line.rows.append(_ROWS[mark])


def add_extra(lines: list[Line], day: ServiceDay) -> None:
    """Put the modifiers asked for on every line of their code, each once."""
    for code, mark in day.extra_modifiers:
        for line in lines:
            if line.code == code and not line.outside and mark not in line.extra:
                line.extra.append(mark)
                line.rows.append(
                    Row("extra-modifier", f"{mark}: asked for with this day.", day.policy.citation)
                )


def too_many(lines: list[Line], policy: Policy) -> list[Finding]:
    """Hold each line with more modifiers than it has places."""
    findings = []
    for index, line in enumerate(lines):
        if len(line.modifiers) + len(line.extra) > PLACES:
            line.held = True
            found = line.ordered(policy.modifier_order)
            says = f"{line.code} has {len(found)} modifiers ({' '.join(found)}), a line has {PLACES} places."
            findings.append(Finding("too-many-modifiers", "error", says, PLACES_SOURCE, index))
    return findings
