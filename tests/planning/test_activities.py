import pytest

from cxstudio.refusal import Refusal
from studies.planning import activities
from studies.planning.models import Activity
from tests import make

pytestmark = pytest.mark.django_db


def test_pausing_closing_and_opening_again_are_on_record_once_each():
    activity, member = make.activity(state="published"), make.user()

    for move in (activities.pause, activities.pause, activities.resume):
        move(activity.pk, by=member)
    activities.close(activity.pk, by=member)
    activities.close(activity.pk, by=member)

    states = activity.history.order_by("history_date", "pk").values_list("state")
    assert [state for (state,) in states] == [
        "published",
        "paused",
        "published",
        "closed",
    ]
    assert activity.history.first().history_user == member


@pytest.mark.parametrize(
    "move", [activities.pause, activities.resume, activities.close]
)
def test_a_draft_has_nothing_to_pause_open_or_close(move):
    activity = make.activity()

    with pytest.raises(Refusal) as refused:
        move(activity.pk, by=make.user())

    assert refused.value.code == "still_draft"
    assert Activity.objects.get(pk=activity.pk).state == "draft"


def test_what_is_closed_can_not_be_paused():
    activity = make.activity(state="closed")

    with pytest.raises(Refusal) as refused:
        activities.pause(activity.pk, by=make.user())

    assert refused.value.code == "still_closed"
