import pytest
from django.urls import reverse
from django.utils import timezone

from studies.evidence.models import Decision
from studies.partners import actions as partners
from studies.people.conversations import record_survey_conversations
from studies.progress.summary import Few, summarize
from tests import make

pytestmark = pytest.mark.django_db


def summary_of(study):
    return summarize(study, today=timezone.localdate())


def test_people_are_counted_once_and_proxies_apart():
    round_ = make.round_()
    person = make.participant(study=round_.study)
    for _ in range(2):
        make.conversation(round=round_, participant=person)
    make.conversation(round=round_, people=8, method="workshop", level=3)
    make.conversation(round=round_, is_proxy=True)

    [heard] = summary_of(round_.study).rounds

    assert heard.talked == 10
    assert heard.proxies == 1
    assert heard.by_method == [("in workshops", 8), ("in interviews", 1)]


def test_survey_answers_stand_apart_from_talks_and_synthetic_ones_from_real():
    round_ = make.round_()
    activity = make.activity(round=round_)
    for synthetic, number in ((False, 3), (True, 5)):
        make.conversation(
            round=round_,
            activity=activity,
            method="survey",
            level=1,
            people=number,
            is_synthetic=synthetic,
        )

    whole = summary_of(round_.study)

    [heard] = whole.rounds
    assert (heard.talked, heard.surveyed, heard.synthetic) == (0, 3, 5)
    assert (whole.heard, whole.synthetic, whole.is_all_synthetic) == (8, 5, False)


def test_archived_conversations_count_no_more():
    talk = make.conversation(archived_at=timezone.now())

    assert summary_of(talk.round.study).rounds[0].talked == 0


def test_a_person_who_is_met_twice_is_one_of_their_group():
    person = make.participant()
    group = make.segment(study=person.study, needed=2)
    for _ in range(2):
        round_ = make.round_(study=person.study)
        make.conversation(round=round_, participant=person).segments.add(group)

    whole = summary_of(person.study)

    assert [(g.segment, g.heard, g.is_met) for g in whole.groups] == [(group, 1, False)]
    assert whole.missing == whole.groups


def test_an_insight_says_how_many_of_those_we_met_in_its_rounds():
    round_ = make.round_()
    talk = make.conversation(round=round_)
    make.conversation(round=round_, people=4)
    said = make.highlight(conversation=talk)
    make.insight(round=round_, highlights=[said])

    [(_insight, backed)] = summary_of(round_.study).rounds[0].insights

    assert backed.in_words == "one voice: 1 of 5 people"


def test_what_blocks_people_is_said_first():
    round_ = make.round_()
    slow = make.insight(round=round_)
    blocks = make.insight(round=round_, severity="blocks")

    few = summary_of(round_.study).learned(1)

    assert ([insight for insight, _backed in few.rows], few.more) == ([blocks], 1)
    assert slow != blocks


def test_a_short_list_says_how_many_more_there_are():
    assert Few.of([1, 2, 3], 2) == Few([1, 2], 1)
    assert Few.of([1], 2) == Few([1], 0)


def fill(round_):
    person = make.participant(study=round_.study)
    group = make.segment(study=round_.study)
    talk = make.conversation(round=round_, participant=person)
    talk.segments.add(group)
    said = make.highlight(conversation=talk)
    make.insight(round=round_, highlights=[said])
    make.decision(round=round_)
    make.share_back(round=round_)


@pytest.mark.parametrize("name", ["study-board", "study-summary", "study-learned"])
def test_a_page_asks_the_same_number_of_questions_for_more_rows(
    client, django_assert_max_num_queries, name
):
    round_ = make.round_(study=make.study(state="running"))
    client.force_login(make.member(agency=round_.study.agency).user)
    address = reverse(name, args=[round_.study.slug])
    fill(round_)
    client.get(address)
    with django_assert_max_num_queries(40) as once:
        client.get(address)

    for _ in range(3):
        fill(round_)
        fill(make.round_(study=round_.study))
    with django_assert_max_num_queries(len(once)):
        client.get(address)


def test_the_summary_of_a_study_without_anything_says_so(client):
    study = make.study()
    client.force_login(make.member(agency=study.agency, role="viewer").user)

    page = client.get(reverse("study-summary", args=[study.slug])).content.decode()

    assert "No groups are named yet." in page
    assert "practice" in page


def test_what_is_only_proposed_or_put_off_has_not_changed():
    round_ = make.round_()
    for state in Decision.State.values:
        make.decision(round=round_, statement=state, state=state)

    whole = summary_of(round_.study)

    assert [row.statement for row in whole.changed(7).rows] == ["adopted", "adapted"]
    assert [row.statement for row in whole.unchanged(2).rows] == [
        "proposed",
        "deferred",
    ]
    assert whole.unchanged(2).more == 1


@pytest.mark.parametrize("made_up", [False, True])
def test_whoever_talked_and_answered_by_a_personal_link_counts_once(made_up):
    activity = make.open_activity()
    study = activity.study
    both, answers_only = make.participant(study=study), make.participant(study=study)
    for person in (both, answers_only):
        link = partners.personal_link(activity.pk, person.pk)
        partners.stamp_finished(link.pk)
    make.conversation(round=activity.round, participant=both, is_synthetic=made_up)
    record_survey_conversations(
        activity.pk,
        day=timezone.localdate(),
        language="en",
        people=2,
        is_synthetic=made_up,
    )

    whole = summary_of(study)

    assert (whole.heard, whole.synthetic) == (2, 2 if made_up else 0)
