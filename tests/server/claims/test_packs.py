"""The page of rule packs: what ships, what was imported, what is in force, and a broken file."""

from pathlib import Path
from typing import Any

from server.billing.importing import import_mue
from server.config import config_of
from tests.server.claims.desk import Desk
from tests.server.people import json_of

CSV = (
    "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n"
    "97112,4,3 Date of Service Edit: Clinical,Clinical: Data\r\n"
)


def shown(desk: Desk, who: str = "biller") -> dict[str, Any]:
    whole: dict[str, Any] = json_of(desk.get(who, "/api/rule-packs"))
    return whole


def in_force(whole: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    return [
        (one["kind"], one["setting"], one["effective"], one["ships"])
        for one in whole["packs"]
        if one["in_force"] and one["setting"] == "practitioner"
    ]


def test_what_ships_is_in_force_and_said_to_be_old(desk: Desk) -> None:
    whole = shown(desk)

    assert in_force(whole) == [
        ("ncci", "practitioner", "2024-07-01", True),
        ("mue", "practitioner", "2024-07-01", True),
    ]
    assert all(one["out_of_date"] and one["rows"] > 10 for one in whole["packs"])
    assert whole["fault"] is None
    assert (whole["amounts"][0]["year"], whole["amounts"][0]["ot_cents"]) == (2026, 248000)


def test_an_imported_pack_takes_over_from_its_date(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
    path.write_text(CSV, encoding="latin-1")
    import_mue(path, config_of(desk.app).data_folder / "rules")

    whole = shown(desk, "administrator")

    assert ("mue", "practitioner", "2026-10-01", False) in in_force(whole)
    assert "2026-10-01" in str(whole["packs"])


def test_a_broken_pack_is_named_without_its_folder(desk: Desk) -> None:
    folder = config_of(desk.app).data_folder / "rules"
    folder.mkdir(parents=True)
    (folder / "mue-practitioner-2026-10-01.csv").write_text("torn", encoding="ascii")

    whole = shown(desk)

    assert whole["fault"].startswith("mue-practitioner-2026-10-01.csv, line 1")
    assert {one["ships"] for one in whole["packs"]} == {True}
