"""What Debian supplies: Python's venv, and for the tests three browsers, PostgreSQL and a small C compiler.

As root the missing packages are installed; anyone else is told the command.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stamps import call

# One file that proves the package is there, and the package.
FOR_TESTS = (
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/WebKitWebDriver", "webkit2gtk-driver"),
    ("/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "libwebkit2gtk-4.1-0"),
    ("/usr/bin/firefox-esr", "firefox-esr"),
    ("/usr/bin/Xvfb", "xvfb"),
    ("/usr/bin/xauth", "xauth"),
    ("/usr/lib/postgresql/15/bin/initdb", "postgresql-15"),
    ("/usr/bin/cc", "tcc"),
    ("/usr/include/stdio.h", "libc6-dev"),
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"),
)
NO_SERVICES = Path("/usr/sbin/policy-rc.d")


def need(packages: list[str], purpose: str) -> None:
    """Install the packages when root on Debian; otherwise end with the command to run."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"{purpose} needs what is not installed here. Please run, then start again:\n\n"
            f"    sudo apt-get update && sudo {' '.join(command)}\n"
        )
    print(f"Set-up: {purpose} needs {', '.join(packages)}; installing from Debian …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_stay_off():
        call(["apt-get", "update", "-q"], cwd=Path("/"), env=env)
        call(command, cwd=Path("/"), env=env)


def missing_for_tests() -> list[str]:
    """Return the Debian packages that the tests need and that are not there."""
    return [package for pattern, package in FOR_TESTS if not any(Path("/").glob(pattern[1:]))]


@contextmanager
def services_stay_off() -> Iterator[None]:
    """Keep packages from starting servers: the tests start their own, privately."""
    if NO_SERVICES.exists():
        yield
        return
    NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
    NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        NO_SERVICES.unlink(missing_ok=True)
