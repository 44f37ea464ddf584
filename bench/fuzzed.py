"""Plays people who send anything, against surveys made for it; see fuzzing.py."""

import json
import sys

from django.conf import settings as django_settings
from django.core.signals import request_started
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.surveys.models import Survey
from tests.answering import fuzzing, surveys
from tests.surveys.kinds.everything import survey_of_everything


def main() -> None:
    cases, counted = int(sys.argv[1]), {"people": 0, "requests": 0}
    django_settings.ALLOWED_HOSTS.append("testserver")
    asked = [
        survey_of_everything(languages=["ar"]),
        survey_of_everything(layout=Survey.Layout.FEW_PAGES),
        surveys.letter(),
    ]
    request_started.connect(
        lambda **_: counted.update(requests=counted["requests"] + 1), weak=False
    )

    @settings(max_examples=cases, deadline=None, database=None, print_blob=True)
    @given(data=st.data())
    def one(data):
        survey = data.draw(st.sampled_from(asked))
        taken = data.draw(fuzzing.steps(survey))
        counted["people"] += 1
        wrong = fuzzing.play(survey, taken)
        assert not wrong, f"{wrong} after {taken} of {survey.pk}"

    found = []
    try:
        one()
    except AssertionError as fault:
        found = [str(fault)]
    print(
        json.dumps(
            {
                "cases": counted["people"],
                "requests": counted["requests"],
                "wrong": found,
            }
        )
    )


if __name__ == "__main__":
    main()
