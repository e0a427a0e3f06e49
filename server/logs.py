"""Logs as JSON lines with a request id; ids and counts, never a value that somebody entered.

An exception is logged as its type and the places it passed, without its text: texts
quote what they choke on. Routes are logged as patterns, not as addresses.
"""

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from server.db.canonical import uuid7

logger = logging.getLogger(__name__)
_FACTS = "facts"  # the key in `extra` for fields of a line


class JsonLines(logging.Formatter):
    """Formats each record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        line |= getattr(record, _FACTS, {})
        if record.exc_info and record.exc_info[1]:
            line["exceptions"] = [_outline(error) for error in _chain(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=False, default=str)


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def _outline(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }


def log_as_json() -> None:
    """Send all logs of this process to standard error as JSON lines; call once at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def log_requests(app: Flask) -> None:
    """Give each request an id, and log one line when it is answered."""

    @app.before_request
    def begin() -> None:
        g.request_id = uuid7()
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" not in g:
            return response
        response.headers["X-Request-Id"] = g.request_id
        actor = g.get("actor")
        facts = {
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.began) * 1000, 1),
            "clinician_id": actor.clinician_id if actor else None,
        }
        logger.info("request", extra={_FACTS: facts})
        return response
