"""How the demo's notes read a dose: figures, then circumstances, as `pwa/src/domain/dose.ts` does."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]

_SURFACES = {
    "firm": "on firm ground",
    "foam": "on foam",
    "uneven": "on uneven ground",
    "moving": "on a moving surface",
}
_BASES = {
    "apart": "feet apart",
    "together": "feet together",
    "tandem": "heel to toe",
    "single leg": "on one leg",
}
_SUPPORTS = {
    "two hands": "two hands on support",
    "one hand": "one hand on support",
    "fingertips": "fingertips on support",
    "none": "no support",
}


def dose_text(dose: Row) -> str:
    """Return a dose in words.

    >>> dose_text({"sets": 3, "reps": 10, "assistance": "minimal", "cue_type": "touch", "cue_count": 3})
    '3 × 10, minimal help, 3 touch cues'
    """
    sets, reps = dose.get("sets"), dose.get("reps")
    if sets is not None and reps is not None:
        figures = f"{sets} × {reps}"
    else:
        figures = _counted(sets, "set", "sets") or _counted(reps, "rep", "reps")
    parts = [
        figures,
        f"hold {dose['hold_seconds']} s" if "hold_seconds" in dose else "",
        f"rest {dose['rest_seconds']} s" if "rest_seconds" in dose else "",
        f"level {dose['level']}" if "level" in dose else "",
        dose.get("position", ""),
        _worded(_SURFACES, dose.get("surface")),
        _worded(_BASES, dose.get("base_of_support")),
        _worded(_SUPPORTS, dose.get("support")),
        dose.get("vision", ""),
        f"with {dose['dual_task']}" if dose.get("dual_task") else "",
        dose.get("equipment", ""),
        _resistance(dose.get("resistance", "")),
        _help(dose.get("assistance", "")),
        _cues(dose),
        _counted(dose.get("errors"), "error", "errors"),
        _counted(dose.get("losses_of_balance"), "loss of balance", "losses of balance"),
    ]
    return ", ".join(one for one in parts if one)


def _worded(words: Mapping[str, str], word: str | None) -> str:
    return words.get(word, word) if word else ""


def _counted(number: int | None, one: str, many: str) -> str:
    return "" if number is None else f"{number} {one if number == 1 else many}"


def _resistance(word: str) -> str:
    if word == "none":
        return "no resistance"
    return f"{word} resistance" if word.endswith("manual") else word


def _help(word: str) -> str:
    return word if word in ("", "independent", "contact guard", "standby") else f"{word} help"


def _cues(dose: Row) -> str:
    kind = dose.get("cue_type", "")
    named = f"{kind} " if kind and kind != "none" else ""
    if "cue_count" in dose:
        return _counted(dose["cue_count"], f"{named}cue", f"{named}cues")
    return "no cues" if kind == "none" else f"{named}cues" if named else ""
