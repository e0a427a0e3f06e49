"""Set up this checkout, from Python alone.

    python3 .ci/setup.py           what running needs: environment, packages, the built tablet app
    python3 .ci/setup.py --tests   also what the tests need: linters, browsers, PostgreSQL

Only the standard library: it runs before anything is installed. What is up to
date is skipped, so calling it always is cheap (see stamps.py).
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import debian
from stamps import Step, call, carry_out

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PWA = ROOT / "pwa"
STAMPS = VENV / "stamps"
ENV = {
    **os.environ,
    "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
    "VIRTUAL_ENV": str(VENV),
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def main(arguments: list[str]) -> None:
    """Carry out the steps in order, one set-up at a time."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python may read this file
        sys.exit(
            f"Kinesync needs Python 3.11 or later; this is {sys.version.split()[0]}. "
            "Name another one: make PYTHON=python3.12 …"
        )
    testing = "--tests" in arguments
    with (ROOT / "pyproject.toml").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_environment()
        carry_out(packages("requirements-dev.txt" if testing else needed_lock()))
        for step in (PROJECT, NPM, APP):
            carry_out(step)
        if testing:
            debian.need(debian.missing_for_tests(), "Testing")


def make_environment() -> None:
    """Create .venv, or make it anew if it belongs to another place or a Python that is gone."""
    if environment_works():
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian packs it apart
        debian.need(["python3-venv"], "The Python environment")
    print("Set-up: Python environment …", flush=True)
    base = getattr(sys, "_base_executable", sys.executable)
    call([base, "-m", "venv", "--clear", VENV], cwd=ROOT, env=os.environ)


def environment_works() -> bool:
    """Tell whether .venv runs and was made for this folder: its scripts hold the full path."""
    pip = VENV / "bin" / "pip"
    if not pip.is_file() or f"{VENV}/bin/python" not in pip.read_text().splitlines()[0]:
        return False
    return subprocess.run([VENV / "bin" / "python", "-c", ""], check=False).returncode == 0


def needed_lock() -> str:
    """Return the lock to install: a checkout set up for tests stays so (its lock holds both)."""
    return "requirements-dev.txt" if stamp_of("requirements-dev.txt").exists() else "requirements.txt"


def stamp_of(lock: str) -> Path:
    """Return the stamp of an installed lock."""
    return STAMPS / Path(lock).stem


def packages(lock: str) -> Step:
    """Return the step that installs exactly the packages of a lock, checked by their hashes."""
    flags = ["--no-input", "--no-deps", "--require-hashes", "-r"]
    return Step(
        name=f"Python packages of {lock}",
        stamp=stamp_of(lock),
        inputs=lambda: [ROOT / lock],
        output=VENV / "bin" / "npm",
        run=lambda: pip_install(*flags, lock),
    )


def pip_install(*arguments: str) -> None:
    """Install with the pip of the environment."""
    call([VENV / "bin" / "pip", "install", "-q", *arguments], cwd=ROOT, env=ENV)


def app_inputs() -> Iterator[Path]:
    """Return every file the tablet app is built from."""
    for folder, folders, files in os.walk(PWA):
        folders[:] = [name for name in folders if name not in {"node_modules", "dist", "coverage"}]
        yield from (Path(folder, name) for name in files)
    yield from (ROOT / "server" / "documentation" / "data").glob("*.json")


PROJECT = Step(
    name="the project itself",
    stamp=STAMPS / "project",
    inputs=lambda: [ROOT / "pyproject.toml"],
    output=VENV / "bin" / "kinesync",
    run=lambda: pip_install("--no-build-isolation", "--no-deps", "-e", "."),
)
NPM = Step(
    name="npm packages",
    stamp=STAMPS / "npm",
    inputs=lambda: [PWA / "package.json", PWA / "package-lock.json", PWA / ".npmrc"],
    output=PWA / "node_modules",
    run=lambda: call([VENV / "bin" / "npm", "ci"], cwd=PWA, env=ENV),
)
APP = Step(
    name="the tablet app",
    stamp=STAMPS / "app",
    inputs=app_inputs,
    output=PWA / "dist" / "index.html",
    run=lambda: call([VENV / "bin" / "npm", "run", "build"], cwd=PWA, env=ENV),
)

if __name__ == "__main__":
    main(sys.argv[1:])
