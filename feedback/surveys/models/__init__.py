from feedback.surveys.models.guests import Comment, GuestLink
from feedback.surveys.models.question import Choice, Question, Row
from feedback.surveys.models.survey import Survey
from feedback.surveys.models.version import SurveyVersion

__all__ = [
    "Choice",
    "Comment",
    "GuestLink",
    "Question",
    "Row",
    "Survey",
    "SurveyVersion",
]
