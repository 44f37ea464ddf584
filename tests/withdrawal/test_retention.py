from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from feedback.answering import unsent
from feedback.answering.models import Receipt, SurveyResponse
from feedback.results import letting_go
from feedback.results.models import Tally
from feedback.results.participation import overviews, participation
from feedback.results.recounting import recount
from studies.evidence.models import Decision, Highlight
from studies.evidence.quoting import quotes
from studies.evidence.strength import backing
from studies.outreach import panel_nights
from studies.partners.models import Introduction
from studies.people.models import (
    AccessLog,
    Consent,
    Conversation,
    LegalHold,
    Participant,
    Payment,
    Person,
    UpdateRequest,
)
from studies.planning.models import Study
from studies.withdrawal import ends, holding, retention
from studies.withdrawal.models import RetentionRun
from studies.withdrawal.taking_out import take_out
from tests import make
from tests.results.finished import finished
from tests.withdrawal.somebody import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def closed(study: Study, days: int) -> None:
    """As if it had closed so many days ago."""
    Study.objects.filter(pk=study.pk).update(state="closed", closed_on=days_ago(days))


def night(agency) -> RetentionRun:
    return next(run for run in retention.run_all() if run.agency == agency)


def counters(survey) -> dict:
    rows = Tally.objects.filter(survey=survey, count__gt=0)
    return dict(rows.values_list("code", "count"))


def test_a_year_after_the_close_what_people_said_goes_and_totals_stay():
    gone = somebody()
    survey, decision = gone.answer.survey, make.decision(round=gone.round)
    insight = make.insight(round=gone.round, highlights=Highlight.objects.all())
    decision.insights.add(insight)
    before, heard = counters(survey), Conversation.objects.people()
    closed(gone.study, 400)

    run = night(gone.study.agency)

    assert run.went == {"answers": 1, "words": 2, "talks": 1, "contacts": 1}
    assert not SurveyResponse.objects.exists()
    assert not Receipt.objects.exists()
    assert set(Highlight.objects.values_list("words", flat=True)) == {"…"}
    assert set(Conversation.objects.values_list("heard", flat=True)) == {""}
    assert (counters(survey), Conversation.objects.people()) == (before, heard)
    assert backing(insight, of=1).people == 2
    assert Decision.objects.get().words_taken_back_on is None
    row = Participant.objects.get()
    assert (row.needs, row.segments.count(), row.person) == ([], 0, None)


def test_who_brought_somebody_is_forgotten_with_what_they_said():
    gone = somebody()
    partner = make.partner(agency=gone.study.agency)
    gone.participant.introductions.create(partner=partner)
    closed(gone.study, 400)

    night(gone.study.agency)

    assert not Introduction.objects.exists()


def test_totals_are_not_counted_anew_from_what_is_left():
    gone = somebody()
    survey = gone.answer.survey
    closed(gone.study, 400)
    night(gone.study.agency)

    assert recount(survey.pk, repair=True) == []
    assert counters(survey)["finished"] == 1
    [place] = participation(survey).groups("language", is_synthetic=False)
    assert (place.started, place.finished) == (1, 1)
    assert overviews([survey])[0].started == 1


def test_quotes_say_that_they_are_gone():
    gone = somebody()
    closed(gone.study, 400)
    night(gone.study.agency)

    rows = Highlight.objects.select_related("conversation__participant")
    said = {quote.words for quote in quotes(rows, "en")}

    assert said == {"Erased, because the study closed long ago."}


def test_that_somebody_agreed_outlives_the_answer_and_goes_after_three_years():
    gone = somebody()
    version = make.consent(study=gone.study)
    SurveyResponse.objects.update(
        consent_version=version, consent_language="en", consents={"quote": True}
    )
    closed(gone.study, 400)
    night(gone.study.agency)
    [kept] = Consent.objects.all()
    closed(gone.study, 3 * 366 + 1)

    run = night(gone.study.agency)

    assert kept.purposes == ["take_part", "quote"]
    assert kept.given_at.date() == gone.answer.submitted_on
    assert run.went == {"consents": 1}


def test_a_day_before_its_time_nothing_goes():
    gone = somebody()
    closed(gone.study, 30)

    assert night(gone.study.agency).went == {}
    assert SurveyResponse.objects.exists()
    assert Person.objects.exists()


def test_a_study_that_runs_is_never_touched():
    gone = somebody()

    assert retention.forecast(gone.study.agency).went == {}


@pytest.mark.parametrize("why", ["panel", "other study", "to be told"])
def test_a_contact_stays_that_is_wanted_elsewhere(why):
    gone = somebody()
    person, agency = gone.participant.person, gone.study.agency
    if why == "panel":
        make.panel_member(person=person)
    elif why == "other study":
        make.participant(study=make.study(agency=agency), person=person)
    else:
        UpdateRequest.objects.create(study=make.study(agency=agency), person=person)
    closed(gone.study, 31)

    assert night(agency).went == {}
    assert Person.objects.exists()


def test_contacts_go_after_thirty_days_and_the_log_says_how_many(monkeypatch):
    monkeypatch.setattr(ends, "BATCH", 1)
    study = make.study(state="running")
    for _ in range(3):
        make.participant(study=study)
    stays = make.person(agency=study.agency)
    closed(study, 31)

    run = night(study.agency)

    assert run.went == {"contacts": 3}
    assert list(Person.objects.all()) == [stays]
    lines = AccessLog.objects.filter(act="erased")
    assert list(lines.values_list("people", "about")) == [(1, "study closed")] * 3


def test_payments_go_by_the_schedule_with_their_history():
    study = make.study(agency=make.agency(payment_years=2))
    make.payment(study=study, offered_on=days_ago(800))
    make.payment(study=study, offered_on=days_ago(700))

    run = night(study.agency)

    assert run.went == {"payments": 1}
    assert Payment.objects.count() == Payment.history.count() == 1


def test_the_dry_run_says_what_the_night_does_and_changes_nothing():
    gone = somebody()
    make.panel_member(agency=gone.study.agency, sign_on=days_ago(800))
    closed(gone.study, 400)

    told = retention.forecast(gone.study.agency)
    kept = (SurveyResponse.objects.count(), Person.objects.count())
    run = night(gone.study.agency)

    assert kept == (1, 2)
    assert dict(told.went) == run.went
    assert run.went["silent"] == 1


def test_a_legal_hold_pauses_and_says_so_and_the_next_night_goes_on():
    gone = somebody()
    make.payment(participant=gone.participant, offered_on=days_ago(3000))
    closed(gone.study, 400)
    hold = make.legal_hold(study=gone.study)

    first = night(gone.study.agency)
    kept = Highlight.objects.exclude(words="…").count()
    holding.lift(hold.pk, by=make.user())
    second = night(gone.study.agency)

    held = {"answers": 1, "words": 2, "talks": 1, "contacts": 1, "payments": 1}
    assert (first.went, first.held, kept) == ({}, held, 2)
    assert (second.went, second.held) == (held, {})


def test_a_hold_that_is_set_while_the_night_erases_keeps_the_rest(monkeypatch):
    gone = somebody()
    finished(gone.answer.survey)
    closed(gone.study, 400)
    batch = letting_go._batch

    def then_hold(*args):
        went = batch(*args)
        if not LegalHold.objects.exists():
            make.legal_hold(study=gone.study)
        return went

    monkeypatch.setattr(letting_go, "BATCH", 1)
    monkeypatch.setattr(letting_go, "_batch", then_hold)
    run = night(gone.study.agency)

    assert run.went == {"answers": 1}
    assert SurveyResponse.objects.count() == 1
    assert not Highlight.objects.filter(words="…").exists()
    assert Conversation.objects.exclude(heard="").exists()


def test_a_hold_that_is_set_while_unsent_answers_go_keeps_the_rest(monkeypatch):
    survey = make.published_survey(activity=make.open_activity())
    for _ in range(2):
        make.response(
            survey=survey, state="started", started_on=days_ago(60), submitted_on=None
        )
    erase = unsent.erase_batch

    def then_hold(begun):
        went = erase(begun)
        make.legal_hold(study=survey.activity.study)
        return went

    monkeypatch.setattr(unsent, "BATCH", 1)
    monkeypatch.setattr(unsent, "erase_batch", then_hold)

    assert (unsent.settle(survey), SurveyResponse.objects.count()) == (1, 1)


def test_a_hold_on_the_agency_keeps_it_all_and_no_other_agency():
    kept, gone = somebody(), somebody()
    for one in (kept, gone):
        closed(one.study, 400)
    make.legal_hold(agency=kept.study.agency)

    runs = {run.agency: run for run in retention.run_all()}

    assert runs[kept.study.agency].went == {}
    assert runs[gone.study.agency].went["contacts"] == 1


def test_answers_that_nobody_sent_wait_for_the_hold_too():
    survey = make.published_survey(activity=make.open_activity())
    make.response(
        survey=survey, state="started", started_on=days_ago(60), submitted_on=None
    )
    hold = make.legal_hold(study=survey.activity.study)
    first = night(survey.agency)
    LegalHold.objects.filter(pk=hold.pk).update(lifted_on=timezone.localdate())

    told = retention.forecast(survey.agency)
    second = night(survey.agency)

    assert first.went == {}
    assert dict(told.went) == second.went == {"unsent": 1}


def test_what_somebody_took_back_goes_in_the_night_after_the_hold():
    gone = somebody()
    hold = make.legal_hold(study=gone.study)
    take_out(gone.participant.pk, asked="staff", by=make.user())
    first = night(gone.study.agency)
    LegalHold.objects.filter(pk=hold.pk).update(lifted_on=timezone.localdate())

    second = night(gone.study.agency)

    assert (first.held["waited"], second.went) == (1, {"waited": 1})


def test_a_night_that_fails_in_one_place_goes_on_in_others(monkeypatch):
    gone = somebody()
    closed(gone.study, 400)

    def fail(*_args, **_more):
        raise OSError("away")

    monkeypatch.setitem(retention.KINDS, "said", fail)
    with pytest.raises(ExceptionGroup):
        retention.run_all()

    run = RetentionRun.objects.get(agency=gone.study.agency)
    assert (run.went, run.errors) == ({"contacts": 1}, {"said": "OSError"})
    assert run.ended_at is not None


def test_a_night_that_was_broken_off_is_gone_on_with(monkeypatch):
    gone = somebody()
    closed(gone.study, 400)
    broken = {"answers": 0}

    def break_off(study, *, dry_run):
        broken["answers"] += 1
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ends.erasing, "erase_words_of", break_off)
        with pytest.raises(KeyboardInterrupt):
            retention.run_all()

    run = night(gone.study.agency)

    assert RetentionRun.objects.filter(ended_at=None).count() == 1
    assert (run.went["words"], Highlight.objects.exclude(words="…").count()) == (2, 0)


def test_the_panel_is_tended_in_the_same_night(monkeypatch):
    agency, tended = make.agency(), []

    def tend(agency, now, *, dry_run):
        tended.append((agency, dry_run))
        return panel_nights.Report()

    monkeypatch.setattr(panel_nights, "tend", tend)
    retention.forecast(agency)
    retention.run_all()

    assert tended == [(agency, True), (agency, False)]


def test_the_command_prints_the_same_report():
    gone = somebody()
    closed(gone.study, 400)
    dry, real, after = StringIO(), StringIO(), StringIO()

    call_command("retention", "--dry-run", stdout=dry)
    call_command("retention", stdout=real)
    call_command("retention", "--dry-run", stdout=after)

    assert dry.getvalue() == real.getvalue() + "Nothing was changed.\n"
    assert "       1  answers to surveys" in real.getvalue()
    assert "0  nothing has to go" in after.getvalue()
