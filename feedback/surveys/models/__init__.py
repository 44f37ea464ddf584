from feedback.surveys.models.aid import Aid
from feedback.surveys.models.bank import BankQuestion
from feedback.surveys.models.guests import Approval, Comment, GuestLink
from feedback.surveys.models.question import Choice, Question, Row
from feedback.surveys.models.rule import Rule
from feedback.surveys.models.section import Section
from feedback.surveys.models.survey import Survey
from feedback.surveys.models.version import SurveyVersion

__all__ = [
    "Aid",
    "BankQuestion",
    "Approval",
    "Choice",
    "Comment",
    "GuestLink",
    "Question",
    "Row",
    "Rule",
    "Section",
    "Survey",
    "SurveyVersion",
]
