import pytest
from django.utils import timezone

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.planning import pausing
from studies.planning.models import Study
from studies.progress.actions import close_study
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
WHY = "We mend the form first."


@pytest.fixture
def study() -> Study:
    return make.study(state="running")


def said(study: Study) -> tuple:
    row = Study.objects.get(pk=study.pk)
    return row.is_paused, row.paused_by, row.pause_reason, row.state


def translated(study: Study, text: str) -> None:
    source = SourceText(place(study, "pause_reason"), study.pause_reason)
    translate(source, "es", text, agency=study.agency, by=None, state="reviewed")


def test_pausing_keeps_when_who_and_why_once(study):
    before, by = timezone.now(), make.user()

    pausing.pause(study.pk, reason=f" {WHY}\n", by=by)
    pausing.pause(study.pk, reason=WHY, by=make.user())

    assert said(study) == (True, by, WHY, "running")
    assert before < Study.objects.get().paused_at < timezone.now()
    changes = study.history.filter(history_type="~")
    assert [row.history_user for row in changes] == [by]


def test_other_words_take_the_place_of_the_reason_and_of_nothing_else(study):
    by = make.user()
    first = pausing.pause(study.pk, reason="typo", by=by).paused_at

    pausing.pause(study.pk, reason=WHY, by=make.user())

    assert said(study) == (True, by, WHY, "running")
    assert Study.objects.get().paused_at == first


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_paused_without_a_reason(study, reason):
    with pytest.raises(Refusal) as refused:
        pausing.pause(study.pk, reason=reason, by=make.user())

    assert refused.value.code == "no_reason"
    assert said(study) == (False, None, "", "running")


def test_a_closed_study_has_nothing_to_pause():
    study = make.study(state="closed")

    with pytest.raises(Refusal) as refused:
        pausing.pause(study.pk, reason=WHY, by=make.user())

    assert refused.value.code == "closed"
    assert said(study) == (False, None, "", "closed")


def test_going_on_wakes_what_waited_once(study, monkeypatch):
    woken, by = [], make.user()
    monkeypatch.setattr(wake, "on_commit", woken.append)
    pausing.pause(study.pk, reason=WHY, by=make.user())

    pausing.go_on(study.pk, by=by)
    pausing.go_on(study.pk, by=make.user())

    assert said(study) == (False, None, "", "running")
    assert woken == ["outreach.deliver_due", "sessions.deliver_due"]
    assert study.history.first().history_user == by


def test_who_closes_a_paused_study_ends_its_pause(study):
    pausing.pause(study.pk, reason=WHY, by=make.user())

    close_study(study.pk, by=make.user())

    assert said(study) == (False, None, "", "closed")


def test_the_reason_is_read_in_ones_own_language_while_it_is_this_reason(study):
    paused = pausing.pause(study.pk, reason=WHY, by=make.user())
    translated(paused, "Primero arreglamos el formulario.")

    now = [pausing.why(paused, code) for code in ("es", "en", "ar")]
    other = pausing.pause(study.pk, reason="Our office moves.", by=make.user())

    assert now == [
        ("Primero arreglamos el formulario.", "es"),
        (WHY, "en"),
        (WHY, "en"),
    ]
    assert pausing.why(other, "es") == ("Our office moves.", "en")
