"""The confidential survey of round 2: personal links, and reminders that stop."""

from collections import Counter
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from feedback.demo import days, seeding
from feedback.results.models import Tally
from feedback.surveys.models import Survey
from studies.outreach import audiences, delivering, forecasting, readiness
from studies.outreach.models import Delivery, Wave
from studies.partners.models import InviteLink
from studies.people.models import Participant, Person
from studies.wording.models import Translation
from tests import once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 26)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    with once.in_one_transaction(django_db_blocker):
        seeding.seed(today=TODAY)
        yield


@pytest.fixture
def wave():
    return Wave.objects.get(activity__slug="how-the-workshop-went")


def where(wave, step) -> Counter:
    return Counter(wave.deliveries.filter(step=step).values_list("state", "reason"))


def test_eight_people_were_invited_and_reminders_stopped_for_six(wave):
    assert where(wave, "invitation") == {("delivered", ""): 8}
    assert where(wave, "reminder") == {
        ("dropped", "answered"): 5,
        ("dropped", "stopped"): 1,
        ("delivered", ""): 2,
    }


def test_each_person_of_the_round_has_one_personal_link(wave):
    links = InviteLink.objects.personal().filter(activity=wave.activity)

    assert sorted(link.participant.pseudonym for link in links) == [
        f"P-{number:03d}" for number in range(11, 19)
    ]
    assert set(
        wave.deliveries.filter(step="invitation").values_list("link", flat=True)
    ) == {link.pk for link in links}
    assert sum(link.finishes for link in links) == 5
    assert all(link.openings >= link.starts >= link.finishes for link in links)


def test_the_answers_are_confidential_and_synthetic_and_counted(wave):
    answers = SurveyResponse.objects.filter(survey__activity=wave.activity)

    assert answers.count() == answers.submitted().count() == 5
    for answer in answers:
        assert answer.is_synthetic
        assert not answer.is_anonymous
        assert answer.personal_link.participant == answer.participant
        assert (
            timezone.localdate(answer.submitted_at, days.zone())
            == answer.submitted_on
            < TODAY
        )
        assert wave.started_at < answer.submitted_at
        assert answer.folded is not None
    assert Counter(answers.values_list("language", flat=True)) == {
        "en": 2,
        "es": 1,
        "ar": 1,
        "zh-hans": 1,
    }
    finished = Tally.objects.filter(
        survey__activity=wave.activity, question_key="", code="finished"
    )
    assert sum(row.count for row in finished) == 5


def test_the_answers_fit_the_questions_that_were_asked(wave):
    survey = Survey.objects.get(activity=wave.activity)
    offered = {
        question.key: set(question.choices.values_list("code", flat=True))
        for question in survey.questions.all()
    }

    for answer in SurveyResponse.objects.filter(survey=survey):
        assert list(answer.answers) == list(offered)
        for key, said in answer.answers.items():
            codes = {*said.get("codes", []), *filter(None, [said.get("code")])}
            assert codes <= offered[key]


def test_the_stopped_person_answered_nothing_and_is_written_to_no_more(wave):
    dropped = wave.deliveries.get(step="reminder", reason="stopped")
    participant = Participant.objects.get(pk=dropped.participant_id)

    assert participant.pseudonym == "P-018"
    assert not participant.responses.exists()


def test_nothing_is_left_that_a_worker_would_send(wave, mailoutbox):
    before = list(Delivery.objects.order_by("pk").values())

    delivering.deliver_due()

    assert mailoutbox == []
    assert list(Delivery.objects.order_by("pk").values()) == before
    assert not Delivery.objects.queued().exists()


def test_the_words_of_the_mailing_stand_in_four_languages_by_a_machine(wave):
    for message in (wave.first, wave.reminder):
        rows = Translation.objects.filter(place__startswith=f"message:{message.pk}:")

        assert Counter(rows.values_list("language", "state")) == {
            ("es", "machine"): 2,
            ("ar", "machine"): 2,
            ("zh-hans", "machine"): 2,
        }


def test_another_mailing_waits_for_its_start_with_a_filter_and_two_reminders(wave):
    draft = Wave.objects.get(state="draft")

    assert draft.activity.slug == "your-renewal-letter"
    assert draft.steps == ["invitation", "reminder", "reminder_2"]
    assert draft.audience_filter == {"kind": "study", "reached": "not_invited"}
    assert audiences.people_of(draft).count() == 18
    assert not draft.deliveries.exists()
    noon = datetime.combine(TODAY, time(12), days.zone())
    assert readiness.stops(draft, 18, noon) == []


def test_the_mailing_lies_behind_today(wave):
    assert wave.created_at.date() == wave.started_at.date() == date(2026, 4, 21)
    sent = wave.deliveries.exclude(handed_over_at=None)
    assert {timezone.localdate(row.handed_over_at, days.zone()) for row in sent} == {
        date(2026, 4, 21),
        date(2026, 4, 24),
    }
    assert Person.objects.count() == 18


def test_one_person_chose_text_messages_and_one_lives_by_another_clock(settings, wave):
    settings.CHANNELS = settings.CHANNELS | {"sms": "file"}
    draft = Wave.objects.get(state="draft")

    found = forecasting.forecast(draft, audiences.people_of(draft), timezone.now())

    assert found.texted == 1
    assert found.zones["America/Los_Angeles", 0] == 1
