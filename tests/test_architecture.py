"""The shape of the project: what may import what, what must never be written."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import (
    MIGRATIONS,
    ROOT,
    SERVER,
    imported,
    modules,
    name_of,
    names_outside_annotations,
    text_of,
    tracked_files,
)

FRAMEWORKS = ("alembic", "apscheduler", "flask", "flask_sqlalchemy", "granian", "marshmallow", "sqlalchemy")
# These own tables; beneath them, `feed` and `audit` offer theirs to all.
DOMAINS = (
    "accounts", "claims", "devices", "episodes", "interchange", "jobs", "notifications", "organizations",
    "patients", "reviews", "schedule", "sync", "visits",
)  # fmt: skip
# A migration is history: it must not change when today's models or rules do.
MIGRATIONS_MAY_IMPORT = re.compile(
    r"alembic|sqlalchemy|server\.db\.triggers|collections|typing|datetime|json|uuid|re\b"
)
# Put together here, so that this file does not hold what it looks for.
ADDRESSES = (
    "registry." + "npmjs",
    "pypi." + "org",
    "python" + "hosted",
    "deb." + "debian.org",
    "crates." + "io",
)
MACHINE_PATHS = ("/" + "work/", "/" + "root/", "/tmp/" + "bash_", "/home/" + "user", "kinesync/" + "SPEC")
ROOMS_FOR_ANYTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "misc",
}
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["server", "server.billing", "server.documentation"])
def test_plain_python_loads_no_framework(package: str) -> None:
    program = f"import sys, {package}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert not set(loaded.split()) & set(FRAMEWORKS)


def test_a_domain_never_touches_the_tables_of_another() -> None:
    tables = re.compile(rf"server\.({'|'.join(DOMAINS)})\.models\.(\w+)")
    foreign = [
        f"{name_of(path)} uses {module}"
        for path in modules(SERVER)
        for module in imported(path)
        if (found := tables.fullmatch(module))
        and found[1] != path.relative_to(SERVER).parts[0]
        and found[2] in names_outside_annotations(path)  # to say what another's operation returned is fine
    ]

    assert not foreign


def test_every_module_says_what_it_is() -> None:
    folders = (SERVER, ROOT / "tests", ROOT / ".ci", MIGRATIONS)
    silent = [
        name_of(p)
        for folder in folders
        for p in modules(folder)
        if not ast.get_docstring(ast.parse(p.read_text()))
    ]

    assert not silent


def test_no_module_is_a_room_for_anything() -> None:
    assert not [
        name_of(path) for path in modules(SERVER) if ROOMS_FOR_ANYTHING & {path.stem, path.parent.name}
    ]


def test_the_environment_is_read_in_one_place() -> None:
    readers = [name_of(p) for p in modules(SERVER) if re.search(r"os\.(environ|getenv)", p.read_text())]

    assert readers == ["server/config.py"]


def test_only_the_transaction_and_the_migration_commit() -> None:
    committing = [name_of(p) for p in modules(SERVER) if re.search(r"\.commit\(\)", p.read_text())]

    assert committing == ["server/db/transactions.py", "server/migrate.py"]


def test_an_except_for_everything_raises_again_or_gives_its_reason() -> None:
    broad = re.compile(r"except( Exception| BaseException)?( as \w+)?:$")
    silent = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(SERVER)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and broad.search(
            path.read_text().splitlines()[node.lineno - 1]
        )  # a reason would stand behind the colon
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]

    assert not silent


def test_deleting_never_cascades() -> None:
    cascade = re.compile(r"ondelete|on delete|cascade\s*=", re.IGNORECASE)

    assert not [name_of(p) for p in modules(SERVER) + modules(MIGRATIONS) if cascade.search(p.read_text())]


def test_migrations_are_numbered_without_gaps_and_follow_each_other() -> None:
    files = modules(MIGRATIONS)
    numbers = [f"{n:04}" for n in range(1, len(files) + 1)]

    assert [path.name[:5] for path in files] == [f"{number}_" for number in numbers]
    assert [_assigned(path, "revision") for path in files] == numbers
    assert [_assigned(path, "down_revision") for path in files] == [None, *numbers[:-1]]


def test_every_migration_can_be_undone() -> None:
    assert not [name_of(path) for path in modules(MIGRATIONS) if "def downgrade" not in path.read_text()]


def test_migrations_know_nothing_of_todays_models() -> None:
    strangers = [
        f"{name_of(path)} imports {module}"
        for path in modules(MIGRATIONS)
        for module in imported(path)
        if not MIGRATIONS_MAY_IMPORT.match(module)
    ]

    assert not strangers


@pytest.mark.parametrize("unwanted", [*ADDRESSES, *MACHINE_PATHS])
def test_no_registry_and_no_machine_is_named(unwanted: str) -> None:
    assert not [name_of(path) for path in tracked_files() if unwanted in text_of(path)]


def test_nothing_is_left_for_later() -> None:
    code = [path for path in tracked_files() if path.suffix in {".py", ".ts", ".tsx", ".css", ".mjs"}]

    assert not [name_of(path) for path in code if LEFT_FOR_LATER.search(text_of(path))]


def test_locks_are_complete_and_name_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        pinned = re.findall(r"^[a-z0-9-]+==\S+(?: ;[^\\\n]*)? \\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^\S", lock, re.MULTILINE))
        assert "://" not in lock
    assert '"resolved"' not in (ROOT / "pwa" / "package-lock.json").read_text()


def _assigned(path: Path, name: str) -> object:
    """Return the constant that a module assigns to a name."""
    for node in ast.parse(path.read_text()).body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert isinstance(node.value, ast.Constant)
            return node.value.value
    raise AssertionError(f"{name_of(path)} has no {name}")
