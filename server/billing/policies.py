"""Payer policies: how a payer counts, and which modifiers and tables it wants.

Three ship; a request may extend one of them and override every field. What a payer really wants stands in
its own manual: an organization that overrides a field should give the citation.

Sources: `medicare-part-b`: CMS Pub. 100-04, chapter 5, sections 10.3 (KX), 20.1 (GP, GO, CQ, CO) and 20.2
(units); NCCI Policy Manual. `commercial-midpoint` and `full-15` are the usual readings of plans without a
rule of their own; they are starting points, no payer's document.

>>> MEDICARE.counting, MEDICARE.distinct_procedure, MEDICARE.kx
('cms8', 'X', True)
>>> FULL_15.counting, FULL_15.distinct_procedure, FULL_15.assistant_modifiers
('full15', '59', False)
"""

from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple, get_args

from server.billing.fields import an_array, an_object, at, check_keys, named, one_of, text, yes_or_no
from server.billing.problem import RequestError
from server.billing.units import Counting

DistinctProcedure = Literal["59", "X"]
Edits = Literal["ncci", "none"]
Setting = Literal["practitioner", "outpatient-hospital"]
Slot = Literal["distinct", "therapy", "assistant", "kx", "extra"]

# CMS fixes only that CQ and CO stand with GP and GO; the order of the rest differs between payers.
DEFAULT_ORDER: Final[tuple[Slot, ...]] = ("distinct", "therapy", "assistant", "kx", "extra")


class Policy(NamedTuple):
    """What one payer wants. `base` is the shipped policy it is or extends."""

    name: str
    base: str
    counting: Counting
    assistant_modifiers: bool
    therapy_modifier: bool
    distinct_procedure: DistinctProcedure
    edits: Edits
    mue: bool
    kx: bool
    setting: Setting
    modifier_order: tuple[Slot, ...]
    citation: str


MEDICARE: Final = Policy(
    name="medicare-part-b",
    base="medicare-part-b",
    counting="cms8",
    assistant_modifiers=True,
    therapy_modifier=True,
    distinct_procedure="X",
    edits="ncci",
    mue=True,
    kx=True,
    setting="practitioner",
    modifier_order=DEFAULT_ORDER,
    citation="CMS Pub. 100-04, chapter 5",
)
COMMERCIAL: Final = MEDICARE._replace(
    name="commercial-midpoint",
    base="commercial-midpoint",
    counting="midpoint",
    assistant_modifiers=False,
    distinct_procedure="59",
    kx=False,
    citation="CPT, introduction, 'Time' (the usual reading for plans without a rule of their own)",
)
FULL_15: Final = COMMERCIAL._replace(
    name="full-15",
    base="full-15",
    counting="full15",
    citation="the payer's own policy of full 15-minute units",
)
SHIPPED: Final = {policy.name: policy for policy in (MEDICARE, COMMERCIAL, FULL_15)}

_READ: Final[dict[str, Callable[..., Any]]] = {
    "counting": lambda value, *place: one_of(value, get_args(Counting), *place),
    "assistant_modifiers": yes_or_no,
    "therapy_modifier": yes_or_no,
    "distinct_procedure": lambda value, *place: one_of(value, get_args(DistinctProcedure), *place),
    "edits": lambda value, *place: one_of(value, get_args(Edits), *place),
    "mue": yes_or_no,
    "kx": yes_or_no,
    "setting": lambda value, *place: one_of(value, get_args(Setting), *place),
    "modifier_order": lambda value, *place: _order(value, *place),
    "citation": named,
}


def read_policy(payer: Any, *place: str) -> Policy:
    """Return the policy that a request names or describes by what it changes."""
    if isinstance(payer, str):
        return _shipped(payer, *place)
    changes = dict(an_object(payer, *place))
    check_keys(changes, {"extends", *_READ}, ("extends",), *place)
    base = _shipped(text(changes.pop("extends"), *place, "extends"), *place, "extends")
    if not changes:
        return base
    read = {key: _READ[key](value, *place, key) for key, value in changes.items()}
    return base._replace(name=f"{base.name}, with its own {', '.join(changes)}", **read)


def _shipped(name: str, *place: str) -> Policy:
    policy = SHIPPED.get(name)
    if policy is None:
        known = ", ".join(SHIPPED)
        raise RequestError("unknown-payer", f"The policies that ship are {known}.", at(*place))
    return policy


def _order(value: Any, *place: str) -> tuple[Slot, ...]:
    """Return the order of modifiers; a kind left out keeps its usual place behind those named."""
    named_kinds = tuple(
        [one_of(kind, DEFAULT_ORDER, *place, index) for index, kind in enumerate(an_array(value, *place))]
    )
    if len(set(named_kinds)) != len(named_kinds):
        raise RequestError("repeated-value", "Each kind of modifier stands once in the order.", at(*place))
    return named_kinds + tuple([kind for kind in DEFAULT_ORDER if kind not in named_kinds])
