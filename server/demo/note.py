"""The note of a demo visit: the bytes that the tablet would have signed.

Facts and sentences have the form that the tablet's `domain/content.ts` and `domain/narrative.ts` give them;
the server holds them against its rows like any other signature.
"""

from collections.abc import Mapping
from typing import Any, Final

from server.db import canonical
from server.demo.narrative import narrative
from server.visits.signing.facts import CONTENT_VERSION

Row = Mapping[str, Any]

NARRATIVE_VERSION: Final = 3


def signed_content(facts: Row, record: Row, author: Row, patient_line: str, signed_at: str) -> str:
    """Return the canonical bytes, as text. `record` holds the rows that the sentences are built from."""
    return canonical(
        {
            "kind": "kinesync-visit-note",
            "content_version": CONTENT_VERSION,
            "language": "en",
            "narrative_version": NARRATIVE_VERSION,
            "facts": facts,
            "note": {
                "title": "Treatment note",
                "patient_line": patient_line,
                "sections": [one for one in narrative(record) if one["sentences"]],
            },
            "author": author,
            "signed_at": signed_at,
        }
    )
