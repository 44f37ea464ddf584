"""Changes, wordings and rounds in a real browser: readable by everybody, and in width."""

import pytest
from django.conf import settings
from django.urls import reverse

from feedback.results.folding import fold
from feedback.surveys import publishing
from feedback.surveys.carrying import carry_survey
from tests import make
from tests.browsing import WCAG, faults

pytestmark = pytest.mark.django_db(transaction=True)


def rounds():
    """A survey asked in two ways in round 1, carried into round 2 and edited there."""
    study = make.study(state="running")
    first, second = make.round_(study=study), make.round_(study=study)
    old = make.published_survey(activity=make.activity(round=first))
    by = make.user()
    make.response(survey=old, answers={"q1": {"code": "c1"}, "q2": {"text": "Late"}})
    old.questions.filter(key="q1").update(label="Did a letter come to you?")
    publishing.publish(old.pk, by=by, reason="People misread it.")
    make.response(survey=old, answers={"q1": {"code": "c2"}})
    fold(old.pk)
    new = carry_survey(old.pk, round=second, by=by)
    publishing.publish(new.pk, by=by)
    make.response(survey=new, answers={"q1": {"code": "c1"}})
    fold(new.pk)
    for survey in (old, new):
        survey.questions.filter(key="q2").update(label="What else should we know?")
        survey.questions.filter(key="q1").update(required=True)
    return old, new


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("es", 1280)])
def test_pages_of_changes_have_no_fault_and_fit(
    page, live_server, client, language, width
):
    old, new = rounds()
    client.force_login(make.member(agency=old.agency).user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    wrong = {}

    for address in [
        reverse("survey-publish", args=[old.pk]),
        reverse("survey-version", args=[old.pk, 2]),
        reverse("survey-results", args=[old.pk]),
        reverse("survey-results", args=[new.pk]),
        reverse("survey-since", args=[new.pk]),
        reverse("survey-copy", args=[old.pk]),
    ]:
        page.goto(f"{live_server.url}{address}?lang={language}")
        if found := faults(page, WCAG):
            wrong[address] = found

    assert wrong == {}
