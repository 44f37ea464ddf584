from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from feedback.answering.models import SurveyResponse
from feedback.results.taking_back import take_back
from studies.evidence.models import Highlight
from studies.people import holds, panel, panel_ends
from studies.people.models import PanelMember, Participant, Person, Withdrawal
from studies.withdrawal import holding
from studies.withdrawal.taking_out import erase_person, take_out
from tests import make
from tests.outreach.clock import START
from tests.withdrawal.somebody import somebody

pytestmark = pytest.mark.django_db

STAFF = Withdrawal.Asked.STAFF


def lift(hold):
    holding.lift(hold.pk, by=make.user())
    return holding.carry_out_waiting()


def test_a_hold_keeps_its_study_and_no_other():
    study, other = make.study(), make.study()
    make.legal_hold(study=study)

    found = [holds.pauses(row.agency_id, row.pk) for row in (study, other)]

    assert found == [True, False]
    assert not holds.pauses(study.agency_id)


def test_a_hold_on_the_agency_keeps_everything_of_it():
    study, other = make.study(), make.study()
    make.legal_hold(agency=study.agency)

    assert holds.pauses(study.agency_id, study.pk)
    assert holds.pauses(study.agency_id)
    assert not holds.pauses(other.agency_id, other.pk)


def test_a_hold_wants_a_reason():
    study = make.study()

    with pytest.raises(Refusal) as refused:
        holding.set_hold(study.agency, study=study, reason=" ", by=make.user())

    assert refused.value.code == "no_reason"


def test_what_somebody_takes_back_is_kept_and_goes_once_the_hold_is_lifted(
    woken, django_capture_on_commit_callbacks
):
    gone = somebody()
    hold = holding.set_hold(
        gone.study.agency, study=gone.study, reason="A lawsuit", by=make.user()
    )

    row = take_out(gone.participant.pk, asked=STAFF, by=make.user())
    kept = (row.state, Highlight.objects.count(), SurveyResponse.objects.get().state)
    left = Participant.objects.get().withdrawn_on
    with django_capture_on_commit_callbacks(execute=True):
        carried_out = lift(hold)

    assert kept == ("waiting", 2, "submitted")
    assert left == timezone.localdate()
    assert woken == ["withdrawal.carry_out_waiting"]
    assert carried_out == 1
    row.refresh_from_db()
    assert (row.state, row.went["answers"], row.went["words"]) == ("done", 1, 2)
    assert not Highlight.objects.exists()


def test_lifting_twice_is_lifting_once(woken, django_capture_on_commit_callbacks):
    hold, first, second = make.legal_hold(), make.user(), make.user()

    with django_capture_on_commit_callbacks(execute=True):
        holding.lift(hold.pk, by=first)
        holding.lift(hold.pk, by=second)

    hold.refresh_from_db()
    assert (hold.lifted_on, hold.lifted_by) == (timezone.localdate(), first)
    assert len(woken) == 1


def test_two_holds_keep_until_both_are_lifted():
    gone = somebody()
    first, second = (
        make.legal_hold(study=gone.study),
        make.legal_hold(agency=gone.study.agency),
    )
    take_out(gone.participant.pk, asked=STAFF, by=make.user())

    assert [lift(first), lift(second)] == [0, 1]


def test_of_a_person_the_free_studies_go_and_the_contact_waits():
    gone = somebody()
    there = somebody(person=gone.participant.person, agency=gone.study.agency)
    hold = make.legal_hold(study=gone.study)

    row = erase_person(gone.participant.person_id, asked=STAFF, by=make.user())
    rounds = set(Highlight.objects.values_list("round", flat=True))
    waits = (row.state, row.went["answers"], Person.objects.count())
    lift(hold)

    assert (rounds, waits) == ({gone.round.pk}, ("waiting", 1, 1))
    assert there.round.pk not in rounds
    row.refresh_from_db()
    assert (row.state, row.person, row.went["contact"]) == ("done", None, 1)
    assert sum(went.get("answers", 0) for went in went_of()) == 2
    assert not Person.objects.exists()


def test_an_answer_taken_back_by_its_code_waits_and_goes_by_itself():
    gone = somebody()
    hold = make.legal_hold(agency=gone.study.agency)

    taken = [take_back(gone.code), take_back(gone.code)]
    kept = SurveyResponse.objects.get().state
    waiting = Withdrawal.objects.get()
    lift(hold)

    assert (taken, kept) == ([True, True], "submitted")
    assert (waiting.asked, waiting.what, waiting.response_id) == (
        "code",
        "answer",
        gone.answer.pk,
    )
    waiting.refresh_from_db()
    assert (waiting.state, waiting.response_id) == ("done", None)
    assert waiting.went == {"answers": 1, "words": 1}
    assert SurveyResponse.objects.get().state == "withdrawn"


def test_without_a_hold_the_code_leaves_a_count_alone():
    gone = somebody()

    take_back(gone.code)

    row = Withdrawal.objects.get()
    assert (row.state, row.asked, row.study) == ("done", "code", gone.study)
    assert row.went == {"answers": 1, "words": 1}
    assert (row.participant, row.person, row.response_id) == (None, None, None)


def test_an_address_that_its_owner_wants_gone_waits_for_the_hold():
    member = make.panel_member()
    hold = make.legal_hold(agency=member.agency)

    row = panel.remove(member.person_id)
    kept = PanelMember.objects.get()
    lift(hold)

    assert (row.state, kept.state) == ("waiting", "left")
    assert not Person.objects.exists()
    row.refresh_from_db()
    assert (row.state, row.what, row.went) == ("done", "address", {"contact": 1})


def test_a_hold_on_a_study_keeps_the_address_of_those_in_it():
    gone = somebody()
    make.panel_member(person=gone.participant.person)
    make.legal_hold(study=gone.study)

    assert panel.remove(gone.participant.person_id).state == "waiting"


def test_nights_erase_nobody_whom_a_hold_keeps():
    today = START.date()
    silent = today - timedelta(days=800)
    kept = make.panel_member(sign_on=silent)
    part = make.panel_member(sign_on=silent, state="left", left_on=silent)
    study = make.study(agency=part.agency)
    make.participant(study=study, person=part.person)
    free = make.panel_member(agency=part.agency, sign_on=silent)
    make.legal_hold(agency=kept.agency)
    make.legal_hold(study=study)

    gone = [panel_ends.erase_silent(row.agency, today) for row in (kept, part)]

    assert gone == [0, 1]
    assert set(PanelMember.objects.all()) == {kept, part}
    assert free not in PanelMember.objects.all()


def test_wishes_that_nobody_confirmed_wait_for_the_hold_too():
    asked = START.date() - timedelta(days=15)
    row = make.panel_member(state="pending", asked_on=asked)
    hold = make.legal_hold(agency=row.agency)

    first = panel_ends.forget_unconfirmed(row.agency, START.date())
    holding.lift(hold.pk, by=make.user())

    assert (first, panel_ends.forget_unconfirmed(row.agency, START.date())) == (0, 1)


def test_the_number_of_an_erased_panel_member_is_never_given_again():
    agency = make.agency()
    first = panel.add(make.person(agency=agency))
    last = panel.add(make.person(agency=agency))

    panel.remove(last.person_id)
    agency.refresh_from_db()
    newcomer = panel.add(make.person(agency=agency))

    assert [row.pseudonym for row in (first, last, newcomer)] == [
        "A-001",
        "A-002",
        "A-003",
    ]


@pytest.mark.parametrize("contact_first", [True, False])
def test_all_of_a_study_goes_after_the_hold_though_the_contact_goes_another_way(
    contact_first,
):
    gone = somebody()
    person = gone.participant.person
    hold = make.legal_hold(study=gone.study)
    panel.remove(person.pk)
    erase_person(person.pk, asked=STAFF, by=make.user())
    holding.lift(hold.pk, by=make.user())
    if contact_first:
        Person.objects.filter(pk=person.pk).delete()

    holding.carry_out_waiting()

    rows = Withdrawal.objects.values_list("what", "state")
    assert set(rows) == {("address", "done"), ("person", "done"), ("study", "done")}
    answers = [went.get("answers", 0) for went in went_of()]
    assert sum(answers) == 1
    assert SurveyResponse.objects.get().state == "withdrawn"
    assert not Highlight.objects.exists()
    assert not Person.objects.exists()


def went_of() -> list[dict]:
    return list(Withdrawal.objects.values_list("went", flat=True))
