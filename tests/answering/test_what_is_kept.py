"""What people are told that we keep, beside what their way to answer stores of them."""

import re

import pytest

from feedback.answering import keeping
from feedback.answering.keeping import Kept
from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person
from tests.keying.sheets import Typist
from tests.paper.forms import sheet_of
from tests.phoning.caller import Caller

pytestmark = pytest.mark.django_db

# Columns that say nothing of a person.
TECHNICAL = {
    "id",
    "survey",
    "version",
    "state",
    "is_anonymous",
    "is_practice",
    "is_pilot",
    "is_synthetic",
    "is_kept_unsent",
}


def by_themselves(survey: Survey, way: dict | None = None) -> str:
    person = Person(f"/s/{survey.activity.slug}/").opens()
    if way:
        person.page = person.client.post(f"{person.address}helping/", way, follow=True)
        person.where = person.page.redirect_chain[-1][0]
    told = person.text
    person.sends({"agree": "quote"}).answers_all(surveys.ANSWERS).sends()
    return told


def with_help(survey: Survey) -> str:
    return by_themselves(survey, {"way": "helped", "help": ["wrote"]})


def for_somebody(survey: Survey) -> str:
    return by_themselves(survey, {"way": "proxy", "reason": "ill"})


def on_a_shared_screen(survey: Survey) -> str:
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    told = person.sends(language="en").text
    person.sends({"agree": "quote"}).answers_all(surveys.ANSWERS).sends()
    return told


def on_paper(survey: Survey) -> str:
    Typist(survey).opens().saves({"got_letter": "no", "_consent": "quote"})
    return " ".join(sheet_of(survey, version="1").opening)


def by_phone(survey: Survey) -> str:
    caller = Caller(survey).opens(language="en")
    told = caller.text
    caller.presses("yes", agree="quote").hears({"got_letter": "no"}).presses("send")
    return told


WAYS = {
    "self": by_themselves,
    "helped": with_help,
    "proxy": for_somebody,
    "kiosk": on_a_shared_screen,
    "paper": on_paper,
    "phone": by_phone,
}


def filled(response: SurveyResponse) -> set[str]:
    """Columns that hold something other than what every new row has."""
    fields = SurveyResponse._meta.concrete_fields
    return {
        field.name
        for field in fields
        if getattr(response, field.attname)
        and (field.name, response.mode) != ("mode", "self")
    } - TECHNICAL


def named(told: str) -> set[Kept]:
    sentence = re.search(r"We keep (.+?)\.", " ".join(told.split()))[1]
    return {thing for thing, words in keeping.words().items() if words in sentence}


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("mode", SurveyResponse.Mode.values)
@pytest.mark.parametrize("asks_consent", [True, False])
def test_what_is_told_is_what_is_stored(mode, anonymous, asks_consent):
    study = make.study(state=Study.State.RUNNING)
    if asks_consent:
        surveys.ask_consent(study)
    survey = surveys.letter(study=study, anonymous=anonymous)

    things = named(WAYS[mode](survey))

    response = SurveyResponse.objects.get()
    assert (response.state, response.mode) == ("submitted", mode)
    stored, columns = filled(response), keeping.COLUMNS
    assert stored - set().union(*(columns[thing] for thing in things)) == set()
    assert {thing for thing in things if not columns[thing] & stored} == set()


def test_who_is_called_hears_when_a_call_that_stops_is_erased():
    survey = surveys.letter(unsent_days=9)

    told = by_phone(survey)

    assert "If this call stops early, we erase them 9 days after today." in told
