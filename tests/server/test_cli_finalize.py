"""`kinesync finalize` as a biller calls it: files, pipes, exit states, and what it must not import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = (
    '{"id":"1","date_of_service":"2026-03-02","discipline":"PT","payer":"medicare-part-b","services":['
    '{"code":"97110","minutes":33,"by":"therapist"},{"code":"97140","minutes":7,"by":"therapist"}]}'
)


def kinesync(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as its own process."""
    command = [sys.executable, "-m", "server.cli", *arguments]
    return subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)


def test_the_manuals_third_example_gives_two_units_and_one() -> None:
    result = kinesync("finalize", "-", given=EXAMPLE.encode())

    answer = json.loads(result.stdout)
    assert result.returncode == 0
    assert [(line["code"], line["units"]) for line in answer["lines"]] == [("97110", 2), ("97140", 1)]
    assert result.stdout.endswith(b"\n")
    assert result.stderr == b""


def test_a_file_is_read_like_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text(EXAMPLE, encoding="utf-8")

    assert kinesync("finalize", str(path)).stdout == kinesync("finalize", given=EXAMPLE.encode()).stdout


def test_one_malformed_line_does_not_hold_up_the_others() -> None:
    lines = [EXAMPLE, '{"id": "2", "colour": 1}', "", "no json", "\ufeff" + EXAMPLE.replace('"1"', '"5"')]

    result = kinesync("finalize", "--lines", given="\r\n".join(lines).encode())

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 2
    assert [answer["id"] for answer in answers] == ["1", "2", None, "5"]
    assert ["problem" in answer for answer in answers] == [False, True, True, False]


@pytest.mark.parametrize("given", [b"", b"{", b"\xff", b"[]"])
def test_one_malformed_object_exits_2_with_one_problem(given: bytes) -> None:
    result = kinesync("finalize", given=given)

    assert result.returncode == 2
    assert json.loads(result.stdout)["id"] is None


def test_no_lines_at_all_are_all_answered() -> None:
    result = kinesync("finalize", "--lines", given=b"\n\n")

    assert (result.returncode, result.stdout) == (0, b"")


def test_an_answer_leaves_before_the_next_request_comes() -> None:
    command = [sys.executable, "-m", "server.cli", "finalize", "--lines"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in ("1", "2"):
            process.stdin.write(EXAMPLE.replace('"1"', f'"{number}"').encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_a_line_longer_than_a_block_is_one_request() -> None:
    name = "x" * 300_000

    result = kinesync("finalize", "--lines", given=EXAMPLE.replace('"1"', f'"{name}"').encode())

    assert json.loads(result.stdout)["id"] == name


@pytest.mark.parametrize("arguments", [["no-such-file"], ["--rules", "no-such-folder", "-"]])
def test_what_cannot_be_read_is_said_in_words(arguments: list[str]) -> None:
    result = kinesync("finalize", *arguments)

    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"no-such" in result.stderr


def test_finalize_imports_no_framework() -> None:
    code = (
        "import sys, server.cli; server.cli.main(['finalize', '--lines', '/dev/null']);"
        "frameworks = {'flask', 'sqlalchemy', 'marshmallow', 'werkzeug', 'cryptography', 'apscheduler'};"
        "print(sorted(frameworks & {name.partition('.')[0] for name in sys.modules}))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert result.stdout.strip() == "[]"
