"""One survey with a question of each kind, published, and a person who answers it."""

import importlib

from feedback.answering import editions
from feedback.surveys import publishing
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Row, Survey
from studies.planning.models import Study
from tests import make
from tests.surveys.kinds.example import Example, Sent


def examples() -> dict[str, Example]:
    names = {code: f"tests.surveys.kinds.test_{code}" for code in KINDS}
    return {code: importlib.import_module(name).EXAMPLE for code, name in names.items()}


def survey_of_everything(
    *, layout=Survey.Layout.ONE_A_PAGE, agency=None, languages=(), shows_answers=True
) -> Survey:
    """Each question's key is its kind; those that can be declined may be."""
    agency = {"agency": agency} if agency else {}
    study = make.study(state=Study.State.RUNNING, **agency)
    activity = make.activity(round=make.round_(study=study), anonymous=False)
    survey = make.survey(
        activity=activity,
        layout=layout,
        languages=list(languages),
        shows_answers=shows_answers,
    )
    for code, one in examples().items():
        ways = {"may_decline": True, "may_not_apply": True}
        settings = one.settings | (ways if KINDS[code].offers_ways_out else {})
        row = make.question(survey=survey, key=code, kind=code, settings=settings)
        for place, choice in enumerate(one.choices):
            Choice.objects.create(
                question=row, code=choice, label=choice.title(), position=place
            )
        for place, line in enumerate(one.rows):
            Row.objects.create(
                question=row, code=line, label=line.title(), position=place
            )
    for language in languages:
        make.translated(survey, language)
    publishing.publish(survey.pk, by=make.user())
    editions.forget()
    return survey


def sent_to(code: str) -> Sent:
    """The example's fields under the name of its question."""
    return {
        code + name.removeprefix("q1"): value
        for name, value in examples()[code].sent.items()
    }
