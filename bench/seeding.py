"""The bench's surveys, made through the product's own actions; see ready.py."""

import json

from bench.questions import AT_ONCE, LAYOUTS, QUESTIONS
from feedback.surveys import publishing
from feedback.surveys.models import Choice
from tests import make


def main() -> None:
    study = make.study(state="running")
    round_, addresses = make.round_(study=study), {}
    for layout in LAYOUTS:
        survey = make.survey(
            activity=make.activity(round=round_),
            layout="few_pages" if layout == AT_ONCE else layout,
            shows_answers=layout != AT_ONCE,
            title="Your letter",
            purpose="We want to make the letter easier to understand.",
        )
        for key, kind, label, choices, _ in QUESTIONS:
            row = make.question(survey=survey, key=key, kind=kind, label=label)
            Choice.objects.bulk_create(
                Choice(question=row, code=code, label=words, position=index)
                for index, (code, words) in enumerate(choices)
            )
        publishing.publish(survey.pk, by=make.user())
        addresses[layout] = f"/s/{survey.activity.slug}/"
    print(json.dumps(addresses))


if __name__ == "__main__":
    main()
