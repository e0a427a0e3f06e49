"""`make bench`: measure speed and size, print one line a figure.

Every other module or package here has `measure()`, which gives its lines; those of one
module run by themselves with its name: `python -m tests.bench NAME`.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path


def main(wanted: Sequence[str]) -> None:
    """Run the benches named, or all of them in the order of their names."""
    here = Path(__file__).parent
    there = sorted(
        [path.stem for path in here.glob("[a-z]*.py")] + [p.parent.name for p in here.glob("*/__init__.py")]
    )
    for name in wanted or there:
        for line in importlib.import_module(f"tests.bench.{name}").measure():
            sys.stdout.write(f"{name}: {line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
