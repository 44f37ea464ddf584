from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.agencies.models import Service
from studies.planning import actions as planning
from studies.planning.models import ResearchQuestion, Round, Segment, Study
from tests import make

pytestmark = pytest.mark.django_db


def create(**values):
    member = make.member()
    fields = {
        "agency": member.agency,
        "service_name": "Food Help renewal",
        "title": "Renewal letter",
        "launch_on": timezone.localdate() + timedelta(days=140),
        "must_hear": [("No fixed address", 5)],
        "by": member.user,
    }
    return planning.create_study(**fields | values)


def test_four_fields_make_a_study_in_practice_with_three_rounds():
    study = create()

    assert study.state == Study.State.PRACTICE
    assert study.slug == "renewal-letter"
    assert [(r.number, r.purpose) for r in study.rounds.all()] == [
        (1, "understand"),
        (2, "shape"),
        (3, "check"),
    ]
    assert [(s.name, s.needed) for s in study.segments.all()] == [
        ("No fixed address", 5)
    ]


def test_a_study_of_a_known_service_adds_no_second_one():
    agency = make.agency()
    make.service(agency=agency, name="Food Help renewal")

    create(agency=agency, service_name=" Food Help renewal ")

    assert Service.objects.filter(agency=agency).count() == 1


def test_two_studies_of_one_title_have_two_addresses():
    first, second = create(), create()

    assert first.slug != second.slug
    assert second.slug.startswith("renewal-letter-")


def test_a_title_never_takes_the_address_of_a_page():
    assert create(title="New").slug != "new"


def test_a_launch_that_is_too_near_leaves_nothing_behind():
    with pytest.raises(Refusal):
        create(launch_on=timezone.localdate() + timedelta(days=5))

    assert Study.objects.count() == 0
    assert Service.objects.count() == 0


def test_saving_a_plan_leaves_what_it_does_not_say_as_it_is_now():
    study, member = make.study(), make.user()
    Study.objects.filter(pk=study.pk).update(state="running")

    planning.change_plan(
        study.pk, groups=[("Carers", 4)], by=member, title="Letter", goal_1="Clear"
    )

    study.refresh_from_db()
    assert (study.state, study.title, study.goals) == ("running", "Letter", ["Clear"])
    assert list(study.segments.values_list("name", "needed")) == [("Carers", 4)]
    assert study.history.first().history_user == member


def test_a_plan_with_a_round_that_is_refused_changes_nothing():
    round_ = make.round_()
    planning.set_questions(round_.pk, ["First?"])

    with pytest.raises(IntegrityError), transaction.atomic():
        planning.change_round(
            round_.pk, by=make.user(), questions=[], tell_by=date(2020, 1, 1)
        )

    assert [question.text for question in round_.questions.all()] == ["First?"]


def test_whom_a_round_did_not_hear_is_written_without_its_questions():
    round_, member = make.round_(), make.user()
    planning.set_questions(round_.pk, ["First?"])
    Round.objects.filter(pk=round_.pk).update(state="told")

    for _ in range(2):
        planning.change_round(round_.pk, by=member, not_heard="Night workers")

    round_.refresh_from_db()
    assert (round_.state, round_.not_heard) == ("told", "Night workers")
    assert round_.questions.count() == 1
    assert round_.history.first().history_user == member


def test_groups_are_replaced_and_renumbered():
    study = make.study()
    planning.set_segments(study.pk, [("One", 5), ("Two", 3)])

    planning.set_segments(study.pk, [("Two", 4), ("Three", 2)])

    rows = study.segments.order_by("position").values_list("name", "needed")
    assert list(rows) == [("Two", 4), ("Three", 2)]


def test_a_group_with_people_is_kept_but_need_not_be_heard_any_more():
    study = make.study()
    planning.set_segments(study.pk, [("One", 5)])
    make.participant(study=study).segments.add(study.segments.get())

    planning.set_segments(study.pk, [("Two", 5)])

    rows = study.segments.order_by("name").values_list("name", "must_hear")
    assert list(rows) == [("One", False), ("Two", True)]


def test_questions_are_replaced_in_the_order_given():
    round_ = make.round_()
    planning.set_questions(round_.pk, ["First?", "Second?"])

    planning.set_questions(round_.pk, ["Second?", " ", "Third?"])

    texts = ResearchQuestion.objects.values_list("text", "round")
    assert list(texts) == [("Second?", round_.pk), ("Third?", round_.pk)]


def test_drafts_are_numbered_without_gaps():
    study = make.study()

    rows = [planning.add_draft(study.pk, title="", body=" Text ") for _ in range(2)]

    assert [(row.number, row.title, row.body) for row in rows] == [
        (1, study.title, "Text"),
        (2, study.title, "Text"),
    ]


def test_a_draft_without_text_is_refused():
    study = make.study()

    with pytest.raises(Refusal) as refused:
        planning.add_draft(study.pk, title="Letter", body="  ")

    assert refused.value.code == "empty"
    assert study.drafts.count() == 0


def test_publishing_stamps_the_activity_and_twice_is_the_same():
    activity = make.activity()

    for _ in range(2):
        planning.stamp_published(activity.pk, languages=["en", "es"])

    activity.refresh_from_db()
    assert (activity.state, activity.languages_ready) == ("published", ["en", "es"])


def refuses(rule, act):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        act()


def test_rows_that_must_never_exist():
    round_ = make.round_()
    study, day, now = round_.study, date(2027, 1, 1), timezone.now()
    make.segment(study=study, name="One")
    make.draft(study=study)

    refuses("round_number_once_per_study", lambda: make.round_(study=study, number=1))
    refuses(
        "round_dates_in_order",
        lambda: make.round_(starts_on=day, ends_on=day - timedelta(days=1)),
    )
    refuses(
        "segment_name_once_per_study", lambda: make.segment(study=study, name="One")
    )
    refuses("draft_number_once_per_study", lambda: make.draft(study=study, number=1))
    refuses(
        "activity_closes_after_opening",
        lambda: make.activity(opens_at=now, closes_at=now),
    )
    assert (Round.objects.count(), Segment.objects.count()) == (1, 1)
