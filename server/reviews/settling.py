"""Settling what a request left due, once its transaction has committed: nobody waits for the next sweep.

Closing an appointment, entering an amount, another's procedure or a policy changes what days wait for or
come to. Whoever did it sees the result in the next answer.
"""

import logging

from flask import Response

from server.db import utc_now
from server.reviews.operations import marked_meanwhile, settle_due

logger = logging.getLogger(__name__)


def settle_after(response: Response) -> Response:
    """Finalize what the request marked. Its answer stands, whatever becomes of this."""
    if response.status_code >= 400 or not marked_meanwhile():
        return response
    try:
        settle_due(utc_now())
    except Exception:  # committed and answered: billing must not turn that into an error; the job sweeps
        logger.exception("finalizing after a request failed")
    return response
