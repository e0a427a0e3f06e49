"""A polling reader misses nothing of eight writers; and would, were numbers taken any earlier."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import Tablet, names
from tests.soak.early_numbers import number_by_sequence, number_first
from tests.soak.race import Race

COMMITS = 15
TRIES = 5


@pytest.mark.both_databases
def test_a_polling_reader_misses_nothing(app: Flask, clinic: Clinic) -> None:
    race = Race(app, clinic, COMMITS)

    assert race.run(seed=1) == set()
    assert len(race.committed) == 8 * COMMITS


@pytest.mark.both_databases
def test_the_race_notices_numbers_taken_first(
    app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    number_first(app, monkeypatch)

    assert any(Race(app, clinic, COMMITS).run(seed) for seed in range(TRIES))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_race_notices_a_sequence(app: Flask, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    number_by_sequence(app, monkeypatch)

    assert any(Race(app, clinic, COMMITS).run(seed) for seed in range(TRIES))


@pytest.mark.both_databases
def test_a_batch_sent_four_times_at_once_is_done_once(
    app: Flask, clinic: Clinic, new_tablet: NewTablet
) -> None:
    tablet = new_tablet()
    start = tablet.start_visit(clinic.patients[0])
    edits = [tablet.edit(start["entity"], section, "Walk") for section in ("plan", "objective")]
    batch = [start, *edits]
    doors = [new_tablet() for _ in range(4)]
    for each in doors:
        each.device_id = tablet.device_id
    ready = threading.Barrier(len(doors))

    def send(each: Tablet) -> list[str]:
        ready.wait()
        while True:
            status, answer = each.send(batch)
            if status == 200:
                return names(answer["verdicts"])
            assert status == 503  # nothing of it was stored: send it again

    with ThreadPoolExecutor(len(doors)) as pool:
        told = list(pool.map(send, doors))

    assert sorted(told) == [["applied"] * 3, ["duplicate"] * 3, ["duplicate"] * 3, ["duplicate"] * 3]
    assert query(app, "SELECT version FROM section") == [(1,), (1,)]


@pytest.mark.both_databases
def test_of_two_clinicians_who_write_a_section_at_once_one_is_asked(
    clinic: Clinic, new_tablet: NewTablet
) -> None:
    tablets = [new_tablet("pt"), new_tablet("pta")]
    start = tablets[0].start_visit(clinic.patients[0])
    tablets[0].push(start)
    ready = threading.Barrier(2)

    def write(each: Tablet) -> str:
        edit = each.edit(start["entity"], "plan", each.device_id)
        ready.wait()
        return names(each.push(edit))[0]

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(write, tablets)) == ["applied", "conflict"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_tablets_that_open_one_visit_at_once_meet_in_it(clinic: Clinic, new_tablet: NewTablet) -> None:
    tablets = [new_tablet("pt"), new_tablet("pta")]

    def open_visit(each: Tablet, visit_id: str, ready: threading.Barrier) -> list[str]:
        bad = each.mutation("visit.dance", visit_id, {})  # the batch is then run with savepoints
        early = each.edit(visit_id, "plan", "Walk")  # and this one refuses in the handler
        start = each.start_visit(clinic.patients[0], visit_id)
        ready.wait()
        return names(each.push(bad, early, start))

    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            arguments = (tablets, [new_id()] * 2, [threading.Barrier(2)] * 2)
            told = list(pool.map(open_visit, *arguments))
            assert [each[0] for each in told] == ["rejected", "rejected"]
            assert [each[2] for each in told] == ["applied", "applied"]
