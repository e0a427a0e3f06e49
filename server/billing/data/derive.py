"""How the shipped tables were made: run once, kept so that anybody can check them.

    python -m server.billing.data.derive PTP.csv CODES.csv

PTP.csv holds CMS's practitioner edits of 2024-07-01 for therapy codes (`column1, column2, deletion date,
indicator, rationale`); CODES.csv the MUE values of the same day (`code, mue_practitioner, mai, …,
mue_outpatient, mai_outpatient, …`). Both were decoded from the copies of CMS's tables in the public
repository andrewallenbruce/northstar, commit a37fd498, inst/extdata/pins. That copy has no effective dates
of pairs: a pair is known to be active on 2024-07-01, and nothing is claimed for earlier days.

Left out: ended and void rows (none is active on or after 2022-01-01), pairs of two foreign codes,
descriptors.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from server.billing.codes import LABELS

EFFECTIVE = "2024-07-01"
ACTIVE = "9999-12-31"
FOLDER = Path(__file__).parent
CODING_INSTRUCTION = "CPT Manual or CMS manual coding instruction"
MISUSE = "Misuse of Column Two code with Column One code"
# Pairs of 97112 that the copy lists apart from the therapy codes. Of its 47 nerve blocks and injections ten
# are known by number; the other 37 lie between 64400 and 64530 and are not shipped.
ONLY_PRACTITIONER = [("97112", code, "0", CODING_INSTRUCTION) for code in ("36591", "36592", "96523")]
INJECTIONS = [
    ("97112", code, "1", MISUSE)
    for code in ("0213T", "0216T", *[str(number) for number in range(62320, 62328)])
]
Pair = tuple[str, str, str, str]


def active_pairs(rows: Iterable[list[str]]) -> list[Pair]:
    """Return the pairs of 97112 and of the supported codes among themselves that are in force."""
    return [
        (column1, column2, indicator, rationale)
        for column1, column2, deletion, indicator, rationale in rows
        if deletion == ACTIVE
        and indicator != "9"
        and ("97112" in (column1, column2) or (column1 in LABELS and column2 in LABELS))
    ]


def write(name: str, head: dict[str, str], columns: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Write one table with its head."""
    with (FOLDER / name).open("w", encoding="ascii", newline="") as file:
        file.writelines(f"# {key}: {value}\n" for key, value in head.items())
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))


def write_pairs(setting: str, pairs: Iterable[Pair], **remarks: str) -> None:
    """Write the pairs of one setting."""
    head = {
        "kind": "ncci",
        "setting": setting,
        "effective": EFFECTIVE,
        "source": f"CMS NCCI procedure-to-procedure edits, {setting}, 2024 Q3 (effective {EFFECTIVE})",
        **remarks,
    }
    columns = ["column1", "column2", "effective", "deletion", "indicator", "rationale"]
    rows = [(one, two, EFFECTIVE, "", indicator, rationale) for one, two, indicator, rationale in pairs]
    write(f"ncci-{setting}-{EFFECTIVE}.csv", head, columns, rows)


def write_limits(setting: str, rows: Iterable[dict[str, str]], units: str, indicator: str) -> None:
    """Write the MUE values of one setting."""
    head = {
        "kind": "mue",
        "setting": setting,
        "effective": EFFECTIVE,
        "source": f"CMS Medically Unlikely Edits, {setting}, 2024 Q3 (effective {EFFECTIVE})",
        "note": "CMS publishes no value for 98943.",
    }
    limits = [(row["code"], row[units], row[indicator], row["mue_rationale"]) for row in rows]
    columns = ["code", "units", "adjudication", "rationale"]
    write(f"mue-{setting}-{EFFECTIVE}.csv", head, columns, [limit for limit in limits if limit[0] in LABELS])


def main(ptp: str, codes: str) -> None:
    """Write the four tables that ship."""
    with Path(ptp).open(encoding="ascii", newline="") as file:
        therapy = active_pairs(list(csv.reader(file))[1:])
    with Path(codes).open(encoding="ascii", newline="") as file:
        limits = list(csv.DictReader(file))
    write_pairs(
        "practitioner",
        therapy + ONLY_PRACTITIONER + INJECTIONS,
        note="Of the pairs of 97112 with nerve blocks, 37 between 64400 and 64530 are not here.",
    )
    write_pairs(
        "outpatient-hospital",
        therapy + INJECTIONS,
        note="G0177 with 97112 is not here: its indicator is not known.",
        uncertain="Checked for 97112 only; the other pairs are those of the practitioner table",
    )
    write_limits("practitioner", limits, "mue_practitioner", "mai")
    write_limits("outpatient-hospital", limits, "mue_outpatient", "mai_outpatient")


if __name__ == "__main__":
    main(*sys.argv[1:])
