"""Episodes hold a plan of care; goals are numbered in it."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from server.db import transaction
from server.episodes.operations import (
    episodes_by_id,
    episodes_of_patient,
    find_episode,
    find_goal,
    goals_of,
)
from tests.server.makers import make_episode, make_goal, make_patient, make_practice

pytestmark = pytest.mark.both_databases


def test_episodes_and_goals_are_found_in_their_order(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)
        second = make_goal(session, practice.episode, number=2, text="Walk 100 metres.")
        first = make_goal(session, practice.episode, number=1)

        assert goals_of(session, [practice.episode.id]) == [first, second]
        assert episodes_of_patient(session, practice.patient.id) == [practice.episode]
        assert episodes_by_id(session, [practice.episode.id]) == {practice.episode.id: practice.episode}
        assert first.feed_scope() == f"patient:{practice.patient.id}"


def test_foreign_episodes_and_goals_are_not_found(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        mine, theirs = make_practice(session), make_practice(session, name="Another Practice")
        goal = make_goal(session, theirs.episode)

        assert find_episode(session, mine.organization.id, theirs.episode.id) is None
        assert find_goal(session, mine.patient.id, goal.id) is None
        assert find_goal(session, theirs.patient.id, goal.id) is goal


def test_a_goals_number_stands_once_in_an_episode(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        practice = make_practice(session)
        make_goal(session, practice.episode)
        make_goal(session, make_episode(session, make_patient(session, practice.organization)))

        with pytest.raises(IntegrityError), session.begin_nested():
            make_goal(session, practice.episode)
