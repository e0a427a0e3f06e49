"""The sentences of the demo's notes, as the tablet builds them (`pwa/src/domain/narrative.ts`)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from server.demo.wording import (
    LABELS,
    MEASURES,
    bare,
    intervention_text,
    joined,
    measure_label,
    response_text,
    value_text,
)

Row = Mapping[str, Any]
Sentence = dict[str, Any]

_BY = {
    "therapist": "by the therapist",
    "assistant": "by the assistant",
    "together": "by therapist and assistant together",
}
_COMBINED = {
    "best": "best of",
    "sum": "sum of",
    "mean": "mean of",
    "held": "held",
    "speed": "from the mean of",
}
_SECTIONS = ("subjective", "objective", "assessment", "plan")


def narrative(record: Row) -> list[dict[str, Any]]:
    """Return S, O, A and P in order; a section with nothing in it has no sentences.

    `record` holds rows: episode, goals, minutes, segments, interventions, responses, measures, history (of
    earlier visits, with their day) and sections; what is missing counts as empty.
    """
    built: dict[str, list[Sentence]] = {
        "objective": [*_done(record), *_measured(record)],
        "assessment": [*_responses(record), *_changes(record)],
        "plan": [*_steps(record), *_course(record["episode"])],
    }
    return [
        {"section": name, "sentences": [*built.get(name, []), *_typed(record, name)]} for name in _SECTIONS
    ]


def _rows(record: Row, name: str) -> Sequence[Row]:
    rows: Sequence[Row] = record.get(name) or ()
    return rows


def _typed(record: Row, name: str) -> Iterator[Sentence]:
    for row in _rows(record, "sections"):
        if row["section"] == name and row["text"].strip():
            yield {"text": row["text"].strip(), "from": [row["id"]], "typed": True}


def _done(record: Row) -> Iterator[Sentence]:
    minutes = {row["code"]: row["minutes"] for row in _rows(record, "minutes")}
    interventions = _rows(record, "interventions")
    for code in dict.fromkeys([*minutes, *(row["code"] for row in interventions)]):
        if code in minutes:
            own = [one for one in _rows(record, "segments") if one["code"] == code]
            by = joined(list(dict.fromkeys(_BY[one["performer"]] for one in own)))
            length = f"{minutes[code]} minute{'' if minutes[code] == 1 else 's'}"
            yield _sentence(
                f"{LABELS.get(code, code)} ({code}), {length}, one to one, {by}.", [one["id"] for one in own]
            )
        for row in interventions:
            if row["code"] == code:
                yield _sentence(intervention_text(row, _rows(record, "goals")), [row["id"]])


def _measured(record: Row) -> Iterator[Sentence]:
    for row in _rows(record, "measures"):
        known, trials = MEASURES.get(row["measure"]), row["trials"]
        how = ""
        if known and len(trials) > 1 and "combine" in known:
            times = ", ".join(_trial(known, one) for one in trials)
            how = f" ({_COMBINED[known['combine']]} {times})"
        value = value_text(row["measure"], row["value"], row["unit"])
        yield _sentence(f"{measure_label(row)}: {value}{how}.", [row["id"]])


def _trial(known: Row, trial: int) -> str:
    if known["by"] == "stopwatch":
        return f"{trial / 1000:.1f} s"
    return value_text(known["id"], trial, known["unit"])


def _responses(record: Row) -> Iterator[Sentence]:
    told = {row["intervention_id"]: row for row in _rows(record, "responses")}
    for row in _rows(record, "interventions"):
        response = told.get(row["id"])
        text = response_text(row["technique"], response) if response else ""
        if response and text:
            yield _sentence(text, [row["id"], response["id"]])
        if row["skilled_need"]:
            need = f"A therapist was needed for {row['technique']}: {bare(row['skilled_need'])}."
            yield _sentence(need, [row["id"]])


def _changes(record: Row) -> Iterator[Sentence]:
    for row in _rows(record, "measures"):
        same = [one for one in _rows(record, "history") if _key(one["row"]) == _key(row)]
        if same and row["measure"] in MEASURES:
            first = same[0]["row"]
            text = _change(row, first, same[0]["day"], record["episode"].get("diagnoses") or [])
            yield _sentence(text, [row["id"], first["id"]])


def _change(row: Row, first: Row, day: str, diagnoses: Sequence[Row]) -> str:
    measure, unit = row["measure"], row["unit"]
    known = MEASURES[measure]
    gain = (row["value"] - first["value"]) * (1 if known["better"] == "more" else -1)
    mdc = _published(known["mdc"], diagnoses, first["value"])
    sure = ""
    if mdc and gain:
        more = "more than" if abs(gain) > mdc["value"] else "within"
        bound = value_text(measure, mdc["value"], unit)
        sure = f", {more} the minimal detectable change of {bound} ({mdc['population']})"
    moved = "better" if gain > 0 else "worse" if gain < 0 else "unchanged"
    was = f"{value_text(measure, first['value'], unit)} on {_day(day)}"
    return f"{measure_label(row)}: {moved} since {was}{sure}."


def _key(row: Row) -> tuple[str, str | None]:
    return row["measure"], row["side"]


def _published(entries: Sequence[Row], diagnoses: Sequence[Row], first: int) -> Row | None:
    """Return the change published for one of the diagnoses, else for the first score; None without one."""
    codes = [one["code"] for one in diagnoses]
    for one in entries:
        if any(code.startswith(begin) for code in codes for begin in one["icd"]):
            return one
    general = [one for one in entries if not one["icd"]]
    return next((one for one in general if one.get("from", first) <= first <= one.get("to", first)), None)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b}"


def _steps(record: Row) -> Iterator[Sentence]:
    techniques = {row["id"]: row["technique"] for row in _rows(record, "interventions")}
    for row in _rows(record, "responses"):
        technique = techniques.get(row["intervention_id"], "")
        step, once = bare(row["next_step"]), bare(row["progression_criterion"])
        if step:
            met = f", once this is met: {once}" if once else ""
            yield _sentence(f"Next visit: {technique}, {step}{met}.", [row["id"]])
        elif once:
            yield _sentence(f"{technique} goes further once this is met: {once}.", [row["id"]])


def _course(episode: Row) -> Iterator[Sentence]:
    duration = f"for {episode['duration']}" if episode["duration"] else ""
    course = " ".join(one for one in (episode["frequency"], duration) if one)
    if course:
        yield _sentence(f"{course[0].upper()}{course[1:]}, as planned.", [episode["id"]])


def _sentence(text: str, rows: Sequence[str]) -> Sentence:
    return {"text": text, "from": list(rows), "typed": False}
