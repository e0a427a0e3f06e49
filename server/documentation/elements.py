"""The elements of a treatment note, read from `data/elements.json`.

Source: CMS Pub. 100-02, Medicare Benefit Policy Manual, chapter 15, section
220.3.E (treatment note; text of Rev. 255, 2019-01-25). Each element names its own.

>>> [element.id for element in ELEMENTS if element.level == "required"]  # doctest: +NORMALIZE_WHITESPACE
['date', 'interventions', 'total_timed_minutes', 'total_treatment_minutes', 'author', 'contributors',
 'adverse_action']
"""

import json
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Element:
    """One thing a note should hold; `of` says whether a visit, a code or an intervention has it."""

    id: str
    level: str
    of: str
    source: str


def _read() -> tuple[Element, ...]:
    text = files("server.documentation").joinpath("data/elements.json").read_text(encoding="utf-8")
    return tuple(Element(**row) for row in json.loads(text)["elements"])


ELEMENTS = _read()
