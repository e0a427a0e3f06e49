"""Steps of the set-up that are skipped while their inputs are unchanged.

A stamp holds the hash of what a step read, so switching branches and back, or
touching a file, runs nothing twice; and a changed file is never missed.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One step: what it reads, what it must leave behind, and how to do it."""

    name: str
    stamp: Path
    inputs: Callable[[], Iterable[Path]]
    output: Path
    run: Callable[[], None]


def carry_out(step: Step) -> None:
    """Run the step unless its stamp still fits its inputs and its output is there."""
    wanted = fingerprint(step.inputs())
    if step.output.exists() and step.stamp.is_file() and step.stamp.read_text() == wanted:
        return
    started = time.monotonic()
    print(f"Set-up: {step.name} …", flush=True)
    step.stamp.unlink(missing_ok=True)
    step.run()
    step.stamp.parent.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(wanted)
    print(f"Set-up: {step.name}, {time.monotonic() - started:.0f} s", flush=True)


def fingerprint(paths: Iterable[Path]) -> str:
    """Return one hash over the names and contents of the files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def call(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str]) -> None:
    """Run a command in silence; if it fails, show what it said and end the set-up."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\nSet-up stopped: {command[0]} ended with {done.returncode}.")
