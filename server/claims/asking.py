"""Putting a day to billing: with the amount used this year where the payer counts it, and held against other
visits before anything is final."""

import logging
import traceback
from collections.abc import Sequence
from typing import Any

from server.billing import finalize
from server.billing.thresholds import SOURCE
from server.claims import one_on_one
from server.claims.amounts import counting
from server.claims.amounts.accounts import Accounts
from server.claims.gathered import Billed
from server.claims.gathering import Gathered, Setting
from server.claims.request import Request, billing_request, has_services

logger = logging.getLogger(__name__)

Result = dict[str, Any]


class BillingFailed(Exception):
    """Billing broke on a day; its cause is in the log, without the day."""


def bill(
    accounts: Accounts, setting: Setting, one: Gathered, elsewhere: Sequence[Billed]
) -> tuple[Request, Result]:
    """Return the question and the whole answer of a day; raise BillingFailed."""
    request = billing_request(one.day, elsewhere)
    result = ask(request, has_services(one.day), setting)
    if accounts.counts(one.payer_id, one.day.date_of_service):
        request, result = _with_amounts(accounts, setting, one, request, result)
    one_on_one.apply(result, one.twice, one.zone)
    return request, result


def _with_amounts(
    accounts: Accounts, setting: Setting, one: Gathered, request: Request, result: Result
) -> tuple[Request, Result]:
    """Ask again, now that the units of the day, and so its amount, are known."""
    day = one.day
    used = accounts.used_before(one.patient_id, day.discipline, day.date_of_service)
    if used is None or not result["lines"]:
        return request, result
    lines = [(line["code"], line["units"]) for line in result["lines"] if not line["outside"]]
    priced = setting.fees.priced(lines, day.date_of_service)
    found = counting.evidence(day.date_of_service, day.discipline, *used, priced)
    threshold = {"used_cents": found["used_cents"]}
    if found["day_cents"] is not None:
        threshold["day_cents"] = found["day_cents"]
    request = {**request, "threshold": threshold}
    result = ask(request, True, setting)
    result["threshold"] = found
    result["findings"] += counting.findings(found)
    _derive(result, found)
    return request, result


def _derive(result: Result, found: counting.Evidence) -> None:
    """Say on each line with KX what the amount is made of."""
    row = {"rule": "kx", "says": counting.in_words(found), "source": SOURCE}
    for line in result["lines"]:
        if "KX" in line["modifiers"]:
            line["derivation"].append(row)


def ask(request: Request, anything: bool, setting: Setting) -> Result:
    """Return billing's answer, or that there is nothing to bill; raise BillingFailed."""
    if not anything:
        return nothing_to_bill(request["id"])
    try:
        return finalize(request, setting.rules(), columns=True)
    except Exception as mistake:  # whatever breaks in a rule, the former revision stands and people are told
        frames = "".join(traceback.format_tb(mistake.__traceback__))
        logger.error("billing failed with %s\n%s", type(mistake).__name__, frames)
        raise BillingFailed from None


def nothing_to_bill(id_: str) -> Result:
    """Return the answer for a day on which nothing was treated."""
    finding = {
        "id": "nothing-to-bill",
        "severity": "info",
        "says": "No treatment time was recorded on this day, so there is nothing to bill.",
        "source": "Kinesync",
    }
    none: Result = {"lines": [], "unbilled": [], "choices": [], "findings": [finding]}
    return {"id": id_, "timed_minutes": 0, "treatment_minutes": 0, "timed_units": 0, "units": 0, **none}
