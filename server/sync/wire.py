"""A page as text, put together without reading it again.

The feed keeps each row as the canonical JSON that tablets get; reading and writing five hundred rows
anew would cost more than everything else in a pull.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from server.db import wire_time
from server.sync.pull import ChangeRow, Page


def page_text(page: Page, cursor: str, now: datetime) -> str:
    """Return the answer to a pull."""
    head = {
        "epoch": page.cursor.epoch,
        "cursor": cursor,
        "has_more": page.has_more,
        "scope_version": page.scope_version,
        "backup_seq": page.backup_seq,
        "acked_n": page.cursor.acked_n,
        "server_time": wire_time(now),
        "removed": page.removed,
        "missing": page.missing,
        "position": {"caseload": page.caseload, "seq": page.cursor.seq, "newest": page.newest_seq},
    }
    return f'{json.dumps(head, separators=(",", ":"))[:-1]},"changes":[{changes_text(page.rows)}]}}'


def changes_text(rows: Iterable[ChangeRow]) -> str:
    """Return rows of the feed as JSON, without the brackets around them."""
    return ",".join(
        f'{{"entity":"{row.entity}","id":"{row.entity_id}","version":{row.version},'
        f'"deleted":{"true" if row.deleted else "false"},"data":{row.data}}}'
        for row in rows
    )
