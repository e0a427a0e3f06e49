"""Soak runs look for new cases each time, and print the seed that repeats a failure.

`SEED=` repeats a run; `CASES=` bounds how many cases each campaign runs. Every campaign asks for `score`,
whose rows make the table at the end.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.e2e.conftest import demo_data, faults, playwright, server, tablet
from tests.soak.score import SEED, Score, seed_of, table

__all__ = ["demo_data", "faults", "playwright", "server", "tablet"]  # fixtures of the browser tests
settings.register_profile("soak", deadline=None, print_blob=True, max_examples=2_000)
SCORES = pytest.StashKey[list[Score]]()


def pytest_report_header() -> str:
    """Say how to repeat this run."""
    return f"seed {SEED}: repeat with make soak SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print one table of all campaigns."""
    scores = config.stash.get(SCORES, [])
    if scores:
        terminalreporter.section(f"campaigns, seed {SEED}")
        for line in table(scores):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def soak_profile() -> None:
    """Leave the profile of the tests, which repeats the same cases."""
    settings.load_profile("soak")


@pytest.fixture
def score(request: pytest.FixtureRequest) -> Iterator[Score]:
    """The score of the campaign that a test is marked as. What ends it early counts as wrong."""
    mark = request.node.get_closest_marker("campaign")
    given = request.node.callspec.params.values() if hasattr(request.node, "callspec") else ()
    name = ", ".join([mark.args[0], *map(str, given)])
    kept = Score(name, seed_of(name))
    yield kept
    kept.end()
    request.config.stash.setdefault(SCORES, []).append(kept)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count a campaign that broke down as a finding."""
    try:
        yield
    except Exception as broken:
        kept = getattr(item, "funcargs", {}).get("score")
        if kept is not None and not kept.found():
            kept.wrong.append(repr(broken))
        raise
