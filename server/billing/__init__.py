"""What is billed for a service day, and why: plain functions over dated data that quote their source.

Pure Python: no database, no server, no framework, nothing of ours is imported, and the answer depends on
nothing but the request and the rules.

`request` reads one service day (with `services`, `fields`, `policies`, `regions`, `json_text`; what is
wrong is a `problem`). `codes` says how a code counts; `minutes` and `timeline` how long it was treated, and
by whom; `units` how many units that is; `assistants` whose they are. `draft` puts these on `lines`;
`modifiers`, `thresholds` (KX), `edits` with `attestations` (NCCI), and `mue` go over them; `explanations`
says why. `rules` picks the dated tables, `packs` reads them from `data/` or from a folder of imported ones.
`service_day` is the one entry.

>>> answer = finalize({"id": "1", "date_of_service": "2026-03-02", "discipline": "OT", "payer": "full-15",
...                    "services": [{"code": "97535", "minutes": 31, "by": "therapist"}]})
>>> [(line["code"], line["units"], line["modifiers"]) for line in answer["lines"]]
[('97535', 2, ['GO'])]
"""

from typing import Any

from server.billing import service_day
from server.billing.packs import PackError
from server.billing.problem import RequestError
from server.billing.request import ServiceDay, read_day
from server.billing.rules import Rules

__all__ = ["PackError", "RequestError", "Rules", "ServiceDay", "finalize", "read_day"]


def finalize(
    request: dict[str, Any] | ServiceDay, rules: Rules | None = None, *, columns: bool = False
) -> dict[str, Any]:
    """Return the whole answer for a service day, by the rules given or those that ship.

    With `columns`, findings of edits have `column1` and `column2` beside what the command's answer has.
    Raises RequestError for a malformed request.
    """
    day = request if isinstance(request, ServiceDay) else read_day(request)
    return service_day.finalize(day, day.policy, rules or Rules.shipped(), columns=columns)
