"""Why a service day is held, and who must do what.

>>> waits_for_findings({"lines": [], "findings": []}, {}, {})
[]
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

Wait = dict[str, Any]

CLINICIAN_ANSWERS: Final = {
    "attestation-contradicted": "Correct a time if it is wrong. Otherwise the line stays held.",
    "clinician-two-patients": "Correct the time that is wrong.",
    "co-treatment-minutes": "Agree whose minutes they are, and correct the other's time.",
    "edit-needs-attestation": "Look at the evidence on the tablet, and attest only what is true.",
    "kx-attestation-needed": "Attest on the tablet, with the reason, if treatment remains necessary.",
    "minutes-counted-twice": "Correct the time that is wrong.",
    "minutes-under-two-codes": "Correct the time that is wrong.",
    "regions-missing": "State the regions of both procedures.",
    "same-region": "Correct a region if it is wrong. Otherwise the line stays held.",
}
SUPERVISOR_ANSWERS = frozenset({"assistant-may-not-evaluate", "wrong-discipline"})


class Expected(NamedTuple):
    """An appointment of the day; `time` is the clinic's clock, as people say it."""

    visit_id: str
    time: str
    status: str
    clinician_ids: Sequence[str]


class Begun(NamedTuple):
    """A visit of the day; `clinician_ids` are those who can sign it."""

    id: str
    time: str
    status: str
    clinician_ids: Sequence[str]


def wait(says: str, who: str, clinician_id: str | None = None) -> Wait:
    """Return one reason for which a day is held: what is awaited, and of whom."""
    return {"says": says, "who": who, "clinician_id": clinician_id}


def waits_for_findings(
    result: dict[str, Any], treated: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> list[Wait]:
    """Return what billing's errors and held lines wait for.

    `treated` tells which clinicians treated under a code, `names` how they are called.
    """
    errors = [finding for finding in result["findings"] if finding["severity"] == "error"]
    waits = [_of_finding(finding, result["lines"], treated, names) for finding in errors]
    said = " ".join(finding["says"] for finding in errors)
    for line in result["lines"]:
        if line["held"] and line["code"] not in said:
            waits.append(wait(f"{line['code']} is held. Open “Why?” on its line.", "Biller"))
    return waits


def _of_finding(
    finding: dict[str, Any],
    lines: Sequence[dict[str, Any]],
    treated: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
) -> Wait:
    if finding["id"] in SUPERVISOR_ANSWERS:
        return wait(finding["says"], "Supervisor")
    if finding["id"] not in CLINICIAN_ANSWERS:
        return wait(finding["says"], "Biller")
    number = finding.get("line")
    codes = [lines[number]["code"]] if isinstance(number, int) and number < len(lines) else list(treated)
    people = list(dict.fromkeys(person for code in codes for person in treated.get(code, ())))
    who = ", ".join(names[person] for person in people if person in names) or "The treating clinician"
    says = f"{CLINICIAN_ANSWERS[finding['id']]} {finding['says']}"
    return wait(says, who, people[0] if people else None)


def waits_for_visits(
    appointments: Sequence[Expected], visits: Sequence[Begun], names: Mapping[str, str]
) -> list[Wait]:
    """Return what an incomplete day waits for: appointments not yet kept, and visits not yet signed."""
    begun = {visit.id: visit for visit in visits}
    waits = [
        _of_appointment(expected, names)
        for expected in appointments
        if expected.status == "scheduled" and expected.visit_id not in begun
    ]
    for visit in visits:
        if visit.status in ("open", "sign-again"):
            waits.append(_of_visit(visit, names))
    return waits


def _of_appointment(expected: Expected, names: Mapping[str, str]) -> Wait:
    who = _called(expected.clinician_ids, names)
    says = (
        f"Waits for the {expected.time} appointment: {who}, has not started it, and it is not marked missed."
    )
    return wait(says, who, _first(expected.clinician_ids))


def _of_visit(visit: Begun, names: Mapping[str, str]) -> Wait:
    who = _called(visit.clinician_ids, names)
    if visit.status == "open":
        says = f"Waits for the {visit.time} visit: {who}, has not signed it."
    else:
        says = f"Waits for the {visit.time} visit: {who}, must sign it again, since it changed meanwhile."
    return wait(says, who, _first(visit.clinician_ids))


def _called(ids: Sequence[str], names: Mapping[str, str]) -> str:
    return " or ".join(names[one] for one in ids if one in names) or "the treating clinician"


def _first(ids: Sequence[str]) -> str | None:
    return ids[0] if ids else None
