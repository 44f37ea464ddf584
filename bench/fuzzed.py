"""Plays people who send anything, against surveys made for it; see fuzzing.py.

Each line that it prints is what it has counted so far.
"""

import json
import sys
import time
from itertools import count

from django.conf import settings as django_settings
from django.core.signals import request_started
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.surveys.models import Survey
from tests import make
from tests.answering import fuzzing, surveys
from tests.surveys.kinds.everything import survey_of_everything

SAID_EVERY = 2.0


def main() -> None:
    cases, counted = int(sys.argv[1]), {"cases": 0, "requests": 0}
    said = time.monotonic()
    # Names and addresses are numbered: each process has numbers of its own.
    make._numbers = count(1 + int(sys.argv[2]) * 1_000_000)
    django_settings.ALLOWED_HOSTS.append("testserver")
    asked = [
        survey_of_everything(languages=["ar"]),
        survey_of_everything(layout=Survey.Layout.FEW_PAGES),
        survey_of_everything(layout=Survey.Layout.FEW_PAGES, shows_answers=False),
        surveys.letter(),
    ]
    request_started.connect(
        lambda **_: counted.update(requests=counted["requests"] + 1), weak=False
    )

    @settings(max_examples=cases, deadline=None, database=None, print_blob=True)
    @given(data=st.data())
    def one(data):
        nonlocal said
        survey = data.draw(st.sampled_from(asked))
        taken = data.draw(fuzzing.steps(survey))
        counted["cases"] += 1
        wrong = fuzzing.play(survey, taken)
        if time.monotonic() - said > SAID_EVERY:
            said = time.monotonic()
            print(json.dumps(counted), flush=True)
        assert not wrong, f"{wrong} after {taken} of {survey.pk}"

    found = []
    try:
        one()
    except AssertionError as fault:
        found = [str(fault)]
    print(json.dumps(counted | {"wrong": found}), flush=True)


if __name__ == "__main__":
    main()
