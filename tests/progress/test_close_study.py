import pytest
from django.urls import reverse
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.planning.models import Round, Study
from studies.progress.actions import close_study, reopen_study
from studies.sessions import booking as visits
from tests import make

pytestmark = pytest.mark.django_db


def running(**fields) -> Study:
    study = make.study(state="running", **fields)
    round_ = make.round_(study=study, state="in_field")
    make.activity(round=round_, state="published")
    make.activity(round=round_)
    return study


def states(study: Study) -> tuple:
    activities = study.rounds.get().activities.order_by("pk")
    return study.rounds.get().state, *activities.values_list("state", flat=True)


def test_closing_closes_surveys_and_rounds_and_begins_to_count_days():
    study, by = running(), make.user()

    close_study(study.pk, by=by)
    close_study(study.pk, by=make.user())

    study.refresh_from_db()
    assert (study.state, study.closed_on) == ("closed", timezone.localdate())
    assert states(study) == ("closed", "closed", "draft")
    assert study.history.first().history_user == by


def test_a_study_with_visits_to_come_is_not_closed_before_people_are_told():
    study = running()
    session = make.session(round=study.rounds.get())
    make.booking(slot=make.slot(session=session, days=-1))
    coming = make.booking(slot=make.slot(session=session))

    with pytest.raises(Refusal) as refused:
        close_study(study.pk, by=make.user())
    visits.cancel(coming.pk)

    assert refused.value.code == "booked"
    assert close_study(study.pk, by=make.user()).state == "closed"


def test_practice_has_nothing_to_close():
    study = make.study()

    with pytest.raises(Refusal) as refused:
        close_study(study.pk, by=make.user())

    assert refused.value.code == "practice"


def test_a_study_is_opened_again_with_its_rounds_as_they_stood():
    study, by = running(), make.user()
    study.rounds.get().save()  # so that its history knows how it stood
    close_study(study.pk, by=by)

    reopen_study(study.pk, by=by)
    reopen_study(study.pk, by=by)

    study.refresh_from_db()
    assert (study.state, study.closed_on) == ("running", None)
    assert states(study) == ("in_field", "closed", "draft")


def test_what_is_erased_is_not_opened_again():
    study, by = running(), make.user()
    close_study(study.pk, by=by)
    Study.objects.update(words_erased_on=timezone.localdate())

    with pytest.raises(Refusal) as refused:
        reopen_study(study.pk, by=by)

    assert refused.value.code == "erased"
    assert Round.objects.get().state == "closed"


def test_the_page_says_first_what_goes_and_when(client):
    member = make.member(role="lead")
    client.force_login(member.user)
    study = running(agency=member.agency)
    make.legal_hold(study=study)

    page = client.get(reverse("study-close", args=[study.slug])).content.decode()
    client.post(reverse("study-close", args=[study.slug]))
    plan = client.get(reverse("study-plan", args=[study.slug])).content.decode()
    client.post(reverse("study-reopen", args=[study.slug]))

    assert "A legal hold keeps this study." in page
    assert "Open the study again" in plan
    assert Study.objects.get().state == "running"
