"""Answers that nobody sent count where the first page said so, and nowhere else."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from cxstudio.refusal import Refusal
from feedback.answering import codes, going_on, unsent
from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.results import folding
from feedback.results.participation import overviews, participation
from feedback.results.recounting import recount
from feedback.results.summary import summarize
from feedback.results.taking_back import take_back
from feedback.results.wordings import published
from feedback.safety.models import SafetyFlag
from feedback.surveys import copying, drafting
from feedback.surveys.forms.survey import DetailsForm
from studies.partners import actions as partners
from studies.partners import links
from studies.partners.models import InviteLink
from studies.people.models import Conversation
from studies.planning import activities
from studies.planning.models import Activity, Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person
from tests.phoning.caller import Caller

pytestmark = pytest.mark.django_db
COUNT = Activity.Unsent.COUNT
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def survey():
    return surveys.letter(unsent=COUNT, unsent_days=9)


def stops(survey, *answers: dict, where: str = "") -> Person:
    """Somebody begins, leaves a page with each of the answers, and goes away."""
    person = Person(where or f"/s/{survey.activity.slug}/").starts()
    for answer in answers:
        person.sends(answer)
    return person


def days_pass() -> int:
    started = SurveyResponse.objects.filter(state="started")
    started.update(started_on=LONG_AGO)
    return unsent.settle_all()


def counted(survey) -> SurveyResponse:
    folding.fold(survey.pk)
    assert recount(survey.pk) == []
    return SurveyResponse.objects.get(state="partial")


def summary_of(survey, **narrowed):
    return summarize(
        survey, published(survey), is_synthetic=False, spoken="en", **narrowed
    )


def test_the_first_page_says_so_in_one_sentence_before_anybody_answers(survey):
    text = Person(f"/s/{survey.activity.slug}/").opens().text

    assert (
        "If you stop part-way, we keep what you answered, and count it after 9 days."
        in text
    )
    assert "“Finish later” gives you a code to take it back." in text
    assert "we erase them 9 days" not in text


def test_who_is_called_hears_so_and_a_shared_screen_still_erases(survey):
    told = Caller(survey).opens(language="en").text
    assert "If this call stops early, we keep what you answered" in told
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    kiosk = Person("/i/" + partners_address(link)).opens().sends(language="en")
    assert "If you stop before you send them, we erase them at once." in kiosk.text

    kiosk.sends().sends({"got_letter": "yes"})

    assert SurveyResponse.objects.get(mode="kiosk").is_kept_unsent is False
    days_pass()
    assert not SurveyResponse.objects.exists()


def partners_address(link: InviteLink) -> str:
    return links.url(link).split("/i/")[1]


def test_after_the_days_what_was_on_pages_that_were_left_counts_as_not_finished(survey):
    stops(survey, {"got_letter": "yes"}, {"asked": ""}, {"date": "never"})

    assert days_pass() == 1

    row = counted(survey)
    assert row.answers == {
        "got_letter": {"code": "yes"},
        "asked": {},
        "date": {"code": "never"},
    }
    assert (row.submitted_on, row.submitted_at) == (LONG_AGO, None)
    assert (row.merging, row.signs, row.is_finished) == ({}, None, False)
    summary = summary_of(survey)
    found = {
        q.question.key: (q.shown, q.answered, q.unfinished) for q in summary.questions
    }
    assert (summary.people, summary.unfinished, summary.finished) == (1, 1, 0)
    assert found["got_letter"] == (1, 1, 1)
    assert found["asked"] == (1, 0, 0)
    assert found["ease"] == (0, 0, 0)
    assert days_pass() == 0


def test_they_count_neither_as_finished_nor_for_a_link_nor_as_people_met(survey):
    link = partners.make_link(survey.activity_id, cap=1, by=None)
    stops(survey, {"got_letter": "no"}, where=f"/i/{partners_address(link)}")

    days_pass()

    counted(survey)
    link.refresh_from_db()
    people = participation(survey)
    names = ("started", "finished", "partial", "unsent")
    assert [people.people(n, is_synthetic=False) for n in names] == [1, 0, 1, 1]
    assert (overviews([survey])[0].started, overviews([survey])[0].finished) == (1, 0)
    assert (link.finishes, link.works) == (0, True)
    assert not Conversation.objects.exists()
    assert not UnsentTally.objects.exists()


def test_only_those_who_finished_can_be_looked_at_alone(survey):
    make.response(survey=survey, answers={"got_letter": {"code": "no"}})
    stops(survey, {"got_letter": "yes"})
    days_pass()
    counted(survey)

    everybody, finished = summary_of(survey), summary_of(survey, is_finished=True)

    assert (everybody.people, everybody.unfinished) == (2, 1)
    assert (finished.people, finished.unfinished) == (1, 0)
    assert [q.questions[0].answered for q in (everybody, finished)] == [2, 1]


def test_before_the_days_are_over_nothing_changes_and_people_go_on(survey):
    person = stops(survey, {"got_letter": "yes"})

    assert unsent.settle_all() == 0

    person.answers_all(dict(list(surveys.ANSWERS.items())[1:])).sends()
    assert "receipt-code" in person.text
    assert SurveyResponse.objects.get().state == "submitted"


def test_who_answered_nothing_is_erased_and_known_by_number_alone(survey):
    stops(survey)
    stops(survey, {"got_letter": ""})

    assert days_pass() == 2

    assert not SurveyResponse.objects.exists()
    assert UnsentTally.objects.get().people == 2


def test_what_a_link_brings_along_is_no_answer(survey):
    settings = {"parameter": "place", "values": ["library"]}
    make.question(survey=survey, kind="hidden", label="Place", settings=settings)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").opens("?place=library")
    person.where = f"{person.address}?place=library"
    person.sends()
    assert SurveyResponse.objects.get().answers

    days_pass()

    assert not SurveyResponse.objects.exists()


def test_practice_never_counts():
    study = make.study(state=Study.State.PRACTICE)
    survey = surveys.letter(study=study, unsent=COUNT)
    stops(survey, {"got_letter": "yes"})

    days_pass()

    assert not SurveyResponse.objects.exists()


def test_without_the_consent_that_the_study_asks_for_it_never_counts(survey):
    stops(survey, {"got_letter": "yes"})
    surveys.ask_consent(survey.activity.round.study)
    agreed = stops(survey, {"got_letter": "no"})
    row = SurveyResponse.objects.exclude(consent_version=None).get()
    assert agreed.where.endswith("/check/")

    assert days_pass() == 2

    assert counted(survey) == row
    assert SurveyResponse.objects.count() == 1


def test_a_policy_that_changes_holds_for_nobody_who_was_told_otherwise(survey):
    stops(survey, {"got_letter": "yes"})
    told = SurveyResponse.objects.get()
    other = surveys.letter()
    stops(other, {"got_letter": "yes"})
    was_erased = SurveyResponse.objects.get(survey=other)

    # Nothing in the product does this: a promise can't change once it was given.
    Activity.objects.filter(pk=survey.activity_id).update(unsent="erase")
    Activity.objects.filter(pk=other.activity_id).update(unsent=COUNT)
    days_pass()

    assert SurveyResponse.objects.get() == told
    assert not SurveyResponse.objects.filter(pk=was_erased.pk).exists()


def test_answers_that_do_not_show_or_do_not_go_together_are_left_out(survey):
    person = stops(survey, {"got_letter": "yes"}, {"asked": "Send a form"})
    person.opens("q/1/").sends({"got_letter": "no"})

    days_pass()

    assert counted(survey).answers == {"got_letter": {"code": "no"}}


def test_the_code_to_go_on_takes_them_back_before_and_after_they_count(survey):
    for days in (0, 1):
        stops(survey, {"got_letter": "yes"}).sends({"asked": "Words"}, go="later")
        row = SurveyResponse.objects.exclude(state="withdrawn").get()
        if days:
            days_pass()
            counted(survey)
        asked = Person("/withdraw/").opens()
        asked.sends({"code": codes.resume_code(row.pk)})
        assert "and not sent." in asked.text

        assert take_back(codes.resume_code(row.pk))

        row.refresh_from_db()
        assert (row.state, row.answers, row.folded) == ("withdrawn", {}, None)
        assert take_back(codes.resume_code(row.pk)) is False
        assert recount(survey.pk) == []
        assert summary_of(survey).people == 0


def test_the_code_to_go_on_takes_back_nothing_that_was_sent_or_will_be_erased(survey):
    stops(survey, {"got_letter": "no"}).sends(go="later")
    sent = SurveyResponse.objects.get()
    going_on.offer(sent.pk)
    SurveyResponse.objects.update(state="submitted", submitted_on=LONG_AGO)
    erased = make.response(survey=survey, state="started", submitted_on=None)
    going_on.offer(erased.pk)

    found = [take_back(codes.resume_code(row.pk)) for row in (sent, erased)]

    assert found == [False, False]


def test_the_page_with_the_code_says_what_happens_and_how_to_take_it_back(survey):
    text = stops(survey, {"got_letter": "yes"}).sends(go="later").text

    assert "After that day we count what you answered." in text
    assert "If you do not want that, type this code on" in text
    assert "we erase answers that were not sent" not in text


def test_who_comes_back_too_late_reads_that_they_count_and_changes_nothing(survey):
    person = stops(survey, {"got_letter": "yes"})
    person.sends({"asked": "Words"}, go="later")
    row = SurveyResponse.objects.get()
    code, later = codes.resume_code(row.pk), Person("/go/").opens()
    days_pass()

    for page in (later.sends({"code": code}), person.opens("q/3/")):
        assert "The time to go on is over" in page.text
        assert "We kept what you had answered, and we count it." in page.text
        assert "receipt-code" not in page.text
    assert counted(survey).answers["asked"] == {"text": "Words"}


def test_sending_too_late_gives_no_receipt(survey):
    person = stops(survey, {"got_letter": "no"})
    assert person.where.endswith("/check/")
    days_pass()

    person.sends()

    assert "The time to go on is over" in person.text
    assert counted(survey).answers == {"got_letter": {"code": "no"}}


def test_words_that_may_say_that_somebody_needs_help_are_looked_at(survey):
    stops(survey, {"got_letter": "yes"}, {"asked": "I want to die"})

    days_pass()

    row = SurveyResponse.objects.get()
    flag = SafetyFlag.objects.get()
    assert (flag.response, flag.question_key) == (row.pk, "asked")


def personal(survey) -> tuple[InviteLink, str]:
    study = survey.activity.round.study
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    return link, f"/i/{partners_address(link)}"


def test_nobody_counts_twice_by_one_personal_link():
    survey = surveys.letter(anonymous=False, unsent=COUNT)
    link, address = personal(survey)
    stops(survey, {"got_letter": "no"}, where=address)
    stops(survey, {"got_letter": "yes"}, {"asked": "Words"}, where=address)

    assert days_pass() == 2

    row = counted(survey)
    assert (set(row.answers), row.personal_link) == ({"got_letter", "asked"}, link)
    person = stops(survey, {"got_letter": "no"}, where=address).sends()
    assert "receipt-code" in person.text
    folding.fold(survey.pk)
    row.refresh_from_db()
    assert (row.is_left_out, row.folded) == (True, None)
    assert recount(survey.pk) == []
    assert (summary_of(survey).people, summary_of(survey).unfinished) == (1, 0)


def test_what_was_sent_and_counted_while_it_was_settled_counts_alone():
    survey = surveys.letter(anonymous=False, unsent=COUNT)
    link, _address = personal(survey)
    values = {"survey": survey, "personal_link": link, "is_anonymous": False}
    make.response(answers={"got_letter": {"code": "no"}}, **values)
    folding.fold(survey.pk)
    late = make.response(state="partial", is_kept_unsent=True, **values)

    folding.fold(survey.pk)

    late.refresh_from_db()
    assert (late.is_left_out, late.folded) == (True, None)
    assert (summary_of(survey).people, summary_of(survey).unfinished) == (1, 0)
    assert SurveyResponse.objects.waiting_to_fold().count() == 0
    assert recount(survey.pk) == []


def test_the_migration_leaves_each_link_one_that_stopped():
    survey = surveys.letter(anonymous=False, unsent=COUNT)
    values = {"survey": survey, "state": "partial", "is_kept_unsent": True}
    values |= {"is_anonymous": False, "personal_link": personal(survey)[0]}
    migration = import_module("feedback.migrations.0026_tell_from_now_on")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX personal_link_stops_once")
        rows = [make.response(**values, clock=clock) for clock in (1, 4, 2)]
        cursor.execute(migration.ONE_FOR_EACH_LINK)

    left = SurveyResponse.objects.exclude(personal_link=None)
    assert (left.get(), SurveyResponse.objects.count()) == (rows[1], 3)


def test_one_survey_that_fails_keeps_no_other_waiting(survey, monkeypatch, caplog):
    stops(survey, {"got_letter": "yes"})
    other = surveys.letter(unsent=COUNT, unsent_days=9)
    stops(other, {"got_letter": "no"})
    settle = unsent.settle

    def fails_first(row, **more):
        if row == survey:
            raise ValueError("A document that can't be read")
        return settle(row, **more)

    monkeypatch.setattr(unsent, "settle", fails_first)

    with pytest.raises(ExceptionGroup, match="were not settled"):
        days_pass()

    states = dict(SurveyResponse.objects.values_list("survey", "state"))
    assert states == {survey.pk: "started", other.pk: "partial"}
    assert "unsent_answers_failed" in caplog.text


def test_many_are_settled_batch_by_batch(survey, monkeypatch):
    monkeypatch.setattr(unsent, "BATCH", 2)
    for index in range(5):
        values = {"answers": {"got_letter": {"code": "no"}} if index else {}}
        make.response(
            survey=survey,
            version=survey.versions.last(),
            state="started",
            started_on=LONG_AGO,
            submitted_on=None,
            is_kept_unsent=True,
            **values,
        )

    assert unsent.settle_all() == 5

    assert SurveyResponse.objects.filter(state="partial").count() == 4
    assert UnsentTally.objects.get().people == 1


def details_of(survey, **changes) -> dict:
    form = DetailsForm(survey=survey)
    values = {name: form[name].value() for name in form.fields}
    return {k: "" if v is None else v for k, v in values.items()} | changes


def test_designers_choose_until_people_are_told():
    survey, by = make.survey(), make.user()
    form = DetailsForm(details_of(survey, unsent="count"), survey=survey)
    assert form.is_valid(), form.errors

    marker = form["marker"].value()
    drafting.edit_survey(survey.pk, form.details(), marker=marker, by=by)

    assert Activity.objects.get(pk=survey.activity_id).unsent == COUNT
    copy = copying.copy_survey(survey.pk, title="Copy", by=by)
    assert copy.activity.unsent == COUNT
    days = survey.activity.unsent_days
    activities.keep_unsent(survey.activity_id, days=days, unsent=COUNT, by=by)
    assert Activity.objects.get(pk=survey.activity_id).history.count() == 2


def test_what_people_were_told_stays(survey):
    survey.activity.refresh_from_db()
    form = DetailsForm(details_of(survey, unsent="erase"), survey=survey)

    assert form.is_valid(), form.errors
    assert form.details().unsent == COUNT
    with pytest.raises(Refusal, match="People were told"):
        activities.keep_unsent(
            survey.activity_id, days=9, unsent="erase", by=make.user()
        )
