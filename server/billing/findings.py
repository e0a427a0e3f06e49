"""What a reviewer must know about a day. A finding is no error of the program: it is data for a person.

Severity: `error` needs somebody to act before the day is final; `warning` needs a look; `info` only tells.

>>> Finding("kx-not-due", "info", "Attested, but not due.", "CMS").as_json()
{'id': 'kx-not-due', 'severity': 'info', 'says': 'Attested, but not due.', 'source': 'CMS'}
"""

from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """One finding. `line` is the index, from 0, of the line it is about, where it is about one.

    `columns` are the two codes of the NCCI edit it is about; the command's answer has them in words only.
    """

    id: str
    severity: Severity
    says: str
    source: str
    line: int | None = None
    columns: tuple[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it stands in an answer."""
        found: dict[str, Any] = {
            "id": self.id,
            "severity": self.severity,
            "says": self.says,
            "source": self.source,
        }
        if self.line is not None:
            found["line"] = self.line
        return found

    def with_columns(self) -> dict[str, Any]:
        """Return the finding with the two codes of its edit under keys of their own."""
        found = self.as_json()
        if self.columns is not None:
            found["column1"], found["column2"] = self.columns
        return found
