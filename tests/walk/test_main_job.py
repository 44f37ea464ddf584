"""The main job from the first click to the leader's page, as people would do it."""

import pytest

from tests.walk import plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_team_hears_people_decides_and_tells_them_what_changed(walk):
    plan.enter(walk)
    plan.start_a_study(walk)
    plan.press_start(walk)

    assert walk.eyes.wrong == []
