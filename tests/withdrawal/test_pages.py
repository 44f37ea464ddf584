import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.people.models import Consent, LegalHold, Participant, Person, Withdrawal
from studies.withdrawal.models import RetentionRun
from tests import make
from tests.withdrawal.somebody import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    member = make.member(role="lead")
    client.force_login(member.user)
    return member


@pytest.fixture
def gone(lead):
    return somebody(agency=lead.agency)


def at(name, gone):
    return reverse(name, args=[gone.study.slug, gone.participant.number])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_leaving_asks_first_and_says_what_goes_and_what_stays(client, gone):
    page = text_of(client.get(at("participant-leave", gone)))

    for said in (
        "Answers to surveys: <strong>1<",
        "Quotes that we kept: <strong>2<",
        "Talks, with what we heard: <strong>1<",
        "The record of payments",
        "Backups, for 35 days at most.",
    ):
        assert said in page
    assert Participant.objects.get().withdrawn_on is None


def test_visits_that_are_canceled_by_it_are_named_with_their_time(client, gone):
    session = make.session(
        round=make.round_(study=gone.study),
        title="Read the letter",
        time_zone="America/Chicago",
    )
    at_three = datetime(2099, 4, 16, 20, tzinfo=UTC)
    for starts_at in (at_three, timezone.now() - timedelta(days=1)):
        slot = make.slot(session=session, starts_at=starts_at)
        make.booking(slot=slot, participant=gone.participant)
        session = make.session(round=session.round, title="Long ago")

    page = text_of(client.get(at("participant-leave", gone)))

    assert "<li>Read the letter: Thursday, April 16, 2099, 3 p.m." in page
    assert "Long ago" not in page


@pytest.mark.parametrize(("what", "people"), [("study", 1), ("person", 0)])
def test_staff_take_somebody_out_on_their_word(client, lead, gone, what, people):
    answer = client.post(
        at("participant-leave", gone), {"what": what, "sure": "on"}, follow=True
    )

    row = Withdrawal.objects.get()
    assert (row.asked, row.by, row.what, row.state) == (
        "staff",
        lead.user,
        what,
        "done",
    )
    assert Person.objects.count() == people
    assert "from backups within 35 days" in text_of(answer)
    assert "left on" in text_of(answer)


def test_nobody_is_taken_out_without_having_asked(client, gone):
    page = text_of(client.post(at("participant-leave", gone), {"what": "study"}))

    assert "Tick this box to go on." in page
    assert not Withdrawal.objects.exists()


def test_a_person_without_a_contact_can_only_leave_the_study(client, gone):
    Person.objects.all().delete()

    page = text_of(client.get(at("participant-leave", gone)))
    client.post(at("participant-leave", gone), {"what": "person", "sure": "on"})

    assert "Leave everything" not in page
    assert not Withdrawal.objects.exists()


def test_a_hold_is_said_before_and_after(client, gone):
    make.legal_hold(study=gone.study)

    page = text_of(client.get(at("participant-leave", gone)))
    answer = client.post(
        at("participant-leave", gone), {"what": "study", "sure": "on"}, follow=True
    )

    assert "A legal hold keeps this study." in page
    assert "erased by itself once the hold is lifted" in text_of(answer)


def test_who_left_shows_a_number_and_nothing_to_change(client, gone):
    client.post(at("participant-leave", gone), {"what": "study", "sure": "on"})

    page = text_of(client.get(at("participant", gone)))

    assert "took everything back" in page
    assert "What they need to take part" not in page


def test_the_register_shows_counts_and_the_way_they_asked(client, gone):
    client.post(at("participant-leave", gone), {"what": "study", "sure": "on"})

    page = text_of(client.get(reverse("taken-back")))

    assert "Told somebody of the team" in page
    assert "P-001" in page
    assert "Quotes that we kept: <strong>2<" in page
    assert "bold date" not in page


def test_holds_are_set_and_lifted_by_those_who_may(client, gone, woken):
    new = reverse("legal-hold-new")
    empty = text_of(client.post(new, {"reason": ""}))
    client.post(new, {"study": gone.study.pk, "reason": "Case 12"})
    hold = LegalHold.objects.get()
    shown = text_of(client.get(reverse("legal-holds")))
    lift = reverse("legal-hold-lift", args=[hold.pk])
    asks = text_of(client.get(lift))
    client.post(lift)

    assert "Fill this in." in empty
    assert (hold.study, hold.reason) == (gone.study, "Case 12")
    assert "in force" in shown
    assert "No wish to be erased waits for it." in asks
    hold.refresh_from_db()
    assert hold.lifted_on == timezone.localdate()


def test_a_designer_sees_holds_and_sets_none(client, gone):
    hold = make.legal_hold(study=gone.study)
    member = make.member(agency=gone.study.agency, role="designer")
    client.force_login(member.user)

    page = text_of(client.get(reverse("legal-holds")))

    assert "Lift it" not in page
    for door in (
        reverse("legal-hold-new"),
        reverse("legal-hold-lift", args=[hold.pk]),
    ):
        assert client.post(door).status_code == 403


def test_a_study_of_another_agency_is_not_to_be_chosen(client, lead):
    other = make.study()

    client.post(reverse("legal-hold-new"), {"study": other.pk, "reason": "Case"})

    assert not LegalHold.objects.exists()


def test_the_nights_are_shown_with_what_a_hold_kept_and_what_failed(client, lead):
    now = timezone.now()
    for fields in (
        {"went": {"answers": 3}, "held": {"contacts": 2}, "ended_at": now},
        {"errors": {"said": "OSError"}, "ended_at": now},
        {},
    ):
        RetentionRun.objects.create(agency=lead.agency, **fields)
    RetentionRun.objects.create(agency=make.agency(), went={"answers": 77})

    page = text_of(client.get(reverse("erased")))

    for said in ("Answers to surveys: <strong>3<", "something failed", "broken off"):
        assert said in page
    assert "Nothing has to go." in page
    assert "77" not in page


def test_the_coming_night_is_foretold_and_changes_nothing(client, gone):
    gone.study.closed_on = timezone.localdate().replace(year=2020)
    gone.study.state = "closed"
    gone.study.save()

    page = text_of(client.get(reverse("erased")))

    assert "People’s names and addresses: <strong>1<" in page
    assert Person.objects.exists()


def test_the_register_asks_as_often_for_three_as_for_one(
    client, lead, django_assert_num_queries
):
    address = reverse("taken-back")
    study = make.study(agency=lead.agency)
    make.withdrawal(participant=make.participant(study=study))
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    for _ in range(2):
        make.withdrawal(participant=make.participant(study=study))

    with django_assert_num_queries(5):
        client.get(address)


def test_consent_by_word_of_mouth_names_who_heard_it(client, lead, gone):
    make.consent(study=gone.study)
    page = text_of(client.get(at("participant", gone)))
    said = {"language": "en", "way": "verbal", "purposes": ["take_part", "quote"]}

    client.post(at("participant-agree", gone), said)
    after = text_of(client.get(at("participant", gone)))

    row = Consent.objects.get()
    assert "You may show my words." in page
    assert (row.way, row.taken_by, row.purposes) == (
        "verbal",
        lead.user,
        ["take_part", "quote"],
    )
    assert f"by word of mouth: {lead.user}" in after
    # What holds stands ticked, so that saying it again takes nothing back.
    ticked = re.findall(r'name="purposes" value="(\w+)"[^>]* checked', after)
    assert ticked == ["take_part", "quote"]


def test_consent_without_taking_part_is_refused_on_the_page(client, gone):
    make.consent(study=gone.study)
    said = {"language": "en", "way": "verbal", "purposes": ["quote"]}

    page = text_of(client.post(at("participant-agree", gone), said))

    assert "To take part, tick that you agree to it." in page
    assert not Consent.objects.exists()


def test_people_are_asked_anew_when_the_words_change_their_meaning(client, gone):
    make.consent(study=gone.study)
    said = {"language": "en", "way": "read_out", "purposes": ["take_part"]}
    client.post(at("participant-agree", gone), said)
    text = gone.study.consent_text
    text.take_part = "We read it, and keep it longer."
    text.save()
    from_now_on = {"by": None, "reason": "A new rule."}
    make.consenting.publish(text.pk, **from_now_on)

    page = text_of(client.get(at("participant", gone)))

    assert "The words changed their meaning since this person agreed." in page
