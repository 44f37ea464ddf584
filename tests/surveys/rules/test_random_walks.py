"""Surveys whose proof finds nothing wrong, walked as the pages walk them."""

import random
from itertools import product

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
    if answer.get("code", "").startswith("_"):
        is_listed = question["choices"] and not question["rows"]
        post[key if is_listed else f"{key}-none"] = answer["code"]
        return post
    written = [answer[name] for name in ("code", "text", "value") if name in answer]
    post.setlist(key, answer.get("codes", written))
    for line, picked in answer.get("rows", {}).items():
        post[f"{key}-{line}"] = picked
    return post


class Walker:
    """Somebody who answers at random what each page asks, until it is accepted.

    Where nothing is, a check needs another answer on an earlier page: they go back,
    answer otherwise there, and go on. What was answered meanwhile stays, as it does on
    a phone.
    """

    def __init__(self, survey, possible, chance):
        self.survey, self.possible, self.chance = survey, possible, chance
        self.answers = {}

    def walk(self):
        """From the first page until the answers are sent; False at a dead end."""
        return self.goes_on(walking.after(self.survey, self.answers, -1), 0)

    def goes_on(self, where, steps):
        if where == walking.CHECK:
            return self.sends()
        assert steps < len(self.survey["pages"])  # it never goes in circles
        index = int(where.split("/")[1]) - 1
        for answers in self.accepted(index):
            self.answers = answers
            if self.goes_on(walking.after(self.survey, answers, index), steps + 1):
                return True
        return False

    def sends(self):
        """A check may find fault only now, where an answer hid a question of it."""
        assert walking.resume(self.survey, self.answers) == walking.CHECK
        walk = program(self.survey).walk(self.answers)
        assert reading.unanswered(walk) == {}
        return mismatches(self.survey, walk) == {}

    def accepted(self, index):
        """The answers after this page, for all that it takes, in a random order."""
        keys = self.survey["pages"][index]
        shown = program(self.survey).walk(self.answers).shown
        asked = [question for question in shown if question["key"] in keys]
        assert asked, f"page {index} asks nothing"
        tries = list(product(*(self.possible[question["key"]] for question in asked)))
        self.chance.shuffle(tries)
        for tried in tries:
            post = QueryDict(mutable=True)
            for question, answer in zip(asked, tried, strict=True):
                post.update(as_post(question, answer))
            read, faults = reading.read_page(self.survey, asked, self.answers, post)
            answers = self.answers | read
            if not faults and not on_page(self.survey, answers, keys):
                yield answers


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
    answers = {asked["key"]: possible(asked) for asked in survey["questions"]}

    for number in range(WALKS):
        assert Walker(survey, answers, random.Random(seed + number)).walk()


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
