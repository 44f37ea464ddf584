"""One interview on its way, as the interviewer's browser carries it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from feedback.answering import attempts, editions, statements
from feedback.answering.attempts import Attempt
from feedback.answering.editions import Edition
from feedback.answering.stored import Stored
from feedback.phoning.script import Asking
from feedback.surveys.models import Survey

MODE = "phone"


@dataclass(frozen=True)
class Visit:
    """An attempt that has begun, with what is stored of it."""

    survey: Survey
    address: str
    attempt: Attempt
    edition: Edition
    stored: Stored

    @property
    def asking(self) -> Asking:
        seed = self.attempt.response_id.hex
        return Asking(self.edition, self.attempt.language, seed)

    @property
    def token(self) -> str:
        return self.attempt.sign(self.address)


def survey_of(request: HttpRequest, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency).current()
    related = ours.select_related("activity__agency", "activity__round__study")
    return get_object_or_404(related, pk=pk)


def address_of(survey: Survey) -> str:
    """The address that an interview's cookie and tokens are made for."""
    return reverse("survey-phone", args=[survey.pk])


def visit(request: HttpRequest, survey: Survey) -> Visit | None:
    """The interview that this page belongs to; None where none has begun."""
    address = address_of(survey)
    attempt = attempts.of_request(request, address)
    stored = statements.find(attempt.response_id) if attempt else None
    if stored is None:
        return None
    edition = editions.edition(attempt.version_id)
    return Visit(survey, address, attempt, edition, stored)
