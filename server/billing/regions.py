"""Body regions, and whether two treatments touched the same one.

An edit between chiropractic manipulation and therapy may be bypassed only for different regions, so regions
are words of a fixed list. An extremity contains its parts; `bilateral` is both sides.

Source: NCCI Policy Manual, chapter XI (Medicine, Evaluation and Management), section on chiropractic
manipulative treatment, as in force on 2024-07-01 (read in a reprint).

>>> shared({"left upper extremity"}, {"bilateral hand"})
['left hand']
>>> shared({"lumbar spine"}, {"cervical spine", "right hip"})
[]
"""

from collections.abc import Iterable
from typing import Final

SPINE: Final = frozenset({"cervical spine", "thoracic spine", "lumbar spine", "sacrum", "pelvis"})
_TRUNK_AND_HEAD: Final = SPINE | {"head", "face", "trunk"}
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "upper extremity": ("shoulder", "elbow", "wrist", "hand"),
    "lower extremity": ("hip", "knee", "ankle", "foot"),
}


def _one_side(side: str) -> dict[str, frozenset[str]]:
    """Return what each region of one side covers."""
    covers: dict[str, frozenset[str]] = {}
    for whole, parts in _PARTS.items():
        covers.update({f"{side} {part}": frozenset({f"{side} {part}"}) for part in parts})
        covers[f"{side} {whole}"] = frozenset({f"{side} {part}" for part in (whole, *parts)})
    return covers


_PAIRED: Final = tuple([part for whole, parts in _PARTS.items() for part in (whole, *parts)])
_LEFT: Final = _one_side("left")
_RIGHT: Final = _one_side("right")
COVERS: Final[dict[str, frozenset[str]]] = {
    **{region: frozenset({region}) for region in _TRUNK_AND_HEAD},
    **_LEFT,
    **_RIGHT,
    **{f"bilateral {part}": _LEFT[f"left {part}"] | _RIGHT[f"right {part}"] for part in _PAIRED},
}


def shared(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """Return the regions that both have, the smallest parts named, in order of the alphabet."""
    covered = [frozenset().union(*[COVERS[region] for region in regions]) for regions in (one, other)]
    return sorted(covered[0] & covered[1])
