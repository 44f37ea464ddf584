"""Surveys on paper, and somebody who keys their sheets in without a script."""

from datetime import datetime

from django.db import connection
from django.test import Client
from django.urls import reverse

from feedback.answering import editions
from feedback.keying import form_names
from feedback.surveys import publishing
from feedback.surveys.models import Survey, SurveyVersion
from tests import make
from tests.answering.person import fields
from tests.paper.forms import every_kind


def published(*, study_state: str = "running", **activity) -> Survey:
    """The survey with every kind of question, as version 1."""
    round_ = make.round_(study=make.study(state=study_state))
    fields = {"state": "published", "anonymous": False} | activity
    survey = every_kind(activity=make.activity(round=round_, **fields))
    publishing.publish(survey.pk, by=make.user())
    editions.forget()
    return Survey.objects.get(pk=survey.pk)


def publish_on(moment: datetime) -> None:
    """As if all that is published had been then; only the moment can be changed."""
    table = connection.ops.quote_name(SurveyVersion._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET published_at = %s", [moment])


def name_of(survey: Survey) -> str:
    return form_names.newest(survey)[0].name


def form_of(survey: Survey):
    return form_names.newest(survey)[0]


# A line for each question of the survey with every kind, as its sheet says it.
LINES = {
    "q1": "1",
    "q2": "c1 c2 No stamps",
    "q3": "c2",
    "q4": "2",
    "q5": "2-",
    "q6": "A form",
    "q7": "Say the date first",
    "q8": "_",
    "q9": "03281985",
    "q10": "85004",
    "q11": "",
    "q12": "1",
}


class Typist:
    """A member at the page, who sends what the page holds with what they typed."""

    def __init__(self, survey: Survey, role: str = "analyst"):
        self.survey = survey
        self.member = make.member(agency=survey.agency, role=role)
        self.client = Client()
        self.client.force_login(self.member.user)
        self.address = reverse("survey-key", args=[survey.pk])

    def opens(self, name: str = "", **more):
        asked = {"form": name or name_of(self.survey)} | more
        self.page = self.client.get(self.address, asked)
        return self

    def presses(self, button: str, lines: dict[str, str], **more):
        body = fields(self.page).hidden
        body |= {f"line-{key}": line for key, line in lines.items()}
        body |= {button: "1"} | more
        self.page = self.client.post(self.address, body, follow=True)
        return self

    def saves(self, lines: dict[str, str], **more):
        return self.presses("save", lines, **more)

    def undoes(self):
        undo = reverse("survey-key-undo", args=[self.survey.pk])
        body = fields(self.page).hidden
        self.page = self.client.post(undo, body, follow=True)
        return self

    @property
    def text(self) -> str:
        return self.page.content.decode()

    @property
    def rows(self) -> dict:
        return {line.row.key: line for line in self.page.context["page"].lines}
