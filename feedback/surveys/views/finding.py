"""How each page finds its survey: always from the member's own agency."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from feedback.surveys.models import Question, Survey


def survey_of(request: HttpRequest, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency)
    related = ours.select_related(
        "activity__agency",
        "activity__round__study",
        "carried_from__survey__activity__round",
    )
    return get_object_or_404(related, pk=pk)


def question_of(survey: Survey, pk: int) -> Question:
    question = get_object_or_404(survey.questions, pk=pk)
    question.survey = survey
    return question
