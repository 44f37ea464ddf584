"""Surveys whose proof finds nothing wrong, walked as the pages walk them."""

import random

from django.http import QueryDict
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from feedback.answering import reading, walking
from feedback.answering.mismatches import mismatches, on_page
from feedback.surveys.rules import program
from feedback.surveys.rules.proving.events import FINISHED, Event
from feedback.surveys.rules.proving.proof import Verdict, prove
from tests.surveys.rules.random_surveys import possible, surveys

SURVEYS, WALKS = 100, 100  # 10,000 walks
# A check may refuse an answer; a person then tries others, and goes back for it.
PATIENCE = 200


def is_proved(survey):
    said = prove(survey).verdicts
    stops = [said.get(Event("shown", q["key"])) for q in survey["questions"]]
    stops += [
        verdict
        for event, verdict in said.items()
        if event == FINISHED or event.what == "passed"
    ]
    return Verdict.NEVER not in stops and Verdict.OPEN not in stops


def as_post(question, answer):
    post = QueryDict(mutable=True)
    key = question["key"]
    code = answer.get("code", "")
    if code.startswith("_"):
        post.setlist(f"{key}-none", [code])
    post.setlist(key, answer.get("codes") or [code or answer.get("text", "")])
    if "value" in answer:
        post[key] = answer["value"]
    return post if answer else QueryDict()


class Walker:
    """Somebody who answers at random what each page asks, until it is accepted."""

    def __init__(self, survey, chance):
        self.survey, self.chance = survey, chance
        self.answers, self.seen = {}, []

    def page(self, index):
        """Answer the page; the address of the next one, or None where none would do."""
        keys = self.survey["pages"][index]
        shown = program(self.survey).walk(self.answers).shown
        asked = [question for question in shown if question["key"] in keys]
        assert asked, f"page {index} asks nothing"
        for _ in range(PATIENCE):
            post = QueryDict(mutable=True)
            for question in asked:
                answer = self.chance.choice(possible(question))
                post.update(as_post(question, answer))
            read, faults = reading.read_page(self.survey, asked, self.answers, post)
            answers = self.answers | read
            if not faults and not on_page(self.survey, answers, keys):
                self.answers = answers
                return walking.after(self.survey, answers, index)
        return None

    def walk(self):
        """From the first page to where the answers can be sent."""
        where = walking.after(self.survey, self.answers, -1)
        steps = 0
        while where != walking.CHECK:
            index = int(where.split("/")[1]) - 1
            where = self.page(index)
            steps += 1
            assert steps <= len(self.survey["pages"])  # it never goes in circles
            if where is None:
                return False
        return True


@settings(
    deadline=None,
    max_examples=SURVEYS,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
@given(surveys(), st.integers(0, 1_000_000))
def test_a_proved_survey_never_dead_ends(survey, seed):
    assume(survey["questions"] and is_proved(survey))
    ready = program(survey)
    has_checks = bool(ready.checks)

    for number in range(WALKS):
        person = Walker(survey, random.Random(seed + number))
        arrived = person.walk()

        # Only a check across questions may send somebody back to change an answer.
        assert arrived or has_checks
        if arrived:
            walk = ready.walk(person.answers)
            assert walking.resume(survey, person.answers) == walking.CHECK
            assert reading.unanswered(walk) == {}
            assert mismatches(survey, walk) == {}


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(surveys())
def test_what_was_sent_ends_as_the_walk_did(survey):
    """The last page is drawn from the answers that are kept: those of what showed."""
    chance = random.Random(1)
    for _ in range(20):
        answers = {q["key"]: chance.choice(possible(q)) for q in survey["questions"]}
        walk = program(survey).walk(answers)
        kept = {q["key"]: answers[q["key"]] for q in walk.shown}

        assert program(survey).walk(kept) == walk
