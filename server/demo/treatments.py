"""What is done in the demo's visits: activities that progress from visit to visit.

Each treatment is one activity under one code; its steps are what the dose and the response were on the first
visit, the second, and so on. Names of techniques are those the tablet offers.
"""

import json
from importlib.resources import files
from typing import Any, NamedTuple


class Step(NamedTuple):
    """One visit's dose and the response to it."""

    dose: dict[str, Any]
    response: dict[str, Any]


class Treatment(NamedTuple):
    """One activity, as it goes on over several visits."""

    code: str
    activity_id: str | None
    technique: str
    regions: tuple[str, ...]
    purpose: str
    intensity: str
    skilled_need: str
    steps: tuple[Step, ...]


def _treatment(row: dict[str, Any]) -> Treatment:
    steps = tuple(Step(**step) for step in row["steps"])
    return Treatment(**{**row, "regions": tuple(row["regions"]), "steps": steps})


TREATMENTS = {
    name: _treatment(row)
    for name, row in json.loads(
        files("server.demo").joinpath("data/treatments.json").read_text("utf-8")
    ).items()
}
