"""What a defensible treatment note holds, as data and one check.

`data/elements.json` names the elements with their sources, `data/activities.json`
the neuromuscular re-education activities in our own words, `data/measures.json` the
measures used with them, `data/limits.json` what a figure can be. Each is the one
source: the tablet imports the same files. `check` says what a note still lacks.

Plain Python: imports nothing of ours and no framework.
"""

from server.documentation.check import Missing, missing_elements
from server.documentation.elements import ELEMENTS, Element

__all__ = ["ELEMENTS", "Element", "Missing", "missing_elements"]
