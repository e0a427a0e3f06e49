"""One service day to its lines: the one entry, every rule in its order.

Minutes, units, assistants, GP and GO, KX, edits, MUE, order of modifiers, age of the rules: each rule lives
in its own module and quotes its source there. What comes out is the answer that `kinesync finalize`
writes, and depends on nothing but what went in.

>>> day = read_day({"id": "1", "date_of_service": "2024-08-01", "discipline": "PT",
...                 "payer": "medicare-part-b",
...                 "services": [{"code": "97110", "minutes": 33, "by": "therapist"},
...                              {"code": "97140", "minutes": 7, "by": "therapist"}]})
>>> answer = finalize(day, day.policy, Rules.shipped())
>>> [(line["code"], line["units"], line["modifiers"]) for line in answer["lines"]]
[('97110', 2, ['GP']), ('97140', 1, ['GP'])]
"""

from typing import Any

from server.billing import edits, modifiers, mue, thresholds
from server.billing.draft import Draft, draft
from server.billing.findings import Finding
from server.billing.lines import Line, Row
from server.billing.minutes import Tally, add_up, clock
from server.billing.policies import Policy
from server.billing.request import ServiceDay, read_day
from server.billing.rules import Rules, Tables
from server.billing.timeline import SOURCE as OVERLAP_SOURCE
from server.billing.timeline import Overlap

__all__ = ["finalize", "read_day"]


def finalize(day: ServiceDay, policy: Policy, rules: Rules, *, columns: bool = False) -> dict[str, Any]:
    """Return the answer for one service day, held against a policy and dated rules.

    With `columns`, findings of edits name their two codes under keys of their own too.
    """
    if policy is not day.policy:
        day = day._replace(policy=policy)
    tables = rules.on(day.date, policy.setting)
    added = add_up(day.services)
    drafted = draft(day, added.tallies)
    lines = drafted.lines
    findings = [_overlap(overlap, lines) for overlap in added.overlaps] + drafted.findings
    if policy.therapy_modifier:
        modifiers.add_therapy(lines, day)
    findings += _add_kx(lines, day)
    findings += edits.check(day, lines, added.tallies, tables)
    if policy.mue:
        findings += _check_limits(lines, tables)
    modifiers.add_extra(lines, day)
    findings += modifiers.too_many(lines, policy)
    findings += _ages(policy, tables)
    answer = _answer(day, added.tallies, drafted)
    answer["findings"] = [one.with_columns() if columns else one.as_json() for one in findings]
    return answer


def _overlap(overlap: Overlap, lines: list[Line]) -> Finding:
    """Return the finding that time under two codes counts once."""
    if overlap.kept == overlap.cut:
        says = f"Stretches of {overlap.cut} overlap by {clock(overlap.lost)}: that time counts once."
    else:
        says = (
            f"{overlap.kept} and {overlap.cut} overlap by {clock(overlap.lost)}: that time stays with "
            f"{overlap.kept}, which began first."
        )
    index = next((index for index, line in enumerate(lines) if line.code == overlap.cut), None)
    return Finding("overlapping-segments", "warning", says, OVERLAP_SOURCE, index)


def _add_kx(lines: list[Line], day: ServiceDay) -> tuple[Finding, ...]:
    """Put KX on all therapy lines where it is due and attested."""
    kx = thresholds.check(day)
    if kx.stands:
        row = Row("kx", kx.says, kx.source)
        for line in lines:
            if not line.outside:
                line.modifiers["kx"] = "KX"
                line.rows.append(row)
    return kx.findings


def _check_limits(lines: list[Line], tables: Tables) -> list[Finding]:
    """Hold the units of each code, all its lines together, against the most that CMS finds likely."""
    units: dict[str, int] = {}
    for line in lines:
        units[line.code] = units.get(line.code, 0) + line.units
    found: dict[str, Finding] = {}
    for index, line in enumerate(lines):
        limit = tables.limits.get(line.code)
        if limit is None or line.outside:
            continue
        key = (line.code, line.units if limit.adjudication == mue.BY_LINE else units[line.code])
        compared = tables.compared.get(key)
        if compared is None:
            compared = tables.compared[key] = mue.compare(*key, limit, tables.limits_source)
        line.rows.append(compared.row)
        if compared.severity and line.code not in found:
            _, says, source = compared.row
            found[line.code] = Finding("mue-exceeded", compared.severity, says, source, index)
    return list(found.values())


def _ages(policy: Policy, tables: Tables) -> tuple[Finding, ...]:
    """Return what is to be said of the tables that this policy asked."""
    if policy.edits == "ncci":
        return tables.ages if policy.mue else tables.edits_ages
    return tables.limits_ages if policy.mue else ()


def _answer(day: ServiceDay, tallies: list[Tally], drafted: Draft) -> dict[str, Any]:
    """Return the answer as `kinesync finalize` writes it, but for its findings."""
    order = day.policy.modifier_order
    return {
        "id": day.id,
        "timed_minutes": drafted.timed_minutes,
        "treatment_minutes": sum([tally.minutes for tally in tallies if tally.kind != "outside"]),
        "timed_units": drafted.timed_units,
        "units": sum([line.units for line in drafted.lines if not line.outside]),
        "lines": [line.as_json(order) for line in drafted.lines],
        "unbilled": drafted.unbilled,
        "choices": [
            {"between": list(choice.between), "chosen": choice.chosen, "basis": choice.basis}
            for choice in drafted.choices
        ],
    }
