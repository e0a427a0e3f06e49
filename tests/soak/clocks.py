"""The tablet's clock is set, by minutes to days, at every moment of a treatment: fifty cells.

The minutes are right by the counter that nobody can set, or the repair screen asks. They are never negative,
and a wrong clock never stops the sync.
"""

from datetime import datetime
from itertools import product
from pathlib import Path

from flask import Flask

from tests.server.sync.clinic import PASSWORD, make_clinic
from tests.server.sync.stored import query
from tests.soak.node import Json, NodeTablet, tablets
from tests.soak.score import Score
from tests.soak.serving import served

MINUTE_MS = 60_000
JUMPS_MINUTES = (2, -2, 10, -10, 60, -60, 360, -360, 1440, -1440)
MOMENTS = ("before the start", "while it runs", "at the stop", "after the stop", "at the sync")
CELLS = list(product(MOMENTS, JUMPS_MINUTES))
MOST_SYNCS = 5  # on a busy machine one may take longer than the tablet waits
TREATED_MS = 4 * MINUTE_MS


def cell(tablet: NodeTablet, visit_id: str, moment: str, minutes: int, *, blind: bool) -> str:
    """Treat once while the clock is set by so many minutes; return the segment's id."""

    def reach(now: str) -> None:
        if now == moment:
            tablet.do("setClock", ms=minutes * MINUTE_MS)

    tablet.do("tick")
    tablet.do("forgetGaps")
    reach("before the start")
    tablet.do("tick")
    tablet.do("start", visit=visit_id, code="97112")
    segment_id: str = tablet.look()["running"]
    tablet.do("live", ms=TREATED_MS)
    reach("while it runs")
    tablet.do("live", ms=TREATED_MS)
    reach("at the stop")
    tablet.do("stop")
    reach("after the stop")
    tablet.do("tick")
    reach("at the sync")
    for _ in range(MOST_SYNCS):
        tablet.sync()
        if not tablet.look()["outbox"]:
            break
    if blind:
        tablet.do("forgetGaps")
    return segment_id


def judge(tablet: NodeTablet, visit_id: str, segment_id: str, name: str, score: Score) -> None:
    """Compare what was recorded with the counter."""
    seen = tablet.look()
    segment = next(each for each in seen["segments"] if each["id"] == segment_id)
    shown = milliseconds(segment)
    counted = segment["end_monotonic_ms"] - segment["monotonic_ms"]
    if shown <= 0:
        score.wrong.append(f"{name}: {shown} ms")
    asked = segment_id in tablet.do("doubted", visit=visit_id)
    if abs(shown - counted) >= MINUTE_MS and not asked:
        score.wrong.append(f"{name}: {shown} ms instead of {counted} ms, and nobody is asked")
    if seen["outbox"] or seen["quarantine"]:
        score.wrong.append(f"{name}: it stopped the sync: {seen['status']}")


def milliseconds(segment: Json) -> int:
    """Return how long a segment lasted by the tablet's clock."""
    ends = (datetime.fromisoformat(segment[name]) for name in ("started_at", "ended_at"))
    started, ended = ends
    return round((ended - started).total_seconds() * 1000)


def run(
    app: Flask, program: Path, cells: list[tuple[str, int]], score: Score, *, blind: bool = False
) -> None:
    """Run the cells; a blind tablet forgets what it saw of its clocks."""
    clinic = make_clinic(app, parts=("pt",))
    with served(app) as server, tablets(program, 1) as (tablet,):
        tablet.begin(server.url, clinic.email("pt"), PASSWORD)
        tablet.sync()
        visit_id = tablet.do("visit", episode=clinic.patients[0].episode_id)
        for moment, minutes in cells:
            score.cases += 1
            name = f"{minutes:+} min {moment}"
            segment_id = cell(tablet, visit_id, moment, minutes, blind=blind)
            judge(tablet, visit_id, segment_id, name, score)
            tablet.do("setClock", ms=-minutes * MINUTE_MS)
    stored = query(app, "SELECT count(*) FROM segment WHERE ended_at > started_at")[0][0]
    if stored != len(cells):
        score.lost.append(f"{len(cells) - stored} segments on the server")
