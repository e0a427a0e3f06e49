"""CMS's tables as they are downloaded become rule packs, or nothing is changed and the line is named."""

import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.billing import PackError, Rules, finalize
from server.billing.cms_files import BrokenFileError
from server.billing.importing import Wanted, import_mue, import_ncci
from server.billing.packs import read_folder

HEADERS = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
ROWS = (
    "0001A\t0591T\t\t20220101\t20231231\t1\tCPT Manual or CMS manual coding instruction",
    "97150\t97112\t*\t19960101\t20191231\t1\tMutually exclusive procedures",
    "97150\t97112\t\t20201001\t*\t1\tMutually exclusive procedures",
    "97112\t97164\t\t20200101\t20200101\t9\tStandards of medical/surgical practice",
    "97530\t97116\t\t20200101\t20260831\t1\tMore extensive procedure \xe9",
)
NOTICE = '"CPT codes and descriptions are copyright.\nAll rights reserved.",,,'
MUE_HEADER = '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale'
MUE_ROWS = (
    "0009U,2,3 Date of Service Edit: Clinical,Nature of Analyte",
    "97112,2,3 Date of Service Edit: Clinical,Data",
)


def edit_table(folder: Path, *rows: str, name: str = "ccipra-v322r0-f1.TXT") -> Path:
    """Write an edit table as CMS does."""
    path = folder / name
    path.write_bytes("\r\n".join([*HEADERS, *rows, ""]).encode("latin-1"))
    return path


def limit_table(
    folder: Path, *rows: str, name: str = "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv"
) -> Path:
    """Write a table of MUE values as CMS does."""
    path = folder / name
    path.write_bytes("\r\n".join([NOTICE, MUE_HEADER, *rows, ",,,", ""]).encode("latin-1"))
    return path


def zipped(path: Path) -> Path:
    """Put a file into a zip beside a file of another kind."""
    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.write(path, f"folder/{path.name}")
        target.writestr("folder/readme.xlsx", b"PK")
    return archive


def active(rules: Rules, day: date, column1: str, column2: str) -> bool:
    """Say whether a pair is in force."""
    return column1 in rules.on(day, "practitioner").edits.get(column2, {})


def test_a_table_becomes_a_pack_with_its_pairs_in_their_time(tmp_path: Path) -> None:
    done = import_ncci([edit_table(tmp_path, *ROWS)], tmp_path / "rules")

    rules = Rules.imported(tmp_path / "rules")
    assert (done.read, done.void, done.kept) == (5, 1, 3)
    assert done.path.name == "ncci-practitioner-2026-07-01.csv"
    assert active(rules, date(2026, 8, 1), "97150", "97112"), "put back"
    assert not active(rules, date(2026, 8, 1), "97112", "97164"), "void"
    assert not active(rules, date(2020, 3, 1), "97150", "97112"), "between its two times"
    assert active(rules, date(2026, 8, 31), "97530", "97116"), "the deletion date is the last day in force"
    assert not active(rules, date(2026, 9, 1), "97530", "97116")


def test_several_texts_and_a_zip_make_one_pack(tmp_path: Path) -> None:
    first = edit_table(tmp_path, *ROWS[:3])
    second = zipped(edit_table(tmp_path, *ROWS[3:], name="ccipra-v322r0-f2.txt"))

    done = import_ncci([first, second], tmp_path / "rules")

    assert (done.read, done.kept) == (5, 3)


def test_mue_values_are_read_behind_a_header_with_a_line_feed(tmp_path: Path) -> None:
    for table in (limit_table(tmp_path, *MUE_ROWS), zipped(limit_table(tmp_path, *MUE_ROWS))):
        import_mue(table, tmp_path / "rules")

        limits = Rules.imported(tmp_path / "rules").on(date(2026, 8, 1), "practitioner").limits
        assert {code: limit.units for code, limit in limits.items()} == {"97112": 2}


def test_an_imported_pack_answers_for_its_quarter_and_the_former_for_its_own(tmp_path: Path) -> None:
    rules_folder = tmp_path / "rules"
    import_ncci([edit_table(tmp_path, ROWS[4], name="ccipra-v321r0-f1.txt")], rules_folder)
    import_ncci([edit_table(tmp_path, ROWS[2])], rules_folder)

    rules = Rules.imported(rules_folder)

    assert active(rules, date(2026, 6, 30), "97530", "97116")
    assert not active(rules, date(2026, 6, 30), "97150", "97112")
    assert active(rules, date(2026, 7, 1), "97150", "97112")
    assert not active(rules, date(2026, 7, 1), "97530", "97116")
    assert rules.on(date(2026, 7, 1), "practitioner").edits_ages == ()
    assert [found.id for found in rules.on(date(2026, 10, 1), "practitioner").edits_ages] == [
        "rules-out-of-date"
    ]
    assert [found.id for found in rules.on(date(2026, 3, 1), "practitioner").edits_ages] == [
        "rules-do-not-cover"
    ]


def test_an_older_pack_leaves_later_days_to_what_ships(tmp_path: Path) -> None:
    import_ncci([edit_table(tmp_path, *ROWS, name="ccipra-v301r0-f1.txt")], tmp_path / "rules")

    rules = Rules.imported(tmp_path / "rules")

    assert active(rules, date(2024, 6, 30), "97530", "97116"), "of the imported pack"
    assert active(rules, date(2024, 7, 1), "97755", "97112"), "of what ships"


def test_a_folder_without_limits_uses_those_that_ship_and_says_their_age(tmp_path: Path) -> None:
    import_ncci([edit_table(tmp_path, *ROWS)], tmp_path / "rules")
    rows = [{"code": "97112", "minutes": 75, "by": "therapist"}]
    day = {"id": "1", "date_of_service": "2026-08-03", "discipline": "PT", "payer": "medicare-part-b"}

    answer = finalize({**day, "services": rows}, Rules.imported(tmp_path / "rules"))

    found = {finding["id"]: finding["says"] for finding in answer["findings"]}
    assert found.keys() == {"mue-exceeded", "rules-out-of-date"}
    assert "MUE values at hand are of 2024-07-01" in found["rules-out-of-date"]


BROKEN: list[tuple[str, str, Any]] = [
    ("a field is missing", "line 8", "97150\t97112\t\t20201001\t1"),
    ("a code is too short", "line 8", "97150\t9711\t\t20201001\t*\t1\tx"),
    ("an indicator that is none", "line 8", "97150\t97112\t\t20201001\t*\t2\tx"),
    ("no such date", "line 8", "97150\t97112\t\t20201301\t*\t1\tx"),
    ("a deletion that is no date", "line 8", "97150\t97112\t\t20201001\tnever\t1\tx"),
    ("cut off", "line 8", "97150\t971"),
]


@pytest.mark.parametrize(("_name", "place", "row"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_a_broken_edit_table_names_the_line_and_changes_nothing(
    tmp_path: Path, _name: str, place: str, row: str
) -> None:
    good = import_ncci([edit_table(tmp_path, *ROWS)], tmp_path / "rules")
    before = good.path.read_bytes()

    with pytest.raises(BrokenFileError, match=place):
        import_ncci([edit_table(tmp_path, ROWS[2], row, ROWS[4])], tmp_path / "rules")

    assert [path.name for path in (tmp_path / "rules").iterdir()] == [good.path.name]
    assert good.path.read_bytes() == before


def test_a_broken_first_row_is_no_header(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError, match="line 7"):
        import_ncci([edit_table(tmp_path, "97150\t97112\t\tsoon", *ROWS)], tmp_path / "rules")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("97112,four,3 Date of Service", "line 5"),
        ("97112,4,clinical", "adjudication"),
        ("97112,4", "line 5"),
        ("9711,4,3 x,y", "line 5"),
    ],
)
def test_a_broken_mue_table_names_the_line_and_changes_nothing(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(BrokenFileError, match=words):
        import_mue(limit_table(tmp_path, row, *MUE_ROWS), tmp_path / "rules")

    assert not (tmp_path / "rules").exists()


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "ccipra-v322r0-f1.txt"
    text.write_text("nothing here\n", encoding="ascii")
    damaged = tmp_path / "damaged.zip"
    whole = zipped(edit_table(tmp_path, *ROWS, name="ccipra-v322r0-f3.txt")).read_bytes()
    damaged.write_bytes(whole[:40] + bytes(20) + whole[60:])

    for path in (text, damaged, tmp_path / "missing.txt", zipped(limit_table(tmp_path, *MUE_ROWS))):
        with pytest.raises(BrokenFileError, match=path.stem):
            import_ncci([path], tmp_path / "rules")
    with pytest.raises(BrokenFileError, match="header"):
        import_mue(edit_table(tmp_path, *ROWS, name="MCR_MUE_x_Eff_07-01-2026.csv"), tmp_path / "rules")


def test_a_name_that_says_nothing_needs_quarter_and_setting(tmp_path: Path) -> None:
    table = edit_table(tmp_path, *ROWS, name="edits.txt")

    with pytest.raises(BrokenFileError, match="--effective"):
        import_ncci([table], tmp_path / "rules")
    done = import_ncci([table], tmp_path / "rules", Wanted(date(2026, 10, 1), "outpatient-hospital"))

    assert done.path.name == "ncci-outpatient-hospital-2026-10-01.csv"


def test_tables_of_two_settings_do_not_mix(tmp_path: Path) -> None:
    tables = [edit_table(tmp_path, *ROWS), edit_table(tmp_path, *ROWS, name="ccioph-v322r0-f1.txt")]

    with pytest.raises(BrokenFileError, match="setting"):
        import_ncci(tables, tmp_path / "rules")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "column1,column2\n",
        "# kind: ncci\n# setting: practitioner\n# effective: 2026-07-01\n# source: x\ncode\n",
    ],
)
def test_a_file_that_is_no_pack_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.csv").write_text(text, encoding="ascii")

    with pytest.raises(PackError, match=r"odd\.csv"):
        read_folder(tmp_path)


def test_the_commands_write_what_finalize_reads(tmp_path: Path) -> None:
    folder = str(tmp_path / "rules")
    table, limits = edit_table(tmp_path, *ROWS), limit_table(tmp_path, *MUE_ROWS)
    day = (
        '{"id":"1","date_of_service":"2026-08-03","discipline":"PT","payer":"medicare-part-b","services":['
        '{"code":"97150","minutes":20,"by":"therapist"},{"code":"97112","minutes":45,"by":"therapist"}]}'
    )

    for arguments in (["import-ncci", str(table)], ["import-mue", str(limits)]):
        done = kinesync(*arguments, "--rules", folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert "rows read" in done.stdout
    answered = kinesync("finalize", "--rules", folder, given=day)

    assert answered.returncode == 0
    assert "edit-needs-attestation" in answered.stdout
    assert "mue-exceeded" in answered.stdout
    assert "rules-out-of-date" not in answered.stdout


def test_a_broken_file_exits_2_with_words(tmp_path: Path) -> None:
    table = edit_table(tmp_path, ROWS[2], "97150\t97112\t\tsoon")

    done = kinesync("import-ncci", str(table), "--rules", str(tmp_path / "rules"))

    assert done.returncode == 2
    assert "line 8" in done.stderr
    assert "Nothing was changed" in done.stderr


def kinesync(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command as its own process."""
    command = [sys.executable, "-m", "server.cli", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, timeout=60, check=False, env={**os.environ}
    )
