"""What a figure can be, read from `data/limits.json`, which the tablet reads too.

>>> DOSE["hold_seconds"].least, RESPONSE["pain_after"].most
(1, 10)
>>> impossible_pairs({"systolic": 120, "diastolic": 130})
['diastolic']
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Limit:
    """The least and the most that a figure can be; outside the usual ones it is asked for once."""

    least: int
    most: int
    usual_least: int | None = None
    usual_most: int | None = None


def _read() -> Mapping[str, Any]:
    text = files("server.documentation").joinpath("data/limits.json").read_text(encoding="utf-8")
    data: Mapping[str, Any] = json.loads(text)
    return data


_DATA = _read()
DOSE: Mapping[str, Limit] = {name: Limit(**row) for name, row in _DATA["dose"].items()}
RESPONSE: Mapping[str, Limit] = {name: Limit(**row) for name, row in _DATA["response"].items()}
_BELOW: tuple[tuple[str, str], ...] = tuple((low, high) for low, high in _DATA["below"])


def impossible_pairs(figures: Mapping[str, Any]) -> list[str]:
    """Name the figures that would have to be less than their partner and are not."""
    return [
        low
        for low, high in _BELOW
        if figures.get(low) is not None and figures.get(high) is not None and figures[low] >= figures[high]
    ]
