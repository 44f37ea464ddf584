"""Two designers save what a survey says of itself: nothing that anyone wrote is lost."""

from datetime import UTC, datetime

import pytest

from feedback.surveys.drafting import SurveyDetails, edit_survey
from feedback.surveys.markers import survey_marker
from feedback.surveys.models import Survey
from tests import make
from tests.surveys.pieces import url

pytestmark = pytest.mark.django_db
CLOSES = datetime(2040, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def survey(dana):
    return make.survey(
        activity=make.activity(agency=dana.agency), title="First", purpose="Why."
    )


def opened(client, survey, **changes) -> dict:
    """What a browser sends of the opened form, with what somebody typed."""
    return sent(client.get(url("details", survey.pk))) | changes


def sent(response) -> dict:
    form = response.context["details_form"]
    data = {"seen": response.context["details_seen"]}
    for name in form.fields:
        data[name] = form[name].value() or ""
    data["shows_answers"] = "on"  # as a browser sends a box with a tick
    return data


def theirs(survey, **changes) -> None:
    """Somebody else saves in the meantime."""
    present = Survey.objects.select_related("activity").get(pk=survey.pk)
    written = {
        "title": present.title,
        "purpose": present.purpose,
        "thanks": present.thanks,
        "layout": present.layout,
        "anonymous": present.activity.anonymous,
    }
    details = SurveyDetails(**written | changes)
    edit_survey(survey.pk, details, marker=survey_marker(present), by=make.user())


def shown(response) -> dict:
    found = response.context["clashes"]
    return {one.name: (one.mine, one.theirs, one.keep) for one in found}


def test_texts_that_differ_stand_beside_each_other_and_nothing_is_saved(client, survey):
    data = opened(client, survey, title="Mine", purpose="My why.\r\n\r\nMore.")
    theirs(survey, title="Theirs", thanks="Their thanks.")

    response = client.post(url("details", survey.pk), data)
    page = response.content.decode()

    assert shown(response) == {
        "title": (["Mine"], ["Theirs"], "mine"),
        "thanks": ([], ["Their thanks."], "theirs"),
    }
    who = Survey.history.filter(id=survey.pk).first().history_user
    assert f"{who} saved these texts while you were writing" in page
    assert "My why.\n\nMore.</textarea>" in page.replace("\r\n", "\n")
    survey.refresh_from_db()
    assert (survey.title, survey.purpose) == ("Theirs", "Why.")


@pytest.mark.parametrize(
    ("title", "thanks", "kept"),
    [
        ("mine", "theirs", ("Mine", "My why.", "Their thanks.")),
        ("theirs", "mine", ("Theirs", "My why.", "")),
    ],
)
def test_each_text_stays_as_it_was_picked(client, survey, title, thanks, kept):
    data = opened(client, survey, title="Mine", purpose="My why.")
    theirs(survey, title="Theirs", thanks="Their thanks.")
    again = sent(client.post(url("details", survey.pk), data))

    picked = {"keep-title": title, "keep-thanks": thanks}
    response = client.post(url("details", survey.pk), again | picked)

    survey.refresh_from_db()
    assert response.status_code == 302
    assert (survey.title, survey.purpose, survey.thanks) == kept


def test_both_joined_in_the_field_is_what_is_saved(client, survey):
    data = opened(client, survey, purpose="Mine.")
    theirs(survey, purpose="Theirs.")
    again = sent(client.post(url("details", survey.pk), data))

    joined = {"keep-purpose": "mine", "purpose": "Theirs. Mine."}
    client.post(url("details", survey.pk), again | joined)

    survey.refresh_from_db()
    assert survey.purpose == "Theirs. Mine."


def test_dates_and_the_promise_are_said_in_words(client, survey):
    data = opened(client, survey, title="Mine", closes_at="some day")
    theirs(survey, anonymous=False, closes_at=CLOSES)

    first = client.post(url("details", survey.pk), data)
    second = client.post(url("details", survey.pk), data | {"closes_at": ""})

    assert "Write the day and the hour like" in first.content.decode()
    found = shown(second)
    assert found["kept"] == (["Anonymous"], ["Confidential"], "theirs")
    assert found["closes_at"][1][0].startswith("May 1, 2040")


def test_somebody_saving_once_more_is_shown_before_anything_is_dropped(client, survey):
    data = opened(client, survey, title="Mine")
    theirs(survey, title="Theirs")
    again = sent(client.post(url("details", survey.pk), data))
    theirs(survey, title="Once more")

    second = client.post(url("details", survey.pk), again | {"keep-title": "theirs"})

    assert shown(second) == {"title": (["Mine"], ["Once more"], "mine")}


def test_a_fault_of_ones_own_in_between_changes_nothing_about_the_clash(client, survey):
    data = opened(client, survey, title="", purpose="My why.")
    again = sent(client.post(url("details", survey.pk), data))
    theirs(survey, thanks="Their thanks.")

    clash = client.post(url("details", survey.pk), again | {"title": "First"})

    assert shown(clash) == {"thanks": ([], ["Their thanks."], "theirs")}


def test_without_marks_all_that_differs_is_asked_about(client, survey):
    data = opened(client, survey, title="Mine", seen="")
    theirs(survey, thanks="Their thanks.")

    response = client.post(url("details", survey.pk), data)

    assert shown(response) == {
        "title": (["Mine"], ["First"], "mine"),
        "thanks": ([], ["Their thanks."], "mine"),
    }


def test_what_can_no_longer_be_changed_is_no_clash(client, survey):
    type(survey.activity).objects.filter(pk=survey.activity_id).update(
        state="published"
    )
    data = opened(client, survey, title="Mine", seen="")
    del data["kept"]  # a browser sends nothing of a field that is shut
    theirs(survey, title="Theirs")

    response = client.post(url("details", survey.pk), data)

    assert shown(response) == {"title": (["Mine"], ["Theirs"], "mine")}
