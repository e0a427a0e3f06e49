"""What changed between two revisions of a service day, code by code, in words.

>>> before = {"lines": [{"code": "97112", "units": 1, "modifiers": ["GP"], "held": False}]}
>>> after = {"lines": [{"code": "97112", "units": 2, "modifiers": ["GP"], "held": False}]}
>>> [row["says"] for row in difference(before, after)]
['97112: 1 unit GP became 2 units GP.']
"""

from typing import Any

Result = dict[str, Any]
TOTALS = (("timed_minutes", "Timed minutes"), ("treatment_minutes", "Treatment minutes"), ("units", "Units"))


def difference(before: Result, after: Result) -> list[dict[str, Any]]:
    """Return one row for each code and total that is not as it was."""
    return [*_codes(before, after), *_totals(before, after)]


def _codes(before: Result, after: Result) -> list[dict[str, Any]]:
    was, now = _by_code(before), _by_code(after)
    rows = []
    for code in dict.fromkeys([*now, *was]):
        old, new = was.get(code, []), now.get(code, [])
        if old != new:
            says = f"{code}: {_words(old)} became {_words(new)}."
            rows.append({"about": code, "before": old, "after": new, "says": says})
    return rows


def _by_code(result: Result) -> dict[str, list[dict[str, Any]]]:
    codes: dict[str, list[dict[str, Any]]] = {}
    for line in result.get("lines", []):
        if line.get("outside"):
            continue  # another's claim: that it came is told, it is no line of ours
        kept = {"units": line["units"], "modifiers": line["modifiers"], "held": line["held"]}
        codes.setdefault(line["code"], []).append(kept)
    return codes


def _words(lines: list[dict[str, Any]]) -> str:
    return " and ".join(_line(line) for line in lines) if lines else "no line"


def _line(line: dict[str, Any]) -> str:
    units = "1 unit" if line["units"] == 1 else f"{line['units']} units"
    return " ".join([units, *line["modifiers"], *(["(held)"] if line["held"] else [])])


def _totals(before: Result, after: Result) -> list[dict[str, Any]]:
    rows = []
    for key, label in TOTALS:
        old, new = before.get(key, 0), after.get(key, 0)
        if old != new:
            rows.append({"about": key, "before": old, "after": new, "says": f"{label}: {old} became {new}."})
    return rows
