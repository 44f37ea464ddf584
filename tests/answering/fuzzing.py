"""People and programs that send anything to the public forms, and what holds then.

`make test` plays a few hundred of them, `make proof` ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client
from hypothesis import strategies as st

from feedback.answering import attempts, editions
from feedback.answering.filling import Filling
from feedback.answering.models import SurveyResponse
from feedback.answering.reading import read_answers
from feedback.surveys.models import Survey
from feedback.surveys.rules import program
from tests.answering.person import Person, fields
from tests.surveys.kinds.everything import examples, sent_to
from tests.surveys.kinds.example import posted
from tests.surveys.kinds.markup import Page

FORM = "application/x-www-form-urlencoded"
HOSTILE = [
    "\x00",
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "\u202e\u2066مرحبا",
    "-1e400",
    "NaN",
    "٣",
    "_declined",
    "_not_applicable",
    "_not_shown",
    "{{got_letter}}",
    "x" * 6000,
]
CONTROLS = ["attempt", "language", "go", "consent", "agree", "fresh", "seen", "from"]
COMMANDS = [
    "back",
    "check/",
    "later",
    "later_anyway",
    "change:ease",
    "earlier:ease",
    "en",
    "ar",
    "tlh",
    "quote",
    "1",
]


@dataclass(frozen=True)
class Step:
    """One request: to a page of the survey, as a browser or a program would send it."""

    path: str
    body: Mapping[str, list[str]] | None = None  # None: it only asks for the page
    brings: bool = True  # the hidden fields of the page it was on come along
    raw: bytes = b""  # sent in place of a form
    query: str = ""


def steps(survey: Survey) -> st.SearchStrategy[list[Step]]:
    """A few requests in a row: pages with anything in their fields, and anything else."""
    document = _document(survey)
    codes = sorted({c["code"] for q in document["questions"] for c in q["choices"]})
    words = st.sampled_from([*codes, *HOSTILE]) | st.text(max_size=30)
    extra = st.dictionaries(
        st.sampled_from(CONTROLS) | st.text(max_size=8),
        st.lists(st.sampled_from(COMMANDS) | words, max_size=2),
        max_size=2,
    )
    pages = [
        _to_page(number, document, keys, words)
        for number, keys in enumerate(document["pages"], start=1)
    ]
    others = st.sampled_from(["", "check/", "receipt/", "updates/", "q/0/", "q/99/"])
    query = st.sampled_from(
        ["", "", "", "?from=check", "?lang=ar", "?place=%00", "?again=1"]
    )
    anything = st.builds(Step, others, st.none() | extra, st.booleans(), query=query)
    raw = st.builds(Step, others, raw=st.binary(max_size=80))
    sent = st.builds(_with, st.one_of(pages), extra, query)
    return st.lists(st.one_of(sent, sent, sent, anything, raw), min_size=1, max_size=3)


def _to_page(number: int, document, keys: list[str], words) -> st.SearchStrategy[Step]:
    """Each field of a page with what fits it, or with what does not."""
    names = {key: [key, f"{key}-text"] for key in keys}
    right = {key: {} for key in keys}
    for key in keys & examples().keys():
        right[key] = {
            k: v if isinstance(v, list) else [v] for k, v in sent_to(key).items()
        }
        names[key] = [*right[key], f"{key}-text"]
    fields = [name for key in keys for name in names[key]]
    fitting = {name: values for key in keys for name, values in right[key].items()}
    bodies = st.dictionaries(
        st.sampled_from(fields), st.lists(words, max_size=3), max_size=len(fields)
    )
    return st.builds(
        lambda body, fits: Step(f"q/{number}/", (fitting if fits else {}) | body),
        bodies,
        st.booleans(),
    )


def _with(step: Step, extra: dict[str, list[str]], query: str) -> Step:
    return replace(step, body=extra | step.body, query=query)


def play(survey: Survey, taken: list[Step]) -> list[str]:
    """What went wrong for one person who took these steps; nothing should."""
    person = Person(f"/s/{survey.activity.slug}/").starts()
    attempt = attempts.read(person.token, person.address)
    wrong = []
    for step in taken:
        page = _take(person.client, person, step)
        if page.status_code >= 500:
            wrong.append(f"{page.status_code} after {step}")
    for row in SurveyResponse.objects.filter(pk=attempt.response_id):
        wrong += _unlawful(_document(survey), row)
    return wrong


def _take(client: Client, person: Person, step: Step):
    address = person.address + step.path + step.query
    if step.raw:
        return client.generic("POST", address, step.raw, content_type=FORM)
    if step.body is None:
        person.page = client.get(address, follow=True)
        return person.page
    hidden = fields(person.page).hidden if step.brings else {}
    body = {name: [value] for name, value in hidden.items()} | dict(step.body)
    person.page = client.post(address, body, follow=True)
    return person.page


def _unlawful(document: Mapping[str, Any], row: SurveyResponse) -> list[str]:
    """Answers that the version does not allow: no page of it would send them so."""
    questions = {question["key"]: question for question in document["questions"]}
    wrong = [f"unknown: {key}" for key in row.answers if key not in questions]
    shown = {q["key"] for q in program(document).walk(row.answers).shown}
    for index, keys in enumerate(document["pages"]):
        here = row.answers.keys() & shown & set(keys)
        drawn = _as_drawn(row, document, index) if here else None
        for key in here:
            again, faults = read_answers([questions[key]], drawn)
            if faults or again != {key: row.answers[key]}:
                said = f"{row.answers[key]} came back as {again} {faults}"
                wrong.append(f"{key}: {said}")
    if row.state == SurveyResponse.State.SUBMITTED:
        wrong += [f"not shown: {key}" for key in row.answers if key not in shown]
    return wrong


def _as_drawn(row: SurveyResponse, document: Mapping[str, Any], index: int):
    """What a page sends when nothing on it is touched."""
    edition = editions.edition(row.version_id)
    filling = Filling(answers=row.answers, seed=row.pk.hex)
    html = edition.pages(document["source_language"]).question_page(index, filling)
    return posted(Page(html).sent)


def _document(survey: Survey) -> dict[str, Any]:
    newest = survey.versions.order_by("-number").values_list("pk", flat=True)[0]
    return editions.edition(newest).document
