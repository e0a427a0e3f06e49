"""The demo organization in a place where the day is at its height now, so that no test meets a midnight."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from server import cli
from server.demo import calendar
from tests.sources import ROOT

# West to east. Each is far enough from the next that one of them always has hours before and behind it.
PLACES = ("Pacific/Honolulu", "America/New_York", "Africa/Nairobi", "Asia/Tokyo")
NOON = timedelta(hours=12)


def zone_of(now: datetime) -> str:
    """Return the place whose clocks are nearest to noon.

    >>> [zone_of(datetime(2026, 11, 23, hour, tzinfo=UTC)) for hour in (3, 9, 17, 22)]
    ['Asia/Tokyo', 'Africa/Nairobi', 'America/New_York', 'Pacific/Honolulu']
    """

    def from_noon(place: str) -> timedelta:
        local = now.astimezone(ZoneInfo(place)).replace(tzinfo=None)
        return abs(local - datetime.combine(local, datetime.min.time()) - NOON)

    return min(PLACES, key=from_noon)


ZONE = zone_of(datetime.now(UTC))


def fill(data: Path) -> None:
    """Fill an empty data folder, in a process of its own: the demo is where `calendar` says."""
    command = [sys.executable, "-m", "tests.e2e.midday", ZONE]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "DATA": str(data)}, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    calendar.ZONE = sys.argv[1]
    sys.exit(cli.main(["demo"]))
