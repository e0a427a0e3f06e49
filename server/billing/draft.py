"""The lines of a day before modifiers: units, whose they are, and what has time but no unit.

A timed code has the units that its payer's counting gives it; an untimed code is one unit whatever the
minutes; chiropractic manipulation stands outside, as another's claim. Units of a timed code that an
assistant furnished stand on a line of their own, behind the one without.

Source: CMS Pub. 100-04, chapter 5, section 20.2 (units), section 20.1 (assistants: separate lines of one
code are allowed); CMS Pub. 100-02, chapter 15, sections 220 and 230 (evaluation is the therapist's).
"""

from typing import Any, Final, NamedTuple

from server.billing import assistants
from server.billing.codes import (
    EVALUATIONS,
    NOT_BILLED_TO_MEDICARE,
    OT_EVALUATIONS,
    PT_EVALUATIONS,
)
from server.billing.explanations import CMS8_SOURCE, UNTIMED_SOURCE, Explanation, of_code
from server.billing.findings import Finding
from server.billing.lines import Line, Row
from server.billing.minutes import Tally
from server.billing.minutes import explain as explain_minutes
from server.billing.policies import MEDICARE
from server.billing.request import ServiceDay
from server.billing.units import Choice, count

EVALUATION_SOURCE: Final = "CMS Pub. 100-02, chapter 15, sections 220 and 230"
OUTSIDE_SAYS: Final = "Chiropractic manipulation is another's claim; it stands here because edits look at it."


class Draft(NamedTuple):
    """The day's lines without modifiers but the assistant's, and all that came up on the way."""

    lines: list[Line]
    unbilled: list[dict[str, Any]]
    choices: list[Choice]
    findings: list[Finding]
    timed_minutes: int
    timed_units: int


def draft(day: ServiceDay, tallies: list[Tally]) -> Draft:
    """Return the lines of a day in the order in which its codes first stand."""
    timed = [(tally.code, tally.minutes) for tally in tallies if tally.kind == "timed"]
    counted = count(day.policy.counting, timed, day.prefer)
    explanation = Explanation(day.policy.counting, timed, counted)
    drafted = Draft([], [], counted.choices, [], explanation.total, explanation.units)
    units = iter(counted.units)
    for tally in tallies:
        if tally.kind == "timed":
            _timed(day, tally, next(units), explanation, drafted)
        elif tally.kind == "outside":
            line = Line(tally.code, 1, 0, outside=True)
            line.rows.append(Row("outside", OUTSIDE_SAYS, CMS8_SOURCE))
            drafted.lines.append(line)
        else:
            _untimed(day, tally, drafted)
    return drafted


def _timed(day: ServiceDay, tally: Tally, units: int, explanation: Explanation, drafted: Draft) -> None:
    """Add the line or lines of a timed code, or say why it has none."""
    if not units:
        if tally.recorded:
            because = explanation.without_unit(tally.code, tally.minutes)
            drafted.unbilled.append({"code": tally.code, "minutes": tally.minutes, "because": because})
        return
    rows = [
        explain_minutes(tally),
        *explanation.shared,
        of_code(day.policy.counting, tally.code, tally.minutes, units),
    ]
    if day.policy.assistant_modifiers and tally.assistant:
        _split(day, tally, units, rows, drafted)
    else:
        _add(drafted, Line(tally.code, units, tally.minutes), rows)


def _split(day: ServiceDay, tally: Tally, units: int, rows: list[Row], drafted: Draft) -> None:
    """Add a timed code's line without the assistant's modifier, then the one with it."""
    mark = assistants.modifier(day.discipline)
    split = assistants.split(units, tally.therapist, tally.assistant)
    source = assistants.SOURCE
    if split.unpublished:
        source += "; no published example covers this case"
        says_so = (
            f"{tally.code}: two units are left, and therapist and assistant have not both 9 to 14 minutes. "
            f"CMS has published no such example; Kinesync gives {split.without} without {mark} and "
            f"{split.with_assistant} with it."
        )
        found = Finding("assistant-split-unpublished", "info", says_so, assistants.SOURCE, len(drafted.lines))
        drafted.findings.append(found)
    rows = [*rows, Row("assistant", assistants.says(tally, units, mark), source)]
    shares = (tally.minutes, tally.minutes)
    if split.without and split.with_assistant:
        shares = assistants.minutes_of(tally)
    if split.without:
        _add(drafted, Line(tally.code, split.without, shares[0]), rows)
    if split.with_assistant:
        line = Line(tally.code, split.with_assistant, shares[1])
        line.modifiers["assistant"] = mark
        _add(drafted, line, rows)


def _untimed(day: ServiceDay, tally: Tally, drafted: Draft) -> None:
    """Add the line of an untimed code: one unit, or none where Medicare does not take it."""
    if day.policy.base == MEDICARE.base and tally.code in NOT_BILLED_TO_MEDICARE:
        because = NOT_BILLED_TO_MEDICARE[tally.code]
        drafted.unbilled.append({"code": tally.code, "minutes": tally.minutes, "because": because})
        return
    line = Line(tally.code, 1, tally.minutes)
    rows = [
        explain_minutes(tally),
        Row("units", f"{tally.code} is untimed: 1 unit whatever the minutes.", UNTIMED_SOURCE),
    ]
    if day.policy.assistant_modifiers and tally.assistant_alone:
        rows.append(_untimed_assistant(day, tally, line))
    index = len(drafted.lines)
    if len(tally.rows) > 1:
        repeated = f"{tally.code} stands {len(tally.rows)} times: an untimed code is still 1 unit a day."
        drafted.findings.append(Finding("untimed-repeated", "info", repeated, UNTIMED_SOURCE, index))
    drafted.findings.extend(_evaluation(day, tally, line, index))
    _add(drafted, line, rows)


def _untimed_assistant(day: ServiceDay, tally: Tally, line: Line) -> Row:
    """Mark an untimed line as the assistant's where it is, and return why."""
    mark = assistants.modifier(day.discipline)
    due = assistants.untimed_with_assistant(tally)
    if due:
        line.modifiers["assistant"] = mark
    return Row("assistant", assistants.says_untimed(tally, mark), assistants.UNTIMED_SOURCE)


def _evaluation(day: ServiceDay, tally: Tally, line: Line, index: int) -> list[Finding]:
    """Hold an evaluation by an assistant, or of the other discipline."""
    found = []
    if tally.code in EVALUATIONS and tally.assistant_alone:
        says_so = f"{tally.code} is an evaluation: an assistant may not furnish it."
        found.append(Finding("assistant-may-not-evaluate", "error", says_so, EVALUATION_SOURCE, index))
    if tally.code in (OT_EVALUATIONS if day.discipline == "PT" else PT_EVALUATIONS):
        says_so = f"{tally.code} is not an evaluation of {day.discipline}."
        found.append(Finding("wrong-discipline", "error", says_so, EVALUATION_SOURCE, index))
    line.held = bool(found)
    return found


def _add(drafted: Draft, line: Line, rows: list[Row]) -> None:
    line.rows += rows
    drafted.lines.append(line)
