"""The demo's notes say what the tablet would say: the golden cases, which the tablet reads too."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.demo.narrative import narrative
from server.demo.note import NARRATIVE_VERSION

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "narrative.json").read_text(encoding="utf-8"))
KINDS = {"interventions": "intervention", "responses": "response", "measures": "measure"}


def record_of(case: dict[str, Any]) -> dict[str, Any]:
    """Return the case's record, its rows laid over the defaults of their kind."""
    defaults, record = GOLDEN["defaults"], dict(case["record"])
    for name, kind in KINDS.items():
        record[name] = [defaults[kind] | row for row in record.get(name, [])]
    record["history"] = [
        {"day": one["day"], "row": defaults["measure"] | one["row"]} for one in record.get("history", [])
    ]
    record["episode"] = defaults["episode"] | record.get("episode", {})
    return record


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_a_record_gives_the_words_of_its_case(case: dict[str, Any]) -> None:
    said = {one["section"]: [each["text"] for each in one["sentences"]] for one in narrative(record_of(case))}

    assert said == case["sections"]


def test_the_words_have_the_version_of_the_golden_cases() -> None:
    assert GOLDEN["narrative_version"] == NARRATIVE_VERSION
