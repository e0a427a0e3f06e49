"""The page of rule packs: each table, from when to when it answers, and the amounts of each year."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from server.billing import Rules
from server.billing.packs import Pack, PackError
from server.billing.thresholds import published_amounts
from server.claims.rules import RulesAtHand, quarter_of

Shown = dict[str, Any]


def page(at_hand: RulesAtHand, today: date) -> Shown:
    """Return the packs, the newest first of each table, and the amounts of each year.

    A broken pack is told in `fault`; what ships is shown beside it.
    """
    try:
        rules, fault = at_hand(), None
    except PackError as broken:
        rules, fault = Rules.shipped(), str(broken).rpartition("/")[2]
    return {
        "packs": [_pack(pack, rules.packs, today) for pack in _ordered(rules.packs)],
        "fault": fault,
        "amounts": [one._asdict() for one in published_amounts()],
    }


def _ordered(packs: Sequence[Pack]) -> list[Pack]:
    newest = sorted(packs, key=lambda pack: pack.effective, reverse=True)
    return sorted(newest, key=lambda pack: (pack.setting != "practitioner", pack.kind != "ncci"))


def _pack(pack: Pack, packs: Sequence[Pack], today: date) -> Shown:
    own = [one.effective for one in packs if (one.kind, one.setting) == (pack.kind, pack.setting)]
    later = [day for day in own if day > pack.effective]
    until = min(later) - timedelta(days=1) if later else None
    in_force = pack.effective <= today and (until is None or today <= until)
    return {
        "kind": pack.kind,
        "setting": pack.setting,
        "effective": pack.effective.isoformat(),
        "until": None if until is None else until.isoformat(),
        "in_force": in_force,
        "out_of_date": in_force and pack.effective < quarter_of(today)[0],
        "ships": pack in Rules.shipped().packs,
        "rows": len(pack.pairs) or len(pack.limits),
        "source": pack.source,
        "uncertain": pack.uncertain,
    }
