"""Whatever is sent to the public forms: no page fails, nothing wrong is stored."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.surveys.models import Survey
from tests.answering import fuzzing, surveys
from tests.surveys.kinds.everything import survey_of_everything

pytestmark = pytest.mark.django_db
CASES = 200


@pytest.fixture
def asked() -> list[Survey]:
    return [
        survey_of_everything(languages=["ar"]),
        survey_of_everything(layout=Survey.Layout.FEW_PAGES),
        survey_of_everything(layout=Survey.Layout.FEW_PAGES, shows_answers=False),
        surveys.letter(),
    ]


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nothing_sent_breaks_a_page_or_stores_what_the_version_forbids(asked, data):
    survey = data.draw(st.sampled_from(asked))

    taken = data.draw(fuzzing.steps(survey))

    assert fuzzing.play(survey, taken) == []
