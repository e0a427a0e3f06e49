"""The measures used with neuromuscular re-education, read from `data/measures.json` like the tablet's own.

>>> MEASURES["berg"].most
56
>>> fault("berg", "points", 57)
('value', 'The highest possible value is 56.')
>>> fault("berg", "s", 50)
('unit', 'Berg Balance Scale is recorded in points.')
>>> fault("berg", "points", 56), fault("a measure of one's own", "cm", 400)
(None, None)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Measure:
    """A measure: the unit its whole number is in, and the least and the most it can be."""

    id: str
    label: str
    unit: str
    least: int
    most: int


def _read() -> Mapping[str, Measure]:
    text = files("server.documentation").joinpath("data/measures.json").read_text(encoding="utf-8")
    rows = json.loads(text)["measures"]
    return {
        row["id"]: Measure(row["id"], row["label"], row["unit"], row["least"], row["most"]) for row in rows
    }


MEASURES = _read()


def fault(name: str, unit: str, value: int) -> tuple[str, str] | None:
    """Return the field that cannot be and why; None when it can, or the measure is not one of ours."""
    known = MEASURES.get(name)
    if known is None:
        return None
    if unit != known.unit:
        return "unit", f"{known.label} is recorded in {known.unit}."
    if value > known.most:
        return "value", f"The highest possible value is {known.most}."
    if value < known.least:
        return "value", f"The lowest possible value is {known.least}."
    return None
