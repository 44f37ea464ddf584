"""An interviewer at the script, without a script in the browser."""

from django.test import Client
from django.urls import reverse

from feedback.surveys.models import Survey
from tests import make
from tests.answering.person import fields


class Caller:
    """A member who sends what a page holds with what the person said."""

    def __init__(self, survey: Survey, role: str = "analyst"):
        self.survey = survey
        self.client = Client()
        self.member = make.member(agency=survey.agency, role=role)
        self.client.force_login(self.member.user)
        self.address = reverse("survey-phone", args=[survey.pk])

    def opens(self, end: str = "", **asked):
        self.where = self.address + end
        self.page = self.client.get(self.where, asked, follow=True)
        return self._arrived()

    def begins(self, language: str = "en", **said):
        self.opens(language=language)
        return self.presses("yes", **said)

    def presses(self, button: str, said: dict | None = None, **more):
        hidden = fields(self.page).hidden
        body = hidden | (said or {}) | more | {button: "1"}
        self.page = self.client.post(self.where, body, follow=True)
        return self._arrived()

    def hears(self, *answers: dict):
        for answer in answers:
            self.presses("next", answer)
        return self

    def stops(self, button: str):
        stop = reverse("survey-phone-stop", args=[self.survey.pk])
        body = fields(self.page).hidden | {button: "1"}
        self.page = self.client.post(stop, body, follow=True)
        return self._arrived()

    def _arrived(self):
        if self.page.redirect_chain:
            self.where = self.page.redirect_chain[-1][0]
        return self

    @property
    def text(self) -> str:
        return self.page.content.decode()
