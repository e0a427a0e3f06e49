"""The project's own files, for tests that look at its shape."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "server"
MIGRATIONS = ROOT / "migrations" / "versions"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every file that git knows and that is there."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def text_of(path: Path) -> str:
    """Return a file's text; what is not UTF-8 has none."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def modules(folder: Path) -> list[Path]:
    """Return the Python files of a folder and its subfolders."""
    return sorted(folder.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Give the full name of each module that a Python file imports, and of each name out of it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names_outside_annotations(path: Path) -> set[str]:
    """Return the names that a Python file uses for more than saying a type."""
    tree = ast.parse(path.read_text())
    annotations = [
        part
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if part is not None
    ]
    inside = {id(name) for part in annotations for name in ast.walk(part)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in inside}


def name_of(path: Path) -> str:
    """Return a file's path inside the project, to name it in a failure."""
    return str(path.relative_to(ROOT))
