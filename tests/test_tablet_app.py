"""The tablet app's own tests, run by vitest, and what only the built app can show."""

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT

PWA = ROOT / "pwa"
DIST = PWA / "dist"
FIRST_LOAD_BYTES = 80 * 1024


def test_the_tablet_app_passes_its_own_tests() -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(
        ["npx", "vitest", "run", "--reporter=dot"],
        cwd=PWA,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def page() -> str:
    """The page that the build made."""
    return (DIST / "index.html").read_text()


def test_the_first_load_is_small(page: str) -> None:
    scripts = re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', page)

    assert scripts
    assert sum(len(gzip.compress((DIST / name).read_bytes(), 9)) for name in scripts) <= FIRST_LOAD_BYTES


def test_the_page_needs_nothing_inline_and_no_other_origin(page: str) -> None:
    assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|style=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
