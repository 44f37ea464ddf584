"""A survey of 600 questions with 400 rules, all of which can happen, as rows."""

import random

from feedback.surveys.models import Choice, Question, Rule, Section, Survey
from studies.planning.models import Study
from tests import make

QUESTIONS = 600
RULES = 400
SECTIONS = 12
CHOICES = 4
ENDS, GOES, CHECKS, VALUES, REQUIRED = 15, 10, 15, 10, 30
OTHERS = ENDS + GOES + CHECKS + VALUES
FIRST_RULED = 30


def is_(key: str, number: int) -> dict:
    return {"op": "is", "question": key, "choice": f"c{number}"}


def make_survey() -> Survey:
    """Every question has four choices or takes a number; half of them have a rule."""
    survey = make.survey(
        activity=make.activity(
            round=make.round_(study=make.study(state=Study.State.RUNNING))
        ),
        title="A long survey",
        purpose="We want to know how a survey of 600 questions feels.",
        layout=Survey.Layout.SECTIONS,
    )
    sections = [make.section(survey=survey) for _ in range(SECTIONS)]
    rows = Question.objects.bulk_create(_questions(survey, sections))
    Choice.objects.bulk_create(
        Choice(question=row, code=f"c{n}", label=f"Answer {n} of these", position=n)
        for row in rows
        if row.kind == "one_choice"
        for n in range(1, CHOICES + 1)
    )
    Rule.objects.bulk_create(_rules(survey, rows, sections))
    return survey


def _questions(survey: Survey, sections: list[Section]) -> list[Question]:
    chance = random.Random(600)
    ruled = [n for n in range(FIRST_RULED, QUESTIONS) if n % 3]
    shows = set(chance.sample(ruled, RULES - OTHERS - REQUIRED))
    rest = [n for n in range(FIRST_RULED, QUESTIONS) if n not in shows]
    requires = set(chance.sample(rest, REQUIRED))
    made = []
    for number in range(QUESTIONS):
        before = [key for n in range(max(0, number - 60), number) if (key := _asked(n))]
        asked = chance.sample(before, 3) if number >= FIRST_RULED else []
        made.append(
            Question(
                survey=survey,
                section=sections[number * SECTIONS // QUESTIONS],
                key=f"q{number}",
                kind="number" if number % 10 == 9 else "one_choice",
                label=f"What about part {number} of the letter?",
                position=number,
                show_when=_condition(asked, chance) if number in shows else None,
                require_when=is_(asked[0], 1) if number in requires else None,
            )
        )
    return made


def _asked(number: int) -> str:
    """The key of a question that others may ask about: it shows by no rule itself."""
    return f"q{number}" if number % 3 == 0 and number % 10 != 9 else ""


def _condition(keys: list[str], chance: random.Random) -> dict:
    """Conditions on different questions, so that they never contradict each other."""
    parts = [is_(key, chance.randint(1, CHOICES)) for key in keys]
    shape = chance.choice(["and", "or", "at_least", "not"])
    if shape == "at_least":
        return {"op": "at_least", "count": 2, "of": parts}
    if shape == "not":
        return {"op": "not", "of": {"op": "and", "of": parts}}
    return {"op": shape, "of": parts}


def _third(number: int) -> int:
    """The next number that others may ask about."""
    return next(n for n in range(number, number + 9) if _asked(n))


def _rules(survey: Survey, rows: list[Question], sections: list[Section]) -> list[Rule]:
    made = []
    for n in range(ENDS):  # whoever answers so three times has said enough
        keys = [f"q{n * 30 + step}" for step in (0, 3, 6)]
        tree = {"op": "and", "of": [is_(key, 4) for key in keys]}
        made.append(Rule(effect="end", tree=tree, text="Thank you. That is all."))
    for n in range(GOES):
        own = QUESTIONS // SECTIONS * n
        tree = {
            "op": "and",
            "of": [is_(f"q{_third(own + 40)}", 2), is_(f"q{_third(own + 43)}", 3)],
        }
        made.append(Rule(effect="go", tree=tree, section=sections[n + 2]))
    for n in range(CHECKS):
        sides = {
            "left": {"op": "answer", "question": f"q{n * 30 + 9}"},
            "right": {"op": "answer", "question": f"q{n * 30 + 39}"},
        }
        tree = {"op": "gt", **sides}
        made.append(Rule(effect="check", tree=tree, text="Look at both again."))
    for n in range(VALUES):
        parts = [is_(f"q{n * 60 + step}", 1) for step in (0, 3, 6, 12)]
        made.append(Rule(effect="value", tree={"op": "count", "of": parts}))
    for number, rule in enumerate(made):
        rule.survey, rule.key, rule.position = survey, f"rule_{number}", number
    return made
