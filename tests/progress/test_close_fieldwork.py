from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.planning.models import Study
from studies.progress.checklists import to_close_field
from studies.progress.summary import summarize
from tests import make

pytestmark = pytest.mark.django_db
LOOK = "/studio/may-need-help/"


@pytest.fixture
def round_():
    today = timezone.localdate()
    study = make.study(state=Study.State.RUNNING)
    return make.round_(
        study=study,
        starts_on=today - timedelta(days=20),
        ends_on=today,
        tell_by=today + timedelta(days=20),
    )


def lines(round_, waiting=0):
    [heard] = summarize(round_.study, today=timezone.localdate()).rounds
    return to_close_field(
        heard.round,
        talked=heard.talked,
        unheard=heard.unheard,
        waiting=waiting,
        waiting_url=LOOK,
    )


def test_what_is_open_is_named_with_the_place_to_mend_it_and_stops_nothing(round_):
    make.segment(study=round_.study, name="No fixed address")
    heard = make.segment(study=round_.study, name="Have a disability")
    make.conversation(round=round_, people=4, method="workshop").segments.add(heard)
    slug = round_.study.slug

    found = lines(round_, waiting=2)

    at = [slug, round_.number]
    assert [(line.text, line.url) for line in found] == [
        (
            "Talked to 4 people. The plan is 5 or more.",
            reverse("conversation-new", args=at),
        ),
        (
            "Talked to nobody of: No fixed address.",
            reverse("study-board", args=[slug]) + "#groups-heading",
        ),
        (
            "Nobody has written who we did not hear from.",
            reverse("share-backs", args=at) + "#not-heard-heading",
        ),
        ("2 people may need help, and nobody has said what was done.", LOOK),
    ]
    assert {(line.met, line.stop) for line in found} == {(False, False)}


def test_each_line_is_met_by_data(round_):
    group = make.segment(study=round_.study)
    make.conversation(round=round_, people=5, method="workshop").segments.add(group)
    round_.not_heard = "People without a phone."
    round_.save()

    assert [line.met for line in lines(round_)] == [True] * 4


def test_a_survey_answer_is_no_talk_with_a_group(round_):
    group = make.segment(study=round_.study)
    talk = make.conversation(round=round_, method="survey", level=1, people=9)
    talk.segments.add(group)

    assert [line.met for line in lines(round_)][:2] == [False, False]


def test_who_may_not_read_answers_is_not_told_how_many_wait(round_):
    assert len(lines(round_, waiting=None)) == 3


def board(client, round_, role="designer") -> str:
    client.force_login(make.member(agency=round_.study.agency, role=role).user)
    address = reverse("study-board", args=[round_.study.slug])
    return client.get(address).content.decode()


def test_the_board_shows_what_is_open_from_the_last_day_on(client, round_):
    activity = make.activity(round=round_, state="published")
    survey = make.survey(activity=activity)
    make.safety_flag(survey=survey)

    page = board(client, round_)

    assert "Still open as the fieldwork ends" in page
    assert "Talked to 0 people. The plan is 5 or more." in page
    assert "1 person may need help, and nobody has said" in page
    viewer = board(client, round_, role="viewer")
    assert "Talked to 0 people." in viewer
    assert "may need help" not in viewer


def test_before_its_last_day_and_in_practice_the_board_shows_nothing(client, round_):
    round_.ends_on += timedelta(days=1)
    round_.save()
    assert "Still open as the fieldwork ends" not in board(client, round_)

    round_.ends_on -= timedelta(days=3)
    round_.save()
    Study.objects.update(state=Study.State.PRACTICE)

    assert "Still open as the fieldwork ends" not in board(client, round_)
