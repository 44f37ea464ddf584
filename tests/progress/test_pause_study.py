import pytest
from django.urls import reverse

from studies.planning import pausing
from studies.planning.models import Activity, Study
from tests import make

pytestmark = pytest.mark.django_db
WHY = "We mend the form first."


@pytest.fixture
def dana(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def study_of(member, **fields) -> Study:
    return make.study(agency=member.agency, state="running", **fields)


def text(client, name: str, study: Study) -> str:
    return client.get(reverse(name, args=[study.slug])).content.decode()


def test_a_designer_pauses_with_a_reason_and_goes_on(client, dana):
    study = study_of(dana)
    url = reverse("study-pause", args=[study.slug])

    asked = text(client, "study-pause", study)
    client.post(url, {"reason": WHY})
    board, plan = text(client, "study-board", study), text(client, "study-plan", study)
    paused_by = Study.objects.get().paused_by
    client.post(reverse("study-go-on", args=[study.slug]))

    assert "Booked visits take place" in asked
    assert WHY in board
    assert WHY in plan
    assert f'href="{url}">Change the reason' in board
    assert f'href="{url}">Pause</a>' not in plan
    assert f'href="{url}">Pause</a>' in text(client, "study-plan", study)
    assert (paused_by, Study.objects.get().is_paused) == (dana.user, False)


def test_without_a_reason_the_page_asks_for_it(client, dana):
    study = study_of(dana)

    page = client.post(reverse("study-pause", args=[study.slug]), {"reason": " "})

    assert "Say why: everybody may read it." in page.content.decode()
    assert not Study.objects.get().is_paused


def test_a_closed_study_is_not_paused_from_a_page_left_open(client, dana):
    study = study_of(dana)
    Study.objects.update(state="closed")
    url = reverse("study-pause", args=[study.slug])

    page = client.post(url, {"reason": WHY}, follow=True).content.decode()

    assert "nothing to pause" in page
    assert f'href="{url}"' not in page


def test_who_only_looks_reads_why_and_has_no_button(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    study = study_of(viewer)
    pausing.pause(study.pk, reason=WHY, by=make.user())

    board, plan = text(client, "study-board", study), text(client, "study-plan", study)
    pages = [
        client.post(reverse(name, args=[study.slug]), {"reason": "Other."}).status_code
        for name in ("study-pause", "study-go-on")
    ]

    assert WHY in board
    assert "Go on</button>" not in board + plan
    assert pages == [403, 403]
    assert Study.objects.get().pause_reason == WHY


def test_the_public_page_says_that_it_is_paused_and_why(client):
    study = make.study(state="running", source_language="es")
    before = text(client, "study-public", study)
    pausing.pause(study.pk, reason="Arreglamos la carta.", by=make.user())

    after = text(client, "study-public", study)

    assert "taking a break" not in before
    assert "We are taking a break with this." in after
    assert '<p lang="es" dir="auto">Arreglamos la carta.</p>' in after


def test_the_reason_can_be_translated_beside_what_is_told(client):
    member = make.member(role="lead")
    client.force_login(member.user)
    study = study_of(member)
    row = make.round_(study=study)
    make.activity(round=row, languages_ready=["en", "es"])
    url = reverse("share-backs-translate", args=[study.slug, row.number, "es"])

    before = client.get(url).content.decode()
    pausing.pause(study.pk, reason=WHY, by=make.user())

    assert "Why it is paused" not in before
    assert WHY in client.get(url).content.decode()


def test_a_survey_of_a_paused_study_is_not_open_where_answers_are_taken(client, dana):
    study = study_of(dana)
    activity = make.open_activity(
        round=make.round_(study=study), languages_ready=["en"]
    )
    survey = make.published_survey(activity=activity)
    pausing.pause(study.pk, reason=WHY, by=dana.user)

    phone = client.get(reverse("survey-phone", args=[survey.pk])).content.decode()
    taken = client.get(reverse("taking-list")).content.decode()

    assert "Nobody can be asked now: the study is paused." in phone
    assert "· paused" in taken
    assert "Key in paper" in taken
    assert "Interview by phone" not in taken
    assert not Activity.objects.asked_of_everybody().exists()


def test_whoever_invites_to_visits_reads_that_the_mails_wait(client, dana):
    study = study_of(dana)
    session = make.session(round=make.round_(study=study))
    make.slot(session=session)
    person = make.participant(study=study)
    pausing.pause(study.pk, reason=WHY, by=dana.user)

    url = reverse("session-invite", args=[session.pk])
    page = client.post(url, {"participants": [person.pk]}, follow=True).content.decode()

    assert "so these mails wait until it goes on" in page
    assert "The study is paused: invitations wait" in page
