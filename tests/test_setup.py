"""The set-up: what it does twice, what it does once, what it says to whom."""

import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

sys.path.insert(0, str(ROOT / ".ci"))

import debian
import stamps


class Work:
    """A step that counts how often it was carried out."""

    def __init__(self, folder: Path) -> None:
        self.source, self.output = folder / "source", folder / "output"
        self.source.write_text("first")
        self.times = 0
        self.step = stamps.Step(
            "work", folder / "stamps" / "work", lambda: [self.source], self.output, self.run
        )

    def run(self) -> None:
        """Read the source, write the output."""
        self.times += 1
        if self.source.read_text() == "faulty":
            sys.exit("it failed")
        self.output.write_text(self.source.read_text())


@pytest.fixture
def work(tmp_path: Path) -> Work:
    done = Work(tmp_path)
    stamps.carry_out(done.step)
    return done


def test_a_step_is_not_repeated_while_its_sources_are_the_same(work: Work) -> None:
    work.source.touch()
    stamps.carry_out(work.step)

    assert work.times == 1


def test_a_step_is_repeated_when_a_source_changes(work: Work) -> None:
    work.source.write_text("second")
    stamps.carry_out(work.step)

    assert work.output.read_text() == "second"


def test_a_step_is_repeated_when_its_output_is_gone(work: Work) -> None:
    work.output.unlink()
    stamps.carry_out(work.step)

    assert work.times == 2


def test_a_step_that_failed_is_tried_again(work: Work) -> None:
    work.source.write_text("faulty")
    for _ in range(2):
        with pytest.raises(SystemExit):
            stamps.carry_out(work.step)

    assert work.times == 3


def test_going_back_to_the_first_source_is_a_change_too(work: Work) -> None:
    work.source.write_text("second")
    stamps.carry_out(work.step)
    work.source.write_text("first")
    stamps.carry_out(work.step)

    assert work.output.read_text() == "first"


def test_a_failing_command_shows_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no such package\n+Set-up stopped: sh ended with 3"):
        stamps.call(["sh", "-c", "echo no such package; exit 3"], cwd=tmp_path, env={"PATH": "/usr/bin:/bin"})


def test_without_root_the_command_to_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(SystemExit, match="sudo apt-get install -y --no-install-recommends chromium xvfb"):
        debian.need(["chromium", "xvfb"], "Testing")


def test_nothing_is_asked_for_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    debian.need([], "Testing")
