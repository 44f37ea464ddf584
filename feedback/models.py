from feedback.answering.models import Receipt, SurveyResponse
from feedback.exports.models import ExportLog
from feedback.results.models import Tally
from feedback.surveys.models import Choice, Question, Survey, SurveyVersion

__all__ = [
    "Choice",
    "ExportLog",
    "Question",
    "Receipt",
    "Survey",
    "SurveyResponse",
    "SurveyVersion",
    "Tally",
]
