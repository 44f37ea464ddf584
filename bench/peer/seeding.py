"""The bench's ten questions as a survey of the peer; prints how to answer it.

Run by bench.ready, with the peer's own Python.
"""

import json

from django.utils.text import slugify
from survey.models import Question, Survey

from bench.questions import QUESTIONS

TYPES = {
    "one_choice": Question.RADIO,
    "scale": Question.RADIO,
    "several_choices": Question.SELECT_MULTIPLE,
    "short_text": Question.SHORT_TEXT,
    "long_text": Question.TEXT,
}


def main() -> None:
    survey = Survey.objects.create(
        name="Your letter",
        description="We want to make the letter easier to understand.",
        need_logged_user=False,
        display_method=Survey.ALL_IN_ONE_PAGE,
    )
    fields = []
    for order, (_, kind, label, choices, sent) in enumerate(QUESTIONS):
        row = Question.objects.create(
            survey=survey,
            text=label,
            order=order,
            required=False,
            type=TYPES[kind],
            choices="|".join(words for _, words in choices),
        )
        values = {code: slugify(words, allow_unicode=True) for code, words in choices}
        fields += [(f"question_{row.pk}", values.get(each, each)) for each in sent]
    print(json.dumps({"address": f"/survey/{survey.pk}/", "fields": fields}))


if __name__ == "__main__":
    main()
