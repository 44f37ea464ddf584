from feedback.answering.models import Receipt, SurveyResponse
from feedback.results.models import Tally
from feedback.surveys.models import Choice, Question, Survey, SurveyVersion

__all__ = [
    "Choice",
    "Question",
    "Receipt",
    "Survey",
    "SurveyResponse",
    "SurveyVersion",
    "Tally",
]
