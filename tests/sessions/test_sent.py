"""What did we send to P-014, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studies.outreach.models import Wave
from studies.outreach.models.trail import moved
from studies.sessions.models import Letter
from tests import make

pytestmark = pytest.mark.django_db


def enter(client, role="designer"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def mailed(study, person, days: int, name: str) -> Wave:
    """An invitation that left so many days ago."""
    activity = make.open_activity(round=make.round_(study=study), name=name)
    at = timezone.now() - timedelta(days=days)
    wave = make.wave(activity, [person], now=at)
    wave.deliveries.filter(step="invitation").update(
        claimed_at=at, handed_over_at=at, **moved("handed_over", at)
    )
    wave.deliveries.exclude(step="invitation").delete()
    return wave


@pytest.fixture
def somebody(client):
    """One person of two studies, with a visit in the first."""
    member = enter(client)
    study = make.study(agency=member.agency, state="running")
    other = make.study(agency=member.agency, state="running")
    person = make.person(agency=member.agency)
    mailed(other, person, 45, "Another study")
    mailed(study, person, 9, "Try the letter")
    participant = person.participations.get(study=study)
    session = make.session(round=study.rounds.first(), title="Talk at the desk")
    booking = make.booking(session=session, participant=participant)
    Letter.objects.create(
        booking=booking,
        kind="confirmation",
        sequence=7,
        state="handed_over",
        due_at=timezone.now(),
        claimed_at=timezone.now() - timedelta(days=6),
        handed_over_at=timezone.now() - timedelta(days=6),
    )
    Letter.objects.create(
        booking=booking,
        kind="reminder",
        sequence=7,
        state="dropped",
        reason="changed",
        due_at=timezone.now() - timedelta(days=1),
    )
    return member, study, participant


def of_participant(study, participant) -> str:
    return f"/studio/study/{study.slug}/people/{participant.number}/sent/"


def of_person(participant) -> str:
    return f"/studio/people/{participant.person_id}/sent/"


def order(text: str, *parts: str) -> list[str]:
    return sorted((part for part in parts if part in text), key=text.index)


def test_mailings_and_mails_about_visits_stand_in_one_list(client, somebody):
    _member, study, participant = somebody

    text = client.get(of_participant(study, participant)).content.decode()

    visit, dropped = "Visit: confirmation", "Visit: reminder the day before"
    assert order(text, "Invitation", visit, dropped) == [dropped, visit, "Invitation"]
    assert f"Sent to {participant.pseudonym}" in text
    assert "the visit changed meanwhile" in text
    assert "Talk at the desk" in text
    assert "How it got there" in text


def test_a_pseudonym_does_not_lead_to_another_study(client, somebody):
    _member, study, participant = somebody

    under_pseudonym = client.get(of_participant(study, participant)).content.decode()
    of_all = client.get(of_person(participant)).content.decode()

    assert "Another study" not in under_pseudonym
    assert "Another study" in of_all
    assert "Try the letter" in of_all


def test_our_letters_to_the_panel_are_listed_too(client, somebody):
    member, study, participant = somebody
    wave = mailed(study, participant.person, 2, "x")
    Wave.objects.filter(pk=wave.pk).update(
        activity=None, is_panel=True, news="panel_ask today"
    )
    wave.deliveries.update(step="panel_ask", participant=None)

    text = client.get(of_participant(study, participant)).content.decode()

    assert "Do you want to be asked?" in text


def test_no_contact_stands_on_either_page(client, somebody):
    _member, study, participant = somebody
    person = participant.person

    texts = [
        client.get(url).content.decode()
        for url in (of_participant(study, participant), of_person(participant))
    ]

    assert not any(person.email in text for text in texts)


@pytest.mark.parametrize(("role", "found"), [("analyst", 200), ("viewer", 403)])
def test_who_may_not_know_the_person_does_not_see_all_studies(
    client, somebody, role, found
):
    member, study, participant = somebody
    member.role = role
    member.save()

    assert client.get(of_participant(study, participant)).status_code == found
    assert client.get(of_person(participant)).status_code == 403


def test_a_stranger_finds_nothing(client, somebody):
    _member, study, participant = somebody
    enter(client)

    assert client.get(of_participant(study, participant)).status_code == 404
    assert client.get(of_person(participant)).status_code == 404


def test_who_got_nothing_is_told_so(client):
    member = enter(client)
    participant = make.participant(study=make.study(agency=member.agency))

    text = client.get(of_participant(participant.study, participant)).content.decode()

    assert "We have not sent anything to this person." in text


def test_the_list_costs_the_same_however_long(
    client, somebody, django_assert_max_num_queries
):
    _member, study, participant = somebody
    for _ in range(3):
        mailed(study, participant.person, 1, "more")

    with django_assert_max_num_queries(12):
        client.get(of_participant(study, participant))


def test_both_pages_of_the_person_lead_there(client, somebody):
    _member, study, participant = somebody
    row = f"/studio/study/{study.slug}/people/{participant.number}/"

    participant_page = client.get(row).content.decode()
    person_page = client.get(f"/studio/people/{participant.person_id}/").content
    links = of_participant(study, participant), of_person(participant)

    assert links[0] in participant_page
    assert links[1] in person_page.decode()
