"""A push says that there is something to look at, in bytes of one length, and nothing else."""

import json
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.notifications.kinds import KINDS
from server.notifications.payload import SIZE, payload


@given(st.uuids(), st.sampled_from(KINDS))
def test_every_push_has_one_length_and_three_fields(notice_id: object, kind: str) -> None:
    sent = payload(str(notice_id), kind)

    assert len(sent) == SIZE
    assert json.loads(sent) == {"version": 1, "id": str(notice_id), "kind": kind}


@given(st.text())
def test_words_never_get_into_a_push(words: str) -> None:
    if words not in KINDS:
        with pytest.raises(ValueError, match="never words"):
            payload(str(uuid4()), words)


@given(st.text(min_size=1))
def test_what_stands_for_the_id_is_an_id(words: str) -> None:
    try:
        sent = payload(words, KINDS[0])
    except ValueError:
        return
    assert len(json.loads(sent)["id"]) == 36
