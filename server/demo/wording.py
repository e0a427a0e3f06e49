"""How the demo's notes put doses, responses and measures into words: as the tablet does.

The tablet's own are `pwa/src/domain/dose.ts`, `response.ts`, `intervention-text.ts` and `measures.ts`; both
sides read `tests/golden/narrative.json`.
"""

import json
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Final

from server.demo.dose import Row, dose_text

LABELS: Final = {
    "97112": "Neuromuscular re-education",
    "97110": "Therapeutic exercise",
    "97530": "Therapeutic activities",
    "97116": "Gait training",
    "97140": "Manual therapy",
    "97535": "Self-care training",
}
MEASURES: Final[dict[str, Row]] = {
    row["id"]: row
    for row in json.loads(
        files("server.documentation").joinpath("data/measures.json").read_text(encoding="utf-8")
    )["measures"]
}
_VERBS = re.compile(
    r"(improve|increase|restore|regain|reduce|decrease|maintain|prevent|enable|retrain|relearn)\b", re.I
)
_TOLERANCES = {"well": "tolerated well", "effort": "tolerated with effort", "poor": "tolerated poorly"}
_QUALITIES = {"better": "movement better", "same": "movement unchanged", "worse": "movement worse"}


def joined(parts: Sequence[str]) -> str:
    """Return a list in words.

    >>> joined(["hip", "knee", "ankle"])
    'hip, knee and ankle'
    """
    return "".join(parts) if len(parts) < 2 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def bare(text: str | None) -> str:
    """Return words without the full stop at their end, beginning small unless with an abbreviation."""
    text = re.sub(r"[.\s]+$", "", (text or "").strip())
    return text[0].lower() + text[1:] if re.match(r"[A-Z][a-z]", text) else text


def intervention_text(row: Row, goals: Iterable[Row]) -> str:
    """Return what was done, where, why and how much."""
    where = joined([_region(one) for one in row["regions"]])
    if row["code"] == "97112":
        what = f"{LABELS['97112']}{f' of {where}' if where else ''} by {row['technique']}"
    else:
        what = f"{row['technique']}{f' for {where}' if where else ''}"
    deficit = f" Deficit: {row['deficit']}." if row["deficit"] else ""
    return f"{what}{_purpose(row['purpose'])}{_extent(row)}.{deficit}{_goal(row, goals)}"


def response_text(technique: str, row: Row) -> str:
    """Return how the patient responded; empty when nothing is recorded."""
    told = [
        _progression(row),
        _TOLERANCES.get(row["tolerance"] or "", ""),
        _QUALITIES.get(row["quality"] or "", ""),
        row["assistance_change"] or "",
        *_felt(row),
        *_vitals(row),
    ]
    parts = [one for one in told if one]
    built = f"{technique}: {', '.join(parts)}." if parts else ""
    words = (row["text"] or "").strip()
    own = words if built or not words else f"{technique}: {words}"
    own = own if not own or own[-1] in ".!?" else f"{own}."
    return " ".join(one for one in (built, own, _adverse(technique, row)) if one)


def value_text(measure: str, value: int, unit: str) -> str:
    """Return a value as people read it.

    >>> value_text("tug", 17_600, "ms")
    '17.6 s'
    """
    known = MEASURES.get(measure)
    if known is None:
        return f"{value} {unit}"
    shown = known["shown"]
    space = "" if shown["unit"] == "°" else " "
    return f"{value / shown['divide']:.{shown['decimals']}f}{space}{shown['unit']}"


def measure_label(row: Row) -> str:
    """Return the name of a measure, with the side where it has one."""
    label = str(MEASURES[row["measure"]]["label"] if row["measure"] in MEASURES else row["measure"])
    return f"{label}, {row['side']}" if row["side"] else label


def _region(region: str) -> str:
    part = region.removeprefix("bilateral ")
    if part == region:
        return f"the {region}"
    return f"both {f'{part[:-1]}ies' if part.endswith('y') else 'feet' if part == 'foot' else f'{part}s'}"


def _purpose(purpose: str) -> str:
    text = bare(purpose)
    if not text:
        return ""
    return f" to {text}" if _VERBS.match(text) else f" (purpose: {text})"


def _extent(row: Row) -> str:
    extent = [
        f"intensity {bare(row['intensity'])}" if row["intensity"] else "",
        row["frequency"],
        f"for {row['duration']}" if row["duration"] else "",
    ]
    told = [dose_text(row["dose"]), ", ".join(one for one in extent if one)]
    whole = "; ".join(one for one in told if one)
    return f": {whole}" if whole else ""


def _goal(row: Row, goals: Iterable[Row]) -> str:
    goal = next((one for one in goals if one["id"] == row["goal_id"]), None)
    if goal is None:
        return ""
    same = goal["text"].strip() == row["purpose"].strip()
    return f" Goal {goal['number']}." if same else f" Goal {goal['number']}: {bare(goal['text'])}."


def _progression(row: Row) -> str:
    word, reason = row["progression"] or "", row["progression_reason"]
    return f"{word} ({reason})" if word and reason else word


def _felt(row: Row) -> list[str]:
    before, after = row["pain_before"], row["pain_after"]
    if before is not None and after is not None:
        pain = f"pain {before} before and {after} after, of 10"
    elif after is not None:
        pain = f"pain {after} of 10 after"
    else:
        pain = "" if before is None else f"pain {before} of 10 before"
    yes_or_no = [
        "" if row[name] is None else name if row[name] else f"no {name}" for name in ("dizziness", "fatigue")
    ]
    return [pain, "" if row["exertion"] is None else f"exertion {row['exertion']} of 10", *yes_or_no]


def _vitals(row: Row) -> list[str]:
    systolic, diastolic = row["systolic"], row["diastolic"]
    if systolic is not None and diastolic is not None:
        pressure = f"blood pressure {systolic}/{diastolic}"
    elif systolic is not None:
        pressure = f"systolic pressure {systolic}"
    else:
        pressure = "" if diastolic is None else f"diastolic pressure {diastolic}"
    return [
        "" if row["heart_rate"] is None else f"heart rate {row['heart_rate']}",
        pressure,
        "" if row["spo2"] is None else f"SpO₂ {row['spo2']} %",
    ]


def _adverse(technique: str, row: Row) -> str:
    if not row["adverse"]:
        return ""
    action = f" What was done: {row['adverse_action']}." if row["adverse_action"] else ""
    return f"Adverse response to {technique}: {row['adverse']}.{action}"
