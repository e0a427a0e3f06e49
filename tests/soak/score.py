"""What a campaign found: counted for the table at the end of a soak run, told in words when it fails."""

import os
import secrets
import time
import zlib
from dataclasses import dataclass, field

SEED = int(os.environ.get("SEED") or secrets.randbits(32))
MOST_CASES = int(os.environ.get("CASES") or 10**9)
COLUMNS = ("campaign", "cases", "lost", "doubled", "wrong", "seconds")


@dataclass
class Score:
    """One campaign. Lists hold a line in words for each finding."""

    campaign: str
    seed: int
    cases: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0
    began: float = field(default_factory=time.monotonic)

    def found(self) -> list[str]:
        """Return all findings."""
        return [
            *(f"lost: {each}" for each in self.lost),
            *(f"doubled: {each}" for each in self.doubled),
            *(f"wrong: {each}" for each in self.wrong),
        ]

    def check(self) -> None:
        """Fail with everything that was found."""
        findings = "\n".join(self.found()[:20])
        assert not findings, f"{self.campaign}, seed {self.seed}, {self.cases} cases:\n{findings}"

    def end(self) -> None:
        """Stop the clock."""
        self.seconds = time.monotonic() - self.began

    def row(self) -> tuple[str, ...]:
        """Return its row of the table."""
        counts = (self.cases, len(self.lost), len(self.doubled), len(self.wrong))
        return (self.campaign, *map(str, counts), f"{self.seconds:.0f}")


def seed_of(campaign: str) -> int:
    """Return a campaign's own seed: the same for the same SEED, whichever others run."""
    return SEED ^ zlib.crc32(campaign.encode())


def cases(whole: int) -> int:
    """Return how many cases to run: all, unless CASES asks for fewer."""
    return min(whole, MOST_CASES)


def table(scores: list[Score]) -> list[str]:
    """Return the lines of the table."""
    rows = [COLUMNS, *(each.row() for each in scores)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
