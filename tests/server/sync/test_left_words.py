"""Words behind a visit that the server refused are left with the supervisors: sealed, listed, once."""

import json

import pytest
from flask import Flask

from server.sync.kinds import KINDS
from server.visits.kept.schemas import ENTITIES
from tests.server.sync.clinic import Clinic, new_id
from tests.server.sync.conftest import NewTablet
from tests.server.sync.stored import query
from tests.server.sync.tablet import Json, Mutation, Tablet, names

pytestmark = pytest.mark.both_databases
WORDS = "Plainly Invented climbed twelve stairs"
AT = "2026-11-23T14:00:00.000Z"


def leaving(tablet: Tablet, **changes: object) -> Mutation:
    """Make what a tablet sends for words that have no visit."""
    data = {
        "visit_id": new_id(),
        "of": "section.edit",
        "words": [{"name": "Patient", "text": "Plainly Invented"}, {"name": "text", "text": WORDS}],
        "recorded_at": AT,
        "left_at": AT,
    }
    return tablet.mutation("words.leave", new_id(), {**data, **changes})


def waiting(tablet: Tablet) -> list[Json]:
    """Return the list as somebody sees it."""
    found: list[Json] = tablet.door.ask("GET", "/api/quarantine")[1]["quarantined"]
    return found


def test_a_supervisor_opens_every_word_and_takes_it_off_the_list(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    left = leaving(tablet)
    assert names(tablet.push(left)) == ["applied"]
    supervisor = new_tablet("supervisor")

    (listed,) = waiting(supervisor)

    assert (listed["kind"], listed["reason"]["type"]) == ("words.leave", "left-words")
    assert WORDS not in json.dumps(listed) + str(query(app, "SELECT * FROM left_words, quarantined"))
    opened = supervisor.door.ask("GET", f"/api/quarantine/{listed['id']}")[1]
    assert opened["mutation"]["data"] == left["data"]
    assert supervisor.door.ask("POST", f"/api/quarantine/{listed['id']}/settle", {})[0] == 204
    assert waiting(supervisor) == []


def test_its_author_alone_gets_the_trail_which_holds_no_words(
    tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    left = leaving(tablet)
    colleague = new_tablet("pta")
    tablet.push(left)

    tablet.pull()
    colleague.pull()

    row = tablet.base["left_words", left["entity"]]
    assert WORDS not in json.dumps(row)
    assert (row["data"]["of"], row["data"]["visit_id"]) == ("section.edit", left["data"]["visit_id"])
    assert ("left_words", left["entity"]) not in colleague.base


def test_left_twice_it_is_there_once_and_never_changes(
    app: Flask, tablet: Tablet, new_tablet: NewTablet, clinic: Clinic
) -> None:
    left = leaving(tablet)
    again = {**leaving(tablet), "entity": left["entity"]}
    tablet.push(left)

    assert names(tablet.push(left, again)) == ["duplicate", "rejected"]

    assert query(app, "SELECT count(*) FROM left_words") == [(1,)]
    assert [each["reason"]["type"] for each in waiting(tablet)] == ["left-words", "words-exist"]


def test_leaving_nothing_is_refused(tablet: Tablet, clinic: Clinic) -> None:
    assert names(tablet.push(leaving(tablet, words=[]))) == ["rejected"]


def test_free_text_is_not_taken_for_a_kind(tablet: Tablet) -> None:
    assert names(tablet.push(leaving(tablet, of="Plainly Invented"))) == ["rejected"]


def test_what_waits_for_a_withdrawn_change_can_be_kept_whatever_its_kind() -> None:
    assert {kind.partition(".")[0] for kind in KINDS} == set(ENTITIES)
