"""Running walks over an application and a build of the tablet, either whole or with a fault put in."""

from contextlib import ExitStack
from pathlib import Path

from flask import Flask

from tests.server.sync.backups import Backups
from tests.soak.model.walk import PARTS, Walk
from tests.soak.node import tablets
from tests.soak.proxy import between
from tests.soak.score import Score
from tests.soak.serving import served

STEPS = 25
MOST_WALKS = 60  # in which a fault must show


def run(app: Flask, program: Path, folder: Path, count: int, score: Score) -> None:
    """Walk so many times; ends at the first walk that finds something, and tells its steps."""
    for name in ("empty", "saved"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    Backups(app, folder / "empty").take()
    with ExitStack() as opened:
        server = opened.enter_context(served(app))
        proxies = [opened.enter_context(between(server.url)) for _ in PARTS]
        started = opened.enter_context(tablets(program, len(PARTS)))
        for _ in range(count):
            walk = Walk(app, folder, server, proxies, started, score.seed + score.cases, score)
            score.cases += 1
            walk.begin()
            walk.go(STEPS)
            if not score.found():
                walk.heal()
            if score.found():
                score.wrong.append(f"in case {score.cases}: {', '.join(walk.steps)}")
                return


def expect_fault(app: Flask, program: Path, folder: Path) -> None:
    """Fail unless the walks find something."""
    score = Score("a fault put in", seed=97)
    run(app, program, folder, MOST_WALKS, score)
    assert score.found()
