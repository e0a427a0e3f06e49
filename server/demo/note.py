"""The note of a demo visit: the bytes that the tablet would have signed.

Facts and sentences have the form that the tablet's `domain/content.ts` and `domain/narrative.ts` give them;
the server holds them against its rows like any other signature.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.db import canonical

Row = Mapping[str, Any]

SEGMENT = ("id", "code", "performer", "clinician_id", "started_at", "ended_at", "provenance")
UNTIMED = ("id", "code", "minutes", "performer")
INTERVENTION = (
    "id", "code", "technique", "regions", "purpose", "goal_id", "frequency", "intensity", "duration", "dose",
    "skilled_need",
)  # fmt: skip
RESPONSE = ("id", "intervention_id", "tolerance", "quality", "progression", "text")
MEASURE = ("id", "measure", "value", "unit", "side")
BY = {"therapist": "by the therapist", "assistant": "by the assistant", "together": "by both together"}


def signed_content(facts: Row, author: Row, patient_line: str, plan_line: str, signed_at: str) -> str:
    """Return the canonical bytes, as text."""
    return canonical(
        {
            "kind": "kinesync-visit-note",
            "content_version": 1,
            "language": "en",
            "narrative_version": 1,
            "facts": facts,
            "note": {
                "title": "Treatment note",
                "patient_line": patient_line,
                "sections": _sections(facts, plan_line),
            },
            "author": author,
            "signed_at": signed_at,
        }
    )


def chosen(row: Row, fields: Sequence[str]) -> dict[str, Any]:
    """Return the named fields of a row; what it does not have is null."""
    return {name: row.get(name) for name in fields}


def _sections(facts: Row, plan_line: str) -> list[dict[str, Any]]:
    typed = {row["section"]: row["text"] for row in facts["sections"]}
    built = {
        "objective": [*_times(facts), *map(_intervention, facts["interventions"])],
        "assessment": list(_responses(facts)),
        "plan": [_sentence(plan_line, [facts["visit"]["episode_id"]])],
    }
    sections = []
    for name in ("subjective", "objective", "assessment", "plan"):
        sentences = built.get(name, [])
        if name in typed:
            sentences = [*sentences, {"text": typed[name], "from": [], "typed": True}]
        if sentences:
            sections.append({"section": name, "sentences": sentences})
    return sections


def _times(facts: Row) -> Iterable[dict[str, Any]]:
    for row in facts["minutes"]:
        own = [one for one in facts["segments"] if one["code"] == row["code"]]
        by = " and ".join(dict.fromkeys(BY[one["performer"]] for one in own))
        yield _sentence(
            f"{row['code']}, {row['minutes']} minutes, one to one, {by}.", [one["id"] for one in own]
        )
    for row in facts["untimed"]:
        yield _sentence(f"{row['code']}, {row['minutes']} minutes, {BY[row['performer']]}.", [row["id"]])


def _intervention(row: Row) -> dict[str, Any]:
    dose = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in sorted(row["dose"].items()))
    where = " and ".join(row["regions"])
    text = f"{row['technique']} for the {where}: {dose}; intensity {row['intensity'].lower()}."
    return _sentence(text, [row["id"]])


def _responses(facts: Row) -> Iterable[dict[str, Any]]:
    techniques = {row["id"]: row["technique"] for row in facts["interventions"]}
    for row in facts["responses"]:
        technique = techniques[row["intervention_id"]]
        text = f"{technique}: {row['progression']}, tolerance {row['tolerance']}, movement {row['quality']}."
        yield _sentence(f"{text} {row['text'] or ''}".strip(), [row["intervention_id"], row["id"]])


def _sentence(text: str, rows: Sequence[str]) -> dict[str, Any]:
    return {"text": text, "from": list(rows), "typed": False}
