"""What the script on the editor's page sends and gets."""

import re

from django.urls import reverse

from feedback.surveys.markers import question_marker
from feedback.surveys.models import Question

IN_PLACE = {"X-In-Place": "none"}


def url(name, *args):
    return reverse(f"survey-{name}", args=args)


def pieces(response) -> dict[str, str]:
    """The attributes of the answer's root, and the ids of the pieces in it."""
    page = response.content.decode()
    root = re.search(r"<div data-pieces (.+?)>", page)[1]
    found = dict(re.findall(r'data-(\w+)="(.*?)"', root))
    found["said"] = re.search(r"<p data-said>(.*?)</p>", page)[1]
    found["lines"] = re.findall(r'<li class="cx-q[^"]*" id="([\w-]+)"', page)
    return found


def typed(question: Question, **fields) -> dict:
    data = {"label": question.label, "kind": question.kind, "choices": ""}
    present = list(question.choices.current())
    return data | {"marker": question_marker(question, present)} | fields
